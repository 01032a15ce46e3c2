import HostileWorld
import SimKernel

/// C1 one change at a time with intersecting quorums, C2 no campaign with an unapplied change.
struct ConfigurationChecks: Sendable {
  /// Committed configurations that some node acted by, ascending by index.
  private var history: ContiguousArray<(index: UInt64, configuration: NodeConfiguration)> = []

  init(members: Int) {
    history.append((0, NodeConfiguration(voters: .first(members))))
  }

  /// C1: a leader appended a change while an earlier one was not committed.
  mutating func configured(
    _ node: NodeID, index: UInt64, _ ghost: inout Ghost, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    let i = node.index
    let earlier = ghost.nodes[i].configured.last { $0 < index }
    if ghost.nodes[i].configured.last.map({ $0 < index }) ?? true {
      ghost.nodes[i].configured.append(index)
    }
    guard let probe = ghost.nodes[i].probe, probe.role == .leader, let earlier,
      let place = ghost.nodes[i].entry(at: index), ghost.tree[place].term == probe.term,
      earlier > ghost.lastCommitted
    else { return }
    found.report(.c1, "pending", at: time, [node]) {
      "\(node) leads term \(probe.term) and appends a change of members at \(index) while the "
        + "one at \(earlier) is not committed; committed is \(ghost.lastCommitted)"
    }
  }

  /// A node acts by `configuration` from now on.
  mutating func applied(
    _ node: NodeID, index: UInt64, _ configuration: NodeConfiguration, _ ghost: inout Ghost,
    at time: SimTime, _ found: inout FirstFinding
  ) {
    let i = node.index
    if ghost.nodes[i].configuredAt != time || time == .zero {
      ghost.nodes[i].formerConfiguration = ghost.nodes[i].configuration
    }
    ghost.nodes[i].configuredAt = time
    ghost.nodes[i].configuration = configuration
    ghost.nodes[i].configurationIndex = index
    guard index > 0, index <= ghost.lastCommitted else { return }
    guard let last = history.last, last.index < index else {
      guard let known = history.last(where: { $0.index == index }),
        known.configuration != configuration
      else { return }
      return found.report(.c1, "differs", at: time, [node]) {
        "\(node) acts by \(configuration.text) as of \(index), others by "
          + "\(known.configuration.text)"
      }
    }
    history.append((index, configuration))
    guard !last.configuration.intersects(configuration) else { return }
    found.report(.c1, "quorums", at: time, [node]) {
      "\(node) goes from \(last.configuration.text) to \(configuration.text) at \(index): "
        + "quorums of the two need not meet"
    }
  }

  /// C2: a node begins to campaign.
  mutating func campaigned(
    _ node: NodeID, term: UInt64, isPreVote: Bool, hasUnapplied: Bool, _ ghost: Ghost,
    at time: SimTime, _ found: inout FirstFinding
  ) {
    let own = ghost.nodes[node.index]
    let pending = own.configured.last {
      $0 <= own.commit && $0 > max(own.configurationIndex, own.installed)
        && $0 > (own.applied ?? .max)
    }
    guard hasUnapplied || pending != nil else { return }
    found.report(.c2, isPreVote ? "preVote" : "campaign", at: time, [node]) {
      "\(node) campaigns for term \(term) with a committed change of members that it has not "
        + "applied" + (pending.map { " at \($0)" } ?? "")
    }
  }
}
