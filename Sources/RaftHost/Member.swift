import KeyValue
import RaftCore
import SimKernel

/// One etcd member: its Raft, its disk and its store, and the loop that joins them.
///
/// The loop is etcd's (server/etcdserver/raft.go): take a Ready; apply what is committed; as leader
/// send at once, in parallel with the own fsync; as follower send after the fsync; then advance and
/// look again. While an fsync is under way messages are stepped, but the next Ready waits.
///
/// A member is driven from outside: every input method appends what must be done to an output.
public struct Member: Sendable {
  public internal(set) var options: MemberOptions
  public internal(set) var node: RawNode
  public internal(set) var store = Store()
  /// When leases run out, as far as this member is the one that knows.
  public internal(set) var lessor = KeyLessor()
  var revokes = Revokes()
  /// The watches of its clients.
  public internal(set) var watches = WatchHub()
  /// Last entry the store reflects (etcd consistent_index).
  public internal(set) var appliedIndex: LogIndex
  /// Who belongs to the cluster as of `appliedIndex`.
  public internal(set) var roster: Roster
  public internal(set) var isUp = true
  /// Lives so far; completions of an earlier life are void.
  public internal(set) var incarnation: UInt32 = 0
  public var disk: Disk

  var ready = Ready()
  var phase = Phase.idle
  /// Whether it led when the Ready under way was taken: a leader's messages have gone already.
  var ledAtReady = false
  var appends = AppendWays()
  var reads = ReadRounds()
  /// Writes that came while no leader was known (etcd blocks them in Propose).
  var leaderless: [(request: RequestID, entry: Entry, since: SimTime)] = []
  var lastRole = Role.follower
  var lastHeartbeatAnswer = (from: MemberID.none, at: SimTime.zero)
  /// The leader that the last Ready told of (etcd raftNode.lead).
  var toldLeader = MemberID.none
  /// Index of the last snapshot taken or installed.
  var snapshotBase: LogIndex = 0

  var applyQueue = ApplyQueue()
  var slowCommits = SlowBackendCommits()
  /// Last index that Raft handed out for applying.
  var handedOut: LogIndex = 0
  /// Last change of the membership that waits in the queue; 0 for none.
  var handedConfChange: LogIndex = 0
  /// Whether that may be a joint one, which a leader too applies before it moves on.
  var handedJointChange = false
  /// Last entry that went through the state machine in this life, new or not, and the term there.
  public internal(set) var replayedIndex: LogIndex = 0
  var appliedTerm: Term = 0
  /// Committed changes of the membership that had no effect; durable like the store.
  var refusedChanges: [LogIndex] = []
  var publishAgainAt = SimTime.zero

  /// Snapshot messages of Raft's that wait for the end of the apply queue.
  var snapshotsWanted: [Message] = []
  /// Snapshots that are on their way to other members.
  public internal(set) var snapshotsUnderway = 0
  var logHeldUntil = SimTime.zero
  /// States that came with snapshots which Raft has not taken, or not made durable.
  var incomingStates: [StateSnapshot] = []
  /// The state of a durable snapshot, until the store is replaced by it.
  var durableState: StateSnapshot?

  /// Appends that are not durable and applies that are not made, of those that asynchronous
  /// storage was asked for.
  var appending: [Message] = []
  var applying: [Message] = []

  /// Where the Raft loop stands.
  enum Phase: Sendable {
    case idle
    /// An fsync is under way.
    case persisting
    /// A follower holds its answers back until a change of the membership is applied.
    case awaitingApply
    /// See `failure`.
    case failed
  }
  /// What it did with its core, for those who tell a run step by step; nil for nobody.
  var notes: [CoreNote]?

  /// Why the member stopped for good in this life, if it did: its core met a fault, or its storage
  /// contradicts its core. etcd panics there.
  public internal(set) var failure: String?

