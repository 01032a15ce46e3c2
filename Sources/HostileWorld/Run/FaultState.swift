import SimKernel

/// Which faults wait, which are in force, and what triggers have seen.
struct FaultState: Sendable {
  /// Faults that wait for a trigger, by their place in the plan.
  var waiting: [Waiting] = []
  /// In the order in which they began.
  var active: [ActiveFault] = []
  var isHealed = false
  /// What was healed.
  var core = NodeSet()
  var begun: [Bool]

  struct Waiting: Sendable {
    var index: Int
    var trigger: FaultTrigger
  }

  init(_ trial: Trial) {
    begun = Array(repeating: false, count: trial.faults.faults.count)
    for (i, fault) in trial.faults.faults.enumerated() {
      if case .when(let trigger) = fault.start {
        waiting.append(Waiting(index: i, trigger: trigger))
      }
    }
  }
}

extension FaultTrigger {
  /// Whether a node's new probe pulls it; `elections` counts leaders so far.
  func isPulled(by probe: ConsensusProbe, elections: Int) -> Bool {
    switch self {
    case .leaderElected(let count): probe.role == .leader && elections >= count
    case .entryAppended(let index): probe.lastIndex >= index
    case .commitAdvanced(let index): probe.commit >= index
    case .snapshotSending: probe.isSendingSnapshot
    case .configEntryUnapplied: probe.hasUnappliedConfiguration
    case .leaseWithin, .after: false
    }
  }
}
