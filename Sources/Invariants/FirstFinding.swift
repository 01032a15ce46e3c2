import HostileWorld
import SimKernel

/// Keeps the first broken promise.
struct FirstFinding: Sendable {
  private(set) var finding: Finding?
  /// Data was lost beyond the budget: from then on nothing can be held against the subject.
  var isSuspended = false
  /// What is checked; nil for everything.
  var only: [Invariant]?

  init(only: [Invariant]? = nil) { self.only = only }

  mutating func report(
    _ invariant: Invariant, _ site: String, at time: SimTime, _ nodes: [NodeID],
    _ message: () -> String
  ) {
    guard finding == nil, !isSuspended, only?.contains(invariant) ?? true else { return }
    finding = Finding(
      invariant.kind, invariant.rawValue, site: site, message(), at: time, nodes: nodes)
  }
}
