/// How much a check may still do, in configurations entered: a deterministic measure of work.
public struct SearchBudget: Sendable {
  /// What there was at first.
  public let limit: Int
  /// What has been used; may exceed the limit by the last step.
  public private(set) var spent = 0

  public init(limit: Int) { self.limit = max(0, limit) }

  public var isSpent: Bool { spent >= limit }
  /// What is left, at least 0.
  public var remaining: Int { max(0, limit - spent) }

  /// Uses `states` more. A model calls it for steps that cost as much as so many configurations.
  public mutating func spend(_ states: Int) {
    let (sum, overflow) = spent.addingReportingOverflow(max(0, states))
    spent = overflow ? .max : sum
  }
}
