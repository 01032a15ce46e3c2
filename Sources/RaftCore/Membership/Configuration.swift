/// The two halves of a configuration; outgoing is empty except while it is joint (Raft §6).
public struct JointVoters: Hashable, Sendable {
  public var incoming: MemberSet
  public var outgoing: MemberSet

  public init(incoming: MemberSet = [], outgoing: MemberSet = []) {
    self.incoming = incoming
    self.outgoing = outgoing
  }

  public var isJoint: Bool { !outgoing.isEmpty }

  public func contains(_ member: MemberID) -> Bool {
    incoming.contains(member) || outgoing.contains(member)
  }

  /// The voters of both halves, ascending. Allocates if joint.
  public var all: MemberSet { outgoing.isEmpty ? incoming : incoming.union(outgoing) }

  /// Whether one voter decides alone.
  public var isSingleton: Bool { incoming.count == 1 && outgoing.isEmpty }
}

/// Who takes part in a group, and how (etcd tracker.go, Config).
public struct Configuration: Hashable, Sendable {
  public internal(set) var voters = JointVoters()
  public internal(set) var learners: MemberSet = []
  /// Outgoing voters that become learners when the joint configuration is left.
  public internal(set) var learnersNext: MemberSet = []
  /// Whether the leader leaves the joint configuration by itself; false unless joint.
  public internal(set) var autoLeave = false

  public init() {}

  /// What a snapshot stores of it.
  public var confState: ConfState {
    ConfState(
      voters: voters.incoming.members, votersOutgoing: voters.outgoing.members,
      learners: learners.members, learnersNext: learnersNext.members, autoLeave: autoLeave)
  }
}
