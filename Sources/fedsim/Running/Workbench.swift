import Foundation
import Results
import ScenarioFormat

/// Carries out batches of runs while it shows progress and listens for Ctrl-C.
struct Workbench: Sendable {
  let context: CommandContext
  /// Runs done at the same time.
  let jobs: Int

  /// What a batch gave.
  struct Yield: Sendable {
    /// For each scenario, in ascending order of seed.
    var runs: [[RunResult]]
    var isInterrupted: Bool
  }

  static let defaultJobs = ProcessInfo.processInfo.activeProcessorCount

  /// Does the work. Only the calling thread writes to standard error, and what it drew there is
  /// erased when this returns.
  func perform(
    _ batch: Batch, label: String, noun: String
  ) throws(CommandFailure) -> Yield {
    var meter = ProgressMeter(label: label, noun: noun, in: context)
    context.interrupt.listen()
    let start = DispatchTime.now()
    var isInterrupted = false
    let work = batch.start(threads: jobs)
    repeat {
      let elapsed = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
      context.printProgress(meter.update(batch.progress, elapsed: elapsed))
      if !isInterrupted, context.interrupt.isRaised() {
        isInterrupted = true
        batch.stop()
      }
    } while work.wait(timeout: .now() + .milliseconds(50)) == .timedOut
    context.printProgress(meter.end(batch.progress))
    return Yield(
      runs: try batch.collect(isInterrupted: isInterrupted), isInterrupted: isInterrupted)
  }
}
