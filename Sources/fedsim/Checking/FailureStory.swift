import ConsensusTesting
import HostileWorld
import RaftSubject
import Results
import Swarm

/// A failing trial, made small, and everything that reports of it need.
struct FailureStory {
  var file: FailureFile
  var example: Counterexample

  /// Runs `trial` again, makes it smaller, and records the small one. Nil if it does not fail.
  init?(
    _ trial: Trial, _ check: RaftCheck, mutants: [Mutant], shrinkLimit: Int
  ) throws(SimulatorBug) {
    let runner = check.runner
    let shrunk = shrinkLimit > 0 ? runner.shrink(trial, limit: shrinkLimit) : nil
    let small = shrunk?.trial ?? trial
    let result = try runner.result(of: small, recording: true)
    guard case .violation(let finding) = result.verdict else { return nil }
    file = FailureFile(
      test: check.profile.name, finding: finding, trial: small, digest: result.digest,
      shrunk: shrunk, mutations: mutants.map(\.name))
    example = Counterexample(
      finding: finding, trial: small, result: result, site: Self.site, shrunk: shrunk)
  }

  static let site = TestSite(function: "check", fileID: "fedsim check", filePath: "", line: 0)
}

extension RaftCheck {
  /// The check that a failure file asks for; throws names of mutants that there are not.
  func planting(names: [String]) throws(CommandFailure) -> (check: RaftCheck, mutants: [Mutant]) {
    var mutants: [Mutant] = []
    for name in names {
      guard let mutant = Catalogue[named: name] else {
        throw CommandFailure(.badInput, "There is no mutation '\(name)' in this version.")
      }
      mutants.append(mutant)
    }
    return (planting(mutants), mutants)
  }
}
