import HostileWorld
import SimKernel

/// M1, M2, L1 and W1 to W9: what a replicated store answers, holds and shows to watchers is what a
/// naive reference store would.
///
/// The subject notes `.store(.applied)` for every command that a node applies, on every node,
/// before it answers or tells watchers; the node that applies an index first drives the reference.
/// It notes `.watching` and `.delivered` when a watch begins and whenever something is handed to
/// its client, `.renewed` and `.expired` when a lessor does so, and `.content` after a restart or
/// a snapshot, once the node holds what the index says.
public struct StoreOracle: WorldObserver {
  /// A lease as one node knows it: since when it lives there, on the world's clock.
  private struct LeaseStart: Sendable {
    var node: NodeID
    var lease: Int64
    var time: SimTime
  }

  private var found: FirstFinding
  private var store = ReferenceStore()
  private var watches = WatchChecks()
  /// What was applied, by index, and how it was answered first.
  private var answers: [UInt64: (StoreCommand, StoreAnswer, NodeID)] = [:]
  private var leases: [LeaseStart] = []
  private var lossy = NodeSet()
  private var lying = NodeSet()
  /// How much faster a clock may run than it should, in ppm, before leases are excused.
  private let clockBound: Int64
  private var isClockOutOfBound = false

  public init(clockBound: Int64 = 500, only invariants: [Invariant]? = nil) {
    found = FirstFinding(only: invariants)
    self.clockBound = clockBound
  }

  public var finding: Finding? { found.finding }
  /// The reference store's revision.
  public var revision: Int64 { store.revision }

  public mutating func started(
    _ node: NodeID, incarnation: Int, image: DurableImage, at time: SimTime
  ) {
    if lossy.contains(node) { found.isSuspended = true }
  }

  public mutating func stopped(_ node: NodeID, at time: SimTime) {
    watches.stopped(node)
    if lying.contains(node) { lossy.insert(node) }
  }

  public mutating func faultBegan(_ fault: Fault, nodes: NodeSet, at time: SimTime) {
    if fault.kind == .diskLies { lying.bits |= nodes.bits }
    if fault.number(.wipe) != 0 { lossy.bits |= nodes.bits }
    if fault.kind == .clockJump { isClockOutOfBound = true }
  }

  public mutating func clockChanged(_ node: NodeID, _ clock: NodeClock, at time: SimTime) {
    if abs(clock.driftPPM) > clockBound || clock.isFrozen { isClockOutOfBound = true }
  }

  public mutating func settled(at time: SimTime) {
    watches.settled(store, at: time, &found)
  }

  public mutating func noted(_ note: NodeObservation, by node: NodeID, at time: SimTime) {
    guard case .store(let note) = note else { return }
    switch note {
    case .applied(let index, let command, let answer):
      applied(node, index, command, answer, at: time)
    case .content(let index, let revision, let items):
      checkContent(node, index, revision, items, at: time)
    case .renewed(let lease): start(lease, node, at: time)
    case .expired(let lease): checkExpiry(lease, node, at: time)
    case .watching(let watcher, let watch): watches.began(watcher, node, watch)
    case .delivered(let watcher, let delivery):
      watches.delivered(watcher, delivery, store, at: time, &found)
    }
  }

  // MARK: Commands

  private mutating func applied(
    _ node: NodeID, _ index: UInt64, _ command: StoreCommand, _ answer: StoreAnswer,
    at time: SimTime
  ) {
    if case .grant(let lease, _) = command, case .done = answer { start(lease, node, at: time) }
    if let (firstCommand, firstAnswer, first) = answers[index] {
      guard firstCommand != command || firstAnswer != answer else { return }
      return found.report(.m2, "replica", at: time, [first, node]) {
        firstCommand == command
          ? "\(node) answers \(command) at \(index) with \(answer), \(first) with \(firstAnswer)"
          : "\(node) applies \(command) at \(index), \(first) \(firstCommand)"
      }
    }
    answers[index] = (command, answer, node)
    guard index > store.index else { return }
    if case .failed(.other) = answer { return }
    let right = store.apply(command, index: index)
    guard answer != right else { return }
    found.report(.m1, command.siteName, at: time, [node]) {
      "\(node) answers \(command) at \(index) with \(answer); right is \(right)"
    }
  }

  private mutating func checkContent(
    _ node: NodeID, _ index: UInt64, _ revision: Int64, _ items: [StoreItem], at time: SimTime
  ) {
    let right: [StoreItem]
    if index == store.index, revision != store.revision {
      let newest = store.revision
      return found.report(.m2, "revision", at: time, [node]) {
        "\(node) is at revision \(revision) after \(index); right is \(newest)"
      }
    } else if revision > store.revision {
      let newest = store.revision
      return found.report(.m2, "revision", at: time, [node]) {
        "\(node) is at revision \(revision); the newest is \(newest)"
      }
    } else {
      right = store.items(at: revision)
    }
    guard right != items else { return }
    let odd = items.first { !right.contains($0) } ?? right.first { !items.contains($0) }
    found.report(.m2, "content", at: time, [node]) {
      "\(node) holds \(items.count) keys at revision \(revision), right are \(right.count); "
        + "not the same: \(odd?.text ?? "their order")"
    }
  }

  // MARK: Leases

  /// The lease's time begins anew on `node`.
  private mutating func start(_ lease: Int64, _ node: NodeID, at time: SimTime) {
    if let place = leases.firstIndex(where: { $0.lease == lease && $0.node == node }) {
      leases[place].time = time
    } else {
      leases.append(LeaseStart(node: node, lease: lease, time: time))
    }
  }

  /// L1: by no clock within the bound has the lease run out earlier.
  private mutating func checkExpiry(_ lease: Int64, _ node: NodeID, at time: SimTime) {
    guard !isClockOutOfBound, let ttl = store.ttl(of: lease),
      let start = leases.first(where: { $0.lease == lease && $0.node == node })?.time
    else { return }
    let lived = (time - start).nanoseconds
    let least = ttl * (1_000_000_000 - clockBound * 1_000)
    guard lived < least else { return }
    found.report(.l1, "early", at: time, [node]) {
      "\(node) lets lease \(lease) expire after \(SimDuration(nanoseconds: lived).text); it lives "
        + "\(ttl) s"
    }
  }
}

extension StoreCommand {
  /// For signatures: what kind of command it is.
  var siteName: String {
    switch self {
    case .operation(.put): "put"
    case .operation(.delete): "delete"
    case .operation(.range): "range"
    case .transaction: "transaction"
    case .compact: "compact"
    case .grant: "grant"
    case .revoke: "revoke"
    case .nothing: "nothing"
    }
  }
}
