import SimKernel

/// What reaches an observer of another cluster's health.
public enum HealthInput: Hashable, Sendable {
  /// A wake asked for, or any other instant: a needless wake does nothing.
  case wake
  /// The probe of this number was answered well.
  case probeAnswered(UInt32)
  /// The probe of this number was refused, or answered badly.
  case probeFailed(UInt32)
  /// A renewal, report, heartbeat or stream message is in the observer's hands; `sentAt` by the
  /// sender's clock.
  case renewed(sentAt: SimTime)
}

/// What an observer wants done.
public enum HealthEffect: Hashable, Sendable {
  /// Probe now. The detector minds the timeout itself; a later answer counts for nothing.
  case probe(UInt32)
  /// Be woken then; a wake asked for before stays in force.
  case wake(at: SimTime)
  /// The verdict changed.
  case verdict(HealthVerdict)
}

/// What an observer makes known. It starts as `unknown`, which consumers treat as bad once the
/// startup grace is over.
public enum HealthVerdict: UInt8, Hashable, Sendable {
  case unknown, good, bad
}

/// One observer's judgement of one cluster. A value: the same inputs give the same verdicts.
public enum HealthDetector: Sendable {
  case probing(ProbeDetector)
  case listening(LeaseDetector)
  /// Never says anything (plain Cilium, explicit endpoints).
  case none

  /// The verdict in force.
  public var verdict: HealthVerdict {
    switch self {
    case .probing(let detector): detector.verdict
    case .listening(let detector): detector.verdict
    case .none: .unknown
    }
  }

  /// Begins at `now` of the observer's clock, with its first round `phase` later.
  public mutating func start(
    at now: SimTime, phase: SimDuration = .zero, into effects: inout [HealthEffect]
  ) {
    switch self {
    case .probing(var detector):
      self = .none
      detector.start(at: now, phase: phase, into: &effects)
      self = .probing(detector)
    case .listening(var detector):
      self = .none
      detector.start(at: now, phase: phase, into: &effects)
      self = .listening(detector)
    case .none: break
    }
  }

  /// Meets one input at `now` of the observer's clock.
  public mutating func step(
    _ input: HealthInput, at now: SimTime, draws: inout Draws, into effects: inout [HealthEffect]
  ) {
    switch self {
    case .probing(var detector):
      self = .none
      detector.step(input, at: now, draws: &draws, into: &effects)
      self = .probing(detector)
    case .listening(var detector):
      self = .none
      detector.step(input, at: now, into: &effects)
      self = .listening(detector)
    case .none: break
    }
  }
}
