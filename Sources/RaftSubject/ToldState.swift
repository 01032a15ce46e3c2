import HostileWorld
import KeyValue
import RaftCore
import RaftHost
import SimKernel

/// What the checks were told of a member, so that they are told what changes.
///
/// Members are passed `inout`, for they are wide: otherwise each call would copy one.
struct ToldState: Sendable {
  /// The log as it was told, after `base`.
  private var log: [Entry]
  private var base: EntryID
  private var durable: EntryID
  private var hardState: HardState
  private var commit: LogIndex = 0
  private var applied: LogIndex
  private(set) var configuration: NodeConfiguration
  /// What `configuration` was made from last.
  private var acting = Configuration()
  /// What the last change in the log makes of it.
  private var proposed = NodeConfiguration(voters: NodeSet())
  /// Indexes of the configuration changes in the log, ascending.
  private var changes: [LogIndex] = []
  private var ownSnapshot: LogIndex
  /// A snapshot that is in the log, but not in place.
  private var installing: LogIndex?
  /// All that the state machine has applied, in order from the first entry.
  private(set) var journal: [Entry]
  private let recovered: (state: HardState, last: EntryID, isNew: Bool)

  init(_ start: MemberFiles.Recovered, members: Int) {
    let storage = start.storage
    log = storage.entries
    base = storage.base
    durable = storage.entries.last?.id ?? storage.base
    hardState = storage.hardState
    applied = start.applied.last?.index ?? 0
    journal = start.applied
    configuration = NodeConfiguration(voters: .first(members))
    ownSnapshot = storage.snapshot.index
    recovered = (storage.hardState, durable, start.isNew)
    changes = storage.entries.filter(\.kind.isConfChange).map(\.index)
  }

  private var last: EntryID { log.last?.id ?? base }

  private func term(at index: LogIndex) -> Term? {
    if index == base.index { return base.term }
    guard index > base.index, index <= last.index else { return nil }
    return log[index.distance(from: base.index) - 1].term
  }

  /// Whether its log holds a change of the configuration after `applied`.
  func hasConfiguration(after applied: LogIndex) -> Bool {
    changes.last.map { $0 > applied } ?? false
  }

  // MARK: Telling

  /// The member started.
  mutating func started(_ member: inout Member, _ io: inout NodeIO<RaftPayload>) {
    if !recovered.isNew {
      io.note(
        .recovered(
          term: recovered.state.term.rawValue, candidate: recovered.state.vote.node,
          lastIndex: recovered.last.index.rawValue, lastTerm: recovered.last.term.rawValue))
    }
    configuration = NodeConfiguration(member.node.configuration)
    proposed = configuration
    for entry in log where entry.kind.isConfChange {
      if entry.index > member.replayedIndex {
        proposed = proposed.changed(by: ConfChange(decoding: entry))
      }
      io.note(.configured(index: entry.index.rawValue, proposed))
    }
    tellConfiguration(&member, &io)
  }

  /// The member met an event.
  mutating func observe(
    _ member: inout Member, _ incoming: [IncomingSnapshot], _ io: inout NodeIO<RaftPayload>
  ) {
    tellLog(&member, incoming, &io)
    tellDurable(&member, &io)
    let isChanged = takeActing(member.node.configuration)
    // A leader may commit a change, act by it, and commit more by it, all at once: the quorum of
    // the commit is then one of either.
    if isChanged, member.node.commit != commit { tellConfiguration(&member, &io) }
    tellCommit(member.node.commit, &member, &io)
    tellApplied(&member, &io)
    if isChanged { tellConfiguration(&member, &io) }
  }

  /// Whether the member acts by another configuration than it was told of last.
  private mutating func takeActing(_ now: Configuration) -> Bool {
    guard now != acting else { return false }
    acting = now
    let before = configuration
    configuration = NodeConfiguration(now)
    return configuration != before
  }

  private mutating func tellCommit(
    _ index: LogIndex, _ member: inout Member, _ io: inout NodeIO<RaftPayload>
  ) {
    guard index != commit else { return }
    commit = index
    let term = member.node.term(at: index) ?? term(at: index) ?? 0
    io.note(.committed(index: index.rawValue, term: term.rawValue))
  }

  private func tellConfiguration(_ member: inout Member, _ io: inout NodeIO<RaftPayload>) {
    let index = changes.last { $0 <= member.replayedIndex } ?? base.index
    io.note(.appliedConfiguration(index: index.rawValue, configuration))
  }

