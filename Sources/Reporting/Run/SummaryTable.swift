import Results
import Statistics

/// Every metric of one scenario: distributions with their percentiles from merged histograms, and
/// single numbers with their spread over the seeds.
struct SummaryTable {
  let outcome: Outcome
  let frame: Frame

  func lines() -> [Line] { joined([distributions(), numbers()]) }

  private var metrics: [Metric] {
    let chosen = frame.options.metrics ?? Metric.allCases
    return chosen.filter { outcome.hasData($0) }
  }

  /// A metric under one filter, as a row is called.
  private func rows(of metric: Metric) -> [(title: String, filter: Labels)] {
    let all = [(title: metric.entry.title, filter: Labels.none)]
    // What went wrong is always told.
    let chosen = metric == .errors ? frame.options.by ?? .kind : frame.options.by
    guard let label = chosen, metric.entry.labels.contains(label) else { return all }
    let values = outcome.labelValues(label, of: metric)
    guard values.count > 1 || label == .kind && metric == .errors else { return all }
    return all + values.map { ("  \($0)", Labels([.init(label, $0)])) }
  }

  /// The percentiles shown, and which of them leaves first.
  static let statistics: [(statistic: Statistic, priority: Int)] = [
    (.p50, 0), (.p90, 2), (.p99, 0), (.p999, 3), (.max, 1),
  ]

  private func distributions() -> [Line] {
    let metrics = metrics.filter { $0.entry.kind == .distribution }
    guard !metrics.isEmpty else { return [] }
    var table = Table(
      columns: [.init(title: "distribution", alignment: .left, preferred: 24)], fills: false)
    table.columns.append(.init(title: "samples", preferred: 10, priority: 4))
    table.columns += Self.statistics.map {
      .init(title: $0.statistic.rawValue, preferred: 10, priority: $0.priority)
    }
    if showsSeeds {
      table.columns.append(
        .init(
          title: "p99 of a seed, \(spreadTitle)", alignment: .left, preferred: 22, gap: 2,
          priority: 5))
    }
    for metric in metrics {
      for row in rows(of: metric) {
        let whole = outcome.histogram(metric, filter: row.filter)
        guard whole.count > 0 else { continue }
        table.rows.append(cells(row.title, metric, row.filter, whole))
      }
    }
    return table.lines(in: frame.width) + failureNote(metrics)
  }

  /// WHY splits answered operations only, while these rows count all.
  private func failureNote(_ metrics: [Metric]) -> [Line] {
    let times: [Metric] = [.writeLatency, .readLatency, .staleReadLatency]
    guard outcome.hasFailures, metrics.contains(where: times.contains) else { return [] }
    return frame.failureNote
  }

  private func cells(
    _ title: String, _ metric: Metric, _ filter: Labels, _ whole: Histogram
  ) -> [Table.Cell] {
    let values = Self.statistics.map { whole.value(of: $0.statistic) ?? 0 }
    let scale = Quantity(metric.entry.unit).scale(for: values, unit: frame.options.timeUnit)
    var cells = [Table.Cell(title), Table.Cell(NumberText.whole(whole.count))]
    cells += values.map { Table.Cell(scale.text($0)) }
    if showsSeeds {
      let seeds = outcome.value(metric, .p99, filter: filter)
      cells.append(Table.Cell(Self.spread(seeds.interval, scale)))
    }
    return cells
  }

  private func numbers() -> [Line] {
    let metrics = metrics.filter { $0.entry.kind == .scalar }
    guard !metrics.isEmpty else { return [] }
    let hasSpread = outcome.runs.count > 1
    var table = Table(
      columns: [
        .init(title: "number", alignment: .left, preferred: 24),
        .init(title: hasSpread ? "median of seeds" : "value", preferred: 16),
      ], fills: false)
    if hasSpread {
      table.columns.append(
        .init(title: spreadTitle, alignment: .left, preferred: 24, gap: 2, priority: 1))
    }
    for metric in metrics {
      for row in rows(of: metric) {
        let values = outcome.value(metric, .value, filter: row.filter)
        guard let interval = values.interval else { continue }
        let scale = Quantity(metric.entry.unit).scale(
          for: [interval.median], unit: frame.options.timeUnit)
        table.rows.append(
          [.init(row.title), .init(scale.text(interval.median))]
            + (hasSpread ? [.init(Self.spread(interval, scale))] : []))
      }
    }
    return table.lines(in: frame.width)
  }

  private var showsSeeds: Bool { frame.isWide && outcome.runs.count > 1 }

  private var spreadTitle: String {
    outcome.runs.count >= Interval.least ? "95% CI" : "range, n<6"
  }

  private static func spread(_ interval: Interval?, _ scale: Quantity.Scale) -> String {
    guard let interval, interval.low < interval.high else { return "-" }
    return "[\(scale.number(interval.low)), \(scale.number(interval.high))]"
  }
}
