// Appends, heartbeats and snapshots from a leader to the others.

/// The entries last read for an append, for the next member that needs the same.
struct SharedEntries {
  var first: LogIndex = 0
  var entries: [Entry] = []
  var payload: UInt64 = 0
}

extension Raft {
  /// Sends an append to everybody who may get one, by ascending id.
  mutating func broadcastAppend() {
    var shared = SharedEntries()
    broadcastAppend(&shared)
  }

  mutating func broadcastAppend(_ shared: inout SharedEntries) {
    for slot in members.progress.slots where members.progress[slot].id != id {
      _ = maybeSendAppend(slot, ifEmpty: true, &shared)
    }
  }

  mutating func sendAppend(_ slot: Int) {
    var shared = SharedEntries()
    _ = maybeSendAppend(slot, ifEmpty: true, &shared)
  }

  /// Sends what a member lacks, as far as its window allows, or a snapshot if it lacks too much.
  /// Without entries to send, sends only `ifEmpty`: that tells of a new commit index, or probes.
  mutating func maybeSendAppend(
    _ slot: Int, ifEmpty: Bool, _ shared: inout SharedEntries
  ) -> Bool {
    if members.progress[slot].isPaused { return false }
    let next = members.progress[slot].next
    let previous = next - 1
    let last = log.lastIndex
    if !ifEmpty, previous == last { return false }
    guard let previousTerm = log.term(at: previous) else { return maybeSendSnapshot(slot) }
    let hasRoom =
      members.progress[slot].state != .replicate || !members.progress[slot].inflights.isFull
    if !hasRoom, options.mutations.contains(.noProbeOfFullWindow) { return false }
    let hasEntries = hasRoom && next <= last
    if hasEntries, shared.first != next {
      guard let entries = log.entries(from: next, maxSize: options.maxSizePerMessage) else {
        return maybeSendSnapshot(slot)
      }
      shared = SharedEntries(first: next, entries: entries, payload: entries.payloadSize)
    }
    if !hasEntries, !ifEmpty { return false }
    let committed = log.committed
    send(
      Message(
        .append, to: members.progress[slot].id, logTerm: previousTerm, index: previous,
        entries: hasEntries ? shared.entries : [], commit: committed))
    members.progress[slot].sent(
      count: hasEntries ? shared.entries.count : 0, bytes: hasEntries ? shared.payload : 0)
    members.progress[slot].sentCommit = committed
    return true
  }

  private mutating func maybeSendSnapshot(_ slot: Int) -> Bool {
    let to = members.progress[slot].id
    if !members.progress[slot].isRecentlyActive, !options.mutations.contains(.snapshotToInactive) {
      journal.note(.snapshot(.notSentToInactive(to)))
      return false
    }
    guard let snapshot = log.unstable.snapshot ?? log.storage.snapshotToSend else {
      journal.note(.snapshot(.unavailable(to)))
      return false
    }
    if snapshot.isEmpty {
      journal.fail(.emptySnapshot)
      return false
    }
    journal.note(
      .snapshot(
        .sent(
          first: log.firstIndex, commit: log.committed, snapshot.id,
          members.progress[slot].status)))
    members.progress[slot].becomeSnapshot(snapshot.index)
    journal.note(.snapshot(.replicationPaused(members.progress[slot].status)))
    send(Message(.snapshot, to: to, snapshot: snapshot))
    return true
  }

  /// Sends heartbeats to everybody, paused or not, by ascending id. They never carry a commit index
  /// that the receiver may lack entries for.
  mutating func broadcastHeartbeat() {
    broadcastHeartbeat(
      options.readConfirmation == .context
        ? contextReads.heartbeatContext : reads.heartbeatContext)
  }

  mutating func broadcastHeartbeat(_ context: MessageContext) {
    for slot in members.progress.slots where members.progress[slot].id != id {
      let commit =
        options.mutations.contains(.fullCommitInHeartbeats)
        ? log.committed : min(members.progress[slot].match, log.committed)
      send(
        Message(.heartbeat, to: members.progress[slot].id, commit: commit, context: context))
      members.progress[slot].sentCommit = commit
    }
  }
}
