import SimKernel

/// How long a key that failed waits before it is tried again.
public struct RetryRule: Hashable, Sendable {
  public var base: SimDuration
  public var longest: SimDuration
  /// After so many failures in a row the key is forgotten until its next event; nil means never.
  public var giveUpAfter: UInt32?
  /// Whether a member's return makes its keys' failures forgotten.
  public var resetsOnReconnect: Bool

  public init(
    base: SimDuration, longest: SimDuration, giveUpAfter: UInt32? = nil,
    resetsOnReconnect: Bool = false
  ) {
    self.base = base
    self.longest = longest
    self.giveUpAfter = giveUpAfter
    self.resetsOnReconnect = resetsOnReconnect
  }

  /// 5 ms doubling to 1,000 s, never reset (client-go's default limiter).
  public static let karmada = RetryRule(base: .milliseconds(5), longest: .seconds(1_000))
  /// 50 ms doubling to 30 s (admiral).
  public static let lighthouse = RetryRule(base: .milliseconds(50), longest: .seconds(30))
  /// Always 5 s.
  public static let clusternet = RetryRule(base: .seconds(5), longest: .seconds(5))
  /// Always 30 s.
  public static let nomad = RetryRule(base: .seconds(30), longest: .seconds(30))
  /// Three tries, then dropped (service mirror); waits as client-go's.
  public static let linkerd = RetryRule(
    base: .milliseconds(5), longest: .seconds(1_000), giveUpAfter: 3)
  /// Ours: at most 30 s, forgotten when the member is back.
  public static let fedsim = RetryRule(
    base: .milliseconds(50), longest: .seconds(30), resetsOnReconnect: true)

  /// min(base x 2^failures, longest).
  public func wait(afterFailures failures: UInt32) -> SimDuration {
    guard failures < 62, base.nanoseconds <= longest.nanoseconds >> Int64(failures) else {
      return longest
    }
    return min(longest, SimDuration(nanoseconds: base.nanoseconds << Int64(failures)))
  }
}

/// The failures in a row of each key of a controller.
public struct RetryBackoff: Sendable {
  public let rule: RetryRule
  /// By key.
  private var failures: ContiguousArray<UInt32> = []

  public init(_ rule: RetryRule) { self.rule = rule }

  /// Failures in a row of `key`.
  public func failureCount(of key: Int) -> UInt32 { key < failures.count ? failures[key] : 0 }

  /// Notes a failure; the wait before the next try, or nil when the key is given up.
  public mutating func fail(_ key: Int) -> SimDuration? {
    while failures.count <= key { failures.append(0) }
    let earlier = failures[key]
    if let limit = rule.giveUpAfter, earlier >= limit {
      failures[key] = 0
      return nil
    }
    failures[key] = earlier + 1
    return rule.wait(afterFailures: earlier)
  }

  /// Notes a success.
  public mutating func succeed(_ key: Int) {
    if key < failures.count { failures[key] = 0 }
  }

  /// A member is back: of its `keys`, those to be tried now; none unless the rule says so.
  public mutating func reconnect(_ keys: [Int]) -> [Int] {
    guard rule.resetsOnReconnect else { return [] }
    let waiting = keys.filter { failureCount(of: $0) > 0 }
    for key in waiting { failures[key] = 0 }
    return waiting
  }
}
