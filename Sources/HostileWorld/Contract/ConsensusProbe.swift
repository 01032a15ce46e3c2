import SimKernel

/// A node's part in its group.
@frozen public enum NodeRole: String, Hashable, Sendable, CaseIterable {
  case follower, preCandidate, candidate, leader, learner

  /// F, P, C, L or N, as diagrams draw it.
  public var letter: String {
    switch self {
    case .follower: "F"
    case .preCandidate: "P"
    case .candidate: "C"
    case .leader: "L"
    case .learner: "N"
    }
  }
}

/// What a node shows of itself after each event. Term, role and commit are enough for the checks
/// of elections; the rest is there for triggers and deeper checks, and may be left alone.
@frozen public struct ConsensusProbe: Hashable, Sendable {
  /// Raft's term, a ballot, a view.
  public var term: UInt64
  public var role: NodeRole
  /// Highest index known to be committed.
  public var commit: UInt64
  /// Highest index in the log.
  public var lastIndex: UInt64
  /// Highest index applied.
  public var applied: UInt64
  /// It holds a configuration entry that it has not applied.
  public var hasUnappliedConfiguration: Bool
  /// It is sending a snapshot.
  public var isSendingSnapshot: Bool
  /// End of the lease it believes it holds, on its own clock.
  public var leaseEnd: SimTime?

  @inlinable public init(
    term: UInt64, role: NodeRole, commit: UInt64 = 0, lastIndex: UInt64 = 0, applied: UInt64 = 0,
    hasUnappliedConfiguration: Bool = false, isSendingSnapshot: Bool = false,
    leaseEnd: SimTime? = nil
  ) {
    self.term = term
    self.role = role
    self.commit = commit
    self.lastIndex = lastIndex
    self.applied = applied
    self.hasUnappliedConfiguration = hasUnappliedConfiguration
    self.isSendingSnapshot = isSendingSnapshot
    self.leaseEnd = leaseEnd
  }
}
