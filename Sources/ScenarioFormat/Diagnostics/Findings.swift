/// A diagnostic before its place is worked out.
struct Finding {
  var code: DiagnosticCode
  var message: String
  var span: SourceSpan
  var label = ""
  var related: [(span: SourceSpan, label: String)] = []
  var note = ""
  var help = ""
}

/// Collects findings in any order and gives them back as diagnostics in order of place.
struct Findings {
  /// Errors shown of one file.
  static let errorLimit = 20
  /// Findings kept at most, so that hostile input stays cheap.
  private static let capacity = 2_000

  private(set) var all: [Finding] = []
  private(set) var errorCount = 0

  mutating func add(_ finding: Finding) {
    guard all.count < Self.capacity else { return }
    // One shorthand may give many links or groups, each with the same mistake.
    let isKnown = all.contains {
      $0.code == finding.code && $0.span == finding.span && $0.message == finding.message
    }
    if isKnown { return }
    all.append(finding)
    if finding.code.severity == .error { errorCount += 1 }
  }

  mutating func add(
    _ code: DiagnosticCode, _ message: String, at span: SourceSpan, label: String = "",
    related: [(span: SourceSpan, label: String)] = [], note: String = "", help: String = ""
  ) {
    add(
      Finding(
        code: code, message: message, span: span, label: label, related: related, note: note,
        help: help))
  }

  /// Whether an error stands inside `span`.
  func hasError(inside span: SourceSpan) -> Bool {
    all.contains { finding in
      finding.code.severity == .error && finding.span.origin == span.origin
        && span.start <= finding.span.start && finding.span.end <= span.end
    }
  }

  /// Adds advice unless advice of its kind stands there already, whatever its words.
  mutating func addOnce(
    _ code: DiagnosticCode, _ message: String, at span: SourceSpan, label: String = "",
    note: String = "", help: String = ""
  ) {
    if all.contains(where: { $0.code == code && $0.span == span }) { return }
    add(code, message, at: span, label: label, note: note, help: help)
  }

  /// The diagnostics in order of place, cut after the first `errorLimit` errors.
  func diagnostics(in texts: [SourceSpan.Origin: SourceText]) -> [Diagnostic] {
    let ordered = all.enumerated().sorted { a, b in
      let (x, y) = (a.element.span, b.element.span)
      if x.origin != y.origin { return x.origin.rawValue < y.origin.rawValue }
      return x.start != y.start ? x.start < y.start : a.offset < b.offset
    }
    var result: [Diagnostic] = []
    var errors = 0
    for (_, finding) in ordered {
      if finding.code.severity == .error { errors += 1 }
      if errors > Self.errorLimit { break }
      result.append(finding.diagnostic(in: texts))
    }
    return result
  }
}

extension Finding {
  func diagnostic(in texts: [SourceSpan.Origin: SourceText]) -> Diagnostic {
    func place(_ span: SourceSpan) -> Diagnostic.Place {
      let text = texts[span.origin] ?? SourceText(name: "", bytes: [])
      return text.place(from: span.start, to: span.end)
    }
    return Diagnostic(
      code: code, message: message, place: place(span), label: label,
      related: related.map { Diagnostic.Related(place: place($0.span), label: $0.label) },
      note: note, help: help)
  }
}
