import KeyValue
import RaftCore
import SimKernel

/// What a member wants done after an input; the buffers are reused by whoever drives it.
public struct MemberOutput: Sendable {
  public struct Outgoing: Sendable {
    public var message: Message
    /// The way of the append that this answers, for an append response; zeros otherwise.
    public var way: AppendTrace
    /// The state that goes with a snapshot message.
    public var state: StateSnapshot?
  }
  public struct AppliedWrite: Sendable {
    public var request: RequestID
    public var index: LogIndex
    public var result: Store.ApplyResult
  }
  public struct ServedRead: Sendable {
    public var request: RequestID
    public var trace: ReadTrace
  }
  public enum Refusal: Hashable, Sendable {
    /// Raft dropped the proposal: a leader transfer was under way, or the log is too far behind.
    case proposalDropped
    /// Commit runs too far ahead of apply ("etcdserver: too many requests").
    case tooManyRequests
    /// The leader changed under a linearizable read ("etcdserver: leader changed").
    case leaderChanged
    /// A read round had no answer in time ("etcdserver: request timed out").
    case timedOut
  }
  public enum RoleChange: Hashable, Sendable {
    case leader(Term)
    /// It led and does not any more.
    case steppedDown
    case preCandidate(Term)
    case candidate(Term)
  }

  public var messages: [Outgoing] = []
  /// Writes of clients of this member that it applied.
  public var writes: [AppliedWrite] = []
  public var reads: [ServedRead] = []
  public var refusals: [(request: RequestID, reason: Refusal)] = []
  /// Answers to operators' changes of the membership; nil when applied.
  public var membership: [(request: RequestID, problem: MembershipError?)] = []
  /// Members that sent a message though they were removed; they are to be told.
  public var strangers: [MemberID] = []
  /// It applied its own removal and is to stop a second later (etcd server.go, stopWithDelay).
  public var isRemoved = false
  public var roleChanges: [RoleChange] = []
  /// With asynchronous storage: what is to be made durable, in order; `appendCompleted` must be
  /// called for each.
  public var appends: [Message] = []
  /// An fsync was begun; `syncCompleted` must be called after this long.
  public var sync: SimDuration?
  /// Applying was begun; `applyCompleted` must be called after this long.
  public var apply: SimDuration?
  /// Entries applied, in order: (index, digest, mutation bytes present).
  public var applied: [AppliedEntry] = []
  /// Leases that it applied the end of, with how many keys went with each and the entry's index.
  public var revoked: [(lease: KeyLeaseID, keys: Int, index: LogIndex)] = []
  /// Leases were granted or ended, or another member is to look after them.
  public var leasesChanged = false
  /// Its watches were told of something.
  public var hasWatchNews = false
  /// A linearizable read waits for the leader; `retryRead` is wanted at this instant.
  public var readRetry: SimTime?

  public struct AppliedEntry: Sendable {
    public var index: LogIndex
    public var digest: UInt64
    /// Encoded head and mutations; empty for the empty entry of a new term.
    public var data: [UInt8]
    /// False when nothing changed: a comparison failed, or what was deleted did not exist.
    public var changed: Bool
    /// The store's revision afterwards.
    public var revision: Revision
    /// How the store answered; nil for the empty entry.
    public var result: Store.ApplyResult?
  }

  public init() {}

  public mutating func removeAll() {
    messages.empty()
    writes.empty()
    reads.empty()
    refusals.empty()
    membership.empty()
    strangers.empty()
    isRemoved = false
    roleChanges.empty()
    appends.empty()
    applied.empty()
    revoked.empty()
    leasesChanged = false
    hasWatchNews = false
    sync = nil
    apply = nil
    readRetry = nil
  }
}

extension Array {
  /// Removes all elements and keeps the room. Most often there are none or few, for which the
  /// standard library's way is dear.
  @inline(__always) mutating func empty() {
    if count > 4 { return removeAll(keepingCapacity: true) }
    while !isEmpty { removeLast() }
  }
}

/// When a linearizable read passed its stations.
public struct ReadTrace: Hashable, Sendable {
  /// Arrived at the member and joined the next round.
  public var queued = SimTime.zero
  /// The member asked for a read index.
  public var roundStarted = SimTime.zero
  /// The leader took the question up, and had a quorum's word that it leads.
  public var atLeader = SimTime.zero
  public var confirmed = SimTime.zero
  /// The member learned the read index.
  public var indexKnown = SimTime.zero
  /// Whose answer confirmed the leader.
  public var decider: MemberID = .none
  public init() {}
}
