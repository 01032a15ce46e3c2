/// The room a report is laid out in. There are two drawings, for 80 and for 120 columns; between
/// and beyond them the next smaller one is used.
struct Frame {
  /// Columns used, at most those asked for.
  let width: Int
  /// Room for intervals, longer names and a finer time axis.
  let isWide: Bool
  /// Too narrow for a drawing: tables only.
  let isNarrow: Bool
  let glyphs: Glyphs
  let options: ReportOptions

  init(_ options: ReportOptions) {
    isWide = options.width >= 100
    isNarrow = options.width < 60
    width = min(options.width, isWide ? 120 : 80)
    glyphs = Glyphs(charset: options.charset)
    self.options = options
  }

  /// Whether charts are drawn, and not told as tables.
  var draws: Bool { !isNarrow && !options.accessible }
}

/// What charts are drawn with under each charset. Box and text glyphs are replaced later, when the
/// line is rendered; these depend on what they mean.
struct Glyphs {
  let charset: ReportOptions.Charset

  var hasBraille: Bool { charset == .braille }

  /// A bar of `eighths` eighths, 0 to 8, in one cell.
  func bar(_ eighths: Int) -> Character {
    let levels = charset == .ascii ? Array(" .:-=+*#@") : Array(" ▁▂▃▄▅▆▇█")
    return levels[min(max(eighths, 0), 8)]
  }

  /// The mark of a curve where dots are too coarse for patterns.
  func mark(_ series: Int) -> Character { Array("*+ox")[series % 4] }

  /// The pattern of a curve, for legends.
  func pattern(_ series: Int) -> String {
    hasBraille ? ["──", "─ ─", "···", "─·─"][series % 4] : String(mark(series))
  }

  /// The name of the pattern, for legends.
  func patternName(_ series: Int) -> String {
    ["solid", "dashed", "dotted", "dash-dot"][series % 4]
  }

  /// Shades from light to dark.
  func shade(_ level: Int) -> String {
    let shades =
      charset == .ascii ? ["..", "::", "++", "##"] : ["░░", "▒▒", "▓▓", "██"]
    return shades[min(max(level, 0), 3)]
  }
}

/// The letters by which scenarios and curves are called.
func letter(_ index: Int) -> String { String(Array("ABCDEFGH")[index % 8]) }
