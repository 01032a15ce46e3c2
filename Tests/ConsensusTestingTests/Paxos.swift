import ConsensusTesting

/// A worked example: single-decree Paxos (Lamport, "Paxos Made Simple", 2001). Each key is a
/// register that is written once: an instance of its own decides what it holds. A client's
/// compare-and-swap from nothing proposes; its get asks what was decided, or learns that nothing
/// was.
struct Paxos: SimulatedNode {
  /// Mistakes to make on purpose.
  struct Options: Sendable {
    /// Writes down what it accepted, but not what it promised.
    var forgetsPromises = false
    /// Proposes the client's value even where another may have been chosen already.
    var adoptsAnyValue = false
  }

  struct Accepted: Hashable, Sendable {
    var ballot: UInt64
    var value: Int64
  }

  enum Payload: SimPayload {
    case prepare(key: Int, ballot: UInt64)
    case promise(key: Int, ballot: UInt64, Accepted?)
    case accept(key: Int, Accepted)
    case accepted(key: Int, ballot: UInt64)

    var kindName: String {
      switch self {
      case .prepare: "prepare"
      case .promise: "promise"
      case .accept: "accept"
      case .accepted: "accepted"
      }
    }

    func combine(into digest: inout RunDigest) {
      digest.combine(bytes: kindName.utf8)
      switch self {
      case .prepare(let key, let ballot), .accepted(let key, let ballot):
        digest.combine(Int64(key))
        digest.combine(ballot)
      case .promise(let key, let ballot, let accepted):
        digest.combine(Int64(key))
        digest.combine(ballot)
        digest.combine(accepted?.ballot ?? 0)
        digest.combine(accepted?.value ?? 0)
      case .accept(let key, let accepted):
        digest.combine(Int64(key))
        digest.combine(accepted.ballot)
        digest.combine(accepted.value)
      }
    }
  }

  /// What an acceptor must never forget.
  private struct Acceptor {
    var promised: UInt64 = 0
    var accepted: Accepted?
  }

  /// A proposal of this node on its way.
  private struct Proposal {
    var request: ClientRequest
    var ballot: UInt64 = 0
    var rounds: Int64 = 0
    var promises = NodeSet()
    var best: Accepted?
    var value: Int64?
    var accepts = NodeSet()
  }

  private let id: NodeID
  private let options: Options
  private var acceptors: [Int: Acceptor] = [:]
  private var proposals: [Int: Proposal] = [:]
  private var decided: [Int: Int64] = [:]
  /// Answers that wait until what they say is durable.
  private var outbox: [(ticket: DiskTicket, payload: Payload, to: NodeID)] = []
  private static let log: FileName = "acceptor.log"

  init(
    id: NodeID, peers: [NodeID], options: Options, image: DurableImage, io: inout NodeIO<Payload>
  ) {
    self.id = id
    self.options = options
    let bytes = image[Self.log] ?? []
    for record in RecordLog.records(in: bytes) {
      var acceptor = Acceptor(promised: record[1])
      if record[2] > 0 {
        acceptor.accepted = Accepted(ballot: record[2], value: Int64(bitPattern: record[3]))
      }
      acceptors[Int(record[0])] = acceptor
    }
    // A torn record at the end would hide all that is appended after it.
    io.truncate(Self.log, to: RecordLog.validLength(of: bytes))
  }

  mutating func step(_ event: NodeEvent<Payload>, io: inout NodeIO<Payload>) {
    switch event {
    case .client(let request): propose(request, &io)
    case .timer(let key): startRound(key.number, &io)
    case .disk(let ticket, .synced):
      for answer in outbox where answer.ticket == ticket { io.send(answer.payload, to: answer.to) }
      outbox.removeAll { $0.ticket == ticket }
    case .disk: io.halt("the disk failed")
    case .message(.prepare(let key, let ballot), let from): prepare(key, ballot, from, &io)
    case .message(.accept(let key, let value), let from): accept(key, value, from, &io)
    case .message(.promise(let key, let ballot, let accepted), let from):
      takePromise(key, ballot, accepted, from, &io)
    case .message(.accepted(let key, let ballot), let from): takeAccept(key, ballot, from, &io)
    }
  }

  // MARK: Acceptor

