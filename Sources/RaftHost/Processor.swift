import SimKernel

/// A member's processor: requests and messages are served one after the other.
public struct Processor: Sendable {
  private var freeAt = SimTime.zero

  public init() {}

  /// When work that arrives at `now` and takes `cost` will be done.
  public mutating func admit(at now: SimTime, cost: SimDuration) -> SimTime {
    freeAt = max(now, freeAt) + cost
    return freeAt
  }
}
