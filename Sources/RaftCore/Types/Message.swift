/// The kinds of message between members, and between a member and its storage threads (etcd
/// raftpb, MessageType; the raw values are those of the wire).
public enum MessageType: UInt8, Hashable, Sendable, CaseIterable {
  case hup, beat, propose, append, appendResponse, vote, voteResponse, snapshot, heartbeat
  case heartbeatResponse, unreachable, snapshotStatus, checkQuorum, transferLeader, timeoutNow
  case readIndex, readIndexResponse, preVote, preVoteResponse, storageAppend
  case storageAppendResponse, storageApply, storageApplyResponse, forgetLeader

  // The synthesized comparison goes through memory and keeps what surrounds the value alive.
  @inlinable
  public static func == (left: MessageType, right: MessageType) -> Bool {
    left.rawValue == right.rawValue
  }

  /// Whether only the member itself or its storage threads may step it (etcd raft util.go).
  public var isLocal: Bool {
    switch self {
    case .hup, .beat, .unreachable, .snapshotStatus, .checkQuorum, .storageAppend,
      .storageAppendResponse, .storageApply, .storageApplyResponse:
      true
    default: false
    }
  }

  /// Whether it answers a request, so that its sender must be a known member.
  public var isResponse: Bool {
    switch self {
    case .appendResponse, .voteResponse, .heartbeatResponse, .unreachable, .readIndexResponse,
      .preVoteResponse, .storageAppendResponse, .storageApplyResponse:
      true
    default: false
    }
  }
}

/// The extra word that some messages carry.
@frozen
public enum MessageContext: Hashable, Sendable {
  case none
  /// On a vote request: the old leader asked for this election, so leases do not stand against it
  /// (thesis §3.10).
  case campaignTransfer
  /// On a heartbeat and its answer: the newest read that waits for a quorum (etcd read_only.go).
  case readPosition(UInt64)

  /// Bytes on the wire.
  var size: UInt64 {
    switch self {
    case .none: 0
    case .campaignTransfer: 16
    case .readPosition: 8
    }
  }
}

/// One message. Fields that a type does not use stay 0 or empty.
@frozen
public struct Message: Equatable, Sendable {
  // Ordered by size, so that it has no holes.
  public var to: MemberID
  public var from: MemberID
  /// The sender's term; 0 for local messages, proposals and reads.
  public var term: Term
  /// Term of the entry at `index`; in a refusal, of that at `rejectHint`.
  public var logTerm: Term
  /// The entry before `entries`, the last acknowledged one, or the candidate's last one.
  public var index: LogIndex
  /// The sender's commit index, bounded by what the receiver is known to hold.
  public var commit: LogIndex
  /// Vote to store; on the way to the append thread only.
  public var vote: MemberID
  /// In a refusal: where the receiver's log may still match.
  public var rejectHint: LogIndex
  public var entries: [Entry]
  // Spelt out, because `?` would store nil before the initialiser stores the value.
  @usableFromInline var extras: Optional<MessageExtras>
  public var context: MessageContext
  public var type: MessageType
  /// A refusal, or the failure of a reported snapshot.
  public var reject: Bool

  @inlinable
  public init(
    _ type: MessageType, to: MemberID = .none, from: MemberID = .none, term: Term = 0,
    logTerm: Term = 0, index: LogIndex = 0, entries: [Entry] = [], commit: LogIndex = 0,
    vote: MemberID = .none, snapshot: Snapshot? = nil, reject: Bool = false,
    rejectHint: LogIndex = 0, context: MessageContext = .none, responses: [Message] = []
  ) {
    self.to = to
    self.from = from
    self.term = term
    self.logTerm = logTerm
    self.index = index
    self.commit = commit
    self.vote = vote
    self.rejectHint = rejectHint
    self.entries = entries
    extras = MessageExtras.wanted(snapshot, responses)
    self.context = context
    self.type = type
    self.reject = reject
  }

  /// Setting it allocates.
  public var snapshot: Snapshot? {
    get { extras?.snapshot }
    set { extras = MessageExtras(snapshot: newValue, responses: responses) }
  }

  /// What the append and apply threads send when their work is durable. Setting it allocates.
  public var responses: [Message] {
    get { extras?.responses ?? [] }
    set { extras = MessageExtras(snapshot: snapshot, responses: newValue) }
  }

  /// Whether it goes to one of the member's own storage threads.
  public var isForStorageThread: Bool { to.isStorageThread }

  /// Size in bytes as protobuf encodes the message, without the responses, which stay on the node.
  /// O(entries).
  public var encodedSize: UInt64 {
    var size: UInt64 = 2 + (reject ? 2 : 0)
    func count(_ value: UInt64) { if value > 0 { size += 1 + varintSize(value) } }
    count(to.rawValue)
    count(from.rawValue)
    count(term.rawValue)
    count(logTerm.rawValue)
    count(index.rawValue)
    count(commit.rawValue)
    count(vote.rawValue)
    count(rejectHint.rawValue)
    for entry in entries {
      let length = entry.encodedSize
      size += 1 + varintSize(length) + length
    }
    if context.size > 0 { size += 2 + context.size }
    if let snapshot { size += 16 + snapshot.dataSize }
    return size
  }
}

/// What only few messages carry, apart from the others so that those stay narrow.
@usableFromInline
final class MessageExtras: Equatable, Sendable {
  @usableFromInline let snapshot: Snapshot?
  @usableFromInline let responses: [Message]

  @usableFromInline
  init(snapshot: Snapshot?, responses: [Message]) {
    self.snapshot = snapshot
    self.responses = responses
  }

  /// The extras of a message, if there is anything to hold.
  @inlinable
  static func wanted(_ snapshot: Snapshot?, _ responses: [Message]) -> MessageExtras? {
    snapshot == nil && responses.isEmpty
      ? nil : MessageExtras(snapshot: snapshot, responses: responses)
  }

  @usableFromInline
  static func == (left: MessageExtras, right: MessageExtras) -> Bool {
    left.snapshot == right.snapshot && left.responses == right.responses
  }
}
