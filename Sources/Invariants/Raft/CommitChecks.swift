import HostileWorld
import SimKernel

/// R6 at commit, R7 durable quorum, R8 the rule of the current term.
struct CommitChecks: Sendable {
  /// A node learned that everything up to `index` is committed.
  mutating func committed(
    _ node: NodeID, index: UInt64, term: UInt64, _ ghost: inout Ghost, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    let i = node.index
    if index < ghost.nodes[i].commit {
      let before = ghost.nodes[i].commit
      found.report(.r7, "commit", at: time, [node]) {
        "\(node) takes its commit \(before) back to \(index)"
      }
    }
    ghost.nodes[i].commit = index
    ghost.highestCommit = max(ghost.highestCommit, index)
    guard ghost.nodes[i].hasLog, !ghost.nodes[i].isRecovering, index > 0 else { return }
    guard let place = ghost.nodes[i].entry(at: index) else {
      let last = ghost.nodes[i].lastIndex
      return found.report(.r7, "beyond", at: time, [node]) {
        "\(node) holds \(index) to be committed; its log ends at \(last)"
      }
    }
    if ghost.tree[place].term != term, place != 0 {
      return found.report(.r7, "term", at: time, [node]) {
        "\(node) holds \(index)@\(term) to be committed, but has \(ghost.text(place)) there"
      }
    }
    checkChain(node, index, &ghost, time, &found)
    guard index > ghost.lastCommitted, found.finding == nil else { return }
    advance(node, to: index, place, &ghost, time, &found)
  }

  /// R6: what it holds to be committed is what is committed.
  private func checkChain(
    _ node: NodeID, _ index: UInt64, _ ghost: inout Ghost, _ time: SimTime,
    _ found: inout FirstFinding
  ) {
    let common = min(index, ghost.lastCommitted)
    let own = ghost.nodes[node.index].log[Int(common)]
    let theirs = ghost.committed[Int(common)]
    guard own != theirs else { return }
    found.report(.r6, "commit", at: time, [node]) {
      "\(node) holds \(ghost.text(own)) to be committed at index \(common), where "
        + "\(ghost.text(theirs)) is committed"
    }
  }

  /// Nobody knew of this commit before: it must rest on a quorum, and on an entry of the term.
  private func advance(
    _ node: NodeID, to index: UInt64, _ place: Int32, _ ghost: inout Ghost, _ time: SimTime,
    _ found: inout FirstFinding
  ) {
    let i = node.index
    let probe = ghost.nodes[i].probe
    if ghost.seesDurability {
      let holders = ghost.holders(of: place)
      if !ghost.hasQuorum(i, at: time, holders) {
        let configuration = ghost.nodes[i].configuration
        found.report(.r7, "quorum", at: time, [node]) {
          "\(node) holds \(ghost.text(place)) to be committed; it is durable on "
            + "\(holders.text), no quorum of \(configuration.text)"
        }
      }
    }
    if let probe, probe.role == .leader, ghost.tree[place].term != probe.term {
      found.report(.r8, "commit", at: time, [node]) {
        "\(node) leads term \(probe.term) and commits \(ghost.text(place)), an entry of another "
          + "term, without one of its own"
      }
    }
    let term = max(probe?.term ?? 0, ghost.tree[place].term)
    while ghost.lastCommitted < index {
      ghost.committed.append(ghost.nodes[i].log[ghost.committed.count])
      ghost.committedIn.append(term)
    }
  }
}
