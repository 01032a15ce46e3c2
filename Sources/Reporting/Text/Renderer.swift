/// The last layer: lines into the text that is written out.
struct Renderer {
  let options: ReportOptions

  /// The text of `lines`, each ended by a line feed, without trailing spaces, cut to the width.
  func text(_ lines: [Line]) -> String {
    lines.map { render($0) + "\n" }.joined()
  }

  private func render(_ line: Line) -> String {
    var cells: [Span] = []
    var used = 0
    for span in line.spans {
      let text = glyphs(span.text)
      let room = options.width - used
      guard text.columns <= room else {
        cells.append(Span(text.cut(to: room), span.style))
        break
      }
      cells.append(Span(text, span.style))
      used += text.columns
    }
    while let last = cells.last {
      let trimmed = last.text.trimmingTrailingSpaces
      cells[cells.count - 1].text = trimmed
      if !trimmed.isEmpty { break }
      cells.removeLast()
    }
    return cells.map(colored).joined()
  }

  private func colored(_ span: Span) -> String {
    guard options.color, !span.text.isEmpty, let code = code(span.style) else { return span.text }
    return "\u{1B}[\(code)m\(span.text)\u{1B}[0m"
  }

  /// The SGR parameters of a style; nil for the terminal's own colour.
  private func code(_ style: Style) -> String? {
    switch style {
    case .plain: nil
    case .title: "1"
    case .faint: "2"
    case .series(let number): seriesCode(number)
    case .bad: seriesCode(3).map { "1;\($0)" } ?? "1"
    }
  }

  /// Searched so that the smallest difference is largest under normal, protan, deutan and tritan
  /// vision, with a contrast of at least 4.5 to the background.
  private func seriesCode(_ number: Int) -> String? {
    let index = number % 4
    switch options.theme {
    case .mono: return nil
    case _ where !options.has256Colors: return ["94", "33", "37", "95"][index]
    case .dark: return "38;5;" + ["75", "214", "195", "203"][index]
    case .light: return "38;5;" + ["25", "130", "93", "161"][index]
    }
  }

  /// Takes out what would control the terminal, and glyphs that the charset lacks.
  private func glyphs(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { 0x20..<0x7F ~= $0 }
    if isPlain { return text }
    return String(
      text.map { character -> Character in
        if character.unicodeScalars.contains(where: Self.isControl) { return "?" }
        return options.charset == .ascii ? Self.plain[character] ?? character : character
      })
  }

  /// Control characters, line breaks of all kinds, and what turns the direction of writing.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: [0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069].contains { $0 ~= scalar.value }
    }
  }

  private static let plain: [Character: Character] = Dictionary(
    uniqueKeysWithValues: zip("─━╌┄│├┤┼┴└░▒▓█◆▲●▶◀÷×→·", "-=~.|+++++.:+#O^*></x>."))
}

extension String {
  var trimmingTrailingSpaces: String {
    guard hasSuffix(" ") else { return self }
    return String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
  }
}
