/// What a configuration change does to one member; raw values are those of the wire.
public enum ConfChangeType: Hashable, Sendable {
  case addNode, removeNode, updateNode, addLearnerNode
  /// A value that this version does not know.
  case unknown(UInt64)

  public init(rawValue: UInt64) {
    switch rawValue {
    case 0: self = .addNode
    case 1: self = .removeNode
    case 2: self = .updateNode
    case 3: self = .addLearnerNode
    default: self = .unknown(rawValue)
    }
  }

  public var rawValue: UInt64 {
    switch self {
    case .addNode: 0
    case .removeNode: 1
    case .updateNode: 2
    case .addLearnerNode: 3
    case .unknown(let value): value
    }
  }
}

/// Whether a change goes through a joint configuration (etcd raftpb, ConfChangeTransition).
public enum ConfChangeTransition: UInt64, Hashable, Sendable {
  /// Only if it must; left by itself.
  case auto
  /// Always; left by itself.
  case jointImplicit
  /// Always; left on request.
  case jointExplicit
}

/// One step of a change.
public struct ConfChangeSingle: Hashable, Sendable {
  public var type: ConfChangeType
  public var nodeID: MemberID

  public init(_ type: ConfChangeType, _ nodeID: MemberID) {
    self.type = type
    self.nodeID = nodeID
  }
}

/// A change of the configuration (etcd raftpb, ConfChangeV2); without steps, it asks to leave the
/// joint configuration.
public struct ConfChange: Hashable, Sendable {
  public var transition: ConfChangeTransition
  public var changes: [ConfChangeSingle]
  /// Data of the application.
  public var context: [UInt8]
  /// Whether it is proposed in the older form, which has exactly one step and no transition.
  public var isV1: Bool

  public init(
    transition: ConfChangeTransition = .auto, _ changes: [ConfChangeSingle] = [],
    context: [UInt8] = [], isV1: Bool = false
  ) {
    self.transition = transition
    self.changes = changes
    self.context = context
    self.isV1 = isV1
  }

  /// Whether it asks to leave a joint configuration.
  public var leavesJoint: Bool { changes.isEmpty && transition == .auto }
}
