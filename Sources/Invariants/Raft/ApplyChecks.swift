import HostileWorld
import SimKernel

/// R6 state machine safety, S3 snapshots, X1 and X2 exactly once.
struct ApplyChecks: Sendable {
  /// What was applied at an index first, by whom, and with what effect.
  struct Step: Sendable {
    var isKnown = false
    var term: UInt64 = 0
    var digest: UInt64 = 0
    /// Digest of the state afterwards; 0 if unknown.
    var state: UInt64 = 0
    var node = NodeID(0)
    /// The state was told by a snapshot.
    var isOfSnapshot = false
    var effect: RequestID?
  }

  private var steps: ContiguousArray<Step> = []
  /// Where each request took effect. Only looked up.
  private var effects: [RequestID: UInt64] = [:]

  /// A node applied an entry.
  mutating func applied(
    _ node: NodeID, index: UInt64, term: UInt64, digest: UInt64, state: UInt64,
    _ ghost: inout Ghost, at time: SimTime, _ found: inout FirstFinding
  ) {
    let i = node.index
    checkOrder(node, index, ghost, time, &found)
    ghost.nodes[i].applied = index
    guard found.finding == nil, let place = makeRoom(index) else { return }
    checkIsCommitted(node, index, term, digest, ghost, time, &found)
    let effect =
      ghost.nodes[i].effect.flatMap { $0.index == index ? $0.request : nil }
    guard steps[place].isKnown else {
      let former = steps[place]
      steps[place] = Step(
        isKnown: true, term: term, digest: digest, state: state, node: node, effect: effect)
      checkState(former.state, of: former.node, place, isSnapshot: true, time, &found)
      return
    }
    let first = steps[place]
    if first.term != term || first.digest != digest {
      found.report(.r6, "apply", at: time, [first.node, node]) {
        "\(node) applies another entry at \(index) than \(first.node): terms \(term) and "
          + "\(first.term)"
      }
    } else if first.effect != effect {
      found.report(.x2, "effect", at: time, [first.node, node]) {
        "the request at \(index) takes effect on \(effect == nil ? first.node : node) and not on "
          + "\(effect == nil ? node : first.node)"
      }
    }
    checkState(state, of: node, place, isSnapshot: false, time, &found)
  }

  /// R6 and S3: states at one index are equal.
  private mutating func checkState(
    _ state: UInt64, of node: NodeID, _ place: Int, isSnapshot: Bool, _ time: SimTime,
    _ found: inout FirstFinding
  ) {
    guard state != 0 else { return }
    let first = steps[place]
    guard first.state != 0 else {
      steps[place].state = state
      steps[place].isOfSnapshot = isSnapshot
      if !first.isKnown { steps[place].node = node }
      return
    }
    guard first.state != state else { return }
    let isOfSnapshot = isSnapshot || first.isOfSnapshot
    found.report(isOfSnapshot ? .s3 : .r6, "state", at: time, [first.node, node]) {
      isOfSnapshot
        ? "a snapshot at \(place) is not the state that \(first.node) and \(node) have there"
        : "the states of \(first.node) and \(node) differ after \(place)"
    }
  }

  /// Entries are applied one after the other.
  private func checkOrder(
    _ node: NodeID, _ index: UInt64, _ ghost: Ghost, _ time: SimTime,
    _ found: inout FirstFinding
  ) {
    let ghost = ghost.nodes[node.index]
    guard let last = ghost.applied, index != last + 1,
      ghost.installed < last || index != ghost.installed + 1
    else { return }
    found.report(.r6, "order", at: time, [node]) {
      "\(node) applies \(index) after \(last)"
    }
  }

  /// R7 and R6: what is applied was committed, and is the entry that was.
  private func checkIsCommitted(
    _ node: NodeID, _ index: UInt64, _ term: UInt64, _ digest: UInt64, _ ghost: Ghost,
    _ time: SimTime, _ found: inout FirstFinding
  ) {
    guard ghost.nodes[node.index].hasLog, ghost.lastCommitted > 0 else { return }
    guard index <= ghost.lastCommitted else {
      return found.report(.r7, "apply", at: time, [node]) {
        "\(node) applies \(index), and nobody knows of commits beyond \(ghost.lastCommitted)"
      }
    }
    let entry = ghost.tree[ghost.committed[Int(index)]]
    guard entry.index == index,
      entry.term != term || entry.digest != 0 && entry.digest != digest
    else { return }
    found.report(.r6, "apply", at: time, [node]) {
      "\(node) applies \(index)@\(term), another entry than the committed "
        + "\(entry.index)@\(entry.term)"
    }
  }

  /// A node took a snapshot of its state, or replaced its state by one. `ghost` is as before.
  mutating func snapshot(
    _ node: NodeID, index: UInt64, term: UInt64, state: UInt64, isInstalled: Bool,
    _ ghost: Ghost, at time: SimTime, _ found: inout FirstFinding
  ) {
    let own = ghost.nodes[node.index]
    if isInstalled, let applied = own.applied, index < applied {
      found.report(.s3, "back", at: time, [node]) {
        "\(node) replaces its state after \(applied) by a snapshot at \(index)"
      }
    }
    if own.hasLog, ghost.lastCommitted > 0 {
      if index > ghost.lastCommitted {
        found.report(.s3, "uncommitted", at: time, [node]) {
          "\(node) has a snapshot at \(index), and nobody knows of commits beyond "
            + "\(ghost.lastCommitted)"
        }
      } else {
        let entry = ghost.tree[ghost.committed[Int(index)]]
        if entry.index == index, entry.term != term {
          found.report(.s3, "term", at: time, [node]) {
            "\(node) has a snapshot at \(index)@\(term), where \(index)@\(entry.term) is committed"
          }
        }
      }
    }
    guard let place = makeRoom(index) else { return }
    checkState(state, of: node, place, isSnapshot: true, time, &found)
  }

  /// X1: a request took effect.
  mutating func tookEffect(
    _ request: RequestID, index: UInt64, _ node: NodeID, _ ghost: inout Ghost,
    at time: SimTime, _ found: inout FirstFinding
  ) {
    ghost.nodes[node.index].effect = (request, index)
    guard let first = effects[request] else {
      effects[request] = index
      return
    }
    guard first != index else { return }
    found.report(.x1, "effect", at: time, [node]) {
      "call \(request.sequence) of process \(request.process) takes effect at \(first) and again "
        + "at \(index)"
    }
  }

  private mutating func makeRoom(_ index: UInt64) -> Int? {
    guard index <= EntryTree.highestIndex else { return nil }
    while steps.count <= Int(index) { steps.append(Step()) }
    return Int(index)
  }
}
