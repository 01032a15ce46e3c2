import RaftCore

// Changes of several members at once, which a joint configuration goes between (Raft §6). etcd's
// server proposes none; a roster follows them so that its Raft can be checked with them.
extension Roster {
  /// Why the committed `change` must have no effect; nil if it may.
  func problem(of change: ConfChange) -> MembershipError? {
    if change.isV1 {
      return change.changes.lazy.compactMap {
        problem(of: $0, isPromotion: change.isPromotion)
      }.first
    }
    var trial = self
    for step in change.changes {
      if let problem = trial.problem(ofOneOfMany: step) { return problem }
      trial.apply(step)
    }
    return trial.voters.isEmpty ? .notEnoughStartedMembers : nil
  }

  /// Here learners may be many, become voters without more ado, and voters learners.
  private func problem(ofOneOfMany step: ConfChangeSingle) -> MembershipError? {
    if isRemoved(step.nodeID) { return .memberNotFound }
    let known = member(step.nodeID)
    return switch step.type {
    case .addNode: known?.isLearner == false ? .memberExists : nil
    case .addLearnerNode: known?.isLearner == true ? .memberExists : nil
    case .removeNode, .updateNode: known == nil ? .memberNotFound : nil
    case .unknown: .memberNotFound
    }
  }

  /// Carries out a change that has no problem. Voters that a joint change removes still vote, and
  /// are members, until it is complete.
  mutating func apply(_ change: ConfChange) {
    if change.leavesJoint { return leaveJoint() }
    let isJoint = change.transition != .auto || change.changes.count > 1
    guard isJoint else {
      for step in change.changes { apply(step) }
      return
    }
    outgoing = voters.map(\.id)
    leavesByItself = change.transition != .jointExplicit
    for step in change.changes {
      if step.type == .removeNode, outgoing.contains(step.nodeID) {
        members.removeAll { $0.id == step.nodeID }
        leaving.append(step.nodeID)
      } else {
        apply(step)
      }
    }
  }

  private mutating func leaveJoint() {
    removed += leaving
    outgoing.removeAll()
    leaving.removeAll()
    leavesByItself = false
  }
}
