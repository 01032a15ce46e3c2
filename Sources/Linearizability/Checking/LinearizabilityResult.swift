/// What a check of a history found.
public struct LinearizabilityResult: Sendable, CustomStringConvertible {
  public var verdict: Verdict
  /// What became of the order that the store itself claims.
  public var witness: WitnessFinding
  /// Configurations that the search entered, in all partitions; 0 if the claimed order was enough.
  public var statesSpent: Int

  /// Whether the history is linearizable and the store's own order, if it gives one, is right too.
  public var isSound: Bool {
    if case .mismatch = witness { return false }
    return verdict.isLinearizable
  }

  public var description: String {
    switch witness {
    case .mismatch(let mismatch): "\(verdict)\n\(mismatch)"
    case .absent, .confirmed: "\(verdict)"
    }
  }
}

/// Whether some order explains a history.
public enum Verdict: Sendable, CustomStringConvertible {
  case linearizable
  case violation(Violation)
  /// The budget was spent before the search came to an end. Never a pass.
  case unknown(statesSpent: Int)

  public var isLinearizable: Bool {
    if case .linearizable = self { true } else { false }
  }

  public var violation: Violation? {
    if case .violation(let violation) = self { violation } else { nil }
  }

  public var description: String {
    switch self {
    case .linearizable: "Linearizable."
    case .violation(let violation): violation.description
    case .unknown(let states): "Undecided: \(states) states were not enough."
    }
  }
}

/// What became of the order that log indices claim.
public enum WitnessFinding: Sendable {
  /// Some operation that returned has no log index.
  case absent
  /// The claimed order is a linearization: the history needed no search.
  case confirmed
  /// It is none. If the verdict is linearizable, the store does right and its indices are wrong.
  case mismatch(WitnessMismatch)

  public var mismatch: WitnessMismatch? {
    if case .mismatch(let mismatch) = self { mismatch } else { nil }
  }
}

/// Where the order that log indices claim fails.
public struct WitnessMismatch: Sendable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    /// The first operation has the lower log index, but the second returned before it was called.
    case realTime
    /// In the claimed order the operation would have returned something else.
    case answer
  }

  public var reason: Reason
  /// The operations concerned, as indices into the history: two for `realTime`, one for `answer`.
  public var operations: [Int]
  public let description: String
}
