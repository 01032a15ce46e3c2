import HostileWorld
import SimKernel

/// The invariants R, S, C, Q, X and P1 of simulation-testing.md section 8, and L2 for joint
/// changes, checked at the step that breaks them. It works at three depths: without a probe it
/// checks nothing; with a probe of term, role and commit R1, R9 and the order of R7; with notes
/// everything, each check as soon as the notes that it needs appear. See `NodeObservation` for what
/// must be noted when.
///
/// Once data was lost beyond the budget, because a disk that lied lost power or a node came back
/// with a wiped disk, nothing can be held against the subject, and no more findings come.
public struct RaftInvariants: WorldObserver {
  var ghost: Ghost
  var found: FirstFinding
  var elections = ElectionChecks()
  var logs = LogChecks()
  var commits = CommitChecks()
  var probes = ProbeChecks()
  var applies = ApplyChecks()
  var durability = DurabilityChecks()
  var configurations: ConfigurationChecks
  var joint: JointChecks
  var reads: ReadChecks
  var traffic = TrafficChecks()

  /// `clockBound` is the drift in ppm, either way, up to which leases must exclude each other;
  /// `only` what is checked, nil for everything.
  public init(
    nodes: Int, members: Int, clockBound: Int64 = 500, only invariants: [Invariant]? = nil
  ) {
    found = FirstFinding(only: invariants)
    ghost = Ghost(nodes: nodes, members: members)
    configurations = ConfigurationChecks(members: members)
    joint = JointChecks(nodes: nodes)
    reads = ReadChecks(nodes: nodes, clockBound: clockBound)
  }

  public init(
    _ trial: Trial, clockBound: Int64 = 500, only invariants: [Invariant]? = nil
  ) {
    self.init(
      nodes: trial.nodes, members: trial.members, clockBound: clockBound, only: invariants)
  }

  public var finding: Finding? { found.finding }
  /// Data was lost beyond the budget: nothing is checked any more.
  public var isBeyondBudget: Bool { found.isSuspended }
  /// Highest index known to be committed, by notes.
  public var lastCommitted: UInt64 { ghost.lastCommitted }

  public mutating func started(
    _ node: NodeID, incarnation: Int, image: DurableImage, at time: SimTime
  ) {
    if ghost.nodes[node.index].hasLost { found.isSuspended = true }
    ghost.nodes[node.index].restart()
  }

  public mutating func stopped(_ node: NodeID, at time: SimTime) {
    logs.settle(node, nil, &ghost, at: time, &found)
    ghost.nodes[node.index].isUp = false
    ghost.nodes[node.index].probe = nil
    if ghost.nodes[node.index].lies { ghost.nodes[node.index].hasLost = true }
    reads.stopped(node)
  }

  public mutating func probed(
    _ node: NodeID, before: ConsensusProbe?, after: ConsensusProbe, at time: SimTime
  ) {
    logs.settle(node, after, &ghost, at: time, &found)
    ghost.nodes[node.index].probe = after
    ghost.highestCommit = max(ghost.highestCommit, after.commit)
    probes.probed(node, before: before, after: after, at: time, &found)
    logs.checkEnd(node, after, ghost, at: time, &found)
    if after.role == .leader, before?.role != .leader || before?.term != after.term {
      elections.elected(node, term: after.term, ghost, at: time, &found)
    }
    reads.probed(node, after, ghost, at: time, &found)
  }

  public mutating func called(_ operation: OperationRecord) { reads.called(operation, ghost) }

  public mutating func faultBegan(_ fault: Fault, nodes: NodeSet, at time: SimTime) {
    for node in nodes.nodes where node.index < ghost.nodes.count {
      if fault.kind == .diskLies { ghost.nodes[node.index].lies = true }
      if fault.number(.wipe) != 0 { ghost.nodes[node.index].hasLost = true }
      if fault.kind == .clockJump, fault.number(.stepNs) != 0 { reads.jumped() }
    }
  }

  public mutating func clockChanged(_ node: NodeID, _ clock: NodeClock, at time: SimTime) {
    ghost.nodes[node.index].clock = clock
    reads.clockChanged(node, ghost, at: time, &found)
  }

  public mutating func finished(at time: SimTime) {
    for i in ghost.nodes.indices { logs.settle(NodeID(i), nil, &ghost, at: time, &found) }
  }
}
