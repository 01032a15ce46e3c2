/// A configuration together with the progress of its members, which change as one (etcd
/// confchange/confchange.go).
///
/// Changes give a new value or an error; the old value stays as it was.
public struct Membership: Equatable, Sendable {
  public internal(set) var configuration = Configuration()
  public internal(set) var progress = ProgressMap()
  let limits: InflightLimits

  /// A configuration without members.
  public init(limits: InflightLimits) { self.limits = limits }

  /// Changes at most one voter, outside a joint configuration (thesis §4.1). `lastIndex` is where
  /// new members are probed first.
  public func simple(
    _ changes: [ConfChangeSingle], lastIndex: LogIndex
  ) throws(ConfChangeError) -> Membership {
    try checkInvariants()
    if configuration.voters.isJoint { throw .simpleInJoint }
    var changed = self
    try changed.apply(changes, lastIndex: lastIndex)
    let before = configuration.voters.incoming
    if before.symmetricDifferenceCount(changed.configuration.voters.incoming) > 1 {
      throw .manyVotersWithoutJoint
    }
    try changed.checkInvariants()
    return changed
  }

  /// Makes the present voters the outgoing half and changes the incoming one (Raft §6).
  public func enteringJoint(
    autoLeave: Bool, _ changes: [ConfChangeSingle], lastIndex: LogIndex
  ) throws(ConfChangeError) -> Membership {
    try checkInvariants()
    if configuration.voters.isJoint { throw .alreadyJoint }
    if configuration.voters.incoming.isEmpty { throw .zeroVoterJoint }
    var changed = self
    changed.configuration.voters.outgoing = configuration.voters.incoming
    try changed.apply(changes, lastIndex: lastIndex)
    changed.configuration.autoLeave = autoLeave
    try changed.checkInvariants()
    return changed
  }

  /// Drops the outgoing half; staged learners become learners.
  public func leavingJoint() throws(ConfChangeError) -> Membership {
    try checkInvariants()
    if !configuration.voters.isJoint { throw .notJoint }
    var changed = self
    for id in configuration.learnersNext.members {
      changed.configuration.learners.insert(id)
      if let slot = changed.progress.slot(of: id) { changed.progress[slot].isLearner = true }
    }
    changed.configuration.learnersNext = []
    for id in configuration.voters.outgoing.members
    where !configuration.voters.incoming.contains(id)
      && !changed.configuration.learners.contains(id)
    {
      changed.progress.remove(id)
    }
    changed.configuration.voters.outgoing = []
    changed.configuration.autoLeave = false
    try changed.checkInvariants()
    return changed
  }

  /// Carries out `change` by the protocol that it needs (etcd raftpb/confchange.go).
  func changed(
    by change: ConfChange, lastIndex: LogIndex
  ) throws(ConfChangeError) -> Membership {
    if change.leavesJoint { return try leavingJoint() }
    if change.transition != .auto || change.changes.count > 1 {
      let autoLeave = change.transition != .jointExplicit
      return try enteringJoint(autoLeave: autoLeave, change.changes, lastIndex: lastIndex)
    }
    return try simple(change.changes, lastIndex: lastIndex)
  }

  /// The members that `confState` names, all new; `self` must be empty (etcd
  /// confchange/restore.go).
  func restored(
    from confState: ConfState, lastIndex: LogIndex
  ) throws(ConfChangeError) -> Membership {
    let incoming =
      confState.voters.map { ConfChangeSingle(.addNode, $0) }
      + (confState.learners + confState.learnersNext).map {
        ConfChangeSingle(.addLearnerNode, $0)
      }
    var restored = self
    guard !confState.votersOutgoing.isEmpty else {
      for change in incoming { restored = try restored.simple([change], lastIndex: lastIndex) }
      return restored
    }
    for id in confState.votersOutgoing {
      restored = try restored.simple([ConfChangeSingle(.addNode, id)], lastIndex: lastIndex)
    }
    let removals = confState.votersOutgoing.map { ConfChangeSingle(.removeNode, $0) }
    return try restored.enteringJoint(
      autoLeave: confState.autoLeave, removals + incoming, lastIndex: lastIndex)
  }
}
