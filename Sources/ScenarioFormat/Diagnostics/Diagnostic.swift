/// One thing wrong with a scenario file, or doubtful in it, and where.
public struct Diagnostic: Hashable, Sendable {
  public enum Severity: String, CaseIterable, Hashable, Sendable { case error, warning }

  /// A place in a file, with the piece of its line that a reader needs to see.
  public struct Place: Hashable, Sendable {
    /// Name of the file as the caller gave it, or "--set" for an override.
    public var file: String
    /// Line in the file, from 1.
    public var line: Int
    /// Characters before the place in its line, plus 1.
    public var column: Int
    /// Characters meant, at least 1; never past the end of the line.
    public var length: Int
    /// Byte offset of the place in its file, for sorting.
    public var offset: Int
    public var excerpt: Excerpt

    public init(
      file: String, line: Int, column: Int, length: Int, offset: Int, excerpt: Excerpt
    ) {
      self.file = file
      self.line = line
      self.column = column
      self.length = length
      self.offset = offset
      self.excerpt = excerpt
    }
  }

  /// The part of a source line around a place; lines of ordinary length are whole.
  public struct Excerpt: Hashable, Sendable {
    public var text: String
    /// Characters of `text` before the place.
    public var indent: Int
    public var isCutBefore: Bool
    public var isCutAfter: Bool

    public init(text: String, indent: Int, isCutBefore: Bool = false, isCutAfter: Bool = false) {
      self.text = text
      self.indent = indent
      self.isCutBefore = isCutBefore
      self.isCutAfter = isCutAfter
    }
  }

  /// Another place that explains the first, such as a declaration.
  public struct Related: Hashable, Sendable {
    public var place: Place
    public var label: String

    public init(place: Place, label: String) {
      self.place = place
      self.label = label
    }
  }

  public var code: DiagnosticCode
  /// One sentence without a full stop.
  public var message: String
  public var place: Place
  /// A few words beside the carets, or empty.
  public var label: String
  public var related: [Related]
  /// Background, or empty.
  public var note: String
  /// What to do about it, or empty.
  public var help: String

  public init(
    code: DiagnosticCode, message: String, place: Place, label: String = "",
    related: [Related] = [], note: String = "", help: String = ""
  ) {
    self.code = code
    self.message = message
    self.place = place
    self.label = label
    self.related = related
    self.note = note
    self.help = help
  }

  public var severity: Severity { code.severity }
  public var line: Int { place.line }
  public var column: Int { place.column }
}