  /// A member that starts for the first time. Throws when the options cannot make a Raft node.
  /// One that joins later is not up, knows the cluster's first members, and learns of the rest
  /// from the log or a snapshot.
  public init(
    options: MemberOptions, disk: Disk, joinsLater: Bool = false
  ) throws(OptionsError) {
    self.options = options
    self.disk = disk
    store = Store(options: options.store)
    watches = WatchHub(options: options.watches)
    isUp = !joinsLater
    roster = Roster(options.confState)
    let storage = MemoryStorage(confState: options.confState)
    node = try RawNode(
      options: options.raftOptions(incarnation: 0, applied: 0), storage: storage)
    appliedIndex = 0
  }

  public var id: MemberID { options.id }
  public var isLeader: Bool { isUp && node.isLeader }
  /// The leader it knows, or `.none`.
  public var knownLeader: MemberID { node.lead }

  /// One heartbeat interval passed.
  public mutating func tick(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    node.tick()
    if keepsNotes { note(.tick) }
    retryReadIfDue(at: now, books: &books, output: &output)
    runLoop(at: now, books: &books, output: &output)
  }

  /// Campaigns at once, as a member does that was told to by an operator.
  public mutating func campaign(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    node.campaign()
    if keepsNotes { note(.request(Message(.hup))) }
    runLoop(at: now, books: &books, output: &output)
  }

  /// Hands leadership to `member` (etcd MoveLeader); ignored unless this member leads.
  public mutating func transferLeadership(
    to member: MemberID, at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    node.transferLeadership(to: member)
    if keepsNotes { note(.request(Message(.transferLeader, from: member))) }
    runLoop(at: now, books: &books, output: &output)
  }

  /// A client's transaction arrived. Its answer comes as a `writes` or `refusals` output.
  public mutating func propose(
    _ mutations: [Mutation], request: RequestID, at now: SimTime, books: inout GroupBooks,
    output: inout MemberOutput
  ) {
    var data = EntryHead.encode(
      request, server: id, incarnation: incarnation,
      capacity: mutations.count * CommandCoding.stride)
    var omitted: UInt32 = 0
    for mutation in mutations {
      CommandCoding.append(mutation, to: &data)
      omitted += mutation.valueSize
    }
    submit(
      Entry(data: data, omittedBytes: omitted), request: request, at: now, books: &books,
      output: &output)
  }

  /// A client's linearizable read arrived. Its answer comes as a `reads` output.
  public mutating func readLinearizably(
    _ request: RequestID, at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    reads.next.append(ReadRounds.Waiting(request: request, queued: now))
    beginReadRound(at: now, books: &books)
    runLoop(at: now, books: &books, output: &output)
  }

  func proposalRange(after last: LogIndex) -> ClosedRange<UInt64>? {
    node.lastIndex > last ? last.rawValue + 1...node.lastIndex.rawValue : nil
  }

  /// Notes what this leader appended since its log ended at `last`.
  func noteProposals(after last: LogIndex, at now: SimTime, books: inout GroupBooks) {
    guard node.isLeader, let range = proposalRange(after: last) else { return }
    books.commits.proposed(range, by: id, commit: node.commit, at: now)
  }

  mutating func propose(
    _ entry: Entry, request: RequestID, at now: SimTime, books: inout GroupBooks,
    output: inout MemberOutput
  ) {
    let last = node.lastIndex
    do throws(StepError) {
      try node.propose([entry])
    } catch {
      output.refusals.append((request, .proposalDropped))
    }
    if keepsNotes { noteRequest(.propose, entry) }
    noteProposals(after: last, at: now, books: &books)
  }
}

/// What a group's observers remember of its traffic.
public struct GroupBooks: Sendable {
  public var commits: CommitTraceBook
  public var reads = ReadTraceBook()

  /// Books that hold the traces of the latest `capacity` entries, a power of two.
  public init(capacity: Int = 4_096) { commits = CommitTraceBook(capacity: capacity) }
}
