/// One member of a Raft group as a value: inputs are calls, work comes out as a `Ready` (etcd raft
/// rawnode.go).
///
/// It has no clock, disk, network or randomness of its own. A member that met a `fault` ignores all
/// further input.
public struct RawNode: Sendable {
  var raft: Raft
  var previousSoftState: SoftState
  var previousHardState: HardState
  /// What `advance()` owes the core.
  var pending = PendingAdvance()

  /// A member that starts, or restarts, from what `storage` holds.
  public init(options: RaftOptions, storage: MemoryStorage) throws(OptionsError) {
    raft = try Raft(options: options.validated(), storage: storage)
    previousSoftState = raft.softState
    previousHardState = raft.hardState
  }

  // MARK: Inputs

  /// Lets one tick pass.
  public mutating func tick() {
    if fault == nil { raft.tick() }
  }

  /// Meets a message of another member or of a storage thread.
  public mutating func step(_ message: Message) throws(StepError) {
    if fault != nil { return }
    if !message.from.isStorageThread {
      if message.type.isLocal { throw .localMessage(message.type) }
      if message.type.isResponse, !raft.members.progress.contains(message.from) {
        throw .unknownPeer(message.from)
      }
    }
    if let largest = message.unusableIndex { return raft.journal.fail(.indexTooLarge(largest)) }
    try raft.step(message)
  }

  /// Proposes one normal entry.
  public mutating func propose(_ data: [UInt8], omittedBytes: UInt32 = 0) throws(StepError) {
    try propose([Entry(data: data, omittedBytes: omittedBytes)])
  }

  /// Proposes entries that are appended together or not at all; the leader gives them their terms
  /// and indexes.
  public mutating func propose(_ entries: consuming [Entry]) throws(StepError) {
    if fault != nil { return }
    if raft.role == .leader {
      try raft.propose(entries)
    } else {
      try raft.step(Message(.propose, from: id, entries: entries))
    }
  }

  /// Proposes a change of the configuration. A leader that must not make it now appends an empty
  /// entry instead, without an error.
  public mutating func proposeConfChange(_ change: ConfChange) throws(StepError) {
    try propose([change.entry])
  }

  /// Asks for the index from which a linearizable read may be answered; the answer comes as a
  /// `ReadState` with the same `context`, or not at all.
  public mutating func readIndex(context: [UInt8]) {
    stepIgnoringErrors(Message(.readIndex, entries: [Entry(data: context)]))
  }

  /// Starts an election, if the member may.
  public mutating func campaign() { stepIgnoringErrors(Message(.hup)) }

  /// Asks the leader to hand over to `member`.
  public mutating func transferLeadership(to member: MemberID) {
    stepIgnoringErrors(Message(.transferLeader, from: member))
  }

  /// Makes a follower forget its leader, so that it votes for others.
  public mutating func forgetLeader() { stepIgnoringErrors(Message(.forgetLeader)) }

  /// Tells that a message to `member` was not delivered.
  public mutating func reportUnreachable(_ member: MemberID) {
    stepIgnoringErrors(Message(.unreachable, from: member))
  }

  /// Tells how sending a snapshot to `member` ended.
  public mutating func reportSnapshot(to member: MemberID, succeeded: Bool) {
    stepIgnoringErrors(Message(.snapshotStatus, from: member, reject: !succeeded))
  }

  /// Puts a committed change into force; to be called when its entry is applied.
  @discardableResult
  public mutating func applyConfChange(_ change: ConfChange) -> ConfState {
    if fault != nil { return raft.members.configuration.confState }
    return raft.apply(change)
  }

  /// Replaces the election timeout that was drawn last, in ticks.
  public mutating func setElectionTimeout(ticks: Int) { raft.electionTimeout = ticks }

  private mutating func stepIgnoringErrors(_ message: Message) {
    if fault != nil { return }
    try? raft.step(message)
  }
}

extension Message {
  /// An index or term so large that sums with it could overflow.
  fileprivate var unusableIndex: LogIndex? {
    let largest =
      index.rawValue | commit.rawValue | rejectHint.rawValue | term.rawValue | logTerm.rawValue
    return largest >> 62 == 0 ? nil : LogIndex(largest)
  }
}
