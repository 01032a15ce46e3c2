/// Faults to plant in the host of the core, in order to see whether tests find them; none by
/// default.
///
/// Each has one site. Numbers as in `CoreMutations`. Nothing that reads a scenario can set them.
public struct HostMutations: OptionSet, Hashable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  private init(bit: UInt64) { rawValue = 1 << bit }

  /// Acknowledges appends before their entries are durable. (B04a, 3; etcd#14370)
  public static let ackBeforeSync = HostMutations(bit: 0)
  /// Answers a candidate before the vote is durable. (B02b, 2; thesis §3.8)
  public static let voteBeforeSync = HostMutations(bit: 1)
  /// Asks a read again under the same context, and Raft tells reads by their context. (B18;
  /// etcd#20418)
  public static let staleReadContext = HostMutations(bit: 2)
  /// A snapshot taken in counts for one entry more than its state reflects. (22)
  public static let snapshotIndexOffByOne = HostMutations(bit: 3)
  /// A snapshot carries the node's configuration, not that of its index. (B14b; etcd#13741)
  public static let snapshotConfOfOtherIndex = HostMutations(bit: 4)
  /// What a store reflects already is applied once more after a restart. (B25a; etcd#13766)
  public static let reapplyAfterRestart = HostMutations(bit: 5)
  /// After a restart one entry too many is taken for applied. (B25b; etcd#13766)
  public static let skipAfterRestart = HostMutations(bit: 6)
  /// Serves a read as soon as its index is known, applied or not. (thesis §6.4, step 4)
  public static let readBeforeApply = HostMutations(bit: 7)
}
