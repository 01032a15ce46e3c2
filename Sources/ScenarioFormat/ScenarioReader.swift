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

  public init(plan: Plan?, diagnostics: [Diagnostic]) {
    self.plan = plan
    self.diagnostics = diagnostics
  }
}

/// Turns the bytes of a scenario file into a plan, or into all that is wrong with it.
public enum ScenarioReader {
  /// Reads one scenario.
  ///
  /// - Parameters:
  ///   - bytes: the file's bytes, UTF-8.
  ///   - name: the file's name as the user gave it; `.jsonc` at its end allows `//` comments.
  ///   - overrides: `--set` arguments, `path=value`, applied in order before checking.
  ///   - loadFile: gives the bytes of a file that the scenario names, relative to the scenario's.
  public static func read(
    bytes: [UInt8], name: String, overrides: [String] = [],
    loadFile: (String) -> Result<[UInt8], FileProblem> = { _ in .failure(FileProblem("no files")) }
  ) -> ReadResult {
    ReadResult(plan: nil, diagnostics: [])
  }
}
