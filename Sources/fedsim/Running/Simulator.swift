import Experiments
import Results
import ScenarioFormat

/// What turns plans into results; tests put a quick one in its place.
struct Simulator: Sendable {
  /// One run; it throws only what is a bug of ours.
  var run: @Sendable (Plan, _ seed: UInt64, RunControl) throws(SimulatorBug) -> RunResult
  /// All runs of one scenario, in ascending order of seed.
  var outcome: @Sendable (Plan, [RunResult]) -> Outcome
}

/// A checked plan that could not be run.
struct SimulatorBug: Error {
  let scenario: String
  let seed: UInt64
  let reason: String

  var failure: CommandFailure {
    CommandFailure(
      .simulatorBug,
      "This is a bug in fedsim: \(reason). Please report it with the scenario '\(scenario)', "
        + "seed \(seed) and version \(Tool.version).")
  }
}

extension Simulator {
  /// The simulator proper.
  static let experiments = Simulator(
    run: { plan, seed, control throws(SimulatorBug) in
      do throws(ExperimentError) {
        return try Experiment(plan: plan).run(seed: seed, control: control)
      } catch {
        throw SimulatorBug(scenario: plan.name, seed: seed, reason: "\(error)")
      }
    },
    outcome: { plan, runs in Experiment(plan: plan).outcome(of: runs) })
}
