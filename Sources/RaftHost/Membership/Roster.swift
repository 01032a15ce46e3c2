import RaftCore

/// Who belongs to a cluster, as far as a member applied the log (etcd membership.RaftCluster). Part
/// of the replicated state, so it goes with snapshots.
public struct Roster: Equatable, Sendable {
  public struct Entry: Hashable, Sendable {
    public var id: MemberID
    public var isLearner: Bool
    /// Whether it published itself, as a member does when it starts for the first time.
    public var isStarted: Bool
  }

  /// By ascending id.
  public internal(set) var members: [Entry]
  /// Those that were removed; their messages are refused for ever.
  public internal(set) var removed: [MemberID] = []
  /// Voters before a change of several members, until that is complete; else none.
  public internal(set) var outgoing: [MemberID] = []
  /// Of those, the ones that are removed when it is.
  var leaving: [MemberID] = []
  /// Whether Raft completes the change by itself.
  var leavesByItself = false

  /// Learners of a cluster at most (etcd --experimental-max-learners).
  static let learnerLimit = 1

  /// The members that a cluster is bootstrapped with, all started.
  public init(_ confState: ConfState) {
    let voters = confState.voters.map { Entry(id: $0, isLearner: false, isStarted: true) }
    let learners = confState.learners.map { Entry(id: $0, isLearner: true, isStarted: true) }
    members = (voters + learners).sorted { $0.id < $1.id }
  }

  public func contains(_ id: MemberID) -> Bool { member(id) != nil }

  public func member(_ id: MemberID) -> Entry? { members.first { $0.id == id } }

  public func isRemoved(_ id: MemberID) -> Bool { !removed.isEmpty && removed.contains(id) }

  public var voters: [Entry] { members.filter { !$0.isLearner } }

  /// The same members as Raft has them.
  var confState: ConfState {
    let learners = members.filter(\.isLearner).map(\.id)
    if outgoing.isEmpty { return ConfState(voters: voters.map(\.id), learners: learners) }
    return ConfState(
      voters: voters.map(\.id), votersOutgoing: outgoing,
      learners: learners.filter { !outgoing.contains($0) },
      learnersNext: learners.filter { outgoing.contains($0) }, autoLeave: leavesByItself)
  }

  /// Whether `change` is made already.
  public func reflects(_ change: MembershipChange) -> Bool {
    switch change {
    case .addVoter(let id): member(id)?.isLearner == false
    case .addLearner(let id): contains(id)
    case .promote(let id): member(id)?.isLearner == false
    case .remove(let id): isRemoved(id)
    }
  }

  // MARK: Checks before a proposal (etcd membership/cluster.go)

  /// Whether enough voters have started for one more to be waited for.
  var isReadyToAddVoter: Bool {
    let (started, count) = (voters.count(where: \.isStarted), voters.count + 1)
    // One more beside a single member: how a restored cluster grows.
    return started == 1 && count == 2 || started >= count / 2 + 1
  }

  func isReadyToRemove(_ id: MemberID) -> Bool {
    let left = voters.filter { $0.id != id }
    // The last one cannot go.
    return !left.isEmpty && left.count(where: \.isStarted) >= left.count / 2 + 1
  }

  /// The learner counts as a started voter.
  var isReadyToPromote: Bool {
    voters.count(where: \.isStarted) + 1 >= (voters.count + 1) / 2 + 1
  }

  // MARK: Applying

  /// Why a committed step must have no effect (etcd ValidateConfigurationChange).
  func problem(of step: ConfChangeSingle, isPromotion: Bool) -> MembershipError? {
    if isRemoved(step.nodeID) { return .memberNotFound }
    let known = member(step.nodeID)
    switch step.type {
    case .addNode where isPromotion:
      guard let known else { return .memberNotFound }
      return known.isLearner ? nil : .notLearner
    case .addNode:
      return known == nil ? nil : .memberExists
    case .addLearnerNode:
      if known != nil { return .memberExists }
      return members.count(where: \.isLearner) < Self.learnerLimit ? nil : .tooManyLearners
    case .removeNode, .updateNode:
      return known == nil ? .memberNotFound : nil
    case .unknown:
      return .memberNotFound
    }
  }

  mutating func apply(_ step: ConfChangeSingle) {
    switch step.type {
    case .addNode, .addLearnerNode:
      let isLearner = step.type == .addLearnerNode
      if let i = members.firstIndex(where: { $0.id == step.nodeID }) {
        members[i].isLearner = isLearner
        return
      }
      members.append(Entry(id: step.nodeID, isLearner: isLearner, isStarted: false))
      members.sort { $0.id < $1.id }
    case .removeNode:
      members.removeAll { $0.id == step.nodeID }
      removed.append(step.nodeID)
    case .updateNode, .unknown: break
    }
  }

  mutating func started(_ id: MemberID) {
    guard let i = members.firstIndex(where: { $0.id == id }) else { return }
    members[i].isStarted = true
  }
}
