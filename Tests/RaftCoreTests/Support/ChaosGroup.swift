import RaftCore
import SimKernel
import TestSupport

/// A group of members under random trouble: slow, lost, repeated and reordered messages, writes
/// that take their time, crashes that lose what was not written, compactions and configuration
/// changes.
///
/// What must hold whatever happens is checked after every step, from outside (Raft figure 3).
struct ChaosGroup {
  struct Node {
    var member: RawNode
    var isUp = true
    /// The Ready that is being written, in sync mode.
    var writing: Ready?
    /// Work of the storage threads, in async mode.
    var work: [Message] = []
    /// The state machine: the entries it was given, by index.
    var applied: [LogIndex: Entry] = [:]
    var appliedUpTo: LogIndex = 0
    var confState: ConfState
    var incarnation: UInt64 = 0
  }

  private(set) var nodes: [Node] = []
  private var messages: [Message] = []
  private var draws: Draws
  private(set) var checker = SafetyChecker()
  private var proposals = 0
  /// How often something rare happened; a run that provoked nothing proves nothing.
  private(set) var counts: [String: Int] = [:]
  private let isAsync: Bool

  init(_ draws: inout Draws) {
    self.draws = draws
    isAsync = draws.oneIn(2)
    let voters = draws.int(in: 1...5)
    let confState = ConfState(voters: (1...voters).map { MemberID(UInt64($0)) })
    let (preVote, checkQuorum) = (draws.oneIn(2), draws.oneIn(2))
    for number in 1...6 {
      var options = RaftOptions(id: MemberID(UInt64(number)), electionTick: 6)
      options.asyncStorageWrites = isAsync
      options.preVote = preVote
      options.checkQuorum = checkQuorum
      options.electionTimeouts.seed = draws.next()
      options.maxSizePerMessage = draws.pick([0, 64, .max])
      options.maxCommittedSizePerReady = draws.pick([1, 100, .max])
      options.maxInflightMessages = draws.pick([1, 4, 256])
      do throws(OptionsError) {
        let member = try RawNode(options: options, storage: MemoryStorage(confState: confState))
        nodes.append(Node(member: member, confState: confState))
      } catch {
        preconditionFailure(error.text)
      }
    }
    self.draws = Draws(seed: draws.next(), .operations, 2)
  }

  private mutating func count(_ what: String) { counts[what, default: 0] += 1 }

  /// Does one random thing, and checks.
  mutating func step() {
    let place = draws.int(in: 0...nodes.count - 1)
    switch draws.below(100) {
    case 0..<40: deliver()
    case 40..<80: work(on: place)
    case 80..<85: if nodes[place].isUp { nodes[place].member.tick() }
    case 85..<91: propose(on: place)
    case 91..<94: changeConfiguration(on: place)
    case 94..<96: if draws.oneIn(nodes[place].isUp ? 4 : 1) { crashOrRestart(place) }
    case 96: compact(place)
    case 97: if nodes[place].isUp, draws.oneIn(4) { nodes[place].member.campaign() }
    case 98: transfer(on: place)
    default: if draws.oneIn(4) { lose(place) }
    }
    checker.check(nodes)
  }

  private mutating func deliver() {
    if messages.isEmpty { return }
    // Mostly in order, sometimes not.
    let position = draws.oneIn(4) ? draws.int(in: 0...messages.count - 1) : 0
    let message = draws.oneIn(20) ? messages[position] : messages.remove(at: position)
    if draws.oneIn(15) { return count("lost") }
    let place = Int(message.to.rawValue) - 1
    guard nodes.indices.contains(place), nodes[place].isUp else { return }
    if message.type == .snapshot { count("snapshot") }
    try? nodes[place].member.step(message)
  }

  private mutating func propose(on place: Int) {
    guard nodes[place].isUp else { return }
    proposals += 1
    try? nodes[place].member.propose(Array("p\(proposals)".utf8))
  }

