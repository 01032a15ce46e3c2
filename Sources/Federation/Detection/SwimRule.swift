import SimKernel

/// Times of SWIM with suspicion as memberlist has them (memberlist config.go, suspicion.go;
/// Dadgar, Phillips, Currey 2017).
public struct SwimRule: Hashable, Sendable {
  /// A member probes one other each interval; unanswered at its end, that one is suspected.
  public var probeInterval: SimDuration
  /// Then helpers are asked to probe too.
  public var probeTimeout: SimDuration
  public var helpers: Int
  public var suspicionMultiplier: Int64
  public var longestSuspicionMultiplier: Int64

  public init(
    probeInterval: SimDuration, probeTimeout: SimDuration, helpers: Int,
    suspicionMultiplier: Int64, longestSuspicionMultiplier: Int64 = 6
  ) {
    self.probeInterval = probeInterval
    self.probeTimeout = probeTimeout
    self.helpers = helpers
    self.suspicionMultiplier = suspicionMultiplier
    self.longestSuspicionMultiplier = longestSuspicionMultiplier
  }

  /// DefaultWANConfig: 5 s, 3 s, 3 helpers, multiplier 6.
  public static let wan = SwimRule(
    probeInterval: .seconds(5), probeTimeout: .seconds(3), helpers: 3, suspicionMultiplier: 6)
  /// DefaultLANConfig: 1 s, 500 ms, 3 helpers, multiplier 4.
  public static let lan = SwimRule(
    probeInterval: .seconds(1), probeTimeout: .milliseconds(500), helpers: 3,
    suspicionMultiplier: 4)

  /// multiplier x max(1, log10 n) x interval, as memberlist rounds it (thousandths of the factor).
  public func leastSuspicion(members: Int) -> SimDuration {
    let scale = max(1, exactLog(Double(max(1, members))) / exactLog(10))
    let thousandths = Int64(scale * 1_000)
    return probeInterval * (suspicionMultiplier * thousandths) / 1_000
  }

  /// Independent confirmations that bring a suspicion down to its least; 0, and no waiting for any,
  /// when there are too few members to give them.
  public func expectedConfirmations(members: Int) -> Int {
    let wanted = Int(suspicionMultiplier) - 2
    return members - 2 < wanted ? 0 : max(0, wanted)
  }

  /// How long a suspicion lasts with so many confirmations: from `longestSuspicionMultiplier` times
  /// the least down to the least, by the logarithm of confirmations + 1.
  public func suspicion(confirmations: Int, members: Int) -> SimDuration {
    let least = leastSuspicion(members: members)
    let expected = expectedConfirmations(members: members)
    guard expected > 0, confirmations < expected else { return least }
    let span = least * (longestSuspicionMultiplier - 1)
    let share = exactLog(Double(confirmations + 1)) / exactLog(Double(expected + 1))
    let shorter = SimDuration(nanoseconds: Int64(share * Double(span.nanoseconds)))
    let whole = (least + span - shorter).nanoseconds / 1_000_000
    return max(least, .milliseconds(whole))
  }
}
