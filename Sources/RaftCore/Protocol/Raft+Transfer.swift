// Handing leadership over (thesis §3.10; etcd raft.go, MsgTransferLeader).

extension Raft {
  /// Brings the member in `slot` up to date and makes it campaign; until then nothing is proposed.
  mutating func transferLeadership(_ slot: Int) {
    let target = members.progress[slot].id
    if members.progress[slot].isLearner { return journal.note(.leadership(.transferFromLearner)) }
    if leadTransferee != .none {
      if leadTransferee == target {
        return journal.note(.leadership(.transferAlreadyPending(term: term, to: target)))
      }
      journal.note(.leadership(.transferReplaced(term: term, old: leadTransferee)))
      leadTransferee = .none
    }
    if target == id { return journal.note(.leadership(.transferToSelf)) }
    journal.note(.leadership(.transferStarted(term: term, to: target)))
    // It should end within one election timeout.
    electionElapsed = 0
    leadTransferee = target
    if members.progress[slot].match == log.lastIndex {
      send(Message(.timeoutNow, to: target))
      journal.note(.leadership(.timeoutNowSentAtOnce(target)))
    } else {
      sendAppend(slot)
    }
  }
}
