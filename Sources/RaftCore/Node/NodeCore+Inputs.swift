// The ways into a member; one that met a fault ignores them all.

extension NodeCore {
  mutating func tick() {
    if !raft.journal.isFailed { raft.tick() }
  }

  /// Meets a message from outside, if it may come from there (etcd raft rawnode.go, Step).
  mutating func step(_ message: Message) throws(StepError) {
    if raft.journal.isFailed { return }
    if !message.from.isStorageThread {
      if message.type.isLocal { throw .localMessage(message.type) }
      if message.type.isResponse, !raft.members.progress.contains(message.from) {
        throw .unknownPeer(message.from)
      }
    }
    if let largest = message.unusableIndex { return raft.journal.fail(.indexTooLarge(largest)) }
    try raft.step(message)
  }

  /// Steps a message of the member's own, which has no errors to tell.
  mutating func stepLocal(_ message: Message) {
    if raft.journal.isFailed { return }
    try? raft.step(message)
  }

  mutating func propose(_ entries: consuming [Entry]) throws(StepError) {
    if raft.journal.isFailed { return }
    if raft.role == .leader {
      try raft.propose(entries)
    } else {
      try raft.step(Message(.propose, from: raft.id, entries: entries))
    }
  }

  /// Deviation: a change is ignored while a snapshot waits to be stored. The snapshot came after
  /// the entry was handed out and covers it; etcd would apply the change a second time, or panic.
  mutating func applyConfChange(_ change: ConfChange) -> ConfState {
    if raft.journal.isFailed || raft.log.unstable.snapshot != nil {
      return raft.members.configuration.confState
    }
    return raft.apply(change)
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
