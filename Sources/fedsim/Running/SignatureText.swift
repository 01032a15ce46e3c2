/// Reading the description of a value: "Name(a: 1, b: Other(c: 2))".
enum SignatureText {
  /// The parts at the top, with the names of modules and types taken off their values.
  static func parts(of text: some StringProtocol) -> [(name: String, value: String)] {
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else { return [] }
    var parts: [String] = []
    var part = ""
    var depth = 0
    var isQuoted = false
    for character in text[text.index(after: open)...].dropLast() {
      if character == "\"" { isQuoted.toggle() }
      if !isQuoted {
        if "([".contains(character) { depth += 1 }
        if ")]".contains(character) { depth -= 1 }
        if character == ",", depth == 0 {
          parts.append(part)
          part = ""
          continue
        }
      }
      part.append(character)
    }
    return (parts + [part]).compactMap { part in
      guard let colon = part.firstIndex(of: ":") else { return nil }
      let name = part[..<colon].drop { $0 == " " }
      let value = part[part.index(after: colon)...].drop { $0 == " " }
      return (String(name), withoutTypes(value))
    }
  }

  /// "ScenarioFormat.LoadPlan.KeyChoice.zipf" is "zipf"; durations and shares as people say them.
  private static func withoutTypes(_ value: Substring) -> String {
    String(value)
      .replacing(/(?:[A-Z]\w*\.)+/, with: "")
      .replacing(/Share\(operation: (\w+), weight: (\d+)\)/) { "\($0.1) \($0.2)" }
      .replacing(/SimDuration\(nanoseconds: (\d+)\)/) { match in
        Int64(match.1).map(DurationText.short) ?? String(match.1)
      }
  }
}
