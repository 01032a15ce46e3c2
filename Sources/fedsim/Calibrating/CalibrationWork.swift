import Calibration
import Experiments
import Results
import ScenarioFormat

/// Carries out the phases of several measurements on several threads.
struct CalibrationWork {
  let seed: UInt64
  let jobs: Int
  let context: CommandContext

  func reports(
    _ models: [Model], trials: Int
  ) throws(CommandFailure) -> [CalibrationReport] {
    let phases = models.map { $0.phases(trials: trials) }
    let crew = crew(models, phases, operations: 400)
    let results = try crew.perform(label: "calibrate", jobs: jobs, in: context)
    return Self.reports(models, phases, results)
  }

  /// What `results`, one after the other, say of each model's phases.
  static func reports(
    _ models: [Model], _ phases: [[Phase]], _ results: [PhaseResult]
  ) -> [CalibrationReport] {
    var rest = results[...]
    return models.indices.map { m in
      let own = Array(rest.prefix(phases[m].count))
      rest = rest.dropFirst(phases[m].count)
      return models[m].report(phases[m], own)
    }
  }

  /// Everybody who simulates these phases.
  func crew(_ models: [Model], _ phases: [[Phase]], operations: Int) -> Crew<PhaseResult> {
    let tasks = models.indices.flatMap { m in phases[m].map { (model: m, phase: $0) } }
    let seed = seed
    return Crew(count: tasks.count) { number throws(SimulatorBug) -> PhaseResult in
      let task = tasks[number]
      do throws(ExperimentError) {
        return try models[task.model].run(task.phase, seed: seed, operations: operations)
      } catch {
        throw SimulatorBug(
          scenario: models[task.model].measurement.name, seed: seed, reason: "\(error)")
      }
    }
  }
}
