import Experiments
import Foundation
import Results
import ScenarioFormat
import SimKernel
import Synchronization

/// The runs of some scenarios under some seeds, done on several threads.
///
/// What comes out does not depend on the number of threads: a run is a function of scenario and
/// seed, and results are put in the order of the tasks.
final class Batch: Sendable {
  struct Task: Sendable {
    /// Index into the batch's scenarios.
    let scenario: Int
    let seed: UInt64
  }

  let plans: [Plan]
  let tasks: [Task]
  private let simulator: Simulator
  private let controls: [RunControl]
  private let results: Mutex<[Result<RunResult, SimulatorBug>?]>
  /// The next task that nobody has begun.
  private let next = Atomic<Int>(0)
  /// Tasks from this one on are not wanted.
  private let end: Atomic<Int>
  private let finished = Atomic<Int>(0)
  /// Whether a result ends the batch.
  private let isLast: @Sendable (Plan, RunResult) -> Bool

  /// - Parameter isLast: tasks after the first result for which it holds are left out.
  init(
    _ plans: [Plan], seeds: [UInt64], simulator: Simulator,
    isLast: @escaping @Sendable (Plan, RunResult) -> Bool = { _, _ in false }
  ) {
    (self.plans, self.simulator, self.isLast) = (plans, simulator, isLast)
    let tasks = plans.indices.flatMap { plan in seeds.map { Task(scenario: plan, seed: $0) } }
    self.tasks = tasks
    controls = tasks.map { _ in RunControl() }
    results = Mutex(Array(repeating: nil, count: tasks.count))
    end = Atomic(tasks.count)
  }

  /// Begins the work on so many threads; the group is done when no task is left.
  func start(threads count: Int) -> DispatchGroup {
    let group = DispatchGroup()
    for number in 0..<min(count, tasks.count) {
      group.enter()
      let thread = Thread {
        self.work()
        group.leave()
      }
      thread.name = "run \(number)"
      thread.stackSize = 16 << 20
      thread.start()
    }
    return group
  }

  private func work() {
    while true {
      let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard number < end.load(ordering: .acquiring) else { return }
      let result = run(tasks[number], controls[number])
      results.withLock { $0[number] = result }
      finished.wrappingAdd(1, ordering: .relaxed)
      switch result {
      case .failure: dropTasks(from: number + 1)
      case .success(let result):
        if isLast(plans[tasks[number].scenario], result) { dropTasks(from: number + 1) }
      }
    }
  }

  private func run(_ task: Task, _ control: RunControl) -> Result<RunResult, SimulatorBug> {
    do throws(SimulatorBug) {
      return .success(try simulator.run(plans[task.scenario], task.seed, control))
    } catch {
      return .failure(error)
    }
  }

  /// Stops all runs between two events; none begins any more.
  func stop() { dropTasks(from: 0) }

  /// Takes tasks off the batch; those that were begun stop.
  private func dropTasks(from number: Int) {
    _ = end.min(number, ordering: .acquiringAndReleasing)
    for control in controls[min(number, controls.count)...] { control.stop() }
  }

  /// How far the batch is.
  var progress: ProgressState {
    let asked = tasks.reduce(0.0) { $0 + Double(plans[$1.scenario].duration.nanoseconds) }
    let reached = controls.reduce(0.0) { $0 + Double($1.simulatedNanoseconds) }
    return ProgressState(
      finished: finished.load(ordering: .relaxed), total: tasks.count,
      share: asked > 0 ? min(reached / asked, 1) : 0,
      events: controls.reduce(0) { $0 &+ $1.events })
  }

  /// The results of each scenario in ascending order of seed; call when the work has ended.
  ///
  /// - Parameter isInterrupted: whether runs that were stopped on the way count.
  func collect(isInterrupted: Bool) throws(CommandFailure) -> [[RunResult]] {
    let results = results.withLock { $0 }
    let wanted = isInterrupted ? tasks.count : end.load(ordering: .acquiring)
    var found: [[RunResult]] = plans.map { _ in [] }
    for (task, result) in zip(tasks, results).prefix(wanted) {
      switch result {
      case nil: continue
      case .failure(let bug): throw bug.failure
      case .success(let result):
        if result.isComplete || result.events > 0 { found[task.scenario].append(result) }
      }
    }
    return found
  }
}
