import Conformance
import Results

/// `fedsim conformance`: etcd-io/raft's data-driven files against the Raft core.
struct ConformanceCommand: Command {
  static let rewrite = Flag(
    "--rewrite",
    "Put what is printed in place of what was expected, in the files themselves. Comments stay. "
      + "Files that cannot be run to their end are left alone.")

  static let spec = CommandSpec(
    name: "conformance",
    summary: "Run etcd-io/raft's data-driven files on the Raft core.",
    overview: "Run data-driven files of etcd-io/raft on the Raft core, and compare byte by byte.",
    usage: "[<options>] <file or folder> ...",
    arguments: [
      .init(
        "<file or folder>",
        "A script, or a folder of .txt files at any depth, such as a checkout of etcd-io/raft. "
          + "Outside folders called testdata, .txt files without a line '----' are passed over.")
    ],
    count: 1...10_000,
    options: [rewrite.spec],
    tables: [
      .init(
        title: "OUR OWN DIRECTIVES OF INTERACTION SCRIPTS",
        rows: ScriptExtension.all.map { .init($0.usage, $0.help) })
    ],
    note: "A file's first directive tells whether it is of the interaction, quorum or confchange "
      + "family. etcd's own directives do what they do there.")

  /// Lines of a difference that are shown at most.
  private static let mostLines = 40

  private let arguments: [String]
  private let isRewriting: Bool

  init(_ parsed: ParsedArguments) throws(UsageError) {
    arguments = parsed.positional
    isRewriting = parsed.isOn(Self.rewrite)
    try SharedOptions.checkSingleStandardInput(parsed)
    if isRewriting, arguments.contains("-") {
      throw parsed.error("'--rewrite' needs files; standard input cannot be rewritten.")
    }
  }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    var runs: [ScriptRun] = []
    for (path, bytes) in try scripts(in: context) {
      context.explain("running \(path)")
      var run = ScriptRun(result: ScriptRunner.run(bytes: bytes, name: path))
      if let diagnostic = run.result.diagnostic { context.printError("\(diagnostic)\n") }
      if isRewriting, run.canBeRewritten {
        try OutputFile(path).write(bytes: run.result.rewrittenBytes)
        run.isRewritten = true
      }
      runs.append(run)
    }
    try context.publish { format, isFile in
      format == .text
        ? Self.text(runs)
        : Self.table(runs).rendered(as: format, width: context.width(isFile: isFile))
    }
    if runs.contains(where: \.isMalformed) { return .badInput }
    return runs.allSatisfy(\.isGood) ? .done : .expectationFailed
  }

  /// All scripts, read before the first of them is run.
  private func scripts(
    in context: CommandContext
  ) throws(CommandFailure) -> [(path: String, bytes: [UInt8])] {
    var scripts: [(path: String, bytes: [UInt8])] = []
    for argument in arguments {
      guard InputFile.isFolder(argument) else {
        scripts.append((argument, try InputFile.read(argument, in: context.terminal)))
        continue
      }
      for path in try InputFile.files(in: argument, extensions: ["txt"]) {
        let bytes = try InputFile.read(path, in: context.terminal)
        let folders = path.dropFirst(argument.count).split(separator: "/").dropLast()
        if ScriptRunner.hasCases(bytes) || folders.contains("testdata") {
          scripts.append((path, bytes))
        } else {
          context.note("'\(path)' has no line '----' and is passed over")
        }
      }
    }
    if scripts.isEmpty { throw CommandFailure(.noInput, "None of the files is a script.") }
    return scripts
  }

  private static func table(_ runs: [ScriptRun]) -> Listing {
    Listing(
      ["file", "family", "cases", "failed", "verdict"],
      runs.map {
        let result = $0.result
        return [
          result.name, result.family.rawValue, "\(result.passed + result.failures.count)",
          "\(result.failures.count)", $0.verdict,
        ]
      })
  }

  private static func text(_ runs: [ScriptRun]) -> String {
    let width = runs.map(\.tally.count).max() ?? 0
    var text = ""
    for run in runs {
      let space = String(repeating: " ", count: width - run.tally.count)
      text += "\(run.isGood ? "ok  " : "FAIL")  \(run.tally)\(space)  \(run.result.name)\n"
      if run.isRewritten { continue }
      for failure in run.result.failures { text += describe(failure, in: run.result) }
    }
    let passed = runs.count(where: \.isGood)
    return text + "\(passed) passed, \(runs.count - passed) failed\n"
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

/// A file that was run, and what became of it.
private struct ScriptRun {
  var result: FileResult
  /// Whether the file now expects what was printed.
  var isRewritten = false

  var isGood: Bool { result.isPassed || isRewritten }

  /// A run that stopped does not know what comes behind.
  var canBeRewritten: Bool { result.diagnostic == nil && !result.failures.isEmpty }

  /// Whether the file itself is wrong, as opposed to what the core makes of it.
  var isMalformed: Bool {
    switch result.diagnostic?.problem {
    case nil, .faulted, .storage, .undecodableConfChange, .tooLong: false
    default: true
    }
  }

  var verdict: String {
    if isMalformed { return "malformed" }
    if isRewritten { return "rewritten" }
    return result.isPassed ? "ok" : "failed"
  }

  var tally: String {
    let cases = result.passed + result.failures.count
    let count = "\(cases) \(cases == 1 ? "case" : "cases")"
    if isMalformed { return "\(count), then malformed" }
    if result.diagnostic != nil { return "\(count), then stopped" }
    if isRewritten { return "\(result.failures.count) of \(cases) rewritten" }
    return result.failures.isEmpty ? count : "\(result.failures.count) of \(cases) differ"
  }
}
