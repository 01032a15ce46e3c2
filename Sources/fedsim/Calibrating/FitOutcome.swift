import Calibration
import ScenarioFormat

/// What a fit found.
struct FitOutcome {
  let machine: MachinePlan
  /// Mean squares of deviations in units of their floors.
  let before: Double
  let after: Double
  let evaluations: Int
  let isInterrupted: Bool

  /// JSON in either format, so that it can be pasted under a group.
  var text: String {
    let times = MachinePlan.times.map { name, path in
      (name, JSONTree.text(CalibrationText.trimmed(machine[keyPath: path])))
    }
    return JSONTree.object([("processing", .object(times))]).rendered() + "\n"
  }

  /// One line for people.
  var summary: String {
    "\(isInterrupted ? "interrupted, the best so far" : "fitted") after \(evaluations) "
      + "evaluations; mean square of deviations, in floors: "
      + "\(CalibrationText.fixed(before, 4)) before, \(CalibrationText.fixed(after, 4)) now"
  }
}
