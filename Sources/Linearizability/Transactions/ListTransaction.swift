/// A transaction on lists: what it read and appended, in its own order.
///
/// Lists that are only appended to tell most about their history: a read shows all elements in the
/// order of their versions (Kingsbury and Alvaro 2020, Elle). Each element must be appended to a
/// list only once.
public struct ListTransaction<Key: Hashable, Element: Hashable> {
  public enum Step {
    case append(Key, Element)
    /// What the read found.
    case read(Key, [Element])
  }

  public enum Outcome: Hashable, Sendable {
    case committed
    case aborted
    /// It committed if anybody saw what it appended. What it read counts for nothing.
    case unknown
  }

  /// Who ran it; only reports look at it.
  public var client: Int
  public var steps: [Step]
  public var outcome: Outcome
  /// When it began, in any unit.
  public var calledAt: Int64
  /// When its client heard of its end; nil for never.
  public var returnedAt: Int64?

  public init(
    client: Int, _ steps: [Step], outcome: Outcome = .committed, calledAt: Int64 = 0,
    returnedAt: Int64? = nil
  ) {
    self.client = client
    self.steps = steps
    self.outcome = outcome
    self.calledAt = calledAt
    self.returnedAt = returnedAt
  }
}

extension ListTransaction.Step: Sendable where Key: Sendable, Element: Sendable {}
extension ListTransaction: Sendable where Key: Sendable, Element: Sendable {}
