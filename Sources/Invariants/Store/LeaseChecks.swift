import HostileWorld
import SimKernel

/// L1: leases live as long as they were promised to, and not much longer under a lessor that lasts.
struct LeaseChecks: Sendable {
  /// A lease as one node knows it: since when it lives there, on the world's clock.
  private struct Start: Sendable {
    var node: NodeID
    var lease: Int64
    var time: SimTime
    /// Since when the node has known that it ran out.
    var expired: SimTime?
  }

  /// How long a lessor may take to find a lease that has run out: an election timeout that it adds
  /// when it takes over, and its rounds.
  private static let slack = SimDuration.seconds(3)

  private var starts: [Start] = []
  /// The nodes whose lessors decide, and since when.
  private var lessors: [(node: NodeID, since: SimTime)] = []
  /// Nodes that led, and how often their logs became durable since.
  private var deposed: [(node: NodeID, syncs: Int)] = []
  private let clockBound: Int64
  var isClockOutOfBound = false

  init(clockBound: Int64) { self.clockBound = clockBound }

  mutating func clockChanged(_ clock: NodeClock) {
    if abs(clock.driftPPM) > clockBound || clock.isFrozen { isClockOutOfBound = true }
  }

  mutating func stopped(_ node: NodeID) {
    lessors.removeAll { $0.node == node }
    starts.removeAll { $0.node == node }
    deposed.removeAll { $0.node == node }
  }

  mutating func probed(_ node: NodeID, before: ConsensusProbe?, after: ConsensusProbe) {
    if after.role == .leader {
      deposed.removeAll { $0.node == node }
    } else if before?.role == .leader {
      deposed.append((node, 0))
    }
  }

  mutating func synced(_ node: NodeID) {
    for i in deposed.indices where deposed[i].node == node { deposed[i].syncs += 1 }
  }

  mutating func looksAfter(_ node: NodeID, _ does: Bool, at time: SimTime) {
    lessors.removeAll { $0.node == node }
    if does { lessors.append((node, time)) }
    for i in starts.indices where starts[i].node == node { starts[i].expired = nil }
  }

  /// The lease's time begins anew on `node`.
  mutating func start(_ lease: Int64, _ node: NodeID, at time: SimTime) {
    starts.removeAll { $0.lease == lease && $0.node == node }
    starts.append(Start(node: node, lease: lease, time: time))
  }

  /// By no clock within the bound has the lease run out earlier.
  mutating func expired(
    _ lease: Int64, _ node: NodeID, _ store: ReferenceStore, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    // What was under way when it lost the lead may end first.
    if deposed.contains(where: { $0.node == node && $0.syncs > 2 }) {
      found.report(.l1, "deposed", at: time, [node]) {
        "\(node) lets lease \(lease) expire, and has not led for long"
      }
    }
    guard !isClockOutOfBound, let ttl = store.ttl(of: lease) else { return }
    let place = starts.firstIndex { $0.lease == lease && $0.node == node }
    if let place, starts[place].expired == nil { starts[place].expired = time }
    guard let start = begin(of: place, on: node) else { return }
    let lived = (time - start).nanoseconds
    guard lived < ttl * (1_000_000_000 - clockBound * 1_000) else { return }
    found.report(.l1, "early", at: time, [node]) {
      "\(node) lets lease \(lease) expire after \(SimDuration(nanoseconds: lived).text); it lives "
        + "\(ttl) s"
    }
  }

  /// Since when a lease has lived by the clock of a node's lessor.
  private func begin(of place: Int?, on node: NodeID) -> SimTime? {
    let own = place.map { starts[$0].time }
    guard let taken = lessors.first(where: { $0.node == node })?.since else { return own }
    return own.map { max($0, taken) } ?? taken
  }

  /// When all is calm, what has run out is gone.
  func settled(
    _ store: ReferenceStore, core: NodeSet, at time: SimTime, _ found: inout FirstFinding
  ) {
    guard !isClockOutOfBound, lessors.count == 1, let lessor = lessors.first,
      core.contains(lessor.node)
    else { return }
    for lease in store.leases {
      let place = starts.firstIndex { $0.lease == lease.id && $0.node == lessor.node }
      guard let start = begin(of: place, on: lessor.node) else { continue }
      let lived = time - start
      guard lived > .seconds(lease.ttl) + Self.slack else { continue }
      let expired = place.flatMap { starts[$0].expired }
      if let expired, time - expired < Self.slack { continue }
      found.report(.l1, "late", at: time, [lessor.node]) {
        "lease \(lease.id) of \(lease.ttl) s is there after \(lived.text) under \(lessor.node)"
      }
    }
  }
}
