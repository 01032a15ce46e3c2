/// Why a file that a scenario names could not be had.
public struct FileProblem: Error, Hashable, Sendable {
  /// A few words, such as "no such file".
  public var message: String
  public init(_ message: String) { self.message = message }
}

/// What became of a scenario file.
public struct ReadResult: Sendable {
  /// The checked plan; nil exactly when a diagnostic is an error.
  public var plan: Plan?
  /// Errors and warnings in the order of their places, errors at most 20.
  public var diagnostics: [Diagnostic]
  /// Errors found beyond those.
  public var omittedErrors: Int

  public init(plan: Plan?, diagnostics: [Diagnostic], omittedErrors: Int = 0) {
    self.plan = plan
    self.diagnostics = diagnostics
    self.omittedErrors = omittedErrors
  }
}

/// Turns the bytes of a scenario file into a plan, or into all that is wrong with it.
public enum ScenarioReader {
  /// Reads one scenario.
  ///
  /// - Parameters:
  ///   - bytes: the file's bytes, UTF-8.
  ///   - name: the file's name as the user gave it; `.jsonc` at its end, or `builtin:` before a
  ///     template's name, allows `//` comments.
  ///   - overrides: `--set` arguments, `path=value`, applied in order before checking.
  ///   - loadFile: gives the bytes of a file that the scenario names, relative to the scenario's.
  public static func read(
    bytes: [UInt8], name: String, overrides: [String] = [],
    loadFile: (String) -> Result<[UInt8], FileProblem> = { _ in .failure(FileProblem("no files")) }
  ) -> ReadResult {
    var reading = Reading(bytes: bytes, name: name, overrides: overrides)
    guard let root = reading.document() else { return reading.result(nil) }
    let path = root["matrix"]?.string
    let matrixFile = path.map(loadFile) ?? .failure(FileProblem("no file"))
    let plan = reading.plan(root, matrixFile: matrixFile)
    return reading.result(plan)
  }
}

/// One file on its way to a plan.
private struct Reading {
  let name: String
  var findings = Findings()
  var texts: [SourceSpan.Origin: SourceText]
  /// Whether the text was JSON throughout, so that a key not found is a key not written.
  private var isWellFormed = false
  private let bytes: [UInt8]
  private let overrideRanges: [Range<Int>]

  init(bytes: [UInt8], name: String, overrides: [String]) {
    self.name = name
    self.bytes = bytes
    var joined: [UInt8] = []
    var ranges: [Range<Int>] = []
    for override in overrides {
      let start = joined.count
      joined += Array(override.utf8)
      ranges.append(start..<joined.count)
      joined.append(UInt8(ascii: "\n"))
    }
    overrideRanges = ranges
    // An input too large is refused at its first byte; its lines need no looking up.
    let kept = bytes.count > JSONText.sizeLimit ? Array(bytes.prefix(1_000)) : bytes
    texts = [
      .file: SourceText(name: name, bytes: kept),
      .overrides: SourceText(name: "--set", bytes: joined),
    ]
  }

  /// The tree after overrides, when it can be trusted.
  mutating func document() -> JSONNode? {
    let parsed = JSONText.parse(
      bytes, allowsComments: name.hasSuffix(".jsonc") || name.hasPrefix("builtin:"),
      findings: &findings)
    isWellFormed = findings.errorCount == 0
    guard parsed.isReliable, var root = parsed.root else { return nil }
    let text = texts[.overrides]?.bytes ?? []
    for range in overrideRanges {
      let override = Override.reading(range, of: text, findings: &findings)
      override?.apply(to: &root, findings: &findings)
    }
    return acceptsFormat(root) ? root : nil
  }

  private mutating func acceptsFormat(_ root: JSONNode) -> Bool {
    guard let node = root["format"], let format = node.string else { return true }
    if format == ScenarioSchema.format { return true }
    findings.add(
      .unknownFormat, "format \(quoted(format)) is not known to this version of fedsim",
      at: node.span, label: "this version reads \(quoted(ScenarioSchema.format))")
    return false
  }

  mutating func plan(_ root: JSONNode, matrixFile: Result<[UInt8], FileProblem>) -> Plan? {
    var checker = SchemaChecker(findings: findings, demandsKeys: isWellFormed)
    checker.check(root, ScenarioSchema.root)
    findings = checker.findings
    guard root.members != nil else { return nil }
    let text = texts[.file]
    var builder = PlanBuilder(root, findings: findings, matrixFile: matrixFile) { span in
      let place = text?.place(from: span.start, to: span.end)
      return (place?.line ?? 0, place?.column ?? 0)
    }
    let plan = builder.build(name: name, document: root.documentText() + "\n")
    findings = builder.findings
    texts[.matrix] = builder.matrixText
    return plan
  }

  func result(_ plan: Plan?) -> ReadResult {
    let diagnostics = findings.diagnostics(in: texts)
    let shown = diagnostics.count { $0.severity == .error }
    var plan = findings.errorCount == 0 ? plan : nil
    plan?.warnings = diagnostics.map {
      $0.label.isEmpty ? $0.message : "\($0.message) (\($0.label))"
    }
    return ReadResult(
      plan: plan, diagnostics: diagnostics, omittedErrors: findings.errorCount - shown)
  }
}
