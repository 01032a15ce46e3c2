import SimKernel

/// When a member's backend lets a write be answered: it commits what has gathered at a fixed
/// interval or when the batch is full, and holds writes up meanwhile (etcd server/mvcc/backend,
/// run).
///
/// How the work is divided: this holds back the answers to writes by what a commit takes on a sound
/// disk, as it was calibrated, and `SlowBackendCommits` holds back applying by what a fault adds.
/// One model that holds back applying for both would be nearer to etcd, but would delay reads and
/// followers too, and so want another calibration.
public struct BackendCommits: Sendable {
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

/// What a fault of the disk adds to each of the backend's commits: applying waits for it, so that a
/// member with a slow disk falls behind (etcd mvcc/backend/backend.go: 100 ms, or 10,000
/// operations).
struct SlowBackendCommits: Sendable {
  static let interval = SimDuration.milliseconds(100)
  static let operationLimit = 10_000

  private var since = SimTime.zero
  private var operations = 0

  /// How long applying `count` operations more at `now` must wait, when a commit takes `cost`.
  mutating func delay(of count: Int, commit cost: SimDuration, at now: SimTime) -> SimDuration {
    defer { operations += count }
    let due = since + Self.interval
    if operations == 0 || now < due && operations < Self.operationLimit {
      if operations == 0 { since = max(since, now) }
      return .zero
    }
    let begun = operations >= Self.operationLimit ? now : due
    operations = 0
    since = max(now, begun + cost)
    return max(.zero, begun + cost - now)
  }
}
