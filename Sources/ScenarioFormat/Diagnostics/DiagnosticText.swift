extension Diagnostic {
  /// The lines of the form for people: sentence, place, source lines with carets, note and help.
  func textLines() -> [String] {
    let lines = [place.line] + related.map(\.place.line)
    let gutter = max(3, String(lines.max() ?? 0).count)
    let margin = String(repeating: " ", count: gutter + 1)
    var result = [
      "\(severity.rawValue)[\(code.rawValue)]: \(message)",
      String(repeating: " ", count: gutter) + "--> " + place.shown,
    ]
    var lastFile = place.file
    var lastLine: (number: Int, excerpt: String)?
    for mark in marks {
      if mark.place.file != lastFile {
        lastFile = mark.place.file
        result.append(String(repeating: " ", count: gutter) + "::: " + mark.place.shown)
      }
      let (source, carets) = SourceLine(mark.place).drawn(with: mark.caret)
      if lastLine?.number != mark.place.line || lastLine?.excerpt != source {
        let number = String(mark.place.line)
        let padding = String(repeating: " ", count: gutter - number.count)
        result.append(trimmed(padding + number + " | " + source))
      }
      lastLine = (mark.place.line, source)
      result.append(trimmed(margin + "| " + carets + (mark.label.isEmpty ? "" : " " + mark.label)))
    }
    if !note.isEmpty { result.append(margin + "= note: " + note) }
    if !help.isEmpty { result.append(margin + "= help: " + help) }
    return result
  }

  private struct Mark {
    var place: Place
    var label: String
    var caret: Character
  }

  /// The places to show: those of the diagnostic's own file by line, then those of others.
  private var marks: [Mark] {
    let all =
      [Mark(place: place, label: label, caret: "^")]
      + related.map { Mark(place: $0.place, label: $0.label, caret: "-") }
    let own = all.filter { $0.place.file == place.file }.sorted {
      $0.place.offset < $1.place.offset
    }
    return own + all.filter { $0.place.file != place.file }
  }

  private func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}

/// A source line as terminal cells, cut so that the place in it can be seen.
private struct SourceLine {
  private static let width = 92
  /// Columns kept before the place when the line has to be cut on the left.
  private static let lead = 40

  private var cells: [(text: String, width: Int)]
  private var span: Range<Int>
  private var isCutBefore: Bool
  private var isCutAfter: Bool

  init(_ place: Diagnostic.Place) {
    let excerpt = place.excerpt
    cells = excerpt.text.map { character in
      character == "\t"
        ? ("  ", 2)
        : (visible(character) { _ in "\u{FFFD}" }, displayWidth(of: character))
    }
    let start = min(excerpt.indent, cells.count)
    span = start..<min(start + place.length, cells.count)
    isCutBefore = excerpt.isCutBefore
    isCutAfter = excerpt.isCutAfter
    if isCutBefore || width(of: 0..<cells.count) > Self.width { cut() }
  }

  private func width(of range: Range<Int>) -> Int {
    cells[range].reduce(0) { $0 + $1.width }
  }

  private mutating func cut() {
    var first = 0
    if width(of: 0..<span.upperBound) > Self.width || isCutBefore {
      first = span.lowerBound
      while first > 0 && width(of: first - 1..<span.lowerBound) <= Self.lead { first -= 1 }
      isCutBefore = isCutBefore || first > 0
    }
    var end = first
    while end < cells.count && width(of: first..<end + 1) <= Self.width { end += 1 }
    isCutAfter = isCutAfter || end < cells.count
    span = span.lowerBound - first..<max(span.lowerBound, min(span.upperBound, end)) - first
    cells = Array(cells[first..<end])
  }

  func drawn(with caret: Character) -> (source: String, carets: String) {
    let dots = isCutBefore ? "..." : ""
    let source = dots + cells.map(\.text).joined() + (isCutAfter ? "..." : "")
    let indent = dots.count + width(of: 0..<span.lowerBound)
    let carets = String(repeating: caret, count: max(1, width(of: span)))
    return (source, String(repeating: " ", count: indent) + carets)
  }
}
