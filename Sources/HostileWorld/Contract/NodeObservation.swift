import SimKernel

/// What a node tells the checks about a step it takes, beyond its probe: the full-depth view.
///
/// Notes are effects without effect: they reach the observer in order with the node's sends and
/// writes, never another node, and a run goes the same with and without them. Digests are the
/// subject's own; equal content must have equal digests, the same for an entry that is appended
/// as for one that is applied.
///
/// Notes tell what happened in the order in which it happened, in the handler in which it
/// happened, and before the sends that tell others of it: a crash at a step drops what follows.
/// Within a handler: `recovered` and `appliedConfiguration` first after every start; `durable`
/// and `durableVote` when the disk says so, before the acknowledgement, vote or commit that rests
/// on them; `committed` whenever the node's commit moves, also by a leader, before anything that
/// says so to others; `writeApplied` before the `applied` of its index.
@frozen public enum NodeObservation: Hashable, Sendable {
  /// It cast a vote, as a message says that leaves now.
  case voted(term: UInt64, candidate: NodeID, isPreVote: Bool)
  /// It begins to campaign.
  case campaigned(term: UInt64, isPreVote: Bool, hasUnappliedConfiguration: Bool)
  /// It appended an entry to its log.
  case appended(index: UInt64, term: UInt64, digest: UInt64)
  /// It dropped its entries from `from` on.
  case truncated(from: UInt64)
  /// Its log is known to be durable up to `index`, whose entry has `term`.
  case durable(index: UInt64, term: UInt64)
  /// Its term and vote are known to be durable.
  case durableVote(term: UInt64, candidate: NodeID?)
  /// It told `leader` that it holds everything up to `index`.
  case acknowledged(term: UInt64, index: UInt64, leader: NodeID)
  /// It learned that everything up to `index`, whose entry has `term`, is committed.
  case committed(index: UInt64, term: UInt64)
  /// It applied an entry; `state` is the digest of its state machine afterwards, 0 if unknown.
  case applied(index: UInt64, term: UInt64, digest: UInt64, state: UInt64)
  /// It appended, or met again at restart, a configuration at `index`.
  case configured(index: UInt64, NodeConfiguration)
  /// It acts by this configuration from now on.
  case appliedConfiguration(index: UInt64, NodeConfiguration)
  /// It took a snapshot of its state up to `index`.
  case snapshotTaken(index: UInt64, term: UInt64, state: UInt64)
  /// It replaced its state by a snapshot from another node.
  case snapshotInstalled(index: UInt64, term: UInt64, state: UInt64)
  /// It served a read at `index` that a client had asked for with `request`.
  case readServed(request: RequestID, index: UInt64)
  /// It applied the client's write `request` at `index`.
  case writeApplied(request: RequestID, index: UInt64)
  /// It came back with this durable term, vote and last index.
  case recovered(term: UInt64, candidate: NodeID?, lastIndex: UInt64, lastTerm: UInt64)
  /// It sends an append to `peer`, of which `inFlight`, this one included, are under way; its
  /// window holds `limit`, 0 for no limit.
  case appending(peer: NodeID, inFlight: Int, limit: Int)
  /// It sends a snapshot to `peer`; `isHeard` says whether it counts the peer as alive.
  case sendingSnapshot(peer: NodeID, index: UInt64, isHeard: Bool)
  /// What its key-value store does.
  indirect case store(StoreNote)
  /// A point in its code was reached; the number is the subject's.
  case mark(Int)
}

/// Who counts: voters, the outgoing voters of a joint configuration, learners.
@frozen public struct NodeConfiguration: Hashable, Sendable {
  public var voters: NodeSet
  /// Empty unless joint.
  public var outgoing: NodeSet
  public var learners: NodeSet
  /// Whether a joint configuration is to be left without anybody asking for it.
  public var leavesByItself: Bool

  @inlinable public init(
    voters: NodeSet, outgoing: NodeSet = NodeSet(), learners: NodeSet = NodeSet(),
    leavesByItself: Bool = false
  ) {
    self.voters = voters
    self.outgoing = outgoing
    self.learners = learners
    self.leavesByItself = leavesByItself
  }
}
