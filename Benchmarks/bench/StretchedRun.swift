import Experiments
import Foundation
import Results
import ScenarioFormat
import SimKernel

/// The scenario of three regions with a thousand operations a second, from its file.
enum StretchedRun {
  private static let path = "scenarios/stretched-three-regions.json"

  static func benchmark(simulatedMinutes minutes: Int) throws(UsageError) -> Benchmark {
    let plan = try plan(minutes: minutes)
    let length = minutes == 1 ? "1 minute" : "\(minutes) minutes"
    return Benchmark(name: "stretched three regions, \(length)") { run(plan) }
  }

  private static func plan(minutes: Int) throws(UsageError) -> Plan {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    guard let bytes = try? Data(contentsOf: root.appending(path: path)) else {
      throw UsageError(message: "no \(path) in the package")
    }
    let result = ScenarioReader.read(
      bytes: Array(bytes), name: path, overrides: ["duration=\(minutes)m"])
    guard let plan = result.plan else {
      throw UsageError(message: "\(path) is not valid: run fedsim validate")
    }
    return plan
  }

  private static func run(_ plan: Plan) -> Benchmark.Outcome {
    Stopwatch.forgetPeakMemory()
    var result: RunResult?
    let seconds = Stopwatch.seconds {
      do throws(ExperimentError) {
        result = try Experiment(plan: plan).run(seed: 1)
      } catch {
        preconditionFailure("the plan cannot be run: \(error)")
      }
    }
    guard let result else { preconditionFailure("no result") }
    let operations = operations(in: result, of: plan)
    let simulated = Double(plan.duration.nanoseconds) * 1e-9
    return Benchmark.Outcome(
      figures: [
        .init(unit: "s", value: seconds),
        .init(unit: "s/simulated hour", value: seconds / simulated * 3_600),
        .init(unit: "operations/s", value: operations / seconds),
        .init(unit: "events/s", value: Double(result.events) / seconds),
        .init(unit: "events/operation", value: Double(result.events) / operations),
        .init(unit: "MiB", value: Stopwatch.peakMemory ?? .nan),
      ], digest: result.digest)
  }

  /// Operations simulated: those offered, and as many in proportion during the warm-up, in which
  /// nothing is counted.
  private static func operations(in result: RunResult, of plan: Plan) -> Double {
    var offered = 0.0
    for record in result.records where record.metric == .operationsOffered && record.window == nil {
      if case .scalar(let count) = record.value { offered += Double(count) }
    }
    let measured = plan.duration - plan.warmup
    return offered * Double(plan.duration.nanoseconds) / Double(measured.nanoseconds)
  }
}
