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

  /// All of one file's diagnostics as text, in the order of their places, with a count at the end
  /// (`text` only); empty for none, except as JSON.
  public static func render(
    _ diagnostics: [Diagnostic], of name: String, as form: Form = .text
  ) -> String {
    ""
  }
}
