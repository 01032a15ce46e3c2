import Results

/// Curves of durations against time on a logarithmic axis.
struct SeriesPlot {
  let curves: [SeriesRecord]
  let axis: TimeAxis
  let frame: Frame
  let rows: Int
  let labelWidth: Int
  /// A horizontal line at a limit, with its name.
  var limit: (name: String, value: Int64)?

  /// The step's value at an instant.
  static func value(_ series: SeriesRecord, at time: Int64) -> Int64? {
    guard !series.values.isEmpty else { return nil }
    let index = Int(clamping: time / max(1, series.step))
    return series.values[min(index, series.values.count - 1)]
  }

  func lines() -> [Line] {
    let values = curves.flatMap(\.values).compactMap { $0 } + (limit.map { [$0.value] } ?? [])
    let vertical = LogAxis(covering: values, isTight: true)
    var canvas = DotCanvas(
      columns: axis.columns, rows: rows, isBraille: frame.glyphs.hasBraille)
    for (index, curve) in curves.enumerated() {
      let pattern = index == 1 ? DotCanvas.Pattern.shortDashed : .curve(index)
      let heights = heights(curve, canvas, vertical)
      canvas.trace(heights, series: index, pattern: pattern)
    }
    var labels = vertical.labels(rows: rows, .duration)
    var limitRow: Int?
    if let limit {
      let row = vertical.row(limit.value, of: rows)
      labels[row] = "\(limit.name) \(LogAxis.label(limit.value, .duration))"
      limitRow = row
    }
    return (0..<rows).map { row in
      let label = labels[row]
      var line = Line((label ?? "").paddedLeft(to: labelWidth) + " " + (label == nil ? "│" : "┤"))
      line.spans += row == limitRow ? withLimit(canvas, row) : canvas.line(row, frame.glyphs)
      return line
    }
  }

  /// Dot rows between the middles of the steps, straight in between; nil where nothing was sampled.
  private func heights(
    _ curve: SeriesRecord, _ canvas: DotCanvas, _ vertical: LogAxis
  ) -> [Int?] {
    let points = curve.values.enumerated().map { index, value -> (x: Int, y: Int)? in
      guard let value else { return nil }
      let middle = Int64(clamping: Int128(curve.step) * Int128(2 * index + 1) / 2)
      return (
        axis.place(middle, of: canvas.dotColumns), vertical.row(value, of: canvas.dotRows)
      )
    }
    var heights = [Int?](repeating: nil, count: canvas.dotColumns)
    for (index, point) in points.enumerated() {
      guard let point else { continue }
      heights[point.x] = min(point.y, heights[point.x] ?? point.y)
      guard index + 1 < points.count, let next = points[index + 1] else { continue }
      for x in point.x..<max(point.x, next.x) where x > point.x {
        heights[x] = point.y + (next.y - point.y) * (x - point.x) / (next.x - point.x)
      }
    }
    return heights
  }

  private func withLimit(_ canvas: DotCanvas, _ row: Int) -> [Span] {
    (0..<canvas.columns).map { column in
      guard let (character, style) = canvas.glyph(column, row, frame.glyphs) else {
        return Span("┄")
      }
      return Span(String(character), style)
    }
  }
}
