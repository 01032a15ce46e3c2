import Conformance
import RaftCore
import SimKernel
import TestSupport

/// A Raft group on hosts of the simplest kind, under a random schedule, whose story a
/// `ScriptWriter` writes down.
///
/// Like etcd's server a host applies beside its Raft loop, takes snapshots, sends newer ones than
/// its core asked for, and lets a leader send before its own write is durable.
struct ExportedGroup {
  private struct Host {
    var node: RawNode
    var ready: Ready?
    var isUp = true
    var mayConclude = true
    /// Handed out and not applied yet.
    var queue: [Entry] = []
    var applied = EntryID(term: 0, index: 0)
    /// The core has taken a snapshot that is not stored; it has not the configuration of `applied`.
    var isBehind = false
    /// Snapshots that the core asked for, which wait for the end of the queue.
    var wanted: [Message] = []

    /// Whether the core must not be advanced yet: it would leave a joint configuration twice.
    var hasQueuedJointChange: Bool { queue.contains { $0.kind == .confChangeV2 } }
  }

  private var hosts: [Host] = []
  private var mail: [Message] = []
  private var payloads: UInt8 = 0
  private(set) var writer: ScriptWriter
  /// What happened how often.
  private(set) var tally: [String: Int] = [:]

  static let voters: [MemberID] = [1, 2, 3]

  init(_ draws: inout Draws) throws {
    var options = RaftOptions(id: 1, electionTick: 5, heartbeatTick: draws.int(in: 1...2))
    options.preVote = draws.oneIn(2)
    options.checkQuorum = draws.oneIn(2)
    options.readConfirmation = draws.oneIn(2) ? .context : .position
    options.maxInflightMessages = draws.int(in: 2...8)
    options.maxSizePerMessage = draws.oneIn(2) ? .max : 60
    let confState = ConfState(voters: Self.voters)
    for id in 1...4 {
      var own = options
      own.id = MemberID(UInt64(id))
      own.electionTimeouts = ElectionTimeouts(seed: draws.next())
      hosts.append(
        Host(node: try RawNode(options: own, storage: MemoryStorage(confState: confState))))
    }
    writer = try ScriptWriter(
      count: 4, confState: confState, options: hosts[0].node.options, heading: ["A random group."])
    for host in hosts.indices { try check(host) }
  }

  /// The whole script.
  mutating func finish() throws -> String {
    try writer.finish(logs: hosts.map(\.node.storage.entries))
  }

  var lastIndex: LogIndex { hosts.map(\.node.commit).max() ?? 0 }

  // MARK: Steps

  mutating func step(_ draws: inout Draws) throws {
    let host = draws.int(in: 0...3)
    guard hosts[host].isUp else {
      if draws.oneIn(30) { try restart(host) }
      return
    }
    switch draws.int(in: 0...99) {
    case 0..<8: try tick(host)
    case 8..<45: try handleMail(&draws)
    case 45..<65: try loop(host)
    case 65..<75: try apply(host)
    case 75..<83: try propose(host)
    case 83..<87: try propose(change: draws.pick(["v4", "l4", "r4", "v1", "v4 l1"]), host)
    case 87..<91: try read(host)
    case 91..<95: try storeSnapshot(host, &draws)
    case 95 where draws.oneIn(4): try crash(host)
    case 96 where hosts[host].node.isLeader:
      try request(Message(.transferLeader, from: draws.pick(Self.voters)), host)
    case 97 where draws.oneIn(4): try request(Message(.hup), host)
    default: try loop(host)
    }
  }

  private mutating func tick(_ host: Int) throws {
    hosts[host].node.tick()
    try writer.tick(host)
    try check(host)
  }

  private mutating func handleMail(_ draws: inout Draws) throws {
    guard !mail.isEmpty else { return }
    // Mostly in order, so that something comes of it.
    let place = draws.oneIn(5) ? draws.int(in: 0...mail.count - 1) : 0
    let message = mail.remove(at: place)
    let host = Int(message.to.rawValue) - 1
    if draws.oneIn(25) {
      count("lost")
      return try writer.lose(message)
    }
    if hosts[host].isUp {
      let commit = hosts[host].node.commit
      try? hosts[host].node.step(message)
      if message.type == .snapshot, hosts[host].node.commit > commit { hosts[host].isBehind = true }
    }
    try writer.receive(message)
    count("\(message.type)")
    try check(host)
    if message.type == .snapshot {
      let sender = Int(message.from.rawValue) - 1
      if hosts[sender].isUp {
        try request(Message(.snapshotStatus, from: message.to, reject: draws.oneIn(3)), sender)
      }
    }
  }

  /// One more step of the host's Raft loop.
  private mutating func loop(_ host: Int) throws {
    if let ready = hosts[host].ready {
      let isStored = !hosts[host].mayConclude
      if !isStored {
        try hosts[host].node.store(
          hardState: ready.hardState, entries: ready.entries, snapshot: ready.snapshot)
        if let snapshot = ready.snapshot {
          (hosts[host].applied, hosts[host].isBehind) = (snapshot.id, false)
          hosts[host].queue = ready.committedEntries
        }
      }
      let waits = hosts[host].hasQueuedJointChange
      if isStored, waits { return }
      if !isStored, waits || ready.messages.count % 3 == 1 {
        hosts[host].mayConclude = false
        count("stored")
        try writer.storeReady(at: host)
        return try check(host)
      }
      (hosts[host].ready, hosts[host].mayConclude) = (nil, true)
      send(ready.messages + ready.messagesAfterPersist, host)
      hosts[host].node.advance()
      try writer.finishReady(at: host)
      return try check(host)
    }
    var ready = Ready()
    guard hosts[host].node.hasReady, hosts[host].node.takeReady(into: &ready) else { return }
    try writer.takeReady(ready, at: host)
    try check(host)
    if ready.snapshot == nil { hosts[host].queue += ready.committedEntries }
    if hosts[host].node.isLeader {
      send(ready.messages + ready.messagesAfterPersist, host)
      (ready.messages, ready.messagesAfterPersist) = ([], [])
    }
    hosts[host].ready = ready
  }

