/// What a member must not forget over a restart (Raft figure 2, persistent state).
@frozen
public struct HardState: Hashable, Sendable {
  public var term: Term
  /// Who got this member's vote in `term`.
  public var vote: MemberID
  /// Highest index known to be committed; only a hint after a restart, but never too high.
  public var commit: LogIndex

  @inlinable
  public init(term: Term = 0, vote: MemberID = .none, commit: LogIndex = 0) {
    self.term = term
    self.vote = vote
    self.commit = commit
  }

  /// Whether nothing was ever stored.
  @inlinable
  public var isEmpty: Bool { self == HardState() }
}

/// What a member does in its group at present (Raft figure 4, thesis §9.6).
public enum Role: UInt8, Hashable, Sendable {
  case follower, candidate, leader, preCandidate

  // The synthesized comparison goes through memory and keeps what surrounds the value alive.
  @inlinable
  public static func == (left: Role, right: Role) -> Bool { left.rawValue == right.rawValue }
}

/// What a host may want to watch, but need not store.
@frozen
public struct SoftState: Hashable, Sendable {
  /// The leader that this member follows, or itself; `none` if unknown.
  public var lead: MemberID
  public var role: Role

  @inlinable
  public init(lead: MemberID = .none, role: Role = .follower) {
    self.lead = lead
    self.role = role
  }
}

/// The answer to one linearizable read (thesis §6.4).
@frozen
public struct ReadState: Hashable, Sendable {
  /// The read may be answered from a state machine that has applied at least this index.
  public var index: LogIndex
  /// The context given to `readIndex(context:)`.
  public var context: [UInt8]

  @inlinable
  public init(index: LogIndex, context: [UInt8]) {
    self.index = index
    self.context = context
  }
}
