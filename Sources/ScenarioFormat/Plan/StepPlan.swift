import SimKernel

/// One thing that an operator does to a group: when, and what. An operator stands beside the member
/// that is asked, asks again when a request is refused for now, and gives up after `patience`.
public struct StepPlan: Hashable, Sendable {
  public enum Start: Hashable, Sendable {
    /// At an instant, or with the events that faults begin with.
    case event(FaultPlan.Start)
    /// This long after another step ended (index in the plan).
    case afterStep(Int, delay: SimDuration)
  }

  public enum Kind: Hashable, Sendable {
    /// `member` of the plan, which joins later, is added and started (etcdctl member add).
    case addMember(group: Int, member: Int, isLearner: Bool)
    /// A learner gets a vote, as soon as it has caught up (etcdctl member promote).
    case promoteMember(group: Int, member: Int)
    case removeMember(FaultPlan.MemberTarget)
    /// Removes one member, adds another as a learner, and promotes that when it has caught up.
    case replaceMember(group: Int, old: Int, new: Int)
    /// Leadership is handed over (etcdctl move-leader).
    case transferLeader(group: Int, member: Int)
    /// One member after the other is stopped, started again after `down`, with the changes if any,
    /// and waited for until it is healthy.
    case restart(group: Int, members: [Int], down: SimDuration, MemberChange)
    /// Members that are lost with their disks.
    case loseForever(FaultPlan.MemberTarget)
    /// A new cluster of `members` begins with the last snapshot saved, which takes `takes`. One is
    /// saved every `savedEvery` from the start of the run (etcdctl snapshot save and restore).
    case restoreSnapshot(
      group: Int, members: [Int], savedEvery: SimDuration, takes: SimDuration)
    /// One member goes on alone with what it has (etcd --force-new-cluster).
    case forceNewCluster(group: Int, member: Int, takes: SimDuration)
  }

  /// What an upgrade changes in a member's options; nil for what stays.
  public struct MemberChange: Hashable, Sendable {
    public var preVote: Bool?
    public var snapshotEvery: Int?
    public var readRetryReusesContext: Bool?
    public init() {}
  }

  public var kind: Kind
  public var start: Start
  /// When it is given up.
  public var patience: SimDuration
  /// Short name for charts and tables: "replace us-east-1a".
  public var text: String

  public init(kind: Kind, start: Start, patience: SimDuration = .seconds(300), text: String) {
    self.kind = kind
    self.start = start
    self.patience = patience
    self.text = text
  }

  /// What the file calls it.
  public var word: String {
    switch kind {
    case .addMember(_, _, let isLearner): isLearner ? "addLearner" : "addMember"
    case .promoteMember: "promoteMember"
    case .removeMember: "removeMember"
    case .replaceMember: "replaceMember"
    case .transferLeader: "transferLeader"
    case .restart(_, _, _, let change): change == MemberChange() ? "restart" : "upgrade"
    case .loseForever: "loseForever"
    case .restoreSnapshot: "restoreSnapshot"
    case .forceNewCluster: "forceNewCluster"
    }
  }

  /// The group that it is about; nil for a lost region.
  public var group: Int? {
    switch kind {
    case .addMember(let group, _, _), .promoteMember(let group, _),
      .replaceMember(let group, _, _), .transferLeader(let group, _),
      .restart(let group, _, _, _), .restoreSnapshot(let group, _, _, _),
      .forceNewCluster(let group, _, _):
      group
    case .removeMember(let target), .loseForever(let target):
      switch target {
      case .member(let group, _), .leader(let group): group
      case .region: nil
      }
    }
  }

  /// Whether it happens to the operator rather than being done by one.
  public var isMishap: Bool {
    if case .loseForever = kind { true } else { false }
  }

  /// Whether it begins a new cluster, which may lack what the old one acknowledged.
  public var isRecovery: Bool {
    switch kind {
    case .restoreSnapshot, .forceNewCluster: true
    default: false
    }
  }
}

extension StepPlan {
  /// Everything that decides what it does, for a plan's digest.
  var canonicalText: String {
    let start =
      switch start {
      case .event(let event): event.canonicalText
      case .afterStep(let step, let delay): "afterStep \(step) \(delay.nanoseconds)"
      }
    return "step \(start) within \(patience.nanoseconds) \(word) \(details)"
  }

  private var details: String {
    switch kind {
    case .addMember(let group, let member, _), .promoteMember(let group, let member),
      .transferLeader(let group, let member):
      "\(group).\(member)"
    case .removeMember(let target), .loseForever(let target): target.canonicalText
    case .replaceMember(let group, let old, let new): "\(group).\(old) \(new)"
    case .restart(let group, let members, let down, let change):
      "\(group) \(members) \(down.nanoseconds) \(change.canonicalText)"
    case .restoreSnapshot(let group, let members, let every, let takes):
      "\(group) \(members) \(every.nanoseconds) \(takes.nanoseconds)"
    case .forceNewCluster(let group, let member, let takes):
      "\(group).\(member) \(takes.nanoseconds)"
    }
  }
}

extension StepPlan.MemberChange {
  fileprivate var canonicalText: String {
    func text(_ value: (some CustomStringConvertible)?) -> String {
      value.map { "\($0)" } ?? "-"
    }
    return "\(text(preVote)) \(text(snapshotEvery)) \(text(readRetryReusesContext))"
  }
}
