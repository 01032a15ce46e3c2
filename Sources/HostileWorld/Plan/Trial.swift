import SimKernel

/// Everything that a run of a subject follows from: with the subject and its options it is a pure
/// function of this value. Plain data, to be printed, edited, minimised and run again.
public struct Trial: Hashable, Sendable {
  /// Root of all random draws.
  public var seed: UInt64
  /// Processes, spares included: 1 to `NodeID.limit`.
  public var nodes: Int
  /// Initial members: the first nodes. At least 1.
  public var members: Int
  public var network: NetworkPlan
  public var disk: DiskPlan
  /// Options that differ from the subject's own.
  public var options: [OptionWord]
  public var clients: [ClientScript]
  public var faults: FaultPlan
  /// What the plan is entitled to do to the subject.
  public var budget: FaultBudget
  /// Phase 1: faults strike and clients call.
  public var duration: SimDuration
  /// Phase 2, after `duration`; nil for none.
  public var healing: HealingPlan?
  /// Events after which a run ends undecided.
  public var eventLimit: UInt64
  public var ties: TieOrder

  public init(
    seed: UInt64, nodes: Int = 3, members: Int? = nil, network: NetworkPlan = NetworkPlan(),
    disk: DiskPlan = .ssd, options: [OptionWord] = [], clients: [ClientScript] = [],
    faults: FaultPlan = FaultPlan(), budget: FaultBudget = .quorumSafe,
    duration: SimDuration = .seconds(10), healing: HealingPlan? = HealingPlan(),
    eventLimit: UInt64 = 2_000_000, ties: TieOrder = .fixed
  ) {
    self.seed = seed
    self.nodes = nodes
    self.members = members ?? nodes
    self.network = network
    self.disk = disk
    self.options = options
    self.clients = clients
    self.faults = faults
    self.budget = budget
    self.duration = duration
    self.healing = healing
    self.eventLimit = eventLimit
    self.ties = ties
  }
}

/// A named option of the subject, on one node or on all.
public struct OptionWord: Hashable, Sendable, Codable {
  public var name: String
  public var value: Int64
  /// Nil for every node.
  public var node: NodeID?

  public init(_ name: String, _ value: Int64, node: NodeID? = nil) {
    self.name = name
    self.value = value
    self.node = node
  }
}

/// Regions and what messages between them take.
public struct NetworkPlan: Hashable, Sendable, Codable {
  /// One-way times between regions, [from][to]; the diagonal is within a region.
  public var oneWay: [[SimDuration]]
  /// The region of each node; nodes beyond its end are spread in turn.
  public var regionOfNode: [Int]
  /// Mean of the random time on top.
  public var jitter: SimDuration
  public var shape: LatencyShape
  /// Whether messages of a link keep their order, as in TCP; loss is then delay.
  public var isOrdered: Bool

  public init(
    oneWay: [[SimDuration]] = [[.microseconds(500)]], regionOfNode: [Int] = [],
    jitter: SimDuration = .microseconds(200), shape: LatencyShape = .exponential,
    isOrdered: Bool = false
  ) {
    self.oneWay = oneWay
    self.regionOfNode = regionOfNode
    self.jitter = jitter
    self.shape = shape
    self.isOrdered = isOrdered
  }

  /// The region of `node`.
  public func region(of node: NodeID) -> Int {
    node.index < regionOfNode.count
      ? regionOfNode[node.index] : node.index % max(1, oneWay.count)
  }

  private enum CodingKeys: String, CodingKey {
    case oneWay = "oneWayNs"
    case regionOfNode
    case jitter = "jitterNs"
    case shape, isOrdered
  }
}

/// How long a node's disk takes. Figures by name are those of simulation-testing.md section 5.
public struct DiskPlan: Hashable, Sendable, Codable {
  /// Shortest sync and read.
  public var syncMinimum: SimDuration
  /// Mean of the random time on top.
  public var syncMean: SimDuration
  public var readMinimum: SimDuration
  public var shape: LatencyShape

  public init(
    syncMinimum: SimDuration, syncMean: SimDuration, readMinimum: SimDuration,
    shape: LatencyShape = .exponential
  ) {
    self.syncMinimum = syncMinimum
    self.syncMean = syncMean
    self.readMinimum = readMinimum
    self.shape = shape
  }

