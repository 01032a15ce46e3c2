import SimKernel

/// How a run ended.
public enum RunVerdict: Hashable, Sendable {
  case pass
  case violation(Finding)
  /// No progress, but none was possible: say, a majority lost its data, as the plan wanted.
  case unavailableByDesign(String)
  /// The run used up its budget. Never a pass.
  case undecided(String)
}

/// What kind of promise was broken.
public enum FindingClass: String, Codable, CaseIterable, Hashable, Sendable {
  /// The protocol contradicts itself.
  case safety
  /// Clients were told what no single store can answer.
  case client
  /// A healed core does not come back to work.
  case liveness
  /// The subject stopped with a precondition of its own.
  case crash
  /// The same trial went two ways.
  case nondeterminism
}

/// A broken promise.
public struct Finding: Hashable, Sendable {
  public var kind: FindingClass
  /// The invariant, such as "R1".
  public var invariant: String
  /// What tells one way of breaking it from another, free of times, terms and node numbers.
  public var site: String
  /// What happened, for people: one or a few lines.
  public var message: String
  public var time: SimTime
  /// The nodes it speaks of, ascending.
  public var nodes: [NodeID]

  public init(
    _ kind: FindingClass, _ invariant: String, site: String = "", _ message: String,
    at time: SimTime, nodes: [NodeID] = []
  ) {
    self.kind = kind
    self.invariant = invariant
    self.site = site
    self.message = message
    self.time = time
    self.nodes = nodes.sorted()
  }

  /// What two findings of the same bug share: class, invariant and site.
  public var signature: String {
    [kind.rawValue, invariant, site].filter { !$0.isEmpty }.joined(separator: "/")
  }
}
