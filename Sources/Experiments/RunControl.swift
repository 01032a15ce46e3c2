import Synchronization

/// A run's thread-safe window to the outside: how far it is, and whether it should stop.
public final class RunControl: Sendable {
  private let stopped = Atomic<Bool>(false)
  private let reachedNanoseconds = Atomic<Int64>(0)
  private let handledEvents = Atomic<UInt64>(0)

  public init() {}

  /// Asks the run to stop between two events; its result says that it is incomplete.
  public func stop() { stopped.store(true, ordering: .relaxed) }
  public var isStopped: Bool { stopped.load(ordering: .relaxed) }
  /// Simulated nanoseconds reached, updated every few thousand events.
  public var simulatedNanoseconds: Int64 { reachedNanoseconds.load(ordering: .relaxed) }
  /// Events handled, updated likewise.
  public var events: UInt64 { handledEvents.load(ordering: .relaxed) }

  func report(simulatedNanoseconds: Int64, events: UInt64) {
    reachedNanoseconds.store(simulatedNanoseconds, ordering: .relaxed)
    handledEvents.store(events, ordering: .relaxed)
  }
}
