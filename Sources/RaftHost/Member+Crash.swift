import KeyValue
import RaftCore
import SimKernel

extension Member {
  /// The process dies: everything but the durable log and the store is gone, an fsync under way
  /// included.
  public mutating func crash() {
    isUp = false
    incarnation += 1
    phase = .idle
    ready.removeAll()
    appends.removeAll()
    reads = ReadRounds()
    leaderless.removeAll()
    lastRole = .follower
    lessor = KeyLessor()
    revokes = Revokes()
    watches = WatchHub(options: options.watches)
    toldLeader = .none
    applyQueue.removeAll()
    slowCommits = SlowBackendCommits()
    handedConfChange = 0
    snapshotsWanted.removeAll()
    snapshotsUnderway = 0
    logHeldUntil = .zero
    incomingStates.removeAll()
    appending.removeAll()
    applying.removeAll()
  }

  /// The process starts again from what is durable, with other options if they are given. Throws
  /// when that makes no valid node.
  public mutating func restart(
    with changed: MemberOptions? = nil, at now: SimTime, books: inout GroupBooks,
    output: inout MemberOutput
  ) throws(OptionsError) {
    if let changed { options = changed }
    if let durableState { install(durableState) }
    node = try RawNode(
      options: options.raftOptions(
        incarnation: incarnation, applied: node.storage.snapshot.index),
      storage: node.storage)
    isUp = true
    if options.mutations.contains(.skipAfterRestart) { appliedIndex = appliedIndex + 1 }
    snapshotBase = node.storage.snapshot.index
    replayedIndex = snapshotBase
    appliedTerm = node.storage.snapshot.term
    handedOut = appliedIndex
    publishAgainAt = now
    if keepsNotes { note(.start(node.options)) }
    runLoop(at: now, books: &books, output: &output)
  }

  /// The store and its membership as they are, as `etcdctl snapshot save` copies them.
  public var savedState: StateSnapshot {
    StateSnapshot(store: store, roster: roster, applied: appliedIndex, term: appliedTerm)
  }

  /// Puts a member that is down at the beginning of a new cluster of `members`, whose store is that
  /// of `state` (etcdctl snapshot restore), or its own with all that it knows to be committed
  /// (etcd --force-new-cluster, which drops the rest of the log).
  ///
  /// Deviation: the new log goes on at `index` and `term`, beyond all that the old cluster used,
  /// where etcd begins anew; nothing that is timed depends on it, and observers can go on counting.
  ///
  /// The answer is the last index of the old cluster that is kept.
  public mutating func beginAnew(
    from state: StateSnapshot?, members: [MemberID], index: LogIndex, term: Term
  ) -> LogIndex {
    precondition(!isUp, "member \(id.rawValue) is running")
    if let durableState { install(durableState) }
    if let state {
      store = state.store
    } else {
      applyCommittedLog()
    }
    let kept = state?.applied ?? appliedIndex
    let confState = ConfState(voters: members)
    roster = Roster(confState)
    refusedChanges.removeAll()
    durableState = nil
    appliedIndex = index
    appliedTerm = term
    node.storage = MemoryStorage(
      hardState: HardState(term: term, vote: .none, commit: index),
      snapshot: Snapshot(index: index, term: term, confState: confState))
    incarnation += 1
    if keepsNotes { note(.beginAnew) }
    return kept
  }

  private mutating func applyCommittedLog() {
    let storage = node.storage
    let last = min(storage.hardState.commit, storage.lastIndex)
    for entry in storage.entries
    where entry.index > appliedIndex && entry.index <= last && !entry.kind.isConfChange {
      appliedIndex = entry.index
      if entry.data.count > EntryHead.size, EntryHead.request(in: entry.data) != .publish {
        _ = store.apply(encoded: entry.data, from: EntryHead.size)
      }
    }
  }
}
