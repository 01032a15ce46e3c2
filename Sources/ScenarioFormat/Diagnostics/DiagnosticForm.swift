extension Diagnostic {
  /// How diagnostics are written.
  public enum Form: String, CaseIterable, Hashable, Sendable {
    /// With source lines and carets, for people.
    case text
    /// `file:line:column: error: text [E102]`, for editors.
    case short
    /// One JSON document, for tools.
    case json
  }

  /// All of one file's diagnostics as text, in the order given; every line ends with a newline.
  ///
  /// The forms for people and editors give nothing for no diagnostics.
  ///
  /// - Parameters:
  ///   - name: the file's name, for the count at the end (`text`) or the document (`json`).
  ///   - omitted: errors found beyond those given (`ReadResult.omittedErrors`).
  public static func render(
    _ diagnostics: [Diagnostic], of name: String, as form: Form = .text, omitted: Int = 0
  ) -> String {
    switch form {
    case .text:
      guard !diagnostics.isEmpty else { return "" }
      let body = diagnostics.map { $0.textLines().joined(separator: "\n") + "\n" }.joined()
      return body + closingLine(diagnostics, of: name, omitted: omitted) + "\n"
    case .short:
      return diagnostics.map { $0.shortLine + "\n" }.joined()
    case .json:
      return jsonDocument(diagnostics, of: name, omitted: omitted)
    }
  }

  /// `file:line:column: error: text [E102]`.
  public var shortLine: String {
    "\(place.shown): \(severity.rawValue): \(message) [\(code.rawValue)]"
  }

  /// How many, and what follows from it: "x.json: 3 errors, 1 warning; nothing was simulated".
  static func closingLine(
    _ diagnostics: [Diagnostic], of name: String, omitted: Int
  ) -> String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count - errors
    var parts: [String] = []
    if omitted > 0 {
      parts.append("the first \(errors) of \(errors + omitted) errors")
    } else if errors > 0 {
      parts.append(counted(errors, "error"))
    }
    if warnings > 0 { parts.append(counted(warnings, "warning")) }
    let consequence = errors > 0 ? "; nothing was simulated" : ""
    return "\(harmless(name)): \(parts.joined(separator: ", "))\(consequence)"
  }
}

extension Diagnostic.Place {
  /// `file:line:column`.
  var shown: String { "\(harmless(file)):\(line):\(column)" }
}

/// `text` without anything that could move a terminal's cursor.
func harmless(_ text: String) -> String {
  text.map { visible($0) { _ in "\u{FFFD}" } }.joined()
}
