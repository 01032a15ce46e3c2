import HostileWorld
import KeyValue
import RaftCore
import RaftHost
import SimKernel

/// A member of our own etcd-like cluster in a hostile world: `RaftHost.Member`, and with it the
/// Raft core and the store, on a disk that forgets what was not synced.
///
/// All that survives a crash is in its files: the write-ahead log, and the state machine's own
/// file, which is written now and then as etcd's backend is. A member that starts again is made
/// from them.
public struct RaftUnderTest: SimulatedNode {
  public typealias Options = RaftSubjectOptions

  enum Timer {
    static let tick: TimerKey = 1
    static let backend: TimerKey = 2
    static let readRetry: TimerKey = 3
    static let apply: TimerKey = 4
    static let snapshots: TimerKey = 5
    static let removed: TimerKey = 6
  }

  let id: NodeID
  let options: RaftSubjectOptions
  let life: UInt32
  var member: Member
  var books = GroupBooks(capacity: 64)
  var output = MemberOutput()
  /// A member that was removed from the cluster, or cannot go on, ignores everything.
  var isStopped = false
  /// What the member showed after its last event.
  public private(set) var probe: ConsensusProbe?

  /// Numbers what this life sends.
  var sent: UInt64 = 0
  var deliveries = DeliveryFilter()
  var requests = PendingRequests()
  var files: MemberFiles
  var told: ToldState
  var storeBooks = StoreBooks()
  var marks: MarkWatch
  /// Snapshots that came with their state, until they are put in place.
  var incoming: [IncomingSnapshot] = []
  /// Snapshots under way to others.
  var outgoing: [(to: NodeID, number: UInt64, deadline: SimTime)] = []

  public init(
    id: NodeID, peers: [NodeID], options: RaftSubjectOptions, image: DurableImage,
    io: inout NodeIO<RaftPayload>
  ) {
    self.id = id
    self.options = options
    life = UInt32(clamping: io.incarnation)
    let voters = io.members.map(\.member)
    let confState = ConfState(voters: voters)
    var memberOptions = MemberOptions(id: id.member, confState: confState, options)
    memberOptions.electionSeed = io.uniform(below: 1 << 53)
    let recovered = MemberFiles.recover(image, initially: confState)
    files = recovered.files
    var failure: String?
    told = ToldState(recovered, members: io.members.count)
    do throws(OptionsError) {
      member = try Member(
        recovering: recovered.storage, applied: recovered.applied, options: memberOptions,
        disk: .waiting, incarnation: life, at: io.now, books: &books, output: &output)
    } catch {
      failure = "cannot start: \(error)"
      member = Self.emptyMember(memberOptions)
    }
    files.cutTornTails(recovered, &io)
    marks = MarkWatch(member)
    if recovered.hasTornTail { io.mark(.tornTailCut) }
    if recovered.storage.snapshot.index > 0 { io.mark(.recoveredFromSnapshot) }
    told.started(&member, &io)
    isStopped = member.roster.isRemoved(id.member)
    if let failure {
      isStopped = true
      io.panic("start", failure)
    }
    finish(&io)
    if !recovered.isNew { tellContent(&io) }
    io.setTimer(Timer.tick, after: options.heartbeat)
    io.setTimer(Timer.backend, after: options.backendInterval)
  }

  public static func set(
    _ option: String, to value: Int64, in options: inout RaftSubjectOptions
  ) -> Bool {
    options.set(option, to: value)
  }

  public mutating func step(
    _ event: NodeEvent<RaftPayload>, io: inout NodeIO<RaftPayload>
  ) {
    guard !isStopped else { return }
    output.removeAll()
    switch event {
    case .message(let payload, let sender): receive(payload, from: sender, &io)
    case .timer(let key): ring(key, &io)
    case .disk(let ticket, let outcome): completed(ticket, outcome, &io)
    case .client(let request): ask(request, &io)
    }
    finish(&io)
    if case .timer(Timer.tick) = event, !isStopped { tickStore(&io) }
  }

  public mutating func show() -> ConsensusProbe? { probe }

  // Mutating, as otherwise the whole node would be copied for it.
  private mutating func look() -> ConsensusProbe {
    let node = member.node
    let role: NodeRole =
      switch node.role {
      case .leader: .leader
      case .candidate: .candidate
      case .preCandidate: .preCandidate
      case .follower: node.isLearner ? .learner : .follower
      }
    return ConsensusProbe(
      term: node.term.rawValue, role: role, commit: node.commit.rawValue,
      lastIndex: node.lastIndex.rawValue,
      applied: min(member.appliedIndex, node.commit).rawValue,
      hasUnappliedConfiguration: told.hasConfiguration(after: member.replayedIndex),
      isSendingSnapshot: member.snapshotsUnderway > 0)
  }