  private mutating func changeConfiguration(on place: Int) {
    guard nodes[place].isUp, nodes[place].member.isLeader else { return }
    var change = ConfChange(transition: draws.pick([.auto, .auto, .jointImplicit, .jointExplicit]))
    for _ in 0..<draws.int(in: 0...3) {
      change.changes.append(
        ConfChangeSingle(
          draws.pick([.addNode, .addNode, .removeNode, .addLearnerNode]),
          MemberID(UInt64(draws.int(in: 1...nodes.count)))))
    }
    // The application does not propose what would leave no voters.
    let voters = nodes[place].member.configuration.voters.incoming.members
    let removed = change.changes.filter { $0.type != .addNode }.map(\.nodeID)
    if voters.allSatisfy(removed.contains) { return }
    if change.changes.isEmpty, change.transition != .auto { return }
    try? nodes[place].member.proposeConfChange(change)
  }

  private mutating func transfer(on place: Int) {
    guard nodes[place].isUp else { return }
    nodes[place].member.transferLeadership(to: MemberID(UInt64(draws.int(in: 1...nodes.count))))
  }

  private mutating func compact(_ place: Int) {
    let applied = nodes[place].appliedUpTo
    guard nodes[place].isUp, applied > nodes[place].member.storage.snapshot.index,
      let term = nodes[place].member.term(at: applied),
      // A snapshot must not be ahead of the commit index that a restart finds.
      nodes[place].member.storage.hardState.commit >= applied
    else { return }
    let snapshot = Snapshot(index: applied, term: term, confState: nodes[place].confState)
    try? nodes[place].member.storage.recordSnapshot(snapshot)
    try? nodes[place].member.storage.compact(to: applied)
    count("compacted")
  }

  private mutating func lose(_ place: Int) {
    let id = nodes[place].member.id
    messages.removeAll { $0.to == id }
    if nodes[place].isUp {
      nodes[place].member.reportUnreachable(MemberID(UInt64(draws.int(in: 1...nodes.count))))
    }
    for other in nodes.indices where nodes[other].isUp {
      nodes[other].member.reportSnapshot(to: id, succeeded: draws.oneIn(2))
    }
  }
}

extension ChaosGroup {
  /// Takes a Ready, or finishes a write, or does a piece of a storage thread's work.
  private mutating func work(on place: Int) {
    guard nodes[place].isUp else { return }
    if let ready = nodes[place].writing {
      nodes[place].writing = nil
      store(ready.hardState, ready.entries, ready.snapshot, place)
      messages += ready.messagesAfterPersist
      apply(ready.committedEntries, place)
      nodes[place].member.advance()
      return
    }
    if isAsync, !nodes[place].work.isEmpty, draws.oneIn(2) { return storageWork(place) }
    var ready = Ready()
    guard nodes[place].member.takeReady(into: &ready) else { return }
    for message in ready.messages {
      if message.isForStorageThread {
        nodes[place].work.append(message)
      } else {
        messages.append(message)
      }
    }
    if !isAsync { nodes[place].writing = ready }
  }

  /// The oldest piece of either thread.
  private mutating func storageWork(_ place: Int) {
    let type: MessageType = draws.oneIn(2) ? .storageAppend : .storageApply
    guard let position = nodes[place].work.firstIndex(where: { $0.type == type }) else { return }
    let work = nodes[place].work.remove(at: position)
    if type == .storageAppend {
      let state = HardState(term: work.term, vote: work.vote, commit: work.commit)
      store(state, work.entries, work.snapshot, place)
    } else {
      apply(work.entries, place)
    }
    for response in work.responses {
      if response.to == nodes[place].member.id {
        try? nodes[place].member.step(response)
      } else {
        messages.append(response)
      }
    }
  }

