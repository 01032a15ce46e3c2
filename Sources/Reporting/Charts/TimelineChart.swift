import Results

/// Latency of one run against time, over throughput, faults and leaders.
struct TimelineChart {
  let outcome: Outcome
  let run: RunResult
  let frame: Frame

  /// Columns left of the axis: as long as the names of the clusters, where there are several.
  private var labelWidth: Int {
    guard outcome.clusters.count > 1 else { return 8 }
    return min(max(8, clusterNames.map(\.columns).max() ?? 0), 15)
  }

  private var clusterNames: [String] {
    let names = outcome.clusters.map(\.name)
    let prefix = PlaceNames.commonProvider(names)
    return names.map { String($0.dropFirst(prefix.count)) }
  }

  func lines() -> [Line] {
    let curves = self.curves
    guard let first = curves.first else { return [] }
    let step = Quantity.duration.text(first.step)
    var caption = "TIME SERIES, \(outcome.name.cut(to: 24)), seed \(run.seed), "
    caption += "\(first.metric.entry.title) per \(ExpectTable.shortest(step)):"
    var items = curves.enumerated().map { index, curve in
      Span("\(letter(index)) \(frame.glyphs.pattern(index)) \(Self.name(curve))", .series(index))
    }
    let chart = frame.draws ? drawn(curves) : table(curves)
    let legend = items.reduce(0) { $0 + $1.text.columns + 2 }
    guard caption.columns - 1 + legend <= frame.width else {
      let head = caption.wrapped(to: frame.width).map { Line($0) }
      return head + folded(items, to: frame.width, gap: 2) + chart
    }
    items[0] = Span(caption + " " + items[0].text)
    return folded(items, to: frame.width, gap: 2) + chart
  }

  /// The curves of writes, or of reads where nothing was written; all together before split ones.
  private var curves: [SeriesRecord] {
    for metric in [Metric.writeLatency, .readLatency, .staleReadLatency, .resolveLatency] {
      let own = run.series.filter { $0.metric == metric && !$0.values.isEmpty }
      let whole = own.filter { $0.labels == .none }
      let chosen = whole.isEmpty ? own : whole
      if !chosen.isEmpty { return Array(chosen.prefix(4)) }
    }
    return []
  }

  private static func name(_ series: SeriesRecord) -> String {
    let labels = series.labels.pairs.map(\.value).joined(separator: " ")
    return labels.isEmpty
      ? series.statistic.rawValue : "\(labels) \(series.statistic.rawValue)"
  }

  private func drawn(_ curves: [SeriesRecord]) -> [Line] {
    let axis = TimeAxis(duration: outcome.duration, columns: frame.width - labelWidth - 4)
    let plot = SeriesPlot(
      curves: curves, axis: axis, frame: frame, rows: frame.isWide ? 6 : 7,
      labelWidth: labelWidth)
    var lines = plot.lines()
    if let rate = rateLane(axis) { lines.append(rate) }
    lines += eventLanes(axis)
    let margin = String(repeating: " ", count: labelWidth + 1)
    lines.append(Line(margin + "└" + axis.tickLine))
    lines.append(Line(margin + " " + axis.labelLine))
    let legend = [
      "[=..=] fault span", "X down", "R restart", "? no leader", "▲ leader change (term)",
    ]
    return lines + folded(legend, to: frame.width)
  }

  /// Acknowledged operations a second as bars, under a scale of 1-2-5.
  private func rateLane(_ axis: TimeAxis) -> Line? {
    guard
      let series = run.series.first(where: { $0.metric == .okRate && $0.labels == .none }),
      let most = series.values.compactMap({ $0 }).max(), most > 0
    else { return nil }
    let full = LogAxis(covering: [1, most], isTight: true).high
    var bars = ""
    for column in 0..<axis.columns {
      let value = SeriesPlot.value(series, at: axis.time(atDot: column, of: axis.columns)) ?? 0
      let eighths = Int((Int128(value) * 8 + Int128(full) / 2) / Int128(full))
      bars.append(frame.glyphs.bar(value > 0 ? max(1, eighths) : 0))
    }
    return Line("op/s \(Self.short(full / 1_000))".paddedLeft(to: labelWidth) + " ┤" + bars)
  }

  /// "2k", "500", "0.5".
  private static func short(_ rate: Int64) -> String {
    rate >= 1_000_000 ? "\(rate / 1_000_000)M" : rate >= 1_000 ? "\(rate / 1_000)k" : "\(rate)"
  }

  private func eventLanes(_ axis: TimeAxis) -> [Line] {
    var lines: [Line] = []
    for (index, cells) in FaultLanes(axis: axis, events: run.timeline).lanes().enumerated() {
      lines.append(lane(index == 0 ? "faults" : "", cells))
    }
    let names = clusterNames
    let lanes = zip(outcome.clusters, names).map { cluster, name in
      (
        name: name,
        lane: LeaderLane(axis: axis, events: run.timeline, cluster: cluster.name)
      )
    }
    // The ones with the most changes, in the scenario's order, where there is no room for all.
    let least = lanes.map(\.lane.changes).sorted(by: >).dropFirst(3).first ?? 0
    let shown =
      lanes.count <= 4 ? lanes : Array(lanes.filter { $0.lane.changes >= least }.prefix(4))
    for own in shown {
      let name = names.count == 1 ? "leader" : own.name.cut(to: labelWidth)
      lines.append(lane(name, own.lane.line()))
    }
    if lanes.count > shown.count {
      lines.append(Line("         and \(lanes.count - shown.count) more clusters"))
    }
    return lines
  }

  private func lane(_ name: String, _ cells: String) -> Line {
    Line(name.paddedLeft(to: labelWidth) + " │" + cells)
  }

  /// The worst of each tenth of the run, as a table.
  private func table(_ curves: [SeriesRecord]) -> [Line] {
    let values = curves.flatMap(\.values).compactMap { $0 }
    let scale = Quantity.duration.scale(for: values, unit: frame.options.timeUnit)
    var table = Table(
      columns: [.init(title: "time", alignment: .left, preferred: 16)], fills: false)
    table.columns += curves.enumerated().map {
      .init(title: "\(letter($0)) \(Self.name($1)), max", preferred: 12)
    }
    for tenth in 0..<10 as Range<Int64> {
      let from = outcome.duration / 10 * tenth
      let to = outcome.duration / 10 * (tenth + 1)
      let cells = curves.map { curve -> Table.Cell in
        let first = Int(clamping: from / curve.step)
        let end = Int(clamping: (to + curve.step - 1) / curve.step)
        let range = min(first, curve.values.count)..<min(max(first, end), curve.values.count)
        let most = curve.values[range].compactMap { $0 }.max()
        return .init(most.map { scale.text($0) } ?? "-")
      }
      let unit = Quantity.duration.scale(for: [outcome.duration])
      let span = [from, to].map { ExpectTable.shortest(unit.number($0)) }
      table.rows.append([.init("\(span[0]) to \(span[1]) \(unit.name)")] + cells)
    }
    return table.lines(in: frame.width)
  }
}
