import KeyValue
import RaftCore
import SimKernel

extension Member {
  /// Where the mutations begin in an applied entry's data.
  public static let mutationOffset = EntryHead.size

  /// How far commit may run ahead of apply before requests are refused (etcd v3_server.go,
  /// maxGapBetweenApplyAndCommitIndex).
  public static let applyGapLimit: UInt64 = 5_000

  var isOverrun: Bool { handedOut.rawValue > appliedIndex.rawValue + Self.applyGapLimit }

  /// Hands committed entries to the state machine: at once when that costs no time.
  mutating func enqueue(_ entries: [Entry], at now: SimTime, output: inout MemberOutput) {
    guard let last = entries.last else { return }
    handedOut = max(handedOut, last.index)
    if applyQueue.isEmpty, options.applyCost == .zero, disk.extra == .zero {
      for entry in entries { apply(entry, at: now, output: &output) }
      return
    }
    applyQueue.append(entries)
    if let change = entries.last(where: \.kind.isConfChange) {
      handedConfChange = change.index
      handedJointChange = change.kind == .confChangeV2
    }
    beginApplying(at: now, output: &output)
  }

  /// Begins the next stretch of the queue if none is under way; stretches that take no time are
  /// applied at once.
  mutating func beginApplying(at now: SimTime, output: inout MemberOutput) {
    while applyQueue.underway == 0, !applyQueue.isEmpty {
      let count = applyQueue.begin()
      let wait = slowCommits.delay(of: count, commit: disk.extra, at: now)
      let duration = options.applyCost * Int64(count) + wait
      if duration > .zero {
        output.apply = duration
        return
      }
      finishStretch(at: now, output: &output)
    }
  }

  /// The stretch begun earlier in this life is applied.
  public mutating func applyCompleted(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    guard applyQueue.underway > 0 else { return }
    finishStretch(at: now, output: &output)
    beginApplying(at: now, output: &output)
    if options.asyncStorageWrites { answerApplied(at: now, books: &books, output: &output) }
    serveAppliedReads(output: &output)
    if phase == .awaitingApply, !hasQueuedConfChange {
      concludeReady(at: now, books: &books, output: &output)
    }
    afterApplying(at: now, output: &output)
    runLoop(at: now, books: &books, output: &output)
  }

  private mutating func finishStretch(at now: SimTime, output: inout MemberOutput) {
    while let job = applyQueue.takeFinished() {
      switch job {
      case .entry(let entry): apply(entry, at: now, output: &output)
      case .state(let state): install(state)
      }
    }
  }

  /// Applies an entry that the state machine's files hold, whoever is to be told of it.
  mutating func applyAgain(_ entry: Entry, output: inout MemberOutput) {
    apply(entry, at: .zero, output: &output)
  }

  private mutating func apply(_ entry: Entry, at now: SimTime, output: inout MemberOutput) {
    // After a restart the log is handed out anew from the last snapshot; what the store already
    // reflects is skipped (etcd consistent_index), but Raft must hear of its members again.
    let isReplay =
      entry.index <= appliedIndex && !options.mutations.contains(.reapplyAfterRestart)
    replayedIndex = entry.index
    appliedTerm = entry.term
    if !isReplay { appliedIndex = max(appliedIndex, entry.index) }
    if entry.kind.isConfChange {
      if entry.index == handedConfChange { handedConfChange = 0 }
      applyConfChange(entry, isReplay: isReplay, output: &output)
    } else if !isReplay {
      applyNormal(entry, at: now, output: &output)
    }
  }

  private mutating func applyNormal(
    _ entry: Entry, at now: SimTime, output: inout MemberOutput
  ) {
    guard !entry.data.isEmpty else {
      reads.isFirstCommitNews = true
      promoteLessorIfLeader(at: now, output: &output)
      output.applied.append(
        MemberOutput.AppliedEntry(
          index: entry.index, digest: entry.term.rawValue, data: [], changed: false,
          revision: store.revision))
      return
    }
    let request = EntryHead.request(in: entry.data)
    if request == .publish { return roster.started(EntryHead.server(in: entry.data)) }
    let before = store.revision
    let keys = store.keyCount
    let result = store.apply(encoded: entry.data, from: EntryHead.size)
    if result.effect != .none {
      noteLeases(result.effect, keys: keys - store.keyCount, at: now, output: &output)
    }
    if result.revision > before { notifyWatches(output: &output) }
    if request != .none, EntryHead.isAnswered(by: id, incarnation, entry.data) {
      if request == .revoke {
        revokeApplied()
      } else {
        output.writes.append(
          MemberOutput.AppliedWrite(request: request, index: entry.index, result: result))
      }
    }
    output.applied.append(
      MemberOutput.AppliedEntry(
        index: entry.index, digest: digest(of: entry), data: entry.data,
        changed: result.revision > before, revision: store.revision, result: result))
  }

  private func digest(of entry: Entry) -> UInt64 {
    mixed(mixed(entry.term.rawValue) ^ EntryHead.request(in: entry.data).rawValue) | 1
  }

  /// Whether a change of the membership waits in the queue. A follower must not answer for a Ready
  /// before its changes are applied (etcd server/etcdserver/raft.go, waitApply).
  var hasQueuedConfChange: Bool { handedConfChange > 0 }

  /// What etcd does at the end of applyAll.
  mutating func afterApplying(at now: SimTime, output: inout MemberOutput) {
    guard applyQueue.isEmpty, replayedIndex >= appliedIndex else { return }
    takeSnapshotIfDue(at: now)
    releaseSnapshots(output: &output)
  }

  /// Forgets the store's history up to `revision`, as an API server asks every five minutes.
  public mutating func compactHistory(upTo revision: Revision) {
    store.compact(upTo: revision)
  }
}