  /// What stands in for a member that cannot start.
  private static func emptyMember(_ options: MemberOptions) -> Member {
    do throws(OptionsError) {
      return try Member(options: options, disk: .waiting)
    } catch {
      preconditionFailure("options \(options): \(error)")
    }
  }

  // MARK: Events

  private mutating func receive(
    _ payload: RaftPayload, from sender: NodeID, _ io: inout NodeIO<RaftPayload>
  ) {
    deliveries.heard(payload.life, from: sender)
    if let number = payload.arrived {
      return endSnapshot(
        at: outgoing.firstIndex { $0.number == number }, succeeded: true, io.now)
    }
    if payload.isForwarded, !deliveries.isFirst(payload, from: sender, to: life) {
      return io.mark(.copyDropped)
    }
    if let state = payload.state {
      incoming.removeAll { $0.state.applied == state.applied }
      if incoming.count >= 16 { incoming.remove(at: 8) }
      incoming.append(IncomingSnapshot(state: state, journal: payload.journal))
      send(.snapshotArrived(payload.number), to: sender, &io)
    }
    member.receive(
      payload.message, sent: io.now, way: AppendTrace(), state: payload.state, at: io.now,
      books: &books, output: &output)
  }

  private mutating func ring(_ key: TimerKey, _ io: inout NodeIO<RaftPayload>) {
    switch key {
    case Timer.tick:
      io.setTimer(Timer.tick, after: options.heartbeat)
      member.tick(at: io.now, books: &books, output: &output)
      revokeExpired(&io)
    case Timer.backend:
      io.setTimer(Timer.backend, after: options.backendInterval)
      files.flush(told.journal, upTo: member.node.lastDurable.index, &io)
    case Timer.readRetry:
      io.mark(.readRetried)
      member.retryRead(at: io.now, books: &books, output: &output)
    case Timer.apply: member.applyCompleted(at: io.now, books: &books, output: &output)
    case Timer.snapshots:
      while let late = outgoing.firstIndex(where: { $0.deadline <= io.now }) {
        io.mark(.snapshotGivenUp)
        endSnapshot(at: late, succeeded: false, io.now)
      }
      setSnapshotTimer(&io)
    case Timer.removed: isStopped = true
    default: break
    }
  }

  private mutating func endSnapshot(at place: Int?, succeeded: Bool, _ now: SimTime) {
    guard let place else { return }
    let ended = outgoing.remove(at: place)
    member.snapshotSent(
      to: ended.to.member, succeeded: succeeded, at: now, books: &books, output: &output)
  }

  private mutating func completed(
    _ ticket: DiskTicket, _ outcome: DiskOutcome, _ io: inout NodeIO<RaftPayload>
  ) {
    if case .failed(let failure) = outcome {
      isStopped = true
      return io.halt("disk \(failure.rawValue)")
    }
    switch files.completed(ticket, &io) {
    case .readyIsDurable:
      member.syncCompleted(at: io.now, books: &books, output: &output)
    case .appendsAreDurable(let count):
      for _ in 0..<count {
        member.appendCompleted(at: io.now, books: &books, output: &output)
      }
    case .other: break
    }
  }

  // MARK: What follows

  /// Does what the member asked for, and tells the checks.
  private mutating func finish(_ io: inout NodeIO<RaftPayload>) {
    var hasInstalled = false
    told.observe(&member, incoming, &io)
    if !output.roleChanges.isEmpty { told.observe(output, of: &member, &io) }
    marks.observe(&member, acting: told.configuration, output, &io)
    probe = look()
    if let installed = told.takeInstalled(&member, incoming) {
      files.installed(installed, &io)
      incoming.removeAll { $0.state.applied <= installed.index }
      storeBooks.watchers.restored(member)
      hasInstalled = true
    }
    tellStore(&io)
    if hasInstalled { tellContent(&io) }
    if let failure = member.failure {
      isStopped = true
      return io.panic(failure.filter { !$0.isNumber }, failure)
    }
    answer(&io)
    for message in output.messages { send(message, &io) }
    if output.sync != nil { persist(&io) }
    for append in output.appends { persist(append, &io) }
    if let marker = told.takeOwnSnapshot(&member, &io) {
      files.noteOwnSnapshot(marker, told.journal, upTo: member.node.lastDurable.index, &io)
    }
    setTimers(&io)
  }

  private mutating func persist(_ io: inout NodeIO<RaftPayload>) {
    let ready = member.readyUnderway
    let state = ready.hardState ?? member.node.durableState
    let snapshot = ready.snapshot
    let journal = snapshot.flatMap { snapshot in
      incoming.first { $0.state.applied == snapshot.index }?.journal
    }
    files.persist(state, ready.entries, snapshot, journal: journal, &io)
  }

