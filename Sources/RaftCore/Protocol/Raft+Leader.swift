// What a leader does with messages (etcd raft.go, stepLeader).

extension Raft {
  mutating func stepLeader(_ message: Message) throws(StepError) {
    switch message.type {
    case .beat:
      return broadcastHeartbeat()
    case .checkQuorum:
      return checkQuorum()
    case .propose:
      return try propose(message.entries)
    case .readIndex:
      return read(message)
    case .forgetLeader:
      return
    default:
      break
    }
    guard let slot = members.progress.slot(of: message.from) else {
      return journal.note(.replication(.unknownMember(message.from)))
    }
    switch message.type {
    case .appendResponse:
      members.progress[slot].isRecentlyActive = true
      if message.reject {
        handleRefusal(message, slot)
      } else {
        handleAck(message, slot)
      }
    case .heartbeatResponse:
      handleHeartbeatResponse(message, slot)
    case .snapshotStatus:
      handleSnapshotStatus(message, slot)
    case .unreachable:
      // Appends under way are probably lost.
      if members.progress[slot].state == .replicate { members.progress[slot].becomeProbe() }
      journal.note(.replication(.unreachable(members.progress[slot].status)))
    case .transferLeader:
      transferLeadership(slot)
    default:
      break
    }
  }

  /// Steps down unless a quorum was heard since the last check (thesis §6.2).
  mutating func checkQuorum() {
    let activity = RecentActivity(progress: members.progress)
    if let slot = members.progress.slot(of: id) { members.progress[slot].isRecentlyActive = true }
    if result(of: activity, for: .check) != .won {
      journal.note(.election(.quorumInactive))
      becomeFollower(term, lead: .none)
    }
    for slot in members.progress.slots where members.progress[slot].id != id {
      members.progress[slot].isRecentlyActive = false
    }
  }

  /// Commits what a quorum holds, if that includes an entry of this term: counting copies of older
  /// entries does not tell whether they can still be replaced (Raft §5.4.2).
  mutating func commitByQuorum() -> Bool {
    let index = quorumIndex()
    if options.mutations.contains(.commitPriorTermByCount) {
      return log.commit(ifMatching: EntryID(term: log.term(at: index) ?? 0, index: index))
    }
    return log.commit(ifMatching: EntryID(term: term, index: index))
  }

  /// Looks for the place where the logs match, with the help of the hint. Entries after the hint
  /// that are of later terms than the hint's are not in the follower's log.
  private mutating func handleRefusal(_ message: Message, _ slot: Int) {
    let hint = EntryID(term: message.logTerm, index: message.rejectHint)
    journal.note(.replication(.refused(hint: hint, from: message.from, index: message.index)))
    var probe = hint.index
    if hint.term > 0 { probe = log.lastIndex(upTo: probe, notAbove: hint.term).index }
    if options.mutations.contains(.nextBelowMatch), members.progress[slot].state == .probe {
      members.progress[slot].next = max(1, min(message.index, probe + 1))
      members.progress[slot].isFlowPaused = false
    } else if !members.progress[slot].decrease(rejected: message.index, hint: probe) {
      return
    }
    journal.note(.replication(.decreased(members.progress[slot].status)))
    if members.progress[slot].state == .replicate { members.progress[slot].becomeProbe() }
    sendAppend(slot)
  }

  private mutating func handleAck(_ message: Message, _ slot: Int) {
    let wasProbing =
      members.progress[slot].state == .probe && !options.mutations.contains(.probeSticks)
    if options.mutations.contains(.matchGoesDown) {
      members.progress[slot].match = min(members.progress[slot].match, message.index)
    }
    let isNews = members.progress[slot].update(to: message.index)
    guard isNews || (wasProbing && members.progress[slot].match == message.index) else { return }
    switch members.progress[slot].state {
    case .probe:
      members.progress[slot].becomeReplicate()
    case .snapshot where hasLeftSnapshot(members.progress[slot]):
      journal.note(.replication(.recoveredFromSnapshot(members.progress[slot].status)))
      // Through probe, where `next` respects the snapshot.
      members.progress[slot].becomeProbe()
      members.progress[slot].becomeReplicate()
    case .snapshot:
      break
    case .replicate:
      members.progress[slot].inflights.free(upTo: message.index)
    }
    let isOwn = message.from == id
    if commitByQuorum() {
      releaseEarlyReads()
      broadcastAppend()
    } else if !isOwn, members.progress[slot].canBumpCommit(to: log.committed) {
      sendAppend(slot)
    }
    if isOwn { return }
    // The window has room now.
    var shared = SharedEntries()
    while maybeSendAppend(slot, ifEmpty: false, &shared) {}
    if message.from == leadTransferee, members.progress[slot].match == log.lastIndex {
      journal.note(.leadership(.timeoutNowSentAfterAck(message.from)))
      send(Message(.timeoutNow, to: message.from))
    }
  }

  /// Whether the log goes on from what a member holds that was sent a snapshot.
  private func hasLeftSnapshot(_ progress: Progress) -> Bool {
    if options.mutations.contains(.snapshotStateSticks), progress.match < progress.pendingSnapshot {
      return false
    }
    return progress.match + 1 >= log.firstIndex
  }

  private mutating func handleHeartbeatResponse(_ message: Message, _ slot: Int) {
    members.progress[slot].isRecentlyActive = true
    members.progress[slot].isFlowPaused = false
    if members.progress[slot].match < log.lastIndex || members.progress[slot].state == .probe {
      sendAppend(slot)
    }
    if case .readPosition(let position) = message.context { confirmReads(position, message.from) }
  }

  private mutating func handleSnapshotStatus(_ message: Message, _ slot: Int) {
    guard members.progress[slot].state == .snapshot else { return }
    if message.reject { members.progress[slot].pendingSnapshot = 0 }
    members.progress[slot].becomeProbe()
    let status = members.progress[slot].status
    journal.note(.snapshot(message.reject ? .failed(status) : .succeeded(status)))
    // The next append waits for a sign of life, or for the ack of the snapshot.
    members.progress[slot].isFlowPaused = true
  }
}
