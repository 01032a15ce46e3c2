import Calibration
import Experiments
import Results
import ScenarioFormat

/// Carries out the phases of several measurements on several threads.
struct CalibrationWork {
  let seed: UInt64
  let jobs: Int
  let context: CommandContext

  /// Operations of a sequential client while a fit tries many machines.
  private static let fitOperations = 120

  func reports(
    _ models: [Model], trials: Int
  ) throws(CommandFailure) -> [CalibrationReport] {
    try reports(
      models, phases: models.map { $0.phases(trials: trials) }, operations: 400,
      label: "calibrate")
  }

  /// Searches from the models' machine.
  func fit(_ models: [Model]) throws(CommandFailure) -> FitOutcome {
    guard let first = models.first else { throw CommandFailure(.noInput) }
    let begin = try cost(models, first.machine)
    var fit = MachineFit(from: first.machine, cost: begin)
    while !fit.isDone {
      var costs: [Double] = []
      for machine in fit.candidates { costs.append(try cost(models, machine)) }
      fit.take(costs)
      context.explain("fit: cost \(CalibrationText.fixed(fit.cost, 4))")
    }
    return FitOutcome(machine: fit.machine, before: begin, after: fit.cost)
  }

  private func cost(_ models: [Model], _ machine: MachinePlan) throws(CommandFailure) -> Double {
    let tried = models.map { model in
      var model = model
      model.machine = machine
      return model
    }
    return MachineFit.cost(
      of: try reports(
        tried, phases: tried.map(\.judgedSteadyPhases), operations: Self.fitOperations,
        label: "fit"))
  }

  private func reports(
    _ models: [Model], phases: [[Phase]], operations: Int, label: String
  ) throws(CommandFailure) -> [CalibrationReport] {
    let tasks = models.indices.flatMap { m in phases[m].map { (model: m, phase: $0) } }
    let seed = seed
    let crew = Crew(count: tasks.count) { number throws(SimulatorBug) -> PhaseResult in
      let task = tasks[number]
      do throws(ExperimentError) {
        return try models[task.model].run(task.phase, seed: seed, operations: operations)
      } catch {
        throw SimulatorBug(
          scenario: models[task.model].measurement.name, seed: seed, reason: "\(error)")
      }
    }
    var results = try crew.perform(label: label, jobs: jobs, in: context)[...]
    return models.indices.map { m in
      let own = Array(results.prefix(phases[m].count))
      results = results.dropFirst(phases[m].count)
      return models[m].report(phases[m], own)
    }
  }
}

/// What a fit found.
struct FitOutcome {
  let machine: MachinePlan
  let before: Double
  let after: Double

  private var tree: JSONTree {
    .object(
      MachinePlan.times.map { name, path in
        (name, .text("\(CalibrationText.trimmed(machine[keyPath: path]))"))
      })
  }

  func rendered(as format: GlobalOptions.Format) -> String {
    let preset = JSONTree.object([("processing", tree)]).rendered() + "\n"
    if format == .json { return preset }
    return preset + "mean square of deviations, in floors: "
      + "\(CalibrationText.fixed(before, 3)) before, \(CalibrationText.fixed(after, 3)) after\n"
  }
}
