import KeyValue
import RaftCore
import SimKernel

extension Member {
  /// How long the log stays whole after a snapshot was delivered, so that its receiver finds what
  /// follows (etcd server.go, releaseDelayAfterSnapshot).
  public static let holdAfterSnapshot = SimDuration.seconds(30)

  /// Takes a snapshot when enough was applied, and forgets the log well behind it unless a snapshot
  /// is under way (etcd server.go, triggerSnapshot and snapshot).
  mutating func takeSnapshotIfDue(at now: SimTime) {
    let applied = appliedIndex
    guard applied.rawValue >= snapshotBase.rawValue + UInt64(options.snapshotEvery) else { return }
    // Never beyond what the disk knows to be committed and holds: the log must restart from there.
    guard applied <= node.storage.hardState.commit, applied <= node.storage.lastIndex else {
      return
    }
    snapshotBase = applied
    defer {
      if keepsNotes { note(.storeSnapshot(at: applied, base: node.storage.base.index)) }
    }
    do throws(StorageError) {
      try node.storage.recordSnapshot(ownSnapshot)
      let keep = UInt64(options.snapshotKeep)
      guard snapshotsUnderway == 0, now >= logHeldUntil,
        applied.rawValue > keep + node.storage.base.index.rawValue
      else { return }
      try node.storage.compact(to: applied - keep)
    } catch {
      fail("cannot record its snapshot: \(error)")
    }
  }

  /// The state machine as it is: the newest applied index with its term and its membership. The
  /// node's own configuration may be newer: it is that of a snapshot message at once, long before
  /// the state that goes with it is put in place. Its size is that of the backend's file, which is
  /// sent as it is, history and free pages too (etcd snapshot_merge.go, newSnapshotReaderCloser).
  private var ownSnapshot: Snapshot {
    var snapshot = Snapshot(
      index: appliedIndex, term: appliedTerm, confState: roster.confState,
      omittedBytes: UInt64(max(0, store.backendSize)))
    if options.mutations.contains(.snapshotConfOfOtherIndex) {
      snapshot.confState = options.confState
    }
    return snapshot
  }

  /// Sends the snapshots that Raft asked for, with the newest applied state in them rather than the
  /// one that Raft knows of (etcd server.go, createMergedSnapshotMessage).
  mutating func releaseSnapshots(output: inout MemberOutput) {
    guard !snapshotsWanted.isEmpty, applyQueue.isEmpty, replayedIndex >= appliedIndex else {
      return
    }
    let state = savedState
    for var message in snapshotsWanted where !roster.isRemoved(message.to) {
      message.snapshot = ownSnapshot
      if keepsNotes { note(.sendSnapshot(message)) }
      snapshotsUnderway += 1
      output.messages.append(
        MemberOutput.Outgoing(message: message, way: AppendTrace(), state: state))
    }
    snapshotsWanted.removeAll()
  }

  /// How sending a snapshot ended: taken in by its receiver, or given up.
  public mutating func snapshotSent(
    to member: MemberID, succeeded: Bool, at now: SimTime, books: inout GroupBooks,
    output: inout MemberOutput
  ) {
    snapshotsUnderway = max(0, snapshotsUnderway - 1)
    if succeeded {
      logHeldUntil = now + Self.holdAfterSnapshot
    } else {
      node.reportUnreachable(member)
      if keepsNotes { note(.request(Message(.unreachable, from: member))) }
    }
    node.reportSnapshot(to: member, succeeded: succeeded)
    if keepsNotes {
      note(.request(Message(.snapshotStatus, from: member, reject: !succeeded)))
    }
    runLoop(at: now, books: &books, output: &output)
  }

  /// Keeps the state that came with a snapshot message until Raft takes the snapshot, or not.
  mutating func keep(_ state: StateSnapshot?) {
    guard let state, state.applied > appliedIndex else { return }
    incomingStates.removeAll { $0.applied == state.applied }
    if incomingStates.count >= 4,
      let oldest = incomingStates.firstIndex(where: { state in
        state.applied != ready.snapshot?.index
          && !appending.contains { $0.snapshot?.index == state.applied }
      })
    {
      incomingStates.remove(at: oldest)
    }
    incomingStates.append(state)
  }

  /// The snapshot of a Ready is durable: its state waits to be put in place of the store. A crash
  /// before that does not lose it (etcd backend.go, recoverSnapshotBackend).
  mutating func acceptState(of snapshot: Snapshot, at now: SimTime, output: inout MemberOutput) {
    guard let state = incomingStates.first(where: { $0.applied == snapshot.index }) else {
      return fail("has no state for a snapshot")
    }
    incomingStates.removeAll { $0.applied <= snapshot.index }
    durableState = state
    handedOut = max(handedOut, snapshot.index)
    snapshotBase = snapshot.index
    if applyQueue.isEmpty { return install(state) }
    applyQueue.append(state)
    beginApplying(at: now, output: &output)
  }

  mutating func install(_ state: StateSnapshot) {
    durableState = nil
    replayedIndex = state.applied
    appliedTerm = state.term
    handedConfChange = 0
    guard state.applied > appliedIndex else { return }
    store = state.store
    roster = state.roster
    appliedIndex =
      options.mutations.contains(.snapshotIndexOffByOne) ? state.applied + 1 : state.applied
    watches.restore(store)
  }
}

/// A member's state machine as of an applied entry, sent with a snapshot. Immutable.
///
/// Like etcd's whole backend it has the history, so that reads and watches of the past go on from
/// it; copies share that.
public final class StateSnapshot: Sendable {
  public let store: Store
  public let roster: Roster
  public let applied: LogIndex
  public let term: Term

  init(store: Store, roster: Roster, applied: LogIndex, term: Term) {
    self.store = store
    self.roster = roster
    self.applied = applied
    self.term = term
  }
}
