// What a follower does, learner or not (etcd raft.go, stepFollower).

extension Raft {
  mutating func stepFollower(_ message: Message) throws(StepError) {
    switch message.type {
    case .append, .heartbeat, .snapshot:
      electionElapsed = 0
      lead = message.from
      switch message.type {
      case .append: handleAppend(message)
      case .heartbeat: handleHeartbeat(message)
      default: handleSnapshot(message)
      }
    case .propose:
      try forwardProposal(message)
    case .transferLeader:
      if lead == .none { return journal.note(.leadership(.transferWithoutLeader(term))) }
      forward(message)
    case .readIndex:
      if lead == .none { return journal.note(.leadership(.readWithoutLeader(term))) }
      forward(message)
    case .readIndexResponse:
      guard message.entries.count == 1 else {
        return journal.note(
          .leadership(.invalidReadResponse(from: message.from, entries: message.entries.count)))
      }
      readStates.append(ReadState(index: message.index, context: message.entries[0].data))
    case .forgetLeader:
      forgetLeader()
    case .timeoutNow:
      journal.note(.leadership(.timeoutNowReceived(term: term, from: message.from)))
      hup(.transfer)
    default:
      break
    }
  }

  private mutating func forwardProposal(_ message: Message) throws(StepError) {
    if lead == .none { try dropProposalWithoutLeader() }
    if options.disableProposalForwarding {
      journal.note(.proposal(.notForwarded(lead: lead, term: term)))
      throw .proposalDropped
    }
    forward(message)
  }

  mutating func dropProposalWithoutLeader() throws(StepError) {
    journal.note(.proposal(.withoutLeader(term)))
    throw .proposalDropped
  }

  private mutating func forward(_ message: Message) {
    var message = message
    message.to = lead
    send(message)
  }

  /// Makes it vote for others while it still hears its leader. With lease reads that leader could
  /// then answer stale reads.
  private mutating func forgetLeader() {
    if options.readOnly == .leaseBased { return journal.note(.leadership(.forgetLeaderRefused)) }
    if lead == .none { return }
    journal.note(.leadership(.forgetting(lead, term)))
    lead = .none
  }

  private mutating func handleAppend(_ message: Message) {
    if message.index < log.committed {
      return send(Message(.appendResponse, to: message.from, index: log.committed))
    }
    var previous = EntryID(term: message.logTerm, index: message.index)
    if options.mutations.contains(.ignorePreviousTerm) {
      previous.term = log.term(at: message.index) ?? message.logTerm
    }
    if let last = log.append(
      message.entries, after: previous, leaderCommit: message.commit, &journal)
    {
      if options.mutations.contains(.configAtAppend) { applyAtOnce(message.entries) }
      return send(Message(.appendResponse, to: message.from, index: last))
    }
    refuseAppend(message)
  }

  private mutating func applyAtOnce(_ entries: [Entry]) {
    for entry in entries where entry.index > log.applied {
      if let change = ConfChange(decoding: entry), change.changes.count == 1 { _ = apply(change) }
    }
  }

  /// Refuses an append whose previous entry is not here, and says where the logs may match, so that
  /// a leader need not probe every index (Raft §5.3, end).
  private mutating func refuseAppend(_ message: Message) {
    journal.note(
      .replication(
        .mismatch(
          ours: EntryID(term: log.term(at: message.index) ?? 0, index: message.index),
          theirs: message.logTerm, from: message.from)))
    let hint = log.lastIndex(
      upTo: min(message.index, log.lastIndex), notAbove: message.logTerm)
    send(
      Message(
        .appendResponse, to: message.from, logTerm: hint.term, index: message.index,
        reject: true, rejectHint: hint.index))
  }

  private mutating func handleHeartbeat(_ message: Message) {
    log.commit(to: message.commit, &journal)
    send(Message(.heartbeatResponse, to: message.from, context: message.context))
  }
}

// MARK: - Snapshots

extension Raft {
  private mutating func handleSnapshot(_ message: Message) {
    let snapshot = message.snapshot ?? Snapshot()
    if restore(snapshot) {
      journal.note(.snapshot(.accepted(commit: log.committed, snapshot.id)))
      send(Message(.appendResponse, to: message.from, index: log.lastIndex))
    } else {
      journal.note(.snapshot(.ignored(commit: log.committed, snapshot.id)))
      send(Message(.appendResponse, to: message.from, index: log.committed))
    }
  }

  /// Puts a snapshot in place of log and configuration, if it is newer and meant for this member
  /// (etcd raft.go, restore).
  private mutating func restore(_ snapshot: Snapshot) -> Bool {
    if snapshot.index <= log.committed { return false }
    if role != .follower {
      journal.note(.snapshot(.receivedAsLeader))
      becomeFollower(term + 1, lead: .none)
      return false
    }
    let confState = snapshot.confState
    if !(confState.voters.contains(id) || confState.learners.contains(id)
      || confState.votersOutgoing.contains(id))
    {
      journal.note(.snapshot(.withoutMember(confState)))
      return false
    }
    if log.matches(snapshot.id) {
      // The log is ahead already; the snapshot still says what is committed.
      journal.note(
        .snapshot(.fastForwarded(commit: log.committed, last: log.last, snapshot.id)))
      log.commit(to: snapshot.index, &journal)
      return false
    }
    let suffix =
      options.mutations.contains(.snapshotKeepsSuffix)
      ? log.entries(from: snapshot.index + 1, maxSize: .max) ?? [] : []
    log.restore(snapshot, &journal)
    log.append(suffix[...], &journal)
    if !options.mutations.contains(.snapshotKeepsConfig) { restoreMembers(confState) }
    journal.note(
      .snapshot(.restored(commit: log.committed, last: log.last, snapshot.id)))
    return true
  }

  private mutating func restoreMembers(_ confState: ConfState) {
    let restored: Membership
    do throws(ConfChangeError) {
      restored = try Membership(limits: members.limits)
        .restored(from: confState, lastIndex: log.lastIndex)
    } catch {
      return journal.fail(.confChange(error))
    }
    if !restored.configuration.confState.isEquivalent(to: confState) {
      return journal.fail(.confState(confState))
    }
    switchTo(restored)
  }
}
