/// The Raft state machine of one member (etcd raft raft.go).
///
/// The files named `Raft+...` hold its behaviour: one for each role, and one for each topic.
struct Raft: Sendable {
  let id: MemberID
  let options: RaftOptions

  var term: Term = 0
  var vote = MemberID.none
  var lead = MemberID.none
  var role = Role.follower
  var isLearner = false

  var log: RaftLog
  var members: Membership
  var votes = VoteTally()

  /// Read answers for the host.
  var readStates: [ReadState] = []
  /// To send at once.
  var messages: [Message] = []
  /// To send when what is in the log and the hard state now is durable.
  var messagesAfterAppend: [Message] = []
  /// The same, but to itself; apart from the others unless storage writes are asynchronous.
  var messagesToSelf: [Message] = []

  /// Whom leadership is being handed to.
  var leadTransferee = MemberID.none
  /// No configuration change is proposed before this index is applied.
  var pendingConfIndex: LogIndex = 0
  /// Payload that the leader has appended and that is not known to be applied.
  var uncommittedSize: UInt64 = 0
  var reads = ReadQueue()
  /// The same with `ReadConfirmation.context`.
  var contextReads = ContextReads()
  /// Reads that came before the first commit of the leader's term.
  var earlyReads: [Message] = []

  /// Ticks since the leader was heard or, on a leader, since the last quorum check.
  var electionElapsed = 0
  /// Ticks since the last heartbeat; leaders only.
  var heartbeatElapsed = 0
  /// Ticks without a leader after which this member campaigns.
  var electionTimeout = 0
  /// Election timeouts drawn so far.
  var timeoutDraws: UInt64 = 0

  var journal: Journal

  init(options: RaftOptions, storage: MemoryStorage) throws(OptionsError) {
    self.options = options
    id = options.id
    journal = Journal(isRecording: options.recordsEvents)
    log = RaftLog(
      storage: storage, maxApplyingSize: options.maxCommittedSizePerReady,
      mutations: options.mutations)
    var limits = InflightLimits(
      messages: options.maxInflightMessages, bytes: options.maxInflightBytes)
    limits.outliveReset = options.mutations.contains(.windowLeaks)
    members = Membership(limits: limits)
    let confState = storage.snapshot.confState
    do throws(ConfChangeError) {
      members = try members.restored(from: confState, lastIndex: log.lastIndex)
    } catch {
      throw .confState(confState)
    }
    if !members.configuration.confState.isEquivalent(to: confState) { throw .confState(confState) }
    switchTo(members)
    try loadHardState(storage.hardState)
    becomeFollower(term, lead: .none)
    let created = CoreEvent.created(
      peers: members.configuration.voters.all.members, hardState: hardState,
      applied: log.applied, last: log.last)
    journal.note(created)
  }

  private mutating func loadHardState(_ hardState: HardState) throws(OptionsError) {
    if !hardState.isEmpty {
      let allowed = log.committed...max(log.committed, log.lastIndex)
      if !allowed.contains(hardState.commit) {
        throw .commitOutOfRange(hardState.commit, allowed: allowed)
      }
      log.committed = hardState.commit
      term = options.mutations.contains(.forgetTermOnRestart) ? log.last.term : hardState.term
      vote = options.mutations.contains(.forgetVoteOnRestart) ? .none : hardState.vote
    }
    guard options.applied > 0 else { return }
    let allowed = log.applied...log.committed
    if !allowed.contains(options.applied) {
      throw .appliedOutOfRange(options.applied, allowed: allowed)
    }
    log.appliedTo(options.applied, size: 0, &journal)
  }

  var hardState: HardState { HardState(term: term, vote: vote, commit: log.committed) }

  var softState: SoftState { SoftState(lead: lead, role: role) }

  /// Whether the member may campaign: it is a voter, and its log is not being replaced.
  var isPromotable: Bool {
    guard let slot = members.progress.slot(of: id) else { return false }
    return !members.progress[slot].isLearner && log.unstable.snapshot == nil
  }

  /// Queues a message (etcd raft.go, send). Answers to appends and votes promise something that
  /// must be durable first.
  @inline(__always)
  mutating func send(_ message: consuming Message) {
    if message.from == .none { message.from = id }
    switch message.type {
    case .vote, .voteResponse, .preVote, .preVoteResponse:
      if message.term == 0 { return journal.fail(.termMissing(message.type)) }
    case .propose, .readIndex:
      break
    default:
      if message.term != 0 {
        return journal.fail(.termAlreadySet(message.type, message.term))
      }
      message.term = term
    }
    switch message.type {
    case .appendResponse, .voteResponse, .preVoteResponse:
      if message.to == id, !options.asyncStorageWrites {
        messagesToSelf.append(consume message)
      } else {
        messagesAfterAppend.append(consume message)
      }
    default:
      if message.to == id { return journal.fail(.messageToSelf(message.type)) }
      messages.append(consume message)
    }
  }
}
