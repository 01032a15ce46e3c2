import Results

/// One more file of a command: "csv=table.csv".
struct Export: Sendable, Hashable {
  enum Format: String, CaseIterable, Sendable { case csv, json, markdown }

  let format: Format
  let path: String

  static func read(_ text: String) throws(BadValue) -> Export {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else {
      throw BadValue("It must be a format, '=' and a file, such as csv=result.csv.")
    }
    return Export(format: try readWord(String(parts[0])), path: String(parts[1]))
  }
}

/// The files that a command is to write, checked before it begins.
struct OutputPlan: Sendable {
  var paths: [String]

  /// Refuses two outputs in one file, and an output in the place of an input.
  func check(
    against inputs: [String], _ parsed: ParsedArguments
  ) throws(UsageError) {
    var seen: [String] = []
    let taken = inputs.map { OutputFile($0).resolved }
    for path in paths where path != "-" {
      let file = OutputFile(path).resolved
      if file.hasPrefix("/dev/") { continue }
      if taken.contains(file) {
        throw parsed.error("The output '\(path)' would overwrite an input.")
      }
      if seen.contains(file) {
        throw parsed.error("Two outputs would be written to '\(path)'.")
      }
      seen.append(file)
    }
  }

  /// Finds out whether all can be created, before time is spent on what goes into them.
  func checkCreatable() throws(CommandFailure) {
    for path in paths where path != "-" { try OutputFile(path).checkCreatable() }
  }
}

extension Export.Format {
  var documentFormat: GlobalOptions.Format {
    switch self {
    case .csv: .csv
    case .json: .json
    case .markdown: .markdown
    }
  }
}
