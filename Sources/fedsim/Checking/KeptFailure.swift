import ConsensusTesting
import HostileWorld
import RaftSubject
import Results

/// A failing trial from a file, with the subject it is for.
struct KeptFailure {
  let path: String
  let file: FailureFile
  private let check: RaftCheck

  init(_ path: String, in context: CommandContext) throws(CommandFailure) {
    self.path = path
    let bytes = try InputFile.read(path, in: context.terminal)
    do {
      file = try FailureFile(json: String(decoding: bytes, as: UTF8.self))
    } catch {
      throw CommandFailure(
        .badInput,
        "'\(path)' is no failing trial: \(error). 'fedsim check --save' writes such files.")
    }
    check = try RaftCheck().planting(names: file.mutations ?? []).check
  }

  func run(recording: Bool) throws(CommandFailure) -> HostileWorld.RunResult {
    do throws(InvalidTrial) {
      return try check.runner.run(file.trial, recording: recording)
    } catch {
      throw CommandFailure(
        .badInput,
        "The trial in '\(path)' cannot be run: \(error.problems.joined(separator: "; ")).")
    }
  }

  func example(_ finding: Finding, _ result: HostileWorld.RunResult) -> Counterexample {
    Counterexample(
      finding: finding, trial: file.trial, result: result, site: FailureStory.site)
  }
}
