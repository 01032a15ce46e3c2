import ConsensusTesting
import HostileWorld
import RaftSubject
import Swarm

/// A campaign of trials on several threads; what it comes to does not depend on how many.
struct CheckSweep {
  /// Trials that a thread takes at a time.
  static let share = 50

  let check: RaftCheck
  let seeds: SweepSeeds
  let runs: Int
  let jobs: Int

  func perform(in context: CommandContext) throws(CommandFailure) -> SweepSummary {
    let (check, seeds, runs) = (check, seeds, runs)
    let shares = (runs + Self.share - 1) / Self.share
    let crew = Crew(count: shares) { number throws(SimulatorBug) -> SweepSummary in
      let runner = check.runner
      var summary = SweepSummary()
      for place in number * Self.share..<min(runs, (number + 1) * Self.share) {
        let seed = seeds.seed(place)
        summary.add(seed: seed, try runner.result(of: check.trial(seed: seed)))
      }
      return summary
    }
    var sum = SweepSummary()
    for part in try crew.perform(label: "check", jobs: jobs, in: context) { sum.merge(part) }
    return sum
  }
}

extension TrialRunner {
  /// A trial that cannot be run is a bug of the generator.
  func result(
    of trial: Trial, recording: Bool = false
  ) throws(SimulatorBug) -> HostileWorld.RunResult {
    CrashSeeds.enter(trial.seed)
    defer { CrashSeeds.leave() }
    do throws(InvalidTrial) {
      return try run(trial, recording: recording)
    } catch {
      throw SimulatorBug(scenario: "check", seed: trial.seed, reason: error.description)
    }
  }
}
