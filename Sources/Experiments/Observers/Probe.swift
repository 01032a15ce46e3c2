import SimKernel

/// What a measurement asks of a run beyond its metrics: every operation, every change of role, and
/// when members applied and knew what. It watches; nothing in a run reads it except to stop early.
public struct Probe: Sendable {
  public struct Finished: Hashable, Sendable {
    /// Position among the plan's loads.
    public var load: Int
    public var intended: SimTime
    public var ended: SimTime
    public var succeeded: Bool
    /// Log index of a write; 0 for a read.
    public var index: UInt64
    public var latency: SimDuration { ended - intended }
  }
  public struct Role: Hashable, Sendable {
    public enum Kind: Hashable, Sendable { case preCandidate, candidate, leader }
    public var time: SimTime
    /// Dense number of the member.
    public var member: Int
    public var kind: Kind
    public var term: UInt64
  }
  public struct Applied: Hashable, Sendable {
    public var member: Int
    public var index: UInt64
    public var time: SimTime
  }
  public struct LeaderKnown: Hashable, Sendable {
    public var member: Int
    /// Dense number of the leader; nil for none.
    public var leader: Int?
    public var time: SimTime
  }

  /// Whether applied entries are kept.
  public let keepsApplied: Bool
  /// Ends the run when every load had a success that it intended at this instant or later.
  public let successSince: SimTime?
  /// Ends the run so long after all members of the only group first took one member for the leader.
  public let agreementAndThen: SimDuration?
  /// When they did.
  public private(set) var agreed: SimTime?
  private var known: [Int?] = []
  public internal(set) var finished: [Finished] = []
  public internal(set) var roles: [Role] = []
  public internal(set) var applied: [Applied] = []
  public private(set) var leaders: [LeaderKnown] = []
  /// Loads that had such a success.
  private var satisfied: Set<Int> = []
  private let loadCount: Int

  public init(
    loadCount: Int, keepsApplied: Bool = false, successSince: SimTime? = nil,
    agreementAndThen: SimDuration? = nil
  ) {
    self.agreementAndThen = agreementAndThen
    self.loadCount = loadCount
    self.keepsApplied = keepsApplied
    self.successSince = successSince
  }

  func isDone(at now: SimTime) -> Bool {
    if successSince != nil, satisfied.count == loadCount { return true }
    guard let wait = agreementAndThen, let agreed else { return false }
    return now >= agreed + wait
  }

  mutating func note(_ change: LeaderKnown, memberCount: Int) {
    leaders.append(change)
    if known.isEmpty { known = Array(repeating: nil, count: memberCount) }
    known[change.member] = change.leader
    if agreed == nil, change.leader != nil, known.allSatisfy({ $0 == change.leader }) {
      agreed = change.time
    }
  }

  mutating func note(_ operation: Finished) {
    finished.append(operation)
    if let since = successSince, operation.succeeded, operation.intended >= since {
      satisfied.insert(operation.load)
    }
  }
}

extension Experiment {
  /// Simulates the plan under `seed` and gives back the probe with what it saw.
  public func watch(seed: UInt64, with probe: Probe) throws(ExperimentError) -> Probe {
    var world = try World(plan: plan, seed: seed)
    world.probe = probe
    world.start()
    while world.probe?.isDone(at: world.now) == false, let event = world.agenda.next(by: world.end)
    {
      world.handle(event)
    }
    return world.probe ?? probe
  }
}
