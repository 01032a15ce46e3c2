import Results
import Statistics

/// Latency percentiles on an axis of nines: each step right is a factor of ten rarer.
struct PercentileChart {
  let metric: Metric
  let outcomes: [Outcome]
  let frame: Frame

  private static let labelWidth = 7

  func lines() -> [Line] {
    let curves = outcomes.map { $0.histogram(metric) }
    guard curves.contains(where: { $0.count > 0 }) else { return [] }
    return caption(curves) + (frame.draws ? drawn(curves) : table(curves))
  }

  private func caption(_ curves: [Histogram]) -> [Line] {
    let counts = Set(curves.filter { $0.count > 0 }.map(\.count)).sorted()
    let word = metric.entry.title
    var text = "PERCENTILES ON A NINES AXIS: \(word)"
    let seeds = outcomes.map { $0.runs.count }.max() ?? 0
    text += ", \(seeds) seed\(seeds == 1 ? "" : "s")"
    if counts.count == 1 {
      text += ", \(NumberText.whole(counts[0])) samples" + (outcomes.count > 1 ? " each" : "")
    } else {
      let listed = curves.enumerated().filter { $1.count > 0 }
        .map { "\(letter($0)) \(NumberText.whole($1.count))" }
      text += ", samples " + listed.joined(separator: ", ")
    }
    return text.wrapped(to: frame.width).map { Line($0) }
  }

  /// Nines to the right end: as far as ten samples lie beyond, two at least.
  private func nines(_ curves: [Histogram]) -> Int {
    let most = curves.map(\.count).max() ?? 0
    var (nines, beyond) = (2, most / 100)
    while nines < 6, beyond / 10 >= 10 {
      nines += 1
      beyond /= 10
    }
    return nines
  }

  private func drawn(_ curves: [Histogram]) -> [Line] {
    let nines = nines(curves)
    let last = curves.filter { $0.count > 0 }.map {
      $0.quantile(partsPerMillion: NinesAxis(nines: nines, columns: 1).lastPartsPerMillion)
    }
    let longest = last.map { endText($0).columns }.max() ?? 0
    let plot = frame.width - Self.labelWidth - 2 - Swift.max(9, longest + 3)
    let least = curves.filter { $0.count > 0 }.map { Swift.max($0.min, 1) }
    let axis = LogAxis(covering: least + last, isTight: false)
    let isBraille = frame.glyphs.hasBraille
    let rows = isBraille ? 12 : axis.decades < 4 ? 9 : Swift.min(2 * axis.decades + 1, 13)
    var canvas = DotCanvas(columns: plot, rows: rows, isBraille: isBraille)
    let ranks = NinesAxis(nines: nines, columns: plot)
    var ends: [(index: Int, place: Double)] = []
    for (index, curve) in curves.enumerated() where curve.count > 0 {
      let places = (0..<canvas.dotColumns).map {
        ranks.partsPerMillion(atDot: $0, of: canvas.dotColumns)
      }
      let heights = curve.quantiles(partsPerMillion: places).map { value -> Int? in
        axis.row(value, of: canvas.dotRows)
      }
      canvas.trace(heights, series: index, pattern: .curve(index))
      let last = heights.last.flatMap { $0 } ?? 0
      ends.append((index, Double(last) / Double(isBraille ? 4 : 1)))
    }
    return rowsOf(canvas, axis, EndLabels.placed(ends, rows: rows), curves, ranks) + legend
  }

  private func rowsOf(
    _ canvas: DotCanvas, _ axis: LogAxis, _ ends: [Int: Int], _ curves: [Histogram],
    _ ranks: NinesAxis
  ) -> [Line] {
    let labels = axis.labels(rows: canvas.rows, Quantity(metric.entry.unit))
    var lines: [Line] = []
    for row in 0..<canvas.rows {
      let label = labels[row]
      var line = Line((label ?? "").paddedLeft(to: Self.labelWidth) + " ")
      line.append(label == nil ? "│" : "┤")
      line.spans += canvas.line(row, frame.glyphs)
      if let index = ends[row] {
        let value = curves[index].quantile(partsPerMillion: ranks.lastPartsPerMillion)
        line.append(" \(letter(index)) \(endText(value))", .series(index))
      }
      lines.append(line)
    }
    let margin = String(repeating: " ", count: Self.labelWidth + 1)
    lines.append(Line(margin + "└" + ranks.ticks))
    lines.append(Line(margin + " " + ranks.labels))
    return lines
  }

  private func endText(_ value: Int64) -> String {
    Quantity(metric.entry.unit).text(value, unit: frame.options.timeUnit)
  }

  private var legend: [Line] {
    var items = outcomes.enumerated().map { index, outcome -> Span in
      let pattern = frame.glyphs.pattern(index)
      let words = frame.glyphs.hasBraille ? " (\(frame.glyphs.patternName(index)))" : ""
      return Span(
        "\(letter(index)) \(pattern) \(outcome.name.cut(to: 24))\(words)", .series(index))
    }
    if !frame.glyphs.hasBraille && outcomes.count > 1 { items.append(Span("later on top")) }
    return folded(items, to: frame.width)
  }

  /// The same figures as a table, a row a scenario.
  private func table(_ curves: [Histogram]) -> [Line] {
    var table = Table(
      columns: [.init(title: "scenario", alignment: .left, preferred: 20)], fills: false)
    let shown = Statistic.allCases.filter { $0.partsPerMillion != nil }
    table.columns += shown.map { statistic in
      .init(
        title: statistic.rawValue, preferred: 10,
        priority: [.p50, .p99].contains(statistic) ? 0 : statistic == .p9999 ? 3 : 2)
    }
    for (index, curve) in curves.enumerated() where curve.count > 0 {
      let values = shown.map { curve.value(of: $0) ?? 0 }
      let scale = Quantity(metric.entry.unit).scale(for: values, unit: frame.options.timeUnit)
      table.rows.append(
        [.init("\(letter(index)) \(outcomes[index].name)", .series(index))]
          + values.map { .init(scale.text($0)) })
    }
    return table.lines(in: frame.width)
  }
}
