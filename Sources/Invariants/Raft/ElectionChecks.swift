import HostileWorld
import SimKernel

/// R1 election safety, R2 one vote a term, R5 leader completeness, C3 who counts in an election.
struct ElectionChecks: Sendable {
  struct Leader: Sendable {
    var term: UInt64
    var node: NodeID
  }

  /// Who led, ascending by term as a rule; a handful.
  private var leaders: ContiguousArray<Leader> = []
  /// Votes of the latest terms: who gave one to whom.
  private var ballots: ContiguousArray<(term: UInt64, candidate: NodeID, voters: NodeSet)> = []

  /// A node became the leader of `term`.
  mutating func elected(
    _ node: NodeID, term: UInt64, _ ghost: Ghost, at time: SimTime, _ found: inout FirstFinding
  ) {
    if let other = leaders.last(where: { $0.term == term }), other.node != node {
      found.report(.r1, "election", at: time, [other.node, node]) {
        "two leaders in term \(term): \(other.node) and \(node)"
      }
    }
    leaders.append(Leader(term: term, node: node))
    checkVotes(node, term, ghost, time, &found)
    checkLog(node, term, ghost, time, &found)
  }

  /// C3: the votes that were cast for it are a quorum of the voters it knows.
  private func checkVotes(
    _ node: NodeID, _ term: UInt64, _ ghost: Ghost, _ time: SimTime, _ found: inout FirstFinding
  ) {
    guard ghost.seesVotes else { return }
    var voters =
      ballots.last { $0.term == term && $0.candidate == node }?.voters ?? NodeSet()
    // Its own vote need not travel.
    voters.insert(node)
    guard !ghost.hasQuorum(node.index, at: time, voters) else { return }
    let configuration = ghost.nodes[node.index].configuration
    found.report(.c3, "election", at: time, [node]) {
      "\(node) leads term \(term) with the votes of \(voters.text), "
        + "no quorum of its voters \(configuration.text)"
    }
  }

  /// R5: its log holds what was committed in earlier terms. A leader of an old term that is late
  /// to notice need not hold what later terms committed.
  private func checkLog(
    _ node: NodeID, _ term: UInt64, _ ghost: Ghost, _ time: SimTime, _ found: inout FirstFinding
  ) {
    let leader = ghost.nodes[node.index]
    guard leader.hasLog else { return }
    var index = ghost.committed.count - 1
    while index > 0, ghost.committedIn[index] >= term { index -= 1 }
    let place = ghost.committed[index]
    guard leader.entry(at: UInt64(index)) != place else { return }
    let own = leader.entry(at: UInt64(index)).map { ghost.text($0) } ?? "nothing"
    found.report(.r5, "election", at: time, [node]) {
      "\(node) leads term \(term), but has \(own) where \(ghost.text(place)) was committed in "
        + "term \(ghost.committedIn[index]); its log ends at \(leader.lastIndex)"
    }
  }

  /// R2: a vote leaves.
  mutating func voted(
    _ node: NodeID, term: UInt64, candidate: NodeID, _ ghost: inout Ghost, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    ghost.seesVotes = true
    let i = node.index
    if let earlier = ghost.nodes[i].votes.last(where: { $0.term == term }) {
      if earlier.candidate != candidate {
        found.report(.r2, "vote", at: time, [node]) {
          "\(node) votes for \(candidate) in term \(term), and voted for \(earlier.candidate) in it"
        }
      }
    } else {
      ghost.nodes[i].votes.append(NodeGhost.Vote(term: term, candidate: candidate))
    }
    for place in ballots.indices.reversed()
    where ballots[place].term == term && ballots[place].candidate == candidate {
      ballots[place].voters.insert(node)
      return
    }
    ballots.append((term, candidate, NodeSet([node])))
  }
}
