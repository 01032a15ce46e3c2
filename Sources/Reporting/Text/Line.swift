/// What text means, from which the theme takes its colour.
enum Style: Hashable, Sendable {
  case plain
  case title
  /// One of the scenarios or curves, from 0.
  case series(Int)
  /// A verdict that something is worse or failed.
  case bad
  /// A verdict that nothing changed.
  case faint
}

/// Text of one style.
struct Span: Hashable, Sendable {
  var text: String
  var style: Style

  init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }
}

/// One line of a report.
struct Line: Hashable, Sendable, ExpressibleByStringLiteral {
  var spans: [Span]

  init(_ spans: [Span] = []) { self.spans = spans }
  init(_ text: String, _ style: Style = .plain) { spans = [Span(text, style)] }
  init(stringLiteral value: String) { self.init(value) }

  static let blank = Line()

  var columns: Int { spans.reduce(0) { $0 + $1.text.columns } }

  mutating func append(_ text: String, _ style: Style = .plain) {
    spans.append(Span(text, style))
  }

  /// A horizontal rule.
  static func rule(_ width: Int) -> Line { Line(String(repeating: "─", count: width)) }
}

/// The items of a legend, as many on a line as fit.
func folded(_ items: [Span], to width: Int, gap: Int = 3) -> [Line] {
  var lines: [Line] = []
  for item in items {
    if let last = lines.last, last.columns + gap + item.text.columns <= width {
      lines[lines.count - 1].append(String(repeating: " ", count: gap))
      lines[lines.count - 1].spans.append(item)
    } else {
      lines.append(Line([item]))
    }
  }
  return lines
}

func folded(_ items: [String], to width: Int, gap: Int = 3) -> [Line] {
  folded(items.map { Span($0) }, to: width, gap: gap)
}

/// Blocks of lines, joined by one blank line; empty ones leave no trace.
func joined(_ blocks: [[Line]]) -> [Line] {
  Array(blocks.filter { !$0.isEmpty }.joined(separator: [.blank]))
}
