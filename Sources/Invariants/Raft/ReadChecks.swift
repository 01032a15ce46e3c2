import HostileWorld
import SimKernel

/// Q1 reads see every commit known when they were called, Q2 leases exclude each other.
struct ReadChecks: Sendable {
  /// The call in progress of each client, and the highest commit known when it was made.
  private var calls: ContiguousArray<(id: RequestID, commit: UInt64)>
  /// Until when each node believes that it holds the lease, in true time.
  private var leases: ContiguousArray<SimTime>
  /// A clock left the declared bound: leases are void.
  private(set) var isOutOfBound = false
  let clockBound: Int64

  init(nodes: Int, clockBound: Int64) {
    let none = RequestID(process: -1, sequence: 0)
    calls = ContiguousArray(repeating: (none, 0), count: ClientScript.limit + 1)
    leases = ContiguousArray(repeating: .zero, count: nodes)
    self.clockBound = clockBound
  }

  mutating func called(_ operation: OperationRecord, _ ghost: Ghost) {
    let client = operation.id.process % (ClientScript.limit + 1)
    guard calls.indices.contains(client) else { return }
    calls[client] = (operation.id, ghost.highestCommit)
  }

  /// Q1. One voter alone answers before it knows its own commits, as etcd's raft does: its log
  /// holds them all, and what it applies before it answers is the subject's to see to.
  mutating func served(
    _ node: NodeID, _ request: RequestID, index: UInt64, _ ghost: Ghost, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    let client = request.process % (ClientScript.limit + 1)
    guard calls.indices.contains(client), calls[client].id == request,
      index < calls[client].commit
    else { return }
    let own = ghost.nodes[node.index]
    if own.configuration.voters.count == 1, own.configuration.outgoing.isEmpty,
      own.commit < ghost.lastCommitted
    {
      return
    }
    found.report(.q1, "read", at: time, [node]) {
      "\(node) serves a read at \(index); when it was called, commits were known up to "
        + "\(calls[client].commit)"
    }
  }

  /// Q2: a node's lease changed.
  mutating func probed(
    _ node: NodeID, _ probe: ConsensusProbe, _ ghost: Ghost, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    guard probe.leaseEnd != nil || leases[node.index] != .zero else { return }
    reckon(node, probe, ghost)
    check(node, at: time, &found)
  }

  /// A clock changed, and with it the instant at which a lease ends.
  mutating func clockChanged(
    _ node: NodeID, _ ghost: Ghost, at time: SimTime, _ found: inout FirstFinding
  ) {
    let clock = ghost.nodes[node.index].clock
    if abs(clock.driftPPM) > clockBound || clock.isFrozen { isOutOfBound = true }
    guard let probe = ghost.nodes[node.index].probe else { return }
    reckon(node, probe, ghost)
    check(node, at: time, &found)
  }

  mutating func jumped() { isOutOfBound = true }

  mutating func stopped(_ node: NodeID) { leases[node.index] = .zero }

  private mutating func reckon(_ node: NodeID, _ probe: ConsensusProbe, _ ghost: Ghost) {
    guard let end = probe.leaseEnd, probe.role == .leader else {
      leases[node.index] = .zero
      return
    }
    leases[node.index] = ghost.nodes[node.index].clock.instant(showing: end) ?? .distantFuture
  }

  private func check(_ node: NodeID, at time: SimTime, _ found: inout FirstFinding) {
    guard !isOutOfBound, leases[node.index] > time else { return }
    for i in leases.indices where i != node.index && leases[i] > time {
      found.report(.q2, "lease", at: time, [node, NodeID(i)]) {
        "\(node) believes that it holds the lease until \(leases[node.index].nanoseconds) ns, and "
          + "so does \(NodeID(i)) until \(leases[i].nanoseconds) ns"
      }
    }
  }
}
