/// Where the core writes what it notices: events if wanted, and the first fault.
struct Journal: Equatable, Sendable {
  let isRecording: Bool
  private(set) var events: [CoreEvent] = []
  private(set) var fault: CoreFault?
  private(set) var isFailed = false

  init(isRecording: Bool) { self.isRecording = isRecording }

  /// Records `event`, which is not even built unless events are wanted.
  @inline(__always)
  mutating func note(_ event: @autoclosure () -> CoreEvent) {
    if isRecording { events.append(event()) }
  }

  /// Records that the member cannot go on. The caller still leaves its state such that nothing
  /// that follows in the same call can trap.
  @inline(never)
  mutating func fail(_ fault: CoreFault) {
    if isFailed { return }
    isFailed = true
    self.fault = fault
    note(.faulted(fault))
  }

  mutating func takeEvents() -> [CoreEvent] {
    defer { events.removeAll() }
    return events
  }
}
