import SimKernel

/// How long a group may take to find a leader, from probability and not from taste
/// (simulation-testing.md section 10). Whole numbers only.
public struct ElectionDeadline: Hashable, Sendable {
  /// Shortest election timeout.
  public var timeout: SimDuration
  /// Width of the range that timeouts are drawn from.
  public var range: SimDuration
  /// Longest round trip between two members, disks included.
  public var roundTrip: SimDuration
  /// What faults leave behind: held messages, busy disks, a clock to catch up.
  public var drain: SimDuration

  public init(
    timeout: SimDuration, range: SimDuration, roundTrip: SimDuration, drain: SimDuration = .zero
  ) {
    self.timeout = timeout
    self.range = range
    self.roundTrip = roundTrip
    self.drain = drain
  }

  /// The time within which `live` of `members` find a leader but for one time in 10^9.
  public func limit(members: Int, live: Int) -> SimDuration {
    let terms = Self.terms(members: members, live: live, latencyPPM: latencyPPM)
    let term =
      2 * timeout.nanoseconds + range.nanoseconds + 2 * roundTrip.nanoseconds
    return SimDuration(nanoseconds: Int64(terms) * term + drain.nanoseconds)
  }

  /// One-way latency as a share of the timeout range, in parts per million; at most nine tenths.
  private var latencyPPM: Int64 {
    guard range > .zero else { return 900_000 }
    return min(900_000, roundTrip.nanoseconds * 500_000 / range.nanoseconds)
  }

  /// Terms until a split vote in each of them has a probability of at most 10^-9: a vote is split
  /// with p = P(Bin(s, l) >= c - 1) and c = s - n/2 + 1, for s live of n and latency l. At most
  /// 1,000, where p is close to 1.
  public static func terms(members: Int, live: Int, latencyPPM: Int64) -> Int {
    let needed = max(0, live - members / 2)
    let split = atLeast(needed, of: live, ppm: latencyPPM)
    let enough = one / 1_000_000_000
    var (left, terms) = (one, 0)
    while left > enough, terms < 1_000 {
      left = product(left, split)
      terms += 1
    }
    return terms
  }

  /// Probabilities are parts of 2^62.
  private static let one: UInt64 = 1 << 62

  private static func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (high, low) = a.multipliedFullWidth(by: b)
    return high << 2 | low >> 62
  }

  /// P(Bin(count, ppm / 10^6) >= least).
  private static func atLeast(_ least: Int, of count: Int, ppm: Int64) -> UInt64 {
    let yes = one / 1_000_000 * UInt64(max(0, min(1_000_000, ppm)))
    var spread = [UInt64](repeating: 0, count: count + 1)
    spread[0] = one
    for trial in 0..<count {
      for j in stride(from: trial + 1, through: 0, by: -1) {
        let stays = product(spread[j], one - yes)
        spread[j] = stays + (j > 0 ? product(spread[j - 1], yes) : 0)
      }
    }
    return spread[min(least, count)...].reduce(0, +)
  }
}
