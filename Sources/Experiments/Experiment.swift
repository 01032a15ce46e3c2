import Results
import ScenarioFormat
import SimKernel

/// A plan that can be run under any seed. A run is a pure function of plan and seed.
public struct Experiment: Sendable {
  public let plan: Plan

  public init(plan: Plan) { self.plan = plan }

  /// Simulates the plan under `seed`.
  ///
  /// `control` may stop it between two events; the result then covers what was simulated.
  public func run(
    seed: UInt64, control: RunControl = RunControl()
  ) throws(ExperimentError) -> RunResult {
    var world = try World(plan: plan, seed: seed)
    world.start()
    var countdown = 4_096
    var isComplete = true
    while let event = world.agenda.next(by: world.end) {
      world.handle(event)
      countdown -= 1
      if countdown == 0 {
        countdown = 4_096
        control.report(
          simulatedNanoseconds: world.now.nanoseconds, events: world.agenda.delivered)
        if control.isStopped {
          isComplete = false
          break
        }
      }
    }
    control.report(
      simulatedNanoseconds: isComplete ? world.end.nanoseconds : world.now.nanoseconds,
      events: world.agenda.delivered)
    return world.result(isComplete: isComplete)
  }
}
