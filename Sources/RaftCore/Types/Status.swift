/// How the leader replicates to one member (etcd tracker/state.go).
public enum ReplicationState: UInt8, Hashable, Sendable {
  /// One append at a time, until the common prefix is known.
  case probe
  /// Appends follow each other without waiting.
  case replicate
  /// A snapshot is under way; no appends.
  case snapshot

  // The synthesized comparison goes through memory and keeps what surrounds the value alive.
  @inlinable
  public static func == (left: ReplicationState, right: ReplicationState) -> Bool {
    left.rawValue == right.rawValue
  }
}

/// What a leader knows of one member, at one moment.
public struct ProgressStatus: Hashable, Sendable {
  public var id: MemberID
  public var state: ReplicationState
  /// Highest index known to be in the member's log.
  public var match: LogIndex
  /// The index to send next.
  public var next: LogIndex
  public var isLearner: Bool
  /// Whether no appends with entries go out at present.
  public var isPaused: Bool
  /// Index of the snapshot under way, or 0.
  public var pendingSnapshot: LogIndex
  /// Whether the member was heard since the last quorum check.
  public var isRecentlyActive: Bool
  /// Appends under way.
  public var inflightCount: Int
  public var isInflightFull: Bool
}

/// Everything that a look from outside may want to see of a member, at one moment.
public struct Status: Equatable, Sendable {
  public var id: MemberID
  public var hardState: HardState
  public var softState: SoftState
  public var applied: LogIndex
  public var leadTransferee: MemberID
  public var configuration: Configuration
  /// By ascending id; empty unless leader.
  public var progress: [ProgressStatus]
}
