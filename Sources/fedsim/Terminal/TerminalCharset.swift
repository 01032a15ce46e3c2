/// The glyphs a stream can show.
enum TerminalCharset: Sendable, Hashable {
  case braille, block, ascii

  /// ASCII unless the stream is a terminal in a UTF-8 locale; there too in Japanese, Korean and
  /// Chinese locales, where line and block glyphs may be two columns wide; no braille on the
  /// kernel's console and the VT family, whose fonts lack it.
  static func decide(
    _ choice: CharsetChoice, for stream: Surroundings.Stream, in surroundings: Surroundings
  ) -> TerminalCharset {
    switch choice {
    case .braille: return .braille
    case .block: return .block
    case .ascii: return .ascii
    case .auto: break
    }
    guard stream.isTerminal, isNarrowUTF8(locale(in: surroundings)) else { return .ascii }
    let terminal = surroundings.variables["TERM"] ?? ""
    return terminal == "linux" || terminal.hasPrefix("vt") ? .block : .braille
  }

  /// The locale in force for characters: the first variable that is set and not empty (POSIX 8.2).
  private static func locale(in surroundings: Surroundings) -> String {
    surroundings.filled("LC_ALL") ?? surroundings.filled("LC_CTYPE")
      ?? surroundings.filled("LANG") ?? "C"
  }

  private static func isNarrowUTF8(_ locale: String) -> Bool {
    let name = locale.lowercased()
    let isWide = ["ja", "ko", "zh"].contains { name == $0 || name.hasPrefix($0 + "_") }
    return !isWide && (name.contains("utf-8") || name.contains("utf8"))
  }
}
