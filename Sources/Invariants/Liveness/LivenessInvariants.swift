import HostileWorld
import SimKernel

/// L3 to L5 of phase 2, and whether progress was possible at all. L2, that clients get answers, is
/// the world's own: see `Recovery`.
///
/// It needs probes, `appliedConfiguration` for groups whose members change, and `applied` with a
/// state for the comparison of states. The trial must give phase 2 at least `deadline`'s limit for
/// L3, and time to settle for L4 and L5.
public struct LivenessInvariants: WorldObserver {
  struct Node: Sendable {
    var isUp = false
    var probe: ConsensusProbe?
    var state: UInt64 = 0
    var stateIndex: UInt64 = 0
    /// Its disk lost what it had promised.
    var hasLost = false
    var lies = false
  }

  private var found: FirstFinding
  private var nodes: ContiguousArray<Node>
  /// The newest configuration that any node acts by.
  private var configuration: NodeConfiguration
  private var configurationIndex: UInt64 = 0
  private let deadline: ElectionDeadline
  private var core: NodeSet?
  private var healedAt = SimTime.zero
  private var firstLed: SimTime?
  /// Leaders of the core once the deadline to find one was over.
  private var lateElections = 0
  private var isSettled = false
  public private(set) var unavailability: String?

  public init(_ trial: Trial, deadline: ElectionDeadline, only invariants: [Invariant]? = nil) {
    self.init(
      nodes: trial.nodes, members: trial.members, deadline: deadline, only: invariants)
  }

  public init(
    nodes count: Int, members: Int, deadline: ElectionDeadline, only invariants: [Invariant]? = nil
  ) {
    found = FirstFinding(only: invariants)
    nodes = ContiguousArray(repeating: Node(), count: count)
    configuration = NodeConfiguration(voters: .first(members))
    self.deadline = deadline
  }

  public var finding: Finding? { found.finding }

  // MARK: Watching

  public mutating func started(
    _ node: NodeID, incarnation: Int, image: DurableImage, at time: SimTime
  ) {
    nodes[node.index].isUp = true
    nodes[node.index].probe = nil
    nodes[node.index].stateIndex = 0
    nodes[node.index].state = 0
  }

  public mutating func stopped(_ node: NodeID, at time: SimTime) {
    nodes[node.index].isUp = false
    nodes[node.index].probe = nil
    if nodes[node.index].lies { nodes[node.index].hasLost = true }
  }

  public mutating func probed(
    _ node: NodeID, before: ConsensusProbe?, after: ConsensusProbe, at time: SimTime
  ) {
    nodes[node.index].probe = after
    guard let core, core.contains(node), after.role == .leader,
      before?.role != .leader || before?.term != after.term
    else { return }
    if firstLed == nil { firstLed = time }
    if time > healedAt + limit { lateElections += 1 }
  }

  public mutating func noted(_ note: NodeObservation, by node: NodeID, at time: SimTime) {
    switch note {
    case .applied(let index, _, _, let state):
      nodes[node.index].state = state
      nodes[node.index].stateIndex = index
    case .snapshotInstalled(let index, _, let state):
      nodes[node.index].state = state
      nodes[node.index].stateIndex = index
    case .appliedConfiguration(let index, let configuration) where index >= configurationIndex:
      self.configuration = configuration
      configurationIndex = index
    default: break
    }
  }

  public mutating func faultBegan(_ fault: Fault, nodes hit: NodeSet, at time: SimTime) {
    for node in hit.nodes where node.index < nodes.count {
      if fault.kind == .diskLies { nodes[node.index].lies = true }
      if fault.number(.wipe) != 0 { nodes[node.index].hasLost = true }
    }
  }

  public mutating func healed(core: NodeSet, at time: SimTime) {
    self.core = core
    healedAt = time
    let leads = core.nodes.contains {
      $0.index < nodes.count && nodes[$0.index].isUp && nodes[$0.index].probe?.role == .leader
    }
    if leads { firstLed = time }
  }