  private mutating func send(_ messages: [Message], _ host: Int) {
    for message in messages {
      if message.type == .snapshot {
        hosts[host].wanted.append(message)
      } else {
        mail.append(message)
      }
    }
  }

  /// Applies one entry, or sends what waits for the end of the queue.
  private mutating func apply(_ host: Int) throws {
    guard !hosts[host].queue.isEmpty else {
      if hosts[host].isBehind { return }
      for var message in hosts[host].wanted {
        message.snapshot = state(of: host)
        mail.append(message)
        count("merged")
        try writer.sendSnapshot(message, at: host)
      }
      hosts[host].wanted = []
      return
    }
    let entry = hosts[host].queue.removeFirst()
    hosts[host].applied = entry.id
    guard var change = ConfChange(decoding: entry), entry.kind.isConfChange else { return }
    if change.isV1, entry.index.rawValue % 4 == 0 {
      count("refused")
      change.changes = change.changes.map { ConfChangeSingle($0.type, .none) }
    }
    hosts[host].node.applyConfChange(change)
    count("applied")
    if hosts[host].node.configuration.voters.isJoint { count("joint") }
    try writer.apply(change, at: host)
    try check(host)
  }

  private func state(of host: Int) -> Snapshot {
    Snapshot(
      index: hosts[host].applied.index, term: hosts[host].applied.term,
      confState: hosts[host].node.configuration.confState)
  }

  private mutating func storeSnapshot(_ host: Int, _ draws: inout Draws) throws {
    let (storage, applied) = (hosts[host].node.storage, hosts[host].applied.index)
    guard !hosts[host].isBehind, applied > storage.snapshot.index,
      applied <= storage.hardState.commit,
      applied <= storage.lastIndex
    else { return }
    try hosts[host].node.storage.recordSnapshot(state(of: host))
    let base = LogIndex(applied.rawValue - min(applied.rawValue, UInt64(draws.int(in: 0...3))))
    if base >= storage.firstIndex { try hosts[host].node.storage.compact(to: base) }
    count("snapshot stored")
    try writer.storeSnapshot(
      at: applied, base: hosts[host].node.storage.firstIndex - 1, at: host)
    try check(host)
  }

  private mutating func crash(_ host: Int) throws {
    (hosts[host].isUp, hosts[host].ready, hosts[host].mayConclude) = (false, nil, true)
    (hosts[host].queue, hosts[host].wanted, hosts[host].isBehind) = ([], [], false)
    count("crash")
    try writer.crash(host)
  }

  private mutating func restart(_ host: Int) throws {
    var options = hosts[host].node.options
    let storage = hosts[host].node.storage
    options.applied = storage.snapshot.index
    options.electionTimeouts.seed &+= 1
    options.preVote.toggle()
    hosts[host].node = try RawNode(options: options, storage: storage)
    hosts[host].isUp = true
    hosts[host].applied = storage.snapshot.id
    try writer.start(host, options: hosts[host].node.options)
    try check(host)
  }

  // MARK: Requests

  private mutating func propose(_ host: Int) throws {
    payloads &+= 1
    // Bytes that no directive could take.
    let data: [UInt8] = [0, 10, 32, payloads, 61, 45, 45, 45, 45, 10, UInt8(host)]
    let entry = Entry(data: data, omittedBytes: 20)
    try? hosts[host].node.propose([entry])
    try writer.request(Message(.propose, entries: [entry]), at: host, meaning: "put k=\(host)")
    try check(host)
  }

  private mutating func propose(change text: String, _ host: Int) throws {
    let steps = text.split(separator: " ").map { token in
      let type: ConfChangeType =
        switch token.first {
        case "v": .addNode
        case "l": .addLearnerNode
        default: .removeNode
        }
      return ConfChangeSingle(type, MemberID(UInt64(token.dropFirst()) ?? 0))
    }
    let change = ConfChange(steps, context: [7, UInt8(host)], isV1: steps.count == 1)
    try? hosts[host].node.proposeConfChange(change)
    try writer.request(Message(.propose, entries: [change.entry]), at: host, meaning: "")
    try check(host)
  }

  private mutating func read(_ host: Int) throws {
    payloads &+= 1
    let context: [UInt8] = [payloads, 32, UInt8(host)]
    hosts[host].node.readIndex(context: context)
    try writer.request(
      Message(.readIndex, entries: [Entry(data: context)]), at: host, meaning: "read")
    try check(host)
  }

  private mutating func request(_ message: Message, _ host: Int) throws {
    switch message.type {
    case .hup: hosts[host].node.campaign()
    case .transferLeader: hosts[host].node.transferLeadership(to: message.from)
    default: hosts[host].node.reportSnapshot(to: message.from, succeeded: !message.reject)
    }
    try writer.request(message, at: host, meaning: "")
    try check(host)
  }

  // MARK: Comparing

  private mutating func check(_ host: Int) throws {
    let node = hosts[host].node
    try writer.check(
      host, status: node.status, lastIndex: node.lastIndex, electionTimeout: node.electionTimeout)
  }

  private mutating func count(_ what: String) { tally[what, default: 0] += 1 }
}
