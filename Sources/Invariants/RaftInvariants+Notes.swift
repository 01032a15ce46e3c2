import HostileWorld
import SimKernel

extension RaftInvariants {
  public mutating func noted(_ note: NodeObservation, by node: NodeID, at time: SimTime) {
    switch note {
    case .appended(let index, let term, let digest):
      logs.appended(
        node, index: index, term: term, digest: digest, &ghost, at: time, &found)
    case .durable(let index, let term): durability.durable(node, index: index, term: term, &ghost)
    case .acknowledged(let term, let index, let leader):
      guard leader.index < ghost.nodes.count else { return }
      durability.acknowledged(
        node, term: term, index: index, leader: leader, &ghost, at: time, &found)
    case .committed(let index, let term):
      commits.committed(node, index: index, term: term, &ghost, at: time, &found)
    case .applied(let index, let term, let digest, let state):
      applies.applied(
        node, index: index, term: term, digest: digest, state: state, &ghost, at: time, &found)
      joint.applied(node, index: index, term: term, ghost, at: time, &found)
    case .truncated(let from): logs.truncated(node, from: from, &ghost, at: time, &found)
    case .voted(let term, let candidate, let isPreVote):
      guard !isPreVote else { return }
      elections.voted(node, term: term, candidate: candidate, &ghost, at: time, &found)
      durability.voted(node, term: term, candidate: candidate, ghost, at: time, &found)
    case .durableVote(let term, let candidate):
      durability.durableVote(node, term: term, candidate: candidate, &ghost)
    case .writeApplied(let request, let index):
      applies.tookEffect(request, index: index, node, &ghost, at: time, &found)
    case .readServed(let request, let index):
      reads.served(node, request, index: index, ghost, at: time, &found)
    case .appending(let peer, let inFlight, let limit):
      traffic.appending(node, to: peer, inFlight: inFlight, limit: limit, at: time, &found)
    case .sendingSnapshot(let peer, let index, let isHeard):
      traffic.sendingSnapshot(
        node, to: peer, index: index, isHeard: isHeard, at: time, &found)
    case .mark, .store: break
    default: notedRarely(note, by: node, at: time)
    }
  }

  /// Snapshots, changes of members, campaigns, restarts.
  private mutating func notedRarely(
    _ note: NodeObservation, by node: NodeID, at time: SimTime
  ) {
    switch note {
    case .campaigned(let term, let isPreVote, let hasUnapplied):
      configurations.campaigned(
        node, term: term, isPreVote: isPreVote, hasUnapplied: hasUnapplied, ghost, at: time,
        &found)
    case .configured(let index, _):
      configurations.configured(node, index: index, &ghost, at: time, &found)
    case .appliedConfiguration(let index, let configuration):
      configurations.applied(node, index: index, configuration, &ghost, at: time, &found)
    case .snapshotTaken(let index, let term, let state):
      applies.snapshot(
        node, index: index, term: term, state: state, isInstalled: false, ghost, at: time, &found)
    case .snapshotInstalled(let index, let term, let state):
      applies.snapshot(
        node, index: index, term: term, state: state, isInstalled: true, ghost, at: time, &found)
      install(node, index: index, term: term)
    case .recovered(let term, let candidate, let lastIndex, let lastTerm):
      durability.recovered(
        node, term: term, candidate: candidate, lastIndex: lastIndex, lastTerm: lastTerm, &ghost,
        at: time, &found)
    default: break
    }
  }

  /// The log of `node` ends at a snapshot from now on.
  private mutating func install(_ node: NodeID, index: UInt64, term: UInt64) {
    let i = node.index
    guard index > 0, index <= EntryTree.highestIndex else { return }
    ghost.nodes[i].hasLog = true
    ghost.nodes[i].isRecovering = false
    ghost.nodes[i].installed = index
    ghost.nodes[i].commit = max(ghost.nodes[i].commit, index)
    let place =
      ghost.tree.place(index: index, term: term)
      ?? ghost.tree.add(index: index, term: term, digest: 0, after: 0)
    ghost.setLog(i, to: place)
  }
}