  private mutating func prepare(
    _ key: Int, _ ballot: UInt64, _ from: NodeID, _ io: inout NodeIO<Payload>
  ) {
    var acceptor = acceptors[key] ?? Acceptor()
    guard ballot > acceptor.promised else { return }
    acceptor.promised = ballot
    acceptors[key] = acceptor
    let answer = Payload.promise(key: key, ballot: ballot, acceptor.accepted)
    if options.forgetsPromises { return io.send(answer, to: from) }
    persist(key, then: answer, to: from, &io)
  }

  private mutating func accept(
    _ key: Int, _ value: Accepted, _ from: NodeID, _ io: inout NodeIO<Payload>
  ) {
    guard value.ballot >= acceptors[key]?.promised ?? 0 else { return }
    acceptors[key] = Acceptor(promised: value.ballot, accepted: value)
    persist(key, then: .accepted(key: key, ballot: value.ballot), to: from, &io)
  }

  private mutating func persist(
    _ key: Int, then answer: Payload, to node: NodeID, _ io: inout NodeIO<Payload>
  ) {
    let state = acceptors[key] ?? Acceptor()
    let record = [
      UInt64(key), state.promised, state.accepted?.ballot ?? 0,
      UInt64(bitPattern: state.accepted?.value ?? 0),
    ]
    io.append(RecordLog.record(record), to: Self.log)
    outbox.append((io.sync(Self.log), answer, node))
  }

  // MARK: Proposer

  private mutating func propose(_ request: ClientRequest, _ io: inout NodeIO<Payload>) {
    guard let key = request.command.key else { return io.reply(.unsupported, to: request.id) }
    if decided[key] != nil { return answer(request, &io) }
    guard proposals[key] == nil else { return io.reply(.refused, to: request.id) }
    proposals[key] = Proposal(request: request)
    startRound(key, &io)
  }

  /// Begins again with a ballot above all it has seen; ballots of different nodes differ.
  private mutating func startRound(_ key: Int, _ io: inout NodeIO<Payload>) {
    guard let old = proposals[key] else { return }
    var next = Proposal(request: old.request)
    let seen = max(old.ballot, acceptors[key]?.promised ?? 0)
    next.ballot = (seen / 64 + 1) * 64 + UInt64(id.index)
    next.rounds = old.rounds + 1
    proposals[key] = next
    for member in io.members { io.send(.prepare(key: key, ballot: next.ballot), to: member) }
    // Rivals with slow disks would outbid each other for ever, did they not become more patient.
    let patience = io.uniform(in: .milliseconds(30)...(.milliseconds(90)))
    io.setTimer(TimerKey(key), after: patience * min(next.rounds, 20))
  }

  private mutating func takePromise(
    _ key: Int, _ ballot: UInt64, _ accepted: Accepted?, _ from: NodeID,
    _ io: inout NodeIO<Payload>
  ) {
    guard var proposal = proposals[key], proposal.ballot == ballot, proposal.value == nil else {
      return
    }
    proposal.promises.insert(from)
    if let accepted, accepted.ballot > proposal.best?.ballot ?? 0 { proposal.best = accepted }
    proposals[key] = proposal
    guard proposal.promises.count > io.members.count / 2 else { return }
    let own = proposal.request.command.written
    let value = options.adoptsAnyValue ? own ?? proposal.best?.value : proposal.best?.value ?? own
    guard let value else {
      // A majority has accepted nothing: nothing was decided when the client asked.
      return finish(key, &io)
    }
    proposals[key]?.value = value
    for member in io.members {
      io.send(.accept(key: key, Accepted(ballot: ballot, value: value)), to: member)
    }
  }

  private mutating func takeAccept(
    _ key: Int, _ ballot: UInt64, _ from: NodeID, _ io: inout NodeIO<Payload>
  ) {
    guard var proposal = proposals[key], proposal.ballot == ballot else { return }
    proposal.accepts.insert(from)
    proposals[key] = proposal
    guard proposal.accepts.count > io.members.count / 2 else { return }
    decided[key] = proposal.value
    finish(key, &io)
  }

  private mutating func finish(_ key: Int, _ io: inout NodeIO<Payload>) {
    guard let proposal = proposals.removeValue(forKey: key) else { return }
    io.cancelTimer(TimerKey(key))
    answer(proposal.request, &io)
  }

  private func answer(_ request: ClientRequest, _ io: inout NodeIO<Payload>) {
    switch request.command {
    case .get(let key): io.reply(.value(decided[key]), to: request.id)
    case .compareAndSwap(let key, nil, let value):
      io.reply(.swapped(decided[key] == value), to: request.id)
    default: io.reply(.unsupported, to: request.id)
    }
  }
}
