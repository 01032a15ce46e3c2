/// A grid of dots under the cells of a chart: 2 x 4 a cell for braille, 1 x 1 elsewhere.
struct DotCanvas {
  /// How a stroke goes on and off, counted in dots along it.
  struct Pattern {
    let runs: [Int]

    static let solid = Pattern(runs: [1])
    static let dashed = Pattern(runs: [5, 3])
    static let shortDashed = Pattern(runs: [4, 2])
    static let dotted = Pattern(runs: [1, 2])
    static let dashDot = Pattern(runs: [5, 2, 1, 2])

    /// For the n-th curve of a chart.
    static func curve(_ number: Int) -> Pattern {
      [solid, dashed, dotted, dashDot][number % 4]
    }

    /// Whether the dot number `step` of the stroke is set; even runs are on.
    func isOn(_ step: Int) -> Bool {
      if runs.count == 1 { return true }
      var place = step % runs.reduce(0, +)
      for (index, length) in runs.enumerated() {
        if place < length { return index % 2 == 0 }
        place -= length
      }
      return false
    }
  }

  let columns: Int
  let rows: Int
  let isBraille: Bool
  /// Eight bits a cell for braille, 1 elsewhere.
  private var bits: [UInt8]
  /// Series drawn last in each cell.
  private var series: [Int]

  init(columns: Int, rows: Int, isBraille: Bool) {
    self.columns = columns
    self.rows = rows
    self.isBraille = isBraille
    bits = Array(repeating: 0, count: columns * rows)
    series = Array(repeating: 0, count: columns * rows)
  }

  var dotColumns: Int { isBraille ? 2 * columns : columns }
  var dotRows: Int { isBraille ? 4 * rows : rows }

  /// Bits of a cell's dots from top to bottom, left column then right (Unicode 15, chapter 21.1).
  private static let braille: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  mutating func set(_ x: Int, _ y: Int, series number: Int) {
    guard 0..<dotColumns ~= x, 0..<dotRows ~= y else { return }
    let cell = isBraille ? y / 4 * columns + x / 2 : y * columns + x
    bits[cell] |= isBraille ? Self.braille[x % 2][y % 4] : 1
    series[cell] = number
  }

  /// Draws a curve given by the dot row at each dot column; nil breaks it. A jump is joined by a
  /// vertical stroke, and the pattern never restarts, so that crossings stay readable.
  mutating func trace(_ heights: [Int?], series number: Int, pattern: Pattern) {
    var step = 0
    var before: Int?
    for (x, height) in heights.enumerated() {
      guard let height else {
        before = nil
        continue
      }
      for y in Self.climb(from: before, to: height) {
        // Where dots are as coarse as cells every one counts, and the mark tells the curve.
        if !isBraille || pattern.isOn(step) { set(x, y, series: number) }
        step += 1
      }
      before = height
    }
  }

  /// The dot rows passed after `before` up to and with `height`.
  private static func climb(from before: Int?, to height: Int) -> [Int] {
    guard let before, abs(before - height) > 1 else { return [height] }
    return before < height ? Array(before + 1...height) : Array((height...before - 1).reversed())
  }

  /// What stands in a cell; nil for nothing.
  func glyph(_ column: Int, _ row: Int, _ glyphs: Glyphs) -> (Character, Style)? {
    let cell = row * columns + column
    guard bits[cell] != 0 else { return nil }
    let style = Style.series(series[cell])
    guard isBraille else { return (glyphs.mark(series[cell]), style) }
    let scalar = Unicode.Scalar(0x2800 + UInt32(bits[cell])) ?? " "
    return (Character(scalar), style)
  }

  /// One row as text.
  func line(_ row: Int, _ glyphs: Glyphs) -> [Span] {
    var spans: [Span] = []
    for column in 0..<columns {
      let (character, style) = glyph(column, row, glyphs) ?? (" ", .plain)
      if spans.last?.style == style {
        spans[spans.count - 1].text.append(character)
      } else {
        spans.append(Span(String(character), style))
      }
    }
    return spans
  }
}