  public mutating func settled(at time: SimTime) { isSettled = true }

  // MARK: Judging

  public mutating func finished(at time: SimTime) {
    guard let core else { return }
    unavailability = obstacle(core)
    guard unavailability == nil else { return }
    let probed = core.nodes.filter { $0.index < nodes.count && nodes[$0.index].probe != nil }
    guard !probed.isEmpty else { return }
    checkLeader(core, time)
    checkChanges(core, time)
    if isSettled { checkConvergence(core, time) }
  }

  /// Within which time the core must have a leader.
  private var limit: SimDuration {
    let voters = configuration.voters
    let live = NodeSet(bits: voters.bits & (core?.bits ?? 0)).count
    return deadline.limit(members: max(1, voters.count), live: live)
  }

  /// Why the core cannot make progress; nil if it can.
  private func obstacle(_ core: NodeSet) -> String? {
    guard configuration.hasQuorum(core) else {
      return "the core \(core.text) is no quorum of \(configuration.text)"
    }
    var intact = core
    for i in nodes.indices where nodes[i].hasLost { intact.remove(NodeID(i)) }
    guard configuration.hasQuorum(intact) else {
      return "no quorum of \(configuration.text) has kept its durable log: \(intact.text)"
    }
    return nil
  }

  private mutating func checkLeader(_ core: NodeSet, _ time: SimTime) {
    let limit = self.limit
    guard (firstLed ?? time) - healedAt > limit else { return }
    let roles = roles(core)
    found.report(.l3, "leader", at: time, core.nodes) {
      "\(limit.text) after healing the core \(core.text) had no leader yet; it has \(roles)"
    }
  }

  /// L5: at most one change per hundred election timeouts, and one for good measure.
  private mutating func checkChanges(_ core: NodeSet, _ time: SimTime) {
    let calm = time - healedAt - limit
    guard calm > .zero else { return }
    let hundred = max(1, 100 * deadline.timeout.nanoseconds)
    let allowed = 1 + Int(calm.nanoseconds / hundred)
    guard lateElections > allowed else { return }
    found.report(.l5, "leader", at: time, core.nodes) {
      "\(lateElections) leaders were elected in the last \(calm.text) without a fault; "
        + "\(allowed) may be"
    }
  }

  /// L4: the members in the core hold the same.
  private mutating func checkConvergence(_ core: NodeSet, _ time: SimTime) {
    let who = NodeSet(
      bits: core.bits
        & (configuration.voters.bits | configuration.outgoing.bits | configuration.learners.bits))
    let present = who.nodes.filter { $0.index < nodes.count && nodes[$0.index].probe != nil }
    guard let first = present.first, let pattern = nodes[first.index].probe else { return }
    for node in present.dropFirst() {
      guard let probe = nodes[node.index].probe else { continue }
      if probe.lastIndex != pattern.lastIndex || probe.commit != pattern.commit
        || probe.applied != pattern.applied
      {
        found.report(.l4, "log", at: time, [first, node]) {
          "\(first) and \(node) differ when all is calm: last \(pattern.lastIndex) and "
            + "\(probe.lastIndex), committed \(pattern.commit) and \(probe.commit), applied "
            + "\(pattern.applied) and \(probe.applied)"
        }
      }
      let (a, b) = (nodes[first.index], nodes[node.index])
      if a.stateIndex == b.stateIndex, a.state != b.state, a.state != 0, b.state != 0 {
        found.report(.l4, "state", at: time, [first, node]) {
          "the states of \(first) and \(node) differ after \(a.stateIndex)"
        }
      }
    }
  }

  private func roles(_ core: NodeSet) -> String {
    core.nodes.map { node in
      let probe = node.index < nodes.count ? nodes[node.index].probe : nil
      return "\(node) " + (probe.map { "\($0.role.letter)\($0.term)" } ?? "down")
    }.joined(separator: ", ")
  }
}
