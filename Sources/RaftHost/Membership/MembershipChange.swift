import RaftCore

/// A change of the cluster's membership, one member at a time (etcd server.go, AddMember and its
/// siblings; Raft thesis §4).
public enum MembershipChange: Hashable, Sendable {
  case addVoter(MemberID)
  case addLearner(MemberID)
  case promote(MemberID)
  case remove(MemberID)

  public var member: MemberID {
    switch self {
    case .addVoter(let id), .addLearner(let id), .promote(let id), .remove(let id): id
    }
  }

  /// The change as Raft has it; `context` tells the request, and whether a learner is promoted.
  func confChange(head: [UInt8]) -> ConfChange {
    let type: ConfChangeType
    switch self {
    case .addVoter, .promote: type = .addNode
    case .addLearner: type = .addLearnerNode
    case .remove: type = .removeNode
    }
    var context = head
    if case .promote = self { context.append(1) } else { context.append(0) }
    return ConfChange([ConfChangeSingle(type, member)], context: context, isV1: true)
  }
}

extension ConfChange {
  /// Whether it is the promotion of a learner (etcd membership, ConfigChangeContext.IsPromote).
  var isPromotion: Bool { context.count > EntryHead.size && context[EntryHead.size] == 1 }
}
