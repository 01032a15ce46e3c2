import SimKernel

/// One fault: what, to whom, when, for how long. The run never decides to inject one by itself.
public struct FaultPlan: Hashable, Sendable {
  public enum Start: Hashable, Sendable {
    case at(SimDuration)
    /// When the n-th leader of a group was elected (the first is 1); any group when nil.
    case leaderElected(Int, group: Int?)
    /// When a group's leader commits this log index.
    case commitReached(Int, group: Int?)
    /// This long after another fault began (index in the plan).
    case afterFault(Int, delay: SimDuration)
  }
  public enum MemberTarget: Hashable, Sendable {
    case member(group: Int, member: Int)
    /// Whoever leads the group when the fault strikes.
    case leader(group: Int)
    /// Every member (and federation agent) of a region.
    case region(Int)
  }
  public enum Kind: Hashable, Sendable {
    /// The process dies; unsynced writes are lost; restarts when the fault ends.
    case crash(MemberTarget)
    /// All of the region's members and clients' access are gone until the fault ends.
    case regionLoss(region: Int)
    /// No packet passes from the sources to the targets; with `bothWays` nor back.
    case partition(from: [Endpoint], to: [Endpoint], bothWays: Bool)
    /// The link's median one-way delay becomes this (each way when both).
    case linkDelay(from: Int, to: Int, oneWay: SimDuration, bothWays: Bool)
    case linkLoss(from: Int, to: Int, partsPerMillion: Int64, bothWays: Bool)
    /// The process stops handling events; timers and mail pile up, then burst.
    case pause(MemberTarget)
    /// Each fsync takes this much longer.
    case slowDisk(MemberTarget, extra: SimDuration)
    /// Leadership is handed to the named member (an operator's `move-leader`); instantaneous.
    case transferLeader(group: Int, member: Int)
    /// A service's endpoints in one group go to `ready` and come back when the fault ends.
    case endpoints(service: Int, group: Int, ready: Int)
  }
  /// One side of a partition.
  public enum Endpoint: Hashable, Sendable {
    /// Everything in a region.
    case region(Int)
    case member(group: Int, member: Int)
  }

  public var kind: Kind
  public var start: Start
  /// nil: until the end of the run.
  public var duration: SimDuration?
  /// Short name for charts: "cut eu-west-1".
  public var text: String

  public init(kind: Kind, start: Start, duration: SimDuration?, text: String) {
    self.kind = kind
    self.start = start
    self.duration = duration
    self.text = text
  }
}