  private mutating func store(
    _ hardState: HardState?, _ entries: [Entry], _ snapshot: Snapshot?, _ place: Int
  ) {
    do throws(StorageError) {
      try nodes[place].member.store(hardState: hardState, entries: entries, snapshot: snapshot)
    } catch {
      checker.note("member \(place + 1) cannot store: \(error.text)")
    }
    if let snapshot {
      nodes[place].appliedUpTo = snapshot.index
      nodes[place].confState = snapshot.confState
      nodes[place].member.storage.outgoingSnapshot = .stored
    }
  }

  private mutating func apply(_ entries: [Entry], _ place: Int) {
    for entry in entries where entry.index > nodes[place].appliedUpTo {
      if entry.index != nodes[place].appliedUpTo + 1 {
        checker.note("member \(place + 1) skips from \(nodes[place].appliedUpTo) to \(entry.index)")
      }
      if let change = ConfChange(decoding: entry) {
        let voters = nodes[place].confState.voters
        nodes[place].confState = nodes[place].member.applyConfChange(change)
        if !voters.allSatisfy(nodes[place].confState.voters.contains) { count("voter removed") }
        if !nodes[place].confState.votersOutgoing.isEmpty { count("joint") }
      }
      nodes[place].appliedUpTo = entry.index
      // Slow members are sent the newest state, not the last one that was recorded: a member that
      // was added since is not in the configuration of that.
      nodes[place].member.storage.outgoingSnapshot = .provided(
        Snapshot(index: entry.index, term: entry.term, confState: nodes[place].confState))
      checker.applied(entry, by: nodes[place].member.id)
    }
  }

  private mutating func crashOrRestart(_ place: Int) {
    if nodes[place].isUp {
      nodes[place].isUp = false
      nodes[place].writing = nil
      nodes[place].work = []
      return count("crash")
    }
    var options = nodes[place].member.options
    let storage = nodes[place].member.storage
    nodes[place].incarnation += 1
    options.electionTimeouts.seed = draws.next()
    // The state machine starts again from the stored snapshot.
    options.applied = storage.snapshot.index
    do throws(OptionsError) {
      nodes[place].member = try RawNode(options: options, storage: storage)
      nodes[place].isUp = true
      nodes[place].appliedUpTo = storage.snapshot.index
      nodes[place].confState = storage.snapshot.confState
    } catch {
      checker.note("member \(place + 1) cannot restart: \(error.text)")
    }
  }

  /// Repairs everything and lets time pass, until some leader has committed in its own term and all
  /// reachable members of its configuration have followed. False if that takes too long.
  mutating func heal() -> Bool {
    for place in nodes.indices where !nodes[place].isUp { crashOrRestart(place) }
    // Snapshots that were lost on their way are reported, as transports do.
    for place in nodes.indices {
      for number in 1...nodes.count {
        nodes[place].member.reportSnapshot(to: MemberID(UInt64(number)), succeeded: false)
      }
    }
    for round in 0..<4000 {
      for place in nodes.indices {
        if round % 20 == 0 { nodes[place].member.tick() }
        for _ in 0..<3 { work(on: place) }
        while isAsync, !nodes[place].work.isEmpty { storageWork(place) }
      }
      let batch = messages
      messages = []
      for message in batch {
        let place = Int(message.to.rawValue) - 1
        if nodes.indices.contains(place) { try? nodes[place].member.step(message) }
        if message.type == .snapshot, nodes.indices.contains(Int(message.from.rawValue) - 1) {
          nodes[Int(message.from.rawValue) - 1].member
            .reportSnapshot(to: message.to, succeeded: true)
        }
      }
      checker.check(nodes)
      if isAtRest { return true }
    }
    return false
  }

  private var isAtRest: Bool {
    let newest = nodes.map(\.member.term).max()
    guard
      let leader = nodes.map(\.member).first(where: { $0.isLeader && $0.term == newest })
    else { return false }
    guard leader.term(at: leader.commit) == leader.term, leader.commit == leader.lastIndex else {
      return false
    }
    return leader.configuration.voters.incoming.members.allSatisfy { id in
      let member = nodes[Int(id.rawValue) - 1].member
      return member.commit == leader.commit && member.applied == leader.commit
    }
  }
}
