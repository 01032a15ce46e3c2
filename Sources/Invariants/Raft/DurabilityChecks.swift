import HostileWorld
import SimKernel

/// S1 what was durable survives, S2 persist before speaking.
struct DurabilityChecks: Sendable {
  /// The log of a node is durable up to `index`.
  mutating func durable(_ node: NodeID, index: UInt64, term: UInt64, _ ghost: inout Ghost) {
    let i = node.index
    if index > 0 { ghost.seesDurability = true }
    guard let place = index == 0 ? 0 : ghost.tree.place(index: index, term: term) else { return }
    // Word of an earlier part of what is durable already.
    if !ghost.holdsDurably(i, place) { ghost.nodes[i].durable = place }
    promise(i, place, &ghost)
  }

  /// Node `i` may not lose `place` any more. O(1) as long as its log only grows.
  private func promise(_ i: Int, _ place: Int32, _ ghost: inout Ghost) {
    let (old, index) = (ghost.nodes[i].promised, ghost.tree[place].index)
    if ghost.tree[old].index >= index, ghost.tree.ancestor(of: old, at: index) == place { return }
    ghost.nodes[i].promised = place
  }

  mutating func durableVote(
    _ node: NodeID, term: UInt64, candidate: NodeID?, _ ghost: inout Ghost
  ) {
    ghost.seesDurableVotes = true
    let i = node.index
    ghost.nodes[i].durableTerm = max(ghost.nodes[i].durableTerm, term)
    guard let candidate else { return }
    let vote = NodeGhost.Vote(term: term, candidate: candidate)
    if ghost.nodes[i].durableVotes.last != vote { ghost.nodes[i].durableVotes.append(vote) }
  }

  /// S2: a vote leaves, which must be durable.
  mutating func voted(
    _ node: NodeID, term: UInt64, candidate: NodeID, _ ghost: Ghost, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    guard ghost.seesDurableVotes else { return }
    let vote = NodeGhost.Vote(term: term, candidate: candidate)
    let own = ghost.nodes[node.index]
    // Nor can it vote again in a term that is over for its disk.
    guard own.durableTerm <= term, vote != own.recoveredVote,
      !own.durableVotes.reversed().contains(vote)
    else { return }
    found.report(.s2, "vote", at: time, [node]) {
      "\(node) votes for \(candidate) in term \(term); durable is term \(own.durableTerm)"
    }
  }

  /// S2: an acknowledgement leaves; the leader will count on every entry up to `index`.
  mutating func acknowledged(
    _ node: NodeID, term: UInt64, index: UInt64, leader: NodeID, _ ghost: inout Ghost,
    at time: SimTime, _ found: inout FirstFinding
  ) {
    guard ghost.seesDurability, index > 0 else { return }
    // What it acknowledged to an earlier leader may have been replaced before it was written: its
    // disk is past that term, as if it had stored and dropped it.
    guard ghost.nodes[node.index].durableTerm <= term else { return }
    let head = ghost.nodes[node.index].durable
    guard ghost.tree[head].index >= index else {
      return found.report(.s2, "acknowledge", at: time, [node]) {
        "\(node) tells \(leader) that it holds all up to \(index); durable is "
          + "\(ghost.text(head))"
      }
    }
    promise(node.index, ghost.tree.ancestor(of: head, at: index), &ghost)
    guard ghost.nodes[leader.index].leads(term),
      let place = ghost.nodes[leader.index].entry(at: index), place != 0,
      !ghost.holdsDurably(node.index, place)
    else { return }
    found.report(.s2, "other", at: time, [node, leader]) {
      "\(node) tells \(leader) that it holds all up to \(index); durable is \(ghost.text(head)), "
        + "not on top of the \(ghost.text(place)) that \(leader) has"
    }
  }

  /// S1: a node came back. Its log is from now on what it came back with.
  mutating func recovered(
    _ node: NodeID, term: UInt64, candidate: NodeID?, lastIndex: UInt64, lastTerm: UInt64,
    _ ghost: inout Ghost, at time: SimTime, _ found: inout FirstFinding
  ) {
    let i = node.index
    guard lastIndex <= EntryTree.highestIndex else { return }
    let isFirst = !ghost.nodes[i].hasLog && ghost.nodes[i].durable == 0
    var place: Int32 = 0
    if lastIndex > 0 {
      if let known = ghost.tree.place(index: lastIndex, term: lastTerm) {
        place = known
      } else {
        place = ghost.tree.add(index: lastIndex, term: lastTerm, digest: 0, after: 0)
        if !isFirst {
          found.report(.s1, "unknown", at: time, [node]) {
            "\(node) comes back with \(lastIndex)@\(lastTerm), which nobody ever had"
          }
        }
      }
    }
    checkVote(node, term, candidate, ghost, time, &found)
    checkLog(node, place, ghost, time, &found)
    ghost.setLog(i, to: place)
    ghost.nodes[i].hasLog = true
    ghost.nodes[i].isRecovering = false
    ghost.nodes[i].durable = place
    ghost.nodes[i].promised = ghost.tree.common(place, ghost.nodes[i].promised)
    ghost.nodes[i].recoveredVote = candidate.map { NodeGhost.Vote(term: term, candidate: $0) }
  }

  private func checkVote(
    _ node: NodeID, _ term: UInt64, _ candidate: NodeID?, _ ghost: Ghost, _ time: SimTime,
    _ found: inout FirstFinding
  ) {
    let own = ghost.nodes[node.index]
    if term < own.durableTerm {
      found.report(.s1, "term", at: time, [node]) {
        "\(node) comes back in term \(term); term \(own.durableTerm) was durable"
      }
    }
    for vote in [own.durableVotes.last, own.votes.last] {
      guard let vote, vote.term > term || vote.term == term && vote.candidate != candidate else {
        continue
      }
      found.report(.s1, "vote", at: time, [node]) {
        "\(node) comes back to term \(term) with "
          + "\(candidate.map { "a vote for \($0)" } ?? "no vote"); its vote for "
          + "\(vote.candidate) in term \(vote.term) was durable or cast"
      }
    }
  }

  /// The durable log is there, unless later writes that replace its end survived as well.
  private func checkLog(
    _ node: NodeID, _ place: Int32, _ ghost: Ghost, _ time: SimTime,
    _ found: inout FirstFinding
  ) {
    let own = ghost.nodes[node.index]
    let head = own.promised
    let (index, last) = (ghost.tree[head].index, ghost.tree[place].index)
    if last >= index, ghost.tree.ancestor(of: place, at: index) == head { return }
    if own.entry(at: index) != head {
      // Where its log in memory left the durable one.
      var common = min(index, own.lastIndex)
      while common > 0,
        own.log[Int(common)] != ghost.tree.ancestor(of: head, at: common)
      { common -= 1 }
      if last > common,
        ghost.tree.ancestor(of: place, at: common) == own.log[Int(common)]
      {
        return
      }
    }
    found.report(.s1, "log", at: time, [node]) {
      "\(node) comes back with a log that ends at \(ghost.text(place)); "
        + "\(ghost.text(head)) was durable"
    }
  }
}
