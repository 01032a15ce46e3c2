import SimKernel

/// When a silent cluster is declared bad by one that only listens.
public struct LeaseRule: Hashable, Sendable {
  /// From which instant silence counts.
  public enum Basis: Hashable, Sendable {
    /// The observer's clock when the renewal arrived.
    case arrival
    /// The observer's clock at the first check that found the renewal there.
    case check
    /// The sender's clock when it renewed: skew counts in full.
    case sending
  }

  /// Silence that is still forgiven.
  public var grace: SimDuration
  public var basis: Basis
  /// Whether silence of exactly `grace` is still forgiven.
  public var isStrict: Bool
  /// Judgement is passed at the multiples of this, counted from the start; nil means whenever the
  /// grace ends.
  public var checkPeriod: SimDuration?

  public init(grace: SimDuration, basis: Basis, isStrict: Bool, checkPeriod: SimDuration?) {
    self.grace = grace
    self.basis = basis
    self.isStrict = isStrict
    self.checkPeriod = checkPeriod
  }
}

/// An observer that listens for renewals.
public struct LeaseDetector: Sendable {
  public let rule: LeaseRule
  public private(set) var verdict = HealthVerdict.unknown

  /// From when silence counts.
  private var heard = SimTime.zero
  /// A renewal that no check has found yet (`Basis.check`).
  private var hasUnseen = false
  private var nextCheck = SimTime.distantFuture

  public init(_ rule: LeaseRule) { self.rule = rule }

  mutating func start(at now: SimTime, phase: SimDuration, into effects: inout [HealthEffect]) {
    heard = now
    nextCheck = rule.checkPeriod == nil ? now + rule.grace : now + phase
    effects.append(.wake(at: nextCheck))
  }

  mutating func step(
    _ input: HealthInput, at now: SimTime, into effects: inout [HealthEffect]
  ) {
    if case .renewed(let sentAt) = input { renew(sentAt: sentAt, at: now, into: &effects) }
    guard nextCheck <= now else { return }
    if hasUnseen {
      hasUnseen = false
      heard = now
    }
    judge(at: now, into: &effects)
    if let period = rule.checkPeriod {
      while nextCheck <= now { nextCheck = nextCheck + period }
      effects.append(.wake(at: nextCheck))
    } else if verdict == .bad {
      nextCheck = .distantFuture
    } else {
      watchExpiry(at: now, into: &effects)
    }
  }

  private mutating func renew(
    sentAt: SimTime, at now: SimTime, into effects: inout [HealthEffect]
  ) {
    switch rule.basis {
    case .arrival: heard = now
    case .sending: heard = max(heard, sentAt)
    case .check: hasUnseen = true
    }
    if !isOverdue(at: now) { announce(.good, into: &effects) }
    if rule.checkPeriod == nil && nextCheck == .distantFuture {
      watchExpiry(at: now, into: &effects)
    }
  }

  private func isOverdue(at now: SimTime) -> Bool {
    !hasUnseen && (rule.isStrict ? now - heard > rule.grace : now - heard >= rule.grace)
  }

  private mutating func judge(at now: SimTime, into effects: inout [HealthEffect]) {
    if isOverdue(at: now) { announce(.bad, into: &effects) }
  }

  /// Without a check period: the next judgement is when the grace now running ends.
  private mutating func watchExpiry(at now: SimTime, into effects: inout [HealthEffect]) {
    let least = SimDuration(nanoseconds: rule.isStrict ? 1 : 0)
    nextCheck = max(now, heard + rule.grace + least)
    effects.append(.wake(at: nextCheck))
  }

  private mutating func announce(
    _ new: HealthVerdict, into effects: inout [HealthEffect]
  ) {
    guard new != verdict else { return }
    verdict = new
    effects.append(.verdict(new))
  }
}
