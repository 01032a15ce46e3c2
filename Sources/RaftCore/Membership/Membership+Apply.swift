extension Membership {
  /// Applies changes to the incoming half, one by one.
  mutating func apply(
    _ changes: [ConfChangeSingle], lastIndex: LogIndex
  ) throws(ConfChangeError) {
    for change in changes where change.nodeID != .none {
      switch change.type {
      case .addNode: makeVoter(change.nodeID, lastIndex)
      case .addLearnerNode: makeLearner(change.nodeID, lastIndex)
      case .removeNode: remove(change.nodeID)
      case .updateNode: break
      case .unknown(let type): throw .unknownType(type)
      }
    }
    if configuration.voters.incoming.isEmpty { throw .allVotersRemoved }
  }

  private mutating func makeVoter(_ id: MemberID, _ lastIndex: LogIndex) {
    if let slot = progress.slot(of: id) {
      progress[slot].isLearner = false
    } else {
      addProgress(id, isLearner: false, lastIndex)
    }
    configuration.learners.remove(id)
    configuration.learnersNext.remove(id)
    configuration.voters.incoming.insert(id)
  }

  /// A voter that still counts in the outgoing half becomes a learner only when that half goes.
  private mutating func makeLearner(_ id: MemberID, _ lastIndex: LogIndex) {
    guard let slot = progress.slot(of: id) else {
      addProgress(id, isLearner: true, lastIndex)
      configuration.learners.insert(id)
      return
    }
    if progress[slot].isLearner { return }
    forget(id)
    if configuration.voters.outgoing.contains(id) {
      configuration.learnersNext.insert(id)
    } else {
      progress[slot].isLearner = true
      configuration.learners.insert(id)
    }
  }

  private mutating func remove(_ id: MemberID) {
    guard progress.contains(id) else { return }
    forget(id)
    if !configuration.voters.outgoing.contains(id) { progress.remove(id) }
  }

  private mutating func forget(_ id: MemberID) {
    configuration.voters.incoming.remove(id)
    configuration.learners.remove(id)
    configuration.learnersNext.remove(id)
  }

  /// New members count as active, so that a snapshot may be sent to them at once. They are probed
  /// at the last index, not behind it: the log they need is probably not there yet.
  private mutating func addProgress(_ id: MemberID, isLearner: Bool, _ lastIndex: LogIndex) {
    progress.insert(
      Progress(
        id: id, next: max(lastIndex, 1), isRecentlyActive: true, isLearner: isLearner,
        limits: limits))
  }

  /// Checks that the configuration makes sense and fits the progress.
  func checkInvariants() throws(ConfChangeError) {
    if let flaw = firstFlaw { throw .invariant(flaw) }
  }

  private var firstFlaw: ConfigurationFlaw? {
    let (voters, learners) = (configuration.voters, configuration.learners)
    let staged = configuration.learnersNext
    for id in voters.all.members + learners.members + staged.members where !progress.contains(id) {
      return .noProgress(id)
    }
    for id in staged.members {
      if !voters.outgoing.contains(id) { return .stagedLearnerNotOutgoing(id) }
      if isMarkedLearner(id) { return .stagedLearnerAlreadyMarked(id) }
    }
    for id in learners.members {
      if voters.outgoing.contains(id) { return .learnerAmongOutgoing(id) }
      if voters.incoming.contains(id) { return .learnerAmongIncoming(id) }
      if !isMarkedLearner(id) { return .learnerNotMarked(id) }
    }
    guard !voters.isJoint else { return nil }
    if !staged.isEmpty { return .learnersNextWithoutJoint }
    return configuration.autoLeave ? .autoLeaveWithoutJoint : nil
  }

  private func isMarkedLearner(_ id: MemberID) -> Bool {
    progress.slot(of: id).map { progress[$0].isLearner } ?? false
  }
}