  /// A write of the append thread's.
  private mutating func persist(_ append: Message, _ io: inout NodeIO<RaftPayload>) {
    let state = HardState(term: append.term, vote: append.vote, commit: append.commit)
    let journal = append.snapshot.flatMap { snapshot in
      incoming.first { $0.state.applied == snapshot.index }?.journal
    }
    files.enqueue(
      MemberFiles.Append(
        state: state.isEmpty ? nil : state, entries: append.entries, snapshot: append.snapshot,
        journal: journal), &io)
  }

  private mutating func setTimers(_ io: inout NodeIO<RaftPayload>) {
    if let retry = output.readRetry {
      io.setTimer(Timer.readRetry, after: max(.zero, retry - io.now))
    }
    if let apply = output.apply { io.setTimer(Timer.apply, after: apply) }
    if output.isRemoved { io.setTimer(Timer.removed, after: .seconds(1)) }
  }

  private mutating func setSnapshotTimer(_ io: inout NodeIO<RaftPayload>) {
    if let next = outgoing.map(\.deadline).min() {
      io.setTimer(Timer.snapshots, after: max(.zero, next - io.now))
    }
  }

  // MARK: Sending

  private mutating func send(
    _ content: RaftPayload.Content, to node: NodeID, _ io: inout NodeIO<RaftPayload>
  ) {
    sent += 1
    let peer = deliveries.life(of: node)
    io.send(RaftPayload(content: content, number: sent, life: life, peerLife: peer), to: node)
  }

  private mutating func send(
    _ outgoing: MemberOutput.Outgoing, _ io: inout NodeIO<RaftPayload>
  ) {
    guard let node = outgoing.message.to.node else { return }
    told.sends(outgoing.message, to: node, &io)
    let journal = outgoing.state == nil ? [] : told.journal
    send(.raft(outgoing.message, outgoing.state, journal), to: node, &io)
    if outgoing.state != nil {
      self.outgoing.append((node, sent, io.now + options.electionTimeout * 5))
      setSnapshotTimer(&io)
    }
  }
}

/// A snapshot that came from another member.
struct IncomingSnapshot: Sendable {
  var state: StateSnapshot
  /// The entries that make its state.
  var journal: [Entry]
}

extension NodeID {
  var member: MemberID { MemberID(UInt64(index) + 1) }
}

extension MemberID {
  var node: NodeID? { 1...UInt64(NodeID.limit) ~= rawValue ? NodeID(Int(rawValue) - 1) : nil }
}

extension Disk {
  /// One whose syncs end when the world's disk says so.
  static var waiting: Disk { Disk(durations: QuantileTable(constant: 1), seed: 0, key: 0) }
}

extension MemberOptions {
  init(id: MemberID, confState: ConfState, _ options: RaftSubjectOptions) {
    self.init(
      id: id, confState: confState, electionTicks: options.electionTicks,
      preVote: options.preVote, checkQuorum: options.checkQuorum,
      snapshotEvery: options.snapshotEvery, snapshotKeep: options.snapshotKeep,
      requestTimeout: options.electionTimeout * 10, electionSeed: 0)
    electionTimeout = options.electionTimeout
    applyCost = options.applyCost
    readRetryReusesContext = options.readRetryReusesContext
    maxSizePerMessage = options.maxSizePerMessage
    maxCommittedSizePerReady = options.maxCommittedSizePerReady
    maxInflightMessages = options.maxInflightMessages
    stepDownOnRemoval = options.stepDownOnRemoval
    holdsReadsOfSingleVoter = true
    asyncStorageWrites = options.asyncStorage
    coreMutations = options.coreMutations
    mutations = options.hostMutations
    store.mutations = options.storeMutations
    store.minimumLeaseTTL = 1
    watches = WatchClients.options
  }
}

/// Which forwarded requests have been seen: a connection delivers each once, and ends with the
/// process at either end.
struct DeliveryFilter: Sendable {
  private var seen: [(sender: NodeID, life: UInt32, number: UInt64)] = []
  /// The lives of the others that were heard of.
  private var lives: [(node: NodeID, life: UInt32)] = []

  mutating func heard(_ life: UInt32, from node: NodeID) {
    guard let place = lives.firstIndex(where: { $0.node == node }) else {
      return lives.append((node, life))
    }
    lives[place].life = max(lives[place].life, life)
  }

  func life(of node: NodeID) -> UInt32? { lives.first { $0.node == node }?.life }

  mutating func isFirst(_ payload: RaftPayload, from sender: NodeID, to life: UInt32) -> Bool {
    guard payload.peerLife == life else { return false }
    if seen.contains(where: {
      $0.number == payload.number && $0.sender == sender && $0.life == payload.life
    }) {
      return false
    }
    seen.append((sender, payload.life, payload.number))
    return true
  }
}
