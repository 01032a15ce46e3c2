import SimKernel

/// One thing that goes wrong: a record of a plan, to be printed, edited, cut out and replayed.
public struct Fault: Hashable, Sendable {
  /// Unique in its plan, 0 to `Fault.idLimit - 1`. Random draws on behalf of the fault are keyed
  /// by it, so it stays when other faults go.
  public var id: Int
  public var start: FaultStart
  public var kind: FaultKind
  public var target: FaultTarget
  public var numbers: FaultNumbers
  /// What numbers cannot say: kinds of messages, names of options and commands, the effect at
  /// which a node crashes.
  public var words: [String]
  /// How long it lasts; nil for until the run heals.
  public var duration: SimDuration?

  public init(
    id: Int, _ kind: FaultKind, _ target: FaultTarget, at start: FaultStart,
    for duration: SimDuration? = nil, numbers: FaultNumbers = [:], words: [String] = []
  ) {
    self.id = id
    self.start = start
    self.kind = kind
    self.target = target
    self.numbers = numbers
    self.words = words
    self.duration = duration
  }

  /// One more than the largest ID.
  public static var idLimit: Int { 100_000 }

  /// The number called `parameter`, or what the kind takes instead.
  public func number(_ parameter: FaultParameter) -> Int64 {
    numbers[parameter] ?? kind.rule.numbers.first { $0.parameter == parameter }?.byDefault ?? 0
  }
}

/// When a fault begins.
public enum FaultStart: Hashable, Sendable {
  case at(SimTime)
  case when(FaultTrigger)
}

/// A moment that is recognised rather than timed. Those that look at a node need its probe. Each
/// happens once in a run at most.
public enum FaultTrigger: Hashable, Sendable {
  /// The `n`-th time, from 1, that a node becomes leader.
  case leaderElected(Int)
  /// A node's log reaches index `index` for the first time.
  case entryAppended(UInt64)
  /// A node knows index `index` to be committed for the first time.
  case commitAdvanced(UInt64)
  case snapshotSending
  case configEntryUnapplied
  /// A node believes to hold a lease that ends within this time of its own clock.
  case leaseWithin(SimDuration)
  /// Another fault began this long ago.
  case after(fault: Int, SimDuration)
}

/// Whom a fault hits.
public enum FaultTarget: Hashable, Sendable {
  case all
  case nodes([NodeID])
  case links([Link])
  /// The links between nodes of different groups; a node in no group keeps all of its links.
  case groups([[NodeID]])
  /// All nodes of the regions; of links, those from one of them to another region.
  case regions([Int])
  /// Of the nodes that are up when the fault begins, the one that most recently became leader; of
  /// subjects without a probe, the one that most recently served a client.
  case leader
  /// The node that pulled the trigger.
  case trigger
}

/// All that goes wrong in a run.
public struct FaultPlan: Hashable, Sendable, Codable {
  /// In any order; what happens at one instant happens in the order of IDs.
  public var faults: [Fault]

  public init(_ faults: [Fault] = []) { self.faults = faults }

  public init(from decoder: any Decoder) throws {
    faults = try decoder.singleValueContainer().decode([Fault].self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(faults)
  }
}
