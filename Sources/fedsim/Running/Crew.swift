import Foundation
import Results
import Synchronization

/// Numbered pieces of work done on several threads; what comes out does not depend on how many.
final class Crew<Value: Sendable>: Sendable {
  private let work: @Sendable (Int) throws(SimulatorBug) -> Value
  private let count: Int
  private let next = Atomic<Int>(0)
  private let finished = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)
  private let results: Mutex<[Result<Value, SimulatorBug>?]>

  init(count: Int, work: @escaping @Sendable (Int) throws(SimulatorBug) -> Value) {
    (self.count, self.work) = (count, work)
    results = Mutex(Array(repeating: nil, count: count))
  }

  /// Does all of it and gives the values in order. Only the calling thread writes to stderr.
  func perform(
    label: String, jobs: Int, in context: CommandContext
  ) throws(CommandFailure) -> [Value] {
    var meter = ProgressMeter(label: label, noun: "runs", in: context)
    context.interrupt.listen()
    let values = try perform(jobs: jobs, in: context) { progress, elapsed in
      meter.update(progress, elapsed: elapsed)
    }
    context.printProgress(meter.end(progress))
    return values
  }

  /// The same for one part of longer work, which listens for an interruption itself.
  ///
  /// - Parameter show: what to write about this part's progress after so many seconds.
  func perform(
    jobs: Int, in context: CommandContext, show: (ProgressState, Double) -> String
  ) throws(CommandFailure) -> [Value] {
    let start = DispatchTime.now()
    let group = begin(threads: jobs)
    repeat {
      let elapsed = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
      context.printProgress(show(progress, elapsed))
      if context.interrupt.isRaised() { isStopped.store(true, ordering: .relaxed) }
    } while group.wait(timeout: .now() + .milliseconds(50)) == .timedOut
    var values: [Value] = []
    for result in results.withLock({ $0 }) {
      switch result {
      case .success(let value): values.append(value)
      case .failure(let bug): throw bug.failure
      case nil: throw CommandFailure(.interrupted)
      }
    }
    return values
  }

  private var progress: ProgressState {
    let done = finished.load(ordering: .relaxed)
    return ProgressState(
      finished: done, total: count, share: Double(done) / Double(max(1, count)), events: 0)
  }

  private func begin(threads: Int) -> DispatchGroup {
    let group = DispatchGroup()
    for number in 0..<min(threads, count) {
      group.enter()
      let thread = Thread {
        self.run()
        group.leave()
      }
      thread.name = "fedsim \(number)"
      thread.stackSize = 16 << 20
      thread.start()
    }
    return group
  }

  private func run() {
    while !isStopped.load(ordering: .relaxed) {
      let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard number < count else { return }
      let result: Result<Value, SimulatorBug>
      do throws(SimulatorBug) {
        result = .success(try work(number))
      } catch {
        result = .failure(error)
        isStopped.store(true, ordering: .relaxed)
      }
      results.withLock { $0[number] = result }
      finished.wrappingAdd(1, ordering: .relaxed)
    }
  }
}
