import HostileWorld
import SimKernel

/// L2 for changes of several members: a leader completes one that is to complete by itself.
///
/// A leader tries whenever it has applied something beyond the change and in its term; handing
/// leadership over may hinder it. After that something new must have been proposed, which shows
/// that nothing hinders, and be applied for the leader to try again. So no clock is needed: it may
/// fail `patience` times in a row.
struct JointChecks: Sendable {
  static let patience = 4

  private struct Effort: Sendable {
    var term: UInt64 = 0
    var change: UInt64 = 0
    var failures = 0
    /// End of its log at the last failure.
    var lastIndex: UInt64 = 0
  }

  private var efforts: ContiguousArray<Effort>

  init(nodes: Int) { efforts = ContiguousArray(repeating: Effort(), count: nodes) }

  /// A node applied an entry.
  mutating func applied(
    _ node: NodeID, index: UInt64, term: UInt64, _ ghost: Ghost, at time: SimTime,
    _ found: inout FirstFinding
  ) {
    let own = ghost.nodes[node.index]
    let change = own.configurationIndex
    guard own.configuration.leavesByItself, index > change, own.leads(term),
      own.configured.last.map({ $0 <= change }) ?? true
    else { return }
    var effort = efforts[node.index]
    if effort.term != term || effort.change != change {
      effort = Effort(term: term, change: change)
    }
    if effort.failures == 0 || index > effort.lastIndex {
      effort.failures += 1
      effort.lastIndex = own.lastIndex
    }
    efforts[node.index] = effort
    guard effort.failures >= Self.patience else { return }
    found.report(.l2, "joint", at: time, [node]) {
      "\(node) leads term \(term) and has applied \(index), but does not complete the change of "
        + "members at \(change)"
    }
  }
}
