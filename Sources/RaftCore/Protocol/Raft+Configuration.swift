// Configuration changes that come into force.

extension Raft {
  /// Puts a committed change into force (etcd raft.go, applyConfChange).
  mutating func apply(_ change: ConfChange) -> ConfState {
    do throws(ConfChangeError) {
      switchTo(try members.changed(by: change, lastIndex: log.lastIndex))
    } catch {
      journal.fail(.confChange(error))
    }
    return members.configuration.confState
  }

  /// Takes over other members (etcd raft.go, switchToConfig).
  mutating func switchTo(_ changed: Membership) {
    members = changed
    journal.note(.switchedConfiguration(changed.configuration))
    let slot = members.progress.slot(of: id)
    isLearner = slot.map { members.progress[$0].isLearner } ?? false
    if role == .leader, slot == nil || isLearner {
      // It no longer counts itself. With the option off it leads on until somebody else wins.
      if options.stepDownOnRemoval, !options.mutations.contains(.removedLeaderLeads) {
        becomeFollower(term, lead: .none)
      }
      return
    }
    if role != .leader || members.configuration.voters.incoming.isEmpty { return }
    if commitByQuorum() {
      // A smaller quorum may have all that it needs.
      broadcastAppend()
    } else {
      var shared = SharedEntries()
      for slot in members.progress.slots where members.progress[slot].id != id {
        _ = maybeSendAppend(slot, ifEmpty: false, &shared)
      }
    }
    if leadTransferee != .none, !members.configuration.voters.contains(leadTransferee) {
      leadTransferee = .none
    }
  }
}
