import Calibration
import Dispatch
import Results
import ScenarioFormat

/// Searches for the machine that fits several measurements best, and shows how far it is.
struct FitWork {
  let work: CalibrationWork
  let limit: Int
  private let start = DispatchTime.now()
  private var meter: ProgressMeter

  /// Operations of a sequential client in each evaluation.
  private static let operations = 120

  init(_ work: CalibrationWork, limit: Int) {
    (self.work, self.limit) = (work, limit)
    meter = ProgressMeter(label: "fit", noun: "evaluations", in: work.context)
  }

  /// Searches from the models' machine; an interruption ends it with the best so far.
  ///
  /// - Throws: `.interrupted` when not even the first machine was through.
  mutating func perform(_ models: [Model]) throws(CommandFailure) -> FitOutcome {
    guard let first = models.first?.machine else { throw CommandFailure(.noInput) }
    work.context.interrupt.listen()
    let begin = try cost(models, first, evaluations: 0)
    var fit = MachineFit(from: first, cost: begin, limit: limit)
    var isInterrupted = false
    meter.label = Self.label(fit)
    while !fit.isDone, !isInterrupted {
      do throws(CommandFailure) {
        fit.take(try cost(models, fit.candidate, evaluations: fit.evaluations))
        meter.label = Self.label(fit)
        work.context.explain("\(meter.label) after \(fit.evaluations) evaluations")
      } catch {
        guard error.status == .interrupted else { throw error }
        isInterrupted = true
      }
    }
    work.context.printProgress(meter.end(state(fit.evaluations, 0)))
    return FitOutcome(
      machine: fit.machine, before: begin, after: fit.cost, evaluations: fit.evaluations,
      isInterrupted: isInterrupted)
  }

  private static func label(_ fit: MachineFit) -> String {
    "fit: best error \(CalibrationText.fixed(fit.cost, 4))"
  }

  private func state(_ evaluations: Int, _ part: Double) -> ProgressState {
    ProgressState(
      finished: evaluations, total: limit,
      share: min(1, (Double(evaluations) + part) / Double(limit)), events: 0)
  }

  private mutating func cost(
    _ models: [Model], _ machine: MachinePlan, evaluations: Int
  ) throws(CommandFailure) -> Double {
    let tried = models.map { model in
      var model = model
      model.machine = machine
      return model
    }
    let phases = tried.map(\.judgedSteadyPhases)
    let crew = work.crew(tried, phases, operations: Self.operations)
    let results = try crew.perform(jobs: work.jobs, in: work.context) { part, _ in
      let elapsed = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
      return meter.update(state(evaluations, part.share), elapsed: elapsed)
    }
    return MachineFit.cost(of: CalibrationWork.reports(tried, phases, results))
  }
}
