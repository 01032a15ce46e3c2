import SimKernel

/// A member's processor: requests and messages are served one after the other.
public struct Processor: Sendable {
  private var freeAt = SimTime.zero
  /// What it takes to wake it when it was idle for `idleAfter` or longer.
  public let wakeUp: SimDuration
  public let idleAfter: SimDuration

  public init(wakeUp: SimDuration = .zero, idleAfter: SimDuration = .zero) {
    self.wakeUp = wakeUp
    self.idleAfter = idleAfter
  }

  /// When work that arrives at `now` and takes `cost` will be done.
  public mutating func admit(at now: SimTime, cost: SimDuration) -> SimTime {
    if now > freeAt, now - freeAt >= idleAfter { freeAt = now + wakeUp }
    freeAt = max(now, freeAt) + cost
    return freeAt
  }
}