  public static let nvme = DiskPlan(
    syncMinimum: .microseconds(150), syncMean: .microseconds(20), readMinimum: .microseconds(20))
  public static let ssd = DiskPlan(
    syncMinimum: .microseconds(500), syncMean: .microseconds(250),
    readMinimum: .microseconds(100))
  public static let cloud = DiskPlan(
    syncMinimum: .milliseconds(2), syncMean: .milliseconds(3), readMinimum: .microseconds(500))
  public static let hdd = DiskPlan(
    syncMinimum: .milliseconds(8), syncMean: .milliseconds(2), readMinimum: .milliseconds(1))

  private enum CodingKeys: String, CodingKey {
    case syncMinimum = "syncMinimumNs"
    case syncMean = "syncMeanNs"
    case readMinimum = "readMinimumNs"
    case shape
  }
}

/// What a plan may do to a subject that is expected to survive it (simulation-testing.md,
/// section 4).
public enum FaultBudget: String, Codable, CaseIterable, Hashable, Sendable {
  /// Every synced byte of all but a minority survives, and nobody lies: no wrong answer may be
  /// given, and the subject must come back once healed.
  case quorumSafe
  /// Anything: no wrong answer may be given, but nobody need answer.
  case beyond
}

/// Phase 2: faults end within a core of nodes and stay as they are elsewhere; the core must come
/// back to work.
public struct HealingPlan: Hashable, Sendable, Codable {
  /// The nodes to heal; nil for all.
  public var core: [NodeID]?
  /// How long the core has.
  public var limit: SimDuration
  /// How long the run goes on after the last client was served, so that logs and states can become
  /// equal and leaders can show that they stay.
  public var settling: SimDuration

  public init(
    core: [NodeID]? = nil, limit: SimDuration = .seconds(30), settling: SimDuration = .zero
  ) {
    self.core = core
    self.limit = limit
    self.settling = settling
  }

  private enum CodingKeys: String, CodingKey {
    case core
    case limit = "limitNs"
    case settling = "settlingNs"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    core = try container.decodeIfPresent([NodeID].self, forKey: .core)
    limit = try container.decode(SimDuration.self, forKey: .limit)
    settling = try container.decodeIfPresent(SimDuration.self, forKey: .settling) ?? .zero
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(core, forKey: .core)
    try container.encode(limit, forKey: .limit)
    if settling > .zero { try container.encode(settling, forKey: .settling) }
  }
}

/// The order of events of one instant.
public enum TieOrder: String, Codable, CaseIterable, Hashable, Sendable {
  /// Faults, disks, messages, timers, clients.
  case fixed
  /// Disks, messages, timers and clients in an order drawn by key.
  case permuted
}

extension Trial: Codable {
  private enum Key: String, CodingKey {
    case seed, nodes, members, network, disk, options, clients, faults, budget
    case duration = "durationNs"
    case healing, eventLimit, ties
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(seed: try container.decode(UInt64.self, forKey: .seed))
    nodes = try container.decode(Int.self, forKey: .nodes)
    members = try container.decodeIfPresent(Int.self, forKey: .members) ?? nodes
    network = try container.decodeIfPresent(NetworkPlan.self, forKey: .network) ?? network
    disk = try container.decodeIfPresent(DiskPlan.self, forKey: .disk) ?? disk
    options = try container.decodeIfPresent([OptionWord].self, forKey: .options) ?? []
    clients = try container.decodeIfPresent([ClientScript].self, forKey: .clients) ?? []
    faults = try container.decodeIfPresent(FaultPlan.self, forKey: .faults) ?? faults
    budget = try container.decodeIfPresent(FaultBudget.self, forKey: .budget) ?? budget
    duration = try container.decode(SimDuration.self, forKey: .duration)
    healing = try container.decodeIfPresent(HealingPlan.self, forKey: .healing)
    eventLimit = try container.decodeIfPresent(UInt64.self, forKey: .eventLimit) ?? eventLimit
    ties = try container.decodeIfPresent(TieOrder.self, forKey: .ties) ?? ties
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(seed, forKey: .seed)
    try container.encode(nodes, forKey: .nodes)
    try container.encode(members, forKey: .members)
    try container.encode(network, forKey: .network)
    try container.encode(disk, forKey: .disk)
    try container.encode(options, forKey: .options)
    try container.encode(clients, forKey: .clients)
    try container.encode(faults, forKey: .faults)
    try container.encode(budget, forKey: .budget)
    try container.encode(duration, forKey: .duration)
    try container.encodeIfPresent(healing, forKey: .healing)
    try container.encode(eventLimit, forKey: .eventLimit)
    try container.encode(ties, forKey: .ties)
  }
}
