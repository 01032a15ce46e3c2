import Conformance
import Results

/// `fedsim conformance`: etcd-io/raft's data-driven files against the Raft core.
struct ConformanceCommand: Command {
  static let spec = CommandSpec(
    name: "conformance",
    summary: "Run etcd-io/raft's data-driven files on the Raft core.",
    overview: "Run data-driven files of etcd-io/raft on the Raft core, and compare byte by byte.",
    usage: "<file or folder> ...",
    arguments: [.init("<file or folder>", "A script, or a folder of .txt files at any depth.")],
    count: 1...10_000)

  /// Lines of a difference that are shown at most.
  private static let mostLines = 40

  private let arguments: [String]

  init(_ parsed: ParsedArguments) throws(UsageError) {
    arguments = parsed.positional
    try SharedOptions.checkSingleStandardInput(parsed)
  }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    var results: [FileResult] = []
    for path in try paths() {
      context.explain("running \(path)")
      let bytes = try InputFile.read(path, in: context.terminal)
      let result = ScriptRunner.run(bytes: bytes, name: path)
      if let diagnostic = result.diagnostic { context.printError("\(diagnostic)\n") }
      results.append(result)
    }
    try context.publish { format, isFile in
      format == .text
        ? Self.text(results)
        : Self.table(results).rendered(as: format, width: context.width(isFile: isFile))
    }
    if results.contains(where: \.isMalformed) { return .badInput }
    return results.allSatisfy(\.isPassed) ? .done : .expectationFailed
  }

  private func paths() throws(CommandFailure) -> [String] {
    var paths: [String] = []
    for argument in arguments {
      if InputFile.isFolder(argument) {
        paths += try InputFile.files(in: argument, extensions: ["txt"])
      } else {
        paths.append(argument)
      }
    }
    return paths
  }

  private static func table(_ results: [FileResult]) -> Listing {
    Listing(
      ["file", "family", "cases", "failed", "verdict"],
      results.map {
        [
          $0.name, $0.family.rawValue, "\($0.passed + $0.failures.count)", "\($0.failures.count)",
          $0.verdict,
        ]
      })
  }

  private static func text(_ results: [FileResult]) -> String {
    let width = results.map(\.tally.count).max() ?? 0
    var text = ""
    for result in results {
      let space = String(repeating: " ", count: width - result.tally.count)
      text += "\(result.isPassed ? "ok  " : "FAIL")  \(result.tally)\(space)  \(result.name)\n"
      for failure in result.failures { text += describe(failure, in: result) }
    }
    let passed = results.count(where: \.isPassed)
    return text + "\(passed) passed, \(results.count - passed) failed\n"
  }

  private static func describe(_ failure: CaseFailure, in result: FileResult) -> String {
    let head =
      "      \(result.name):\(failure.line): \(failure.directive.text)"
      + "   (- expected, + printed; they part at line \(failure.differenceLine))\n"
    let lines = failure.difference.filter { $0.side != .both }
    let shown = lines.prefix(mostLines).map { "        \($0)\n" }.joined()
    let rest = lines.count - mostLines
    return head + shown + (rest > 0 ? "        ... and \(rest) more lines\n" : "")
  }
}

extension FileResult {
  /// Whether the file itself is wrong, as opposed to what the core makes of it.
  fileprivate var isMalformed: Bool {
    switch diagnostic?.problem {
    case nil, .faulted, .storage, .undecodableConfChange, .tooLong: false
    default: true
    }
  }

  fileprivate var verdict: String {
    if isMalformed { return "malformed" }
    return isPassed ? "ok" : "failed"
  }

  fileprivate var tally: String {
    let cases = passed + failures.count
    let count = "\(cases) \(cases == 1 ? "case" : "cases")"
    if isMalformed { return "\(count), then malformed" }
    if diagnostic != nil { return "\(count), then stopped" }
    return failures.isEmpty ? count : "\(failures.count) of \(cases) differ"
  }
}
