import HostileWorld
import SimKernel

/// R3 leaders append only, R4 log matching, R10 truncation.
struct LogChecks: Sendable {
  /// A node appended an entry.
  mutating func appended(
    _ node: NodeID, index: UInt64, term: UInt64, digest: UInt64, _ ghost: inout Ghost,
    at time: SimTime, _ found: inout FirstFinding
  ) {
    let i = node.index
    guard index > 0, index <= EntryTree.highestIndex else {
      return found.report(.r4, "index", at: time, [node]) { "\(node) appends at index \(index)" }
    }
    if ghost.nodes[i].isRecovering { assumeRecovered(i, before: index, &ghost) }
    let isFirst = !ghost.nodes[i].hasLog && ghost.nodes[i].lastIndex == 0
    ghost.nodes[i].hasLog = true
    if index <= ghost.nodes[i].lastIndex {
      truncated(node, from: index, &ghost, at: time, &found)
    } else if index > ghost.nodes[i].lastIndex + 1, !isFirst {
      let last = ghost.nodes[i].lastIndex
      return found.report(.r4, "gap", at: time, [node]) {
        "\(node) appends \(index)@\(term) to a log that ends at \(last)"
      }
    }
    while ghost.nodes[i].lastIndex + 1 < index { ghost.nodes[i].log.append(0) }
    add(node, index, term, digest, &ghost, time, &found)
  }

  private func add(
    _ node: NodeID, _ index: UInt64, _ term: UInt64, _ digest: UInt64, _ ghost: inout Ghost,
    _ time: SimTime, _ found: inout FirstFinding
  ) {
    let i = node.index
    let parent = ghost.nodes[i].log[Int(index) - 1]
    guard let place = ghost.tree.place(index: index, term: term) else {
      let place = ghost.tree.add(index: index, term: term, digest: digest, after: parent)
      ghost.nodes[i].log.append(place)
      return
    }
    ghost.nodes[i].log.append(place)
    ghost.tree.complete(place, digest: digest, parent: parent)
    let entry = ghost.tree[place]
    if entry.digest != digest {
      found.report(.r4, "content", at: time, [node]) {
        "\(node) appends an entry \(index)@\(term) other than the one of that index and term"
      }
    } else if entry.parent != parent {
      found.report(.r4, "prefix", at: time, [node]) {
        "\(node) appends \(index)@\(term) after \(ghost.text(parent)), which follows "
          + "\(ghost.text(entry.parent)) elsewhere"
      }
    }
  }

  /// A restarted node tells nothing of its log before it appends: it ends just before.
  private func assumeRecovered(_ i: Int, before index: UInt64, _ ghost: inout Ghost) {
    ghost.nodes[i].isRecovering = false
    let surplus = ghost.nodes[i].log.count - Int(index)
    if surplus > 0 { ghost.nodes[i].log.removeLast(surplus) }
    ghost.dropConfigured(i, from: index)
  }

  /// A node dropped its entries from `from` on.
  mutating func truncated(
    _ node: NodeID, from: UInt64, _ ghost: inout Ghost, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    let i = node.index
    guard from > 0, let place = ghost.nodes[i].entry(at: from) else { return }
    if from < UInt64(ghost.committed.count), ghost.committed[Int(from)] == place, place != 0 {
      found.report(.r10, "truncate", at: time, [node]) {
        "\(node) drops its log from \(ghost.text(place)) on, and all up to "
          + "\(ghost.lastCommitted) is committed"
      }
    }
    if let probe = ghost.nodes[i].probe, probe.role == .leader {
      ghost.nodes[i].truncatedAsLeader = probe.term
    }
    ghost.nodes[i].log.removeLast(ghost.nodes[i].log.count - Int(from))
    ghost.dropConfigured(i, from: from)
  }

  /// R3: the handler is over, and the node still leads the term in which it truncated.
  mutating func settle(
    _ node: NodeID, _ after: ConsensusProbe?, _ ghost: inout Ghost, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    guard let term = ghost.nodes[node.index].truncatedAsLeader else { return }
    ghost.nodes[node.index].truncatedAsLeader = nil
    guard let after = after ?? ghost.nodes[node.index].probe, after.role == .leader,
      after.term == term
    else { return }
    found.report(.r3, "truncate", at: time, [node]) {
      "\(node) drops entries of its log while it leads term \(term)"
    }
  }

  /// R4: the log that the probe shows ends where what was noted ends.
  mutating func checkEnd(
    _ node: NodeID, _ probe: ConsensusProbe, _ ghost: Ghost, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    let ghost = ghost.nodes[node.index]
    guard ghost.hasLog, !ghost.isRecovering, probe.lastIndex > 0,
      probe.lastIndex != ghost.lastIndex
    else { return }
    found.report(.r4, "end", at: time, [node]) {
      "\(node) has a log that ends at \(probe.lastIndex); what it appended, dropped and installed "
        + "makes one that ends at \(ghost.lastIndex)"
    }
  }
}