  private mutating func tellLog(
    _ member: inout Member, _ incoming: [IncomingSnapshot], _ io: inout NodeIO<RaftPayload>
  ) {
    let node = member.node
    let old = last
    if node.last == old { return }
    let end = node.lastIndex
    let floor = LogIndex(node.firstIndex.rawValue - 1)
    var common = min(end, old.index)
    while common >= floor, common >= base.index, node.term(at: common) != term(at: common) {
      guard common.rawValue > 0 else { break }
      common = common - 1
    }
    if common < floor || common < base.index {
      replaceLog(by: EntryID(term: node.term(at: floor) ?? 0, index: floor), incoming, &io)
      common = floor
    } else if common < old.index {
      io.note(.truncated(from: common.rawValue + 1))
      io.mark(.conflictTruncated)
      log.removeLast(old.index.distance(from: common))
      while let change = changes.last, change > common {
        changes.removeLast()
        proposed = configuration
      }
    }
    var index = common + 1
    while index <= end, let entry = node.entry(at: index) {
      // A leader may commit one change, and append the next, at once.
      if entry.kind.isConfChange, commit < min(node.commit, index - 1) {
        tellDurable(&member, &io)
        tellCommit(min(node.commit, index - 1), &member, &io)
      }
      log.append(entry)
      io.note(
        .appended(index: index.rawValue, term: entry.term.rawValue, digest: entry.digest))
      if entry.kind.isConfChange {
        changes.append(index)
        proposed = proposed.changed(by: ConfChange(decoding: entry))
        io.note(.configured(index: index.rawValue, proposed))
      }
      index = index + 1
    }
  }

  /// A snapshot of another member is the log from now on.
  private mutating func replaceLog(
    by snapshot: EntryID, _ incoming: [IncomingSnapshot], _ io: inout NodeIO<RaftPayload>
  ) {
    let state = incoming.first { $0.state.applied == snapshot.index }?.state
    log.removeAll()
    changes.removeAll()
    base = snapshot
    commit = max(commit, snapshot.index)
    installing = snapshot.index
    io.mark(.snapshotInstalled)
    io.note(
      .snapshotInstalled(
        index: snapshot.index.rawValue, term: snapshot.term.rawValue,
        state: state.map { StateDigest.of($0.store, $0.roster) } ?? 0))
  }

  private mutating func tellDurable(_ member: inout Member, _ io: inout NodeIO<RaftPayload>) {
    let end = member.node.lastDurable
    if end != durable {
      durable = end
      io.note(.durable(index: end.index.rawValue, term: end.term.rawValue))
    }
    let state = member.node.durableState
    if state.term != hardState.term || state.vote != hardState.vote {
      hardState = state
      io.note(.durableVote(term: state.term.rawValue, candidate: state.vote.node))
      if state.vote == member.id {
        io.note(
          .voted(term: state.term.rawValue, candidate: io.id, isPreVote: false))
      }
    }
  }

  private mutating func tellApplied(_ member: inout Member, _ io: inout NodeIO<RaftPayload>) {
    let end = member.appliedIndex
    guard end > applied else { return }
    if let index = installing, index <= end { applied = max(applied, index) }
    while applied < end {
      applied = applied + 1
      guard applied > base.index, applied <= last.index else { continue }
      let entry = log[applied.distance(from: base.index) - 1]
      if (journal.last?.index ?? 0) < applied { journal.append(entry) }
      if let request = Member.request(of: entry) {
        io.note(.writeApplied(request: request.client, index: applied.rawValue))
      }
      let state = applied == end ? StateDigest.of(member.store, member.roster) : 0
      io.note(
        .applied(
          index: applied.rawValue, term: entry.term.rawValue, digest: entry.digest, state: state))
    }
  }

  // MARK: Snapshots

  /// The received snapshot that has come into place, with the number of entries in its file.
  mutating func takeInstalled(
    _ member: inout Member, _ incoming: [IncomingSnapshot]
  ) -> (index: LogIndex, count: Int)? {
    guard let index = installing, member.appliedIndex >= index,
      member.node.snapshotIndex >= index
    else { return nil }
    installing = nil
    guard let journal = incoming.first(where: { $0.state.applied == index })?.journal else {
      return nil
    }
    self.journal = journal + self.journal.filter { $0.index > index }
    return (index, journal.count)
  }

