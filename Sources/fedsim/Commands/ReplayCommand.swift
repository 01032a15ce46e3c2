import ConsensusTesting
import HostileWorld
import RaftSubject
import Reporting
import Results

/// `fedsim replay`: a failing trial that was kept, once more.
struct ReplayCommand: Command {
  static let spec = CommandSpec(
    name: "replay",
    summary: "Run a failing trial again, and tell whether it goes the same way.",
    overview: "Run the trial of a file that 'fedsim check --save' wrote, or a test of our Raft "
      + "kept as a fixture, and print its report.",
    usage: "[<options>] <file>",
    arguments: [.init("<file>", "A failing trial (fedsim.failure/1), or '-' for stdin.")],
    count: 1...1,
    examples: ["fedsim replay two-leaders.json"],
    note: "Exit status 2 when it fails as before, 0 when it passes now, 3 when it goes another "
      + "way than it did: another version, or, if two runs differ, broken determinism.")
  static let formats: [GlobalOptions.Format] = [.text]

  private let path: String

  init(_ parsed: ParsedArguments) throws(UsageError) { path = parsed.positional[0] }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    let kept = try KeptFailure(path, in: context)
    let (result, again) = (try kept.run(recording: true), try kept.run(recording: false))
    guard result.digest == again.digest else {
      try context.print("The same trial went two ways: \(result.digest) and \(again.digest).\n")
      return .replayDiffered
    }
    let isSame = kept.file.digest.map { $0 == "\(result.digest)" } ?? true
    guard case .violation(let finding) = result.verdict else {
      try context.print(
        "It passes now. It failed with \(kept.file.signature).\n"
          + (isSame ? "" : "It goes another way than then: digest \(result.digest).\n"))
      return .done
    }
    try context.publish { _, isFile in
      let color = context.reportOptions(isFile: isFile).color
      return FailureReport(kept.example(finding, result), hasColor: color).text + "\n\n"
        + (isSame
          ? "The same run as then, to the bit, and again.\n"
          : "It goes another way than then, digest \(kept.file.digest ?? ""): another version?\n")
    }
    return isSame ? .violation : .replayDiffered
  }
}
