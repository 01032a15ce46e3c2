// Texts of configurations, changes and progress (etcd quorum, tracker, raftpb).

extension MemberSet {
  /// `(1 2 a)`: hexadecimal.
  public var text: String { "(\(members.map(hex).joined(separator: " ")))" }
}

extension JointVoters {
  /// `(1 2 3)`, or `(1 2 4)&&(1 2 3)` if joint.
  public var text: String { incoming.text + (isJoint ? "&&" + outgoing.text : "") }
}

extension Configuration {
  /// `voters=(1 2)&&(1) learners=(3) learners_next=(4) autoleave`.
  public var text: String {
    var text = "voters=" + voters.text
    if !learners.isEmpty { text += " learners=" + learners.text }
    if !learnersNext.isEmpty { text += " learners_next=" + learnersNext.text }
    if autoLeave { text += " autoleave" }
    return text
  }
}

extension ReplicationState {
  /// `StateProbe` and so on.
  public var text: String {
    switch self {
    case .probe: "StateProbe"
    case .replicate: "StateReplicate"
    case .snapshot: "StateSnapshot"
    }
  }
}

extension ProgressStatus {
  /// `StateReplicate match=4 next=5 inflight=1` and whatever else applies.
  public var text: String {
    var text = "\(state.text) match=\(match) next=\(next)"
    if isLearner { text += " learner" }
    if isPaused { text += " paused" }
    if pendingSnapshot > 0 { text += " pendingSnap=\(pendingSnapshot)" }
    if !isRecentlyActive { text += " inactive" }
    if inflightCount > 0 {
      text += " inflight=\(inflightCount)" + (isInflightFull ? "[full]" : "")
    }
    return text
  }
}

extension [ProgressStatus] {
  /// `1: StateProbe match=0 next=1`, one member a line.
  public var text: String { map { "\($0.id): \($0.text)\n" }.joined() }
}

extension ConfChangeType {
  /// `ConfChangeAddNode` and so on.
  public var text: String {
    switch self {
    case .addNode: "ConfChangeAddNode"
    case .removeNode: "ConfChangeRemoveNode"
    case .updateNode: "ConfChangeUpdateNode"
    case .addLearnerNode: "ConfChangeAddLearnerNode"
    case .unknown(let value): String(value)
    }
  }
}

extension ConfChangeTransition {
  /// `ConfChangeTransitionAuto` and so on.
  public var text: String {
    switch self {
    case .auto: "ConfChangeTransitionAuto"
    case .jointImplicit: "ConfChangeTransitionJointImplicit"
    case .jointExplicit: "ConfChangeTransitionJointExplicit"
    }
  }
}

extension ConfChange {
  /// `v1 l2 r3 u4`: the steps, as entries show them and scripts write them.
  public var stepsText: String { changes.stepsText }

  /// `transition:ConfChangeTransitionAuto changes:{type:ConfChangeAddNode node_id:1}`.
  public var text: String {
    var text = "transition:" + transition.text
    for change in changes { text += " changes:{type:\(change.type.text) node_id:\(change.nodeID)}" }
    if !context.isEmpty { text += " context:" + context.goQuoted }
    return text
  }
}

extension [ConfChangeSingle] {
  /// `v1 l2 r3 u4`.
  public var stepsText: String {
    map { change in
      switch change.type {
      case .addNode: "v\(change.nodeID)"
      case .addLearnerNode: "l\(change.nodeID)"
      case .removeNode: "r\(change.nodeID)"
      case .updateNode: "u\(change.nodeID)"
      case .unknown: "unknown\(change.nodeID)"
      }
    }.joined(separator: " ")
  }
}