  /// The snapshot that the member took of itself since the last call.
  mutating func takeOwnSnapshot(
    _ member: inout Member, _ io: inout NodeIO<RaftPayload>
  ) -> Snapshot? {
    guard member.node.snapshotIndex > ownSnapshot else { return nil }
    let snapshot = member.node.storage.snapshot
    ownSnapshot = snapshot.index
    guard snapshot.index > base.index else { return nil }
    io.mark(.ownSnapshotTaken)
    let state =
      snapshot.index == member.appliedIndex ? StateDigest.of(member.store, member.roster) : 0
    io.note(
      .snapshotTaken(
        index: snapshot.index.rawValue, term: snapshot.term.rawValue, state: state))
    return snapshot
  }

  // MARK: Outputs

  /// Elections that the member began.
  func observe(
    _ output: MemberOutput, of member: inout Member, _ io: inout NodeIO<RaftPayload>
  ) {
    for change in output.roleChanges {
      switch change {
      case .candidate(let term): tellCampaign(term, isPreVote: false, &member, &io)
      case .preCandidate(let term): tellCampaign(term, isPreVote: true, &member, &io)
      case .leader, .steppedDown: break
      }
    }
  }

  private func tellCampaign(
    _ term: Term, isPreVote: Bool, _ member: inout Member, _ io: inout NodeIO<RaftPayload>
  ) {
    let pending = changes.contains { $0 > member.replayedIndex && $0 <= member.node.commit }
    io.note(
      .campaigned(
        term: term.rawValue, isPreVote: isPreVote, hasUnappliedConfiguration: pending))
  }

  /// A message leaves.
  func sends(_ message: Message, to node: NodeID, _ io: inout NodeIO<RaftPayload>) {
    switch message.type {
    case .appendResponse where !message.reject:
      io.note(
        .acknowledged(
          term: message.term.rawValue, index: message.index.rawValue, leader: node))
    case .voteResponse where !message.reject:
      io.note(.voted(term: message.term.rawValue, candidate: node, isPreVote: false))
    case .preVoteResponse where !message.reject:
      io.note(.voted(term: message.term.rawValue, candidate: node, isPreVote: true))
    case .voteResponse: io.mark(.voteRefused)
    case .preVoteResponse: io.mark(.preVoteRefused)
    case .propose: io.mark(.proposalForwarded)
    case .readIndex: io.mark(.readForwarded)
    case .snapshot:
      io.mark(.snapshotSent)
      io.note(
        .sendingSnapshot(
          peer: node, index: message.snapshot?.index.rawValue ?? 0, isHeard: true))
    default: break
    }
  }
}

/// A digest of all that members replicate.
enum StateDigest {
  static func of(_ store: Store, _ roster: Roster) -> UInt64 {
    var digest = store.stateHash
    for member in roster.members {
      digest = mixed(digest ^ member.id.rawValue << 2 ^ (member.isLearner ? 2 : 0))
    }
    for member in roster.removed { digest = mixed(digest ^ member.rawValue << 32) }
    for member in roster.outgoing { digest = mixed(digest ^ member.rawValue << 48) }
    return digest | 1
  }
}

extension NodeConfiguration {
  init(_ configuration: Configuration) {
    let state = configuration.confState
    func set(_ members: [MemberID]) -> NodeSet { NodeSet(members.compactMap(\.node)) }
    self.init(
      voters: set(state.voters), outgoing: set(state.votersOutgoing),
      learners: set(state.learners), leavesByItself: state.autoLeave)
  }
}

extension NodeConfiguration {
  /// What `change` makes of it (etcd confchange); itself for one that cannot be read.
  func changed(by change: ConfChange?) -> NodeConfiguration {
    guard let change else { return self }
    var next = self
    if change.changes.isEmpty {
      next.outgoing = NodeSet()
      next.leavesByItself = false
      return next
    }
    if change.changes.count > 1 || change.transition != .auto {
      next.outgoing = voters
      next.leavesByItself = change.transition != .jointExplicit
    }
    for step in change.changes {
      guard let node = step.nodeID.node else { continue }
      next.voters.remove(node)
      next.learners.remove(node)
      switch step.type {
      case .addNode: next.voters.insert(node)
      case .addLearnerNode: next.learners.insert(node)
      default: break
      }
    }
    return next
  }
}
