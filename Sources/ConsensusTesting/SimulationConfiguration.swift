/// How a subject is tested. Every value has a default that suits a small consensus protocol.
public struct SimulationConfiguration: Sendable {
  /// Sizes of the cluster; odd ones are drawn more often.
  public var members: ClosedRange<Int> = 3...5
  /// Nodes beyond the members that wait to be added.
  public var spares = 0
  public var checks: Checks = .all
  /// Phase 1, in which faults strike.
  public var duration: SimDuration = .seconds(10)
  /// How long a healed cluster has to answer.
  public var recoveryLimit: SimDuration = .seconds(30)
  /// The time after which the subject suspects a silent node, such as its election timeout. Faults
  /// are drawn from a twentieth of it to ten times as long, and links are at least ten times
  /// faster.
  public var timescale: SimDuration = .milliseconds(300)
  public var clients: ClosedRange<Int> = 2...4
  /// What each client does.
  public var load = ClientLoad()
  /// Which faults may strike.
  public var faultKinds: [FaultKind] = FaultKind.forMembers
  /// How many, at most, in one run.
  public var maximumFaults = 16
  public var budget: FaultBudget = .quorumSafe
  /// Events after which a run is undecided.
  public var eventLimit: UInt64 = 2_000_000
  /// How long a healed core may take to find a leader, for subjects whose probe shows leaders: with
  /// it `recovers` asks for a leader that stays, and for logs and states that become equal (L3 to
  /// L5). Nil, the default, asks only that clients get answers.
  public var electionDeadline: ElectionDeadline?
  /// Steps after which the search for a legal order of a history is undecided.
  public var searchLimit = 2_000_000
  /// Runs that may be spent on making a failing trial smaller.
  public var shrinkLimit = 600
  /// Every how many runs one is repeated to see that it goes the same way.
  public var determinismInterval = 50
  /// Where trials come from; nil for `DefaultTrialSource`.
  public var source: (any TrialSource)?
  /// Where failing trials are kept and found again.
  public var fixtures: FixtureFolder = .besideTest
  /// A check of one's own on what clients saw, such as one with a model for custom operations.
  public var historyCheck: (@Sendable ([OperationRecord]) -> Finding?)?

  public init() {}
}

extension FaultKind {
  /// Those that any protocol without membership changes of its own should survive.
  public static var forMembers: [FaultKind] {
    [
      .delay, .loss, .duplicate, .corrupt, .cut, .clog, .swizzle, .clockDrift, .clockStep,
      .clockFreeze, .pause, .slowCPU, .crash, .crashAtStep, .diskStall, .diskSlow,
    ]
  }
}

/// Where a campaign's trials come from.
///
/// A source is a pure function: the same seed and configuration give the same trial. Nothing else
/// decides what a run meets.
public protocol TrialSource: Sendable {
  func trial(seed: UInt64, _ configuration: SimulationConfiguration) -> Trial
}
