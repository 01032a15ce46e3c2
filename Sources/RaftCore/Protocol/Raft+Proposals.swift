// Entries on their way into the leader's log.

extension Raft {
  /// Appends proposed entries and sends them out. Configuration changes that must not be made now
  /// become empty entries, so that the rest of the proposal keeps its place.
  mutating func propose(_ proposed: consuming [Entry]) throws(StepError) {
    if proposed.isEmpty { return journal.fail(.emptyProposal) }
    // A leader that is no longer a member proposes nothing.
    guard members.progress.contains(id) else { throw .proposalDropped }
    if leadTransferee != .none {
      journal.note(.proposal(.duringTransfer(term: term, to: leadTransferee)))
      throw .proposalDropped
    }
    for position in proposed.indices where proposed[position].kind.isConfChange {
      guard let change = ConfChange(decoding: proposed[position]) else {
        return journal.fail(.undecodableConfChange(log.lastIndex + UInt64(position) + 1))
      }
      if let refusal = refusal(of: change), !options.disableConfChangeValidation {
        journal.note(.proposal(.confChangeRefused(members.configuration, change, refusal)))
        proposed[position] = Entry()
      } else {
        pendingConfIndex = log.lastIndex + UInt64(position) + 1
      }
    }
    guard append(&proposed) else { throw .proposalDropped }
    let fits = proposed.count == 1 || proposed.encodedSize <= options.maxSizePerMessage
    var shared =
      fits
      ? SharedEntries(
        first: proposed[0].index, entries: proposed, payload: proposed.payloadSize)
      : SharedEntries()
    broadcastAppend(&shared)
  }

  /// Why `change` must not be made now: one at a time, and joint configurations are to be left
  /// before the next change (etcd raft.go, stepLeader).
  private func refusal(of change: ConfChange) -> ConfChangeRefusal? {
    let isJoint = members.configuration.voters.isJoint
    let leaves = change.changes.isEmpty
    if pendingConfIndex > log.applied, !options.mutations.contains(.noPendingConfChangeCheck) {
      return .pending(pendingConfIndex, applied: log.applied)
    }
    if isJoint, !leaves { return .mustLeaveJoint }
    return !isJoint && leaves ? .notJoint : nil
  }

  /// Appends entries of this term to the leader's log; false if too much is uncommitted already.
  /// A single proposal may exceed the limit, and empty ones always pass.
  mutating func append(_ entries: inout [Entry]) -> Bool {
    let size = entries.payloadSize
    let room = options.maxUncommittedEntriesSize
    if uncommittedSize > 0, size > 0, size > room - min(uncommittedSize, room) {
      journal.note(.proposal(.tooLarge))
      return false
    }
    uncommittedSize += size
    var last = log.lastIndex
    for position in entries.indices {
      last = last + 1
      entries[position].term = term
      entries[position].index = last
    }
    log.append(entries[...], &journal)
    countUnsynced(last)
    // The leader's own copy counts when it is durable, like everybody's.
    send(Message(.appendResponse, to: id, index: last))
    return true
  }

  /// Counts the leader's own copy before it is durable, if a planted fault wants that.
  private mutating func countUnsynced(_ last: LogIndex) {
    if options.mutations.isEmpty { return }
    let isSingle =
      options.mutations.contains(.singleVoterCommitsUnsynced)
      && members.configuration.voters.isSingleton
    guard isSingle || options.mutations.contains(.leaderCountsUnsynced),
      let slot = members.progress.slot(of: id)
    else { return }
    _ = members.progress[slot].update(to: last)
    if isSingle { _ = commitByQuorum() }
  }

  /// Appends one more entry that leaves a joint configuration, without asking whether it may.
  private mutating func leaveAgain() {
    guard role == .leader, members.configuration.autoLeave else { return }
    var leave = [Entry(kind: .confChangeV2)]
    if append(&leave) { broadcastAppend() }
  }

  /// Whether a joint configuration is to be left now.
  private func leavesJoint(appliedTo index: LogIndex) -> Bool {
    if options.mutations.contains(.newLeaderNeverLeaves), log.term(at: pendingConfIndex) != term {
      return false
    }
    return index >= pendingConfIndex
  }

  /// Takes note that entries up to `index` are applied: `size` bytes encoded, `payload` bytes of
  /// data. Then leaves a joint configuration that is to be left by itself.
  mutating func applied(_ index: LogIndex, size: UInt64, payload: UInt64) {
    let index = max(index, log.applied)
    log.appliedTo(index, size: size, &journal)
    if options.mutations.contains(.repeatAutoLeave) { leaveAgain() }
    if role == .leader, members.configuration.autoLeave, leavesJoint(appliedTo: index) {
      do throws(StepError) {
        try propose([Entry(kind: .confChangeV2)])
        journal.note(.proposal(.leavingJoint(members.configuration)))
      } catch {
        journal.note(.proposal(.notLeavingJoint(members.configuration, error)))
      }
    }
    if options.mutations.contains(.uncommittedSizeLeak) { return }
    uncommittedSize -= min(payload, uncommittedSize)
  }
}
