import SimKernel

/// When a member's backend lets writes be applied: it commits what has gathered at a fixed interval
/// or when the batch is full, and holds writes up meanwhile (etcd server/mvcc/backend, run).
public struct Backend: Sendable {
  let interval: SimDuration
  let limit: Int
  let commit: SimDuration
  /// When the first interval ends, in 0 ..< `interval`.
  let phase: SimDuration
  private var pending = 0
  private var committed: Int64 = -1
  private var busyUntil = SimTime.zero

  public init(
    interval: SimDuration, limit: Int, commit: SimDuration, phase: SimDuration
  ) {
    self.interval = interval
    self.limit = limit
    self.commit = commit
    self.phase = phase
  }

  /// When a write that is ready at `now` is in.
  public mutating func write(at now: SimTime) -> SimTime {
    guard commit > .zero else { return now }
    let since = now.nanoseconds - phase.nanoseconds
    let period = since < 0 ? -1 : since / interval.nanoseconds
    if period > committed {
      if pending > 0 {
        let began = SimTime(nanoseconds: phase.nanoseconds + period * interval.nanoseconds)
        busyUntil = max(busyUntil, began + commit)
        pending = 0
      }
      committed = period
    }
    pending += 1
    if pending >= limit {
      busyUntil = max(busyUntil, now) + commit
      pending = 0
    }
    return max(now, busyUntil)
  }
}
