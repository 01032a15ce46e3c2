/// What a probe of term, role and commit allows to check: R1 election safety, R7 commits that
/// never go back, R9 terms that never go back, both within one life of a node: across a restart a
/// node may forget what it never made durable and never told.
public struct ElectionSafety: WorldObserver {
  public private(set) var finding: Finding?
  /// Leaders by term, ascending; a handful.
  private var leaders: [(term: UInt64, node: NodeID)] = []

  public init() {}

  public mutating func probed(
    _ node: NodeID, before: ConsensusProbe?, after: ConsensusProbe, at time: SimTime
  ) {
    if let before, after.commit < before.commit {
      report(
        "R7", "commit", "\(node) takes its commit \(before.commit) back to \(after.commit)",
        time, [node])
    }
    if let before, after.term < before.term {
      report(
        "R9", "term", "\(node) goes back from term \(before.term) to \(after.term)", time, [node])
    }
    guard after.role == .leader, before?.role != .leader || before?.term != after.term else {
      return
    }
    if let other = leaders.first(where: { $0.term == after.term }), other.node != node {
      report(
        "R1", "election", "two leaders in term \(after.term): \(other.node) and \(node)", time,
        [other.node, node])
    }
    leaders.append((after.term, node))
  }

  private mutating func report(
    _ invariant: String, _ site: String, _ message: String, _ time: SimTime, _ nodes: [NodeID]
  ) {
    guard finding == nil else { return }
    finding = Finding(.safety, invariant, site: site, message, at: time, nodes: nodes)
  }
}
