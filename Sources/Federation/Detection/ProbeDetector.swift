import SimKernel

/// When an active prober probes and what it makes of the answers.
public struct ProbeRule: Hashable, Sendable {
  /// What turns failures into a bad verdict, and successes into a good one.
  public enum Threshold: Hashable, Sendable {
    /// This many failures in a row are bad; one success is good.
    case failures(UInt32)
    /// Failing (succeeding) for at least this long: judged when a probe fails (succeeds), by the
    /// time since the first failure (success) in the row.
    case lasting(SimDuration)
  }

  /// From the start of one probe to the next. A probe that outlasts it delays the next, which then
  /// starts at once.
  public var period: SimDuration
  /// Each period is longer by a uniform draw of up to this many parts in a thousand.
  public var jitterPerMille: Int64
  /// A probe without an answer fails this long after it was sent.
  public var timeout: SimDuration
  public var threshold: Threshold
  /// The verdict is made known at the multiples of this, counted from the start; nil means at once.
  public var publishPeriod: SimDuration?

  public init(
    period: SimDuration, jitterPerMille: Int64 = 0, timeout: SimDuration, threshold: Threshold,
    publishPeriod: SimDuration? = nil
  ) {
    self.period = period
    self.jitterPerMille = jitterPerMille
    self.timeout = timeout
    self.threshold = threshold
    self.publishPeriod = publishPeriod
  }
}

/// An observer that asks, one probe at a time.
public struct ProbeDetector: Sendable {
  public let rule: ProbeRule
  /// The verdict made known.
  public private(set) var verdict = HealthVerdict.unknown

  private var judged = HealthVerdict.unknown
  private var sequence: UInt32 = 0
  private var nextProbe = SimTime.distantFuture
  /// When the probe under way fails; `distantFuture` when none is.
  private var deadline = SimTime.distantFuture
  private var nextPublication = SimTime.distantFuture
  /// The row of equal results: which, how many, and when the first came.
  private var row: (isFailing: Bool, count: UInt32, since: SimTime)?

  public init(_ rule: ProbeRule) { self.rule = rule }

  mutating func start(at now: SimTime, phase: SimDuration, into effects: inout [HealthEffect]) {
    nextProbe = now + phase
    if let period = rule.publishPeriod {
      nextPublication = now + period
      effects.append(.wake(at: nextPublication))
    }
    effects.append(.wake(at: nextProbe))
  }

  mutating func step(
    _ input: HealthInput, at now: SimTime, draws: inout Draws, into effects: inout [HealthEffect]
  ) {
    switch input {
    case .probeAnswered(sequence) where deadline != .distantFuture:
      finish(failing: false, at: now, into: &effects)
    case .probeFailed(sequence) where deadline != .distantFuture:
      finish(failing: true, at: now, into: &effects)
    default: break
    }
    if deadline <= now { finish(failing: true, at: now, into: &effects) }
    if deadline == .distantFuture, nextProbe <= now { probe(at: now, &draws, into: &effects) }
    if nextPublication <= now, let period = rule.publishPeriod {
      makeKnown(into: &effects)
      nextPublication = nextPublication + period
      effects.append(.wake(at: nextPublication))
    }
  }

  private mutating func probe(
    at now: SimTime, _ draws: inout Draws, into effects: inout [HealthEffect]
  ) {
    sequence += 1
    deadline = now + rule.timeout
    let most = rule.period.nanoseconds / 1_000 * rule.jitterPerMille
    let jitter = most > 0 ? Int64(draws.below(UInt64(most) + 1)) : 0
    nextProbe = now + rule.period + SimDuration(nanoseconds: jitter)
    effects.append(.probe(sequence))
    effects.append(.wake(at: deadline))
    effects.append(.wake(at: nextProbe))
  }

  private mutating func finish(
    failing: Bool, at now: SimTime, into effects: inout [HealthEffect]
  ) {
    deadline = .distantFuture
    if let current = row, current.isFailing == failing {
      row = (failing, current.count + 1, current.since)
    } else {
      row = (failing, 1, now)
    }
    guard let row else { return }
    let isEnough =
      switch rule.threshold {
      case .failures(let limit): !failing || row.count >= limit
      case .lasting(let span): now - row.since >= span || judged == .unknown
      }
    if isEnough { judged = failing ? .bad : .good }
    if rule.publishPeriod == nil { makeKnown(into: &effects) }
  }

  private mutating func makeKnown(into effects: inout [HealthEffect]) {
    guard judged != verdict else { return }
    verdict = judged
    effects.append(.verdict(verdict))
  }
}
