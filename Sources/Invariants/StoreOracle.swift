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
  /// What an index left behind.
  private struct State: Sendable {
    var index: UInt64
    var revision: Int64
    var compacted: Int64
  }

  /// How an index was answered first.
  private struct Answer: Sendable {
    var command: StoreCommand
    var answer: StoreAnswer
    var node: NodeID
  }

  private var found: FirstFinding
  private var store = ReferenceStore()
  private var watches = WatchChecks()
  private var leases: LeaseChecks
  private var answers: [UInt64: Answer] = [:]
  private var states: ContiguousArray<State> = [State(index: 0, revision: 1, compacted: 0)]
  private var lossy = NodeSet()
  private var lying = NodeSet()
  private var core = NodeSet()

  /// `clockBound` is how much faster a clock may run than it should, in ppm, before leases are
  /// excused.
  public init(clockBound: Int64 = 500, only invariants: [Invariant]? = nil) {
    found = FirstFinding(only: invariants)
    leases = LeaseChecks(clockBound: clockBound)
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
    leases.stopped(node)
    if lying.contains(node) { lossy.insert(node) }
  }

  public mutating func faultBegan(_ fault: Fault, nodes: NodeSet, at time: SimTime) {
    if fault.kind == .diskLies { lying.bits |= nodes.bits }
    if fault.number(.wipe) != 0 { lossy.bits |= nodes.bits }
    if fault.kind == .clockJump { leases.isClockOutOfBound = true }
  }

  public mutating func clockChanged(_ node: NodeID, _ clock: NodeClock, at time: SimTime) {
    leases.clockChanged(clock)
  }

  public mutating func probed(
    _ node: NodeID, before: ConsensusProbe?, after: ConsensusProbe, at time: SimTime
  ) {
    leases.probed(node, before: before, after: after)
  }

  public mutating func healed(core: NodeSet, at time: SimTime) { self.core = core }

  public mutating func settled(at time: SimTime) {
    leases.settled(store, core: core, at: time, &found)
  }

  /// Whoever asked got the answer that its command has by the log.
  public mutating func ended(_ operation: OperationRecord, at time: SimTime) {
    guard case .answered(.custom(let digest), _) = operation.ending,
      let index = operation.logIndex, let first = answers[index],
      first.answer.digest != digest
    else { return }
    found.report(.m1, "told", at: time, [first.node]) {
      "\(operation.command) was answered with \(digest), which is not \(first.answer)"
    }
  }

  public mutating func noted(_ note: NodeObservation, by node: NodeID, at time: SimTime) {
    guard case .store(let note) = note else {
      if case .durable = note { leases.synced(node) }
      return
    }
    switch note {
    case .applied(let index, let command, let answer):
      applied(node, index, command, answer, at: time)
    case .content(let index, let revision, let items):
      checkContent(node, index, revision, items, at: time)
    case .read(let index, let query, let answer):
      checkRead(node, index, query, answer, at: time)
    case .looksAfterLeases(let does): leases.looksAfter(node, does, at: time)
    case .renewed(let lease): leases.start(lease, node, at: time)
    case .expired(let lease): leases.expired(lease, node, store, at: time, &found)
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
    if case .grant(let lease, _) = command, case .done = answer {
      leases.start(lease, node, at: time)
    }
    if let first = answers[index] {
      guard first.command != command || first.answer != answer else { return }
      return found.report(.m2, "replica", at: time, [first.node, node]) {
        first.command == command
          ? "\(node) answers \(command) at \(index) with \(answer), \(first.node) with "
            + "\(first.answer)"
          : "\(node) applies \(command) at \(index), \(first.node) \(first.command)"
      }
    }
    answers[index] = Answer(command: command, answer: answer, node: node)
    guard index > store.index else { return }
    if case .failed(.other) = answer { return }
    let right = store.apply(command, index: index)
    states.append(State(index: index, revision: store.revision, compacted: store.compacted))
    guard answer != right else { return }
    found.report(.m1, command.siteName, at: time, [node]) {
      "\(node) answers \(command) at \(index) with \(answer); right is \(right)"
    }
  }

  /// The newest state at or below `index`; nil if the reference has not come as far.
  private func state(at index: UInt64) -> State? {
    guard let last = states.last else { return nil }
    if index >= last.index { return last }
    var (low, high) = (0, states.count)
    while low < high {
      let middle = (low + high) / 2
      if states[middle].index <= index { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? states[low - 1] : nil
  }

  private mutating func checkRead(
    _ node: NodeID, _ index: UInt64, _ query: StoreQuery, _ answer: StoreAnswer,
    at time: SimTime
  ) {
    guard let state = state(at: index) else { return }
    let right = store.answer(query, atPresent: state.revision, compacted: state.compacted)
    guard answer != right else { return }
    found.report(.m1, "read", at: time, [node]) {
      "\(node) answers \(query) after \(index) with \(answer); right is \(right)"
    }
  }

  private mutating func checkContent(
    _ node: NodeID, _ index: UInt64, _ revision: Int64, _ items: [StoreItem], at time: SimTime
  ) {
    if let state = state(at: index), state.revision != revision {
      return found.report(.m2, "revision", at: time, [node]) {
        "\(node) is at revision \(revision) after \(index); right is \(state.revision)"
      }
    }
    let right = store.items(at: revision)
    guard right != items else { return }
    let odd = items.first { !right.contains($0) } ?? right.first { !items.contains($0) }
    found.report(.m2, "content", at: time, [node]) {
      "\(node) holds \(items.count) keys at revision \(revision), right are \(right.count); "
        + "not the same: \(odd?.text ?? "their order")"
    }
  }
}

extension StoreCommand {
  /// For signatures: what kind of command it is.
  var siteName: String {
    switch self {
    case .operation(.put), .operation(.update): "put"
    case .operation(.delete), .operation(.remove): "delete"
    case .operation(.range), .operation(.query): "range"
    case .transaction: "transaction"
    case .batch: "batch"
    case .compact: "compact"
    case .grant: "grant"
    case .revoke: "revoke"
    case .nothing: "nothing"
    }
  }
}
