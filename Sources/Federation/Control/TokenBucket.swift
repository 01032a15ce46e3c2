import SimKernel

/// A rate limit of one caller (client-go's flowcontrol; federation-model.md section 3). In any span
/// of time it lets through at most span x rate + burst calls (invariant F20).
public struct TokenBucket: Hashable, Sendable {
  /// Time in which one token comes.
  public let interval: SimDuration
  /// Tokens it holds at most; at least 1.
  public let burst: Int64
  /// When the bucket is full again.
  private var fullAt = SimTime.zero

  /// A full bucket into which a token falls each `interval`.
  public init(interval: SimDuration, burst: Int64) {
    precondition(interval > .zero && burst >= 1, "a token each \(interval), burst \(burst)")
    self.interval = interval
    self.burst = burst
  }

  /// A full bucket of `rate` tokens a second; the interval is rounded up to whole nanoseconds.
  public init(perSecond rate: Int64, burst: Int64) {
    self.init(
      interval: SimDuration(nanoseconds: (1_000_000_000 + rate - 1) / rate), burst: burst)
  }

  /// Takes a token that may not be there yet, and says when the call may go; never before `now`.
  public mutating func reserve(at now: SimTime) -> SimTime {
    let allowed = max(now, fullAt - interval * (burst - 1))
    fullAt = max(now, fullAt) + interval
    return allowed
  }

  /// Takes a token if there is one; else says when there will be.
  public mutating func take(at now: SimTime) -> SimTime? {
    let allowed = fullAt - interval * (burst - 1)
    guard allowed <= now else { return allowed }
    fullAt = max(now, fullAt) + interval
    return nil
  }
}

extension TokenBucket {
  /// Karmada, hub and members: 40/s, burst 60.
  public static var karmada: TokenBucket { TokenBucket(perSecond: 40, burst: 60) }
  /// KubeFed, each member: 20/s, burst 30.
  public static var kubefed: TokenBucket { TokenBucket(perSecond: 20, burst: 30) }
  /// Open Cluster Management, agent to hub: 50/s, burst 100.
  public static var ocm: TokenBucket { TokenBucket(perSecond: 50, burst: 100) }
  /// Nomad, each replication loop: 10/s.
  public static var nomad: TokenBucket { TokenBucket(perSecond: 10, burst: 1) }
  /// Karmada's eviction of objects: 0.5/s.
  public static var karmadaEviction: TokenBucket {
    TokenBucket(interval: .seconds(2), burst: 1)
  }
}
