import Results
import Statistics

/// Age of what a read in another cluster lacked, against time, with the limit it should keep.
struct StalenessChart {
  let outcome: Outcome
  let run: RunResult
  let frame: Frame

  /// Columns left of the axis: those of the limit's label, if that is long.
  private var labelWidth: Int {
    Swift.max(8, limit.map { "SLO \(LogAxis.label($0, .duration))".columns } ?? 0)
  }

  func lines() -> [Line] {
    let curves = self.curves
    let text =
      "FEDERATION STALENESS: age of the newest version applied where it is read, seed \(run.seed)"
    let caption = text.wrapped(to: frame.width).map { Line($0) }
    guard !curves.isEmpty || outcome.histogram(.staleness).count > 0 else { return [] }
    guard frame.draws, !curves.isEmpty else { return caption + table() }
    let axis = TimeAxis(duration: outcome.duration, columns: frame.width - labelWidth - 4)
    let plot = SeriesPlot(
      curves: curves, axis: axis, frame: frame, rows: 9, labelWidth: labelWidth,
      limit: limit.map { ("SLO", $0) })
    let margin = String(repeating: " ", count: labelWidth + 1)
    var lines = caption + plot.lines()
    for (index, lane) in FaultLanes(axis: axis, events: run.timeline).lanes().enumerated() {
      lines.append(Line((index == 0 ? "faults" : "").paddedLeft(to: labelWidth) + " │" + lane))
    }
    lines.append(Line(margin + "└" + axis.tickLine))
    lines.append(Line(margin + " " + axis.labelLine))
    return lines + legend(curves)
  }

  /// The four curves that rise highest, in order of their labels.
  private var curves: [SeriesRecord] {
    let own = run.series.filter { $0.metric == .staleness && $0.values.contains { $0 != nil } }
    let statistic = own.contains { $0.statistic == .max } ? Statistic.max : own.first?.statistic
    let ranked = own.filter { $0.statistic == statistic }
      .map { (series: $0, most: $0.values.compactMap { $0 }.max() ?? 0) }
      .sorted { $0.most != $1.most ? $0.most > $1.most : $0.series.labels < $1.series.labels }
    return ranked.prefix(4).map(\.series).sorted { $0.labels < $1.labels }
  }

  /// The limit of the first rule on staleness.
  private var limit: Int64? {
    for rule in outcome.rules where rule.versus == nil && rule.comparison.isUpperLimit {
      if case .metric(.staleness, _) = rule.subject { return rule.limit }
    }
    return nil
  }

  /// A line a curve: who reads whom, percentiles, and how long it was beyond the limit.
  private func legend(_ curves: [SeriesRecord]) -> [Line] {
    let names = curves.map { Self.name($0.labels) }
    let width = min(names.map(\.columns).max() ?? 0, 28)
    let histograms = curves.map { outcome.histogram(.staleness, filter: $0.labels) }
    let columns = [Statistic.p50, .p99, .max].map { statistic -> (String, [String]) in
      let values = histograms.map { $0.value(of: statistic) ?? 0 }
      let scale = Quantity.duration.scale(for: values, unit: frame.options.timeUnit)
      return (statistic.rawValue, values.map { scale.text($0) })
    }
    return curves.indices.map { index in
      var line = Line()
      line.append(letter(index), .series(index))
      line.append(" " + names[index].cut(to: width).paddedRight(to: width))
      for (title, texts) in columns {
        line.append("  \(title) " + texts[index].paddedLeft(to: 8))
      }
      if let limit {
        let over = curves[index].values.count { $0 ?? 0 > limit }
        let time = Int64(clamping: Int128(over) * Int128(curves[index].step))
        let seconds = NumberText.fixed(time, per: 1_000_000_000, decimals: 1)
        line.append("  over SLO \(seconds) s")
      }
      return line
    }
  }

  /// "us-east → eu-west".
  private static func name(_ labels: Labels) -> String {
    guard let from = labels[.from], let to = labels[.to] else {
      let text = labels.pairs.map(\.value).joined(separator: " ")
      return text.isEmpty ? "all" : text
    }
    return "\(from) → \(to)"
  }

  private func table() -> [Line] {
    var table = Table(
      columns: [
        .init(title: "read in", alignment: .left, preferred: 20),
        .init(title: "reads", preferred: 10, priority: 1), .init(title: "p50", preferred: 10),
        .init(title: "p99", preferred: 10), .init(title: "max", preferred: 10),
      ], fills: false)
    for place in outcome.labelValues(.to, of: .staleness) {
      let histogram = outcome.histogram(
        .staleness, filter: Labels([.init(.to, place)]))
      let values = [Statistic.p50, .p99, .max].map { histogram.value(of: $0) ?? 0 }
      let scale = Quantity.duration.scale(for: values, unit: frame.options.timeUnit)
      table.rows.append(
        [.init(place), .init(NumberText.whole(histogram.count))]
          + values.map { .init(scale.text($0)) })
    }
    return table.lines(in: frame.width)
  }
}
