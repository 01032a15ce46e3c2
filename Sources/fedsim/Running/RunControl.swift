import Synchronization

/// Tells a run to stop, and tells others how far it is.
final class RunControl: Sendable {
  private let stopFlag = Atomic<Bool>(false)
  private let reached = Atomic<Int64>(0)

  init() {}

  func stop() { stopFlag.store(true, ordering: .relaxed) }
  var isStopped: Bool { stopFlag.load(ordering: .relaxed) }
  var nanosecondsReached: Int64 {
    get { reached.load(ordering: .relaxed) }
    set { reached.store(newValue, ordering: .relaxed) }
  }
}
