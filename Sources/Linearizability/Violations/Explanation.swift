/// Finds what to tell of a partition that is known not to be linearizable.
struct Explanation<M: Model> {
  private let operations: [TimedOperation]
  private var vocabulary: Vocabulary<M>
  /// Who called, for each operation of the history.
  private let clients: [Int]
  private var budget: SearchBudget

  /// The search for the longest order, which leaves no dead end early, may spend so much.
  private static var longestLimit: Int { 20_000 }

  /// The search for the shortest prefix may spend `limit`.
  init(operations: [TimedOperation], vocabulary: Vocabulary<M>, clients: [Int], limit: Int) {
    self.operations = operations
    self.vocabulary = vocabulary
    self.clients = clients
    budget = SearchBudget(limit: limit)
  }

  /// The violation. Prefixes that end before `instant` are known to be linearizable.
  mutating func violation(after instant: Int64) -> Violation {
    let returns = operations.filter { $0.returnedAt != nil }.sorted { Self.returnOrder($0, $1) }
    let first = returns.firstIndex { $0.returnedAt ?? 0 >= instant } ?? 0
    let (shortest, isCertain) = shortestFailing(returns, from: first)
    let culprit = returns[shortest]
    let prefix = prefix(endingWith: culprit)
    let order = longestOrder(of: prefix)
    let placed = Set(order)
    let byCall = prefix.sorted { ($0.calledAt, $0.index) < ($1.calledAt, $1.index) }
    let unplaceable = byCall.filter { !placed.contains($0.index) }.map(\.index)
    let report = ViolationReport(
      vocabulary: vocabulary, clients: clients, prefix: prefix, culprit: culprit.index,
      order: order, unplaceable: unplaceable, isShortest: isCertain)
    return Violation(
      operations: byCall.map(\.index), culprit: culprit.index, longestOrder: order,
      unplaceable: unplaceable, isShortest: isCertain, description: report.text)
  }

  private static func returnOrder(_ a: TimedOperation, _ b: TimedOperation) -> Bool {
    (a.returnedAt ?? .max, a.index) < (b.returnedAt ?? .max, b.index)
  }

  /// The index of the first return with which the prefix fails. Every longer prefix fails too: a
  /// linearization of it would hold one of the shorter.
  private mutating func shortestFailing(
    _ returns: [TimedOperation], from first: Int
  ) -> (index: Int, isCertain: Bool) {
    // All below `low` are linearizable, `high` is not.
    var (low, high) = (first, returns.count - 1)
    var stride = 0
    while low < high {
      // The search for the whole got stuck at the first; the answer is there or not far from it.
      let middle = min(low + stride, (low + high) / 2)
      stride = 2 * stride + 1
      let prefix = prefix(endingWith: returns[middle])
      var search = PartitionSearch(prefix, vocabulary, mode: .deciding)
      switch search.run(budget: &budget) {
      case .violation: high = middle
      case .linearizable: low = middle + 1
      case .undecided: return (high, false)
      }
    }
    return (high, true)
  }

  /// All that was called before `culprit` returned. What returned later is still under way then.
  private mutating func prefix(endingWith culprit: TimedOperation) -> [TimedOperation] {
    var prefix: [TimedOperation] = []
    for var operation in operations
    where operation.calledAt <= culprit.returnedAt ?? .max {
      if operation.isAnswered, Self.returnOrder(culprit, operation) {
        operation.returnedAt = nil
        operation.isAnswered = false
        operation.question = vocabulary.unanswered(operation.question)
      }
      prefix.append(operation)
    }
    return prefix
  }

  /// The order that gets furthest in `prefix`, as indices into the history.
  private func longestOrder(of prefix: [TimedOperation]) -> [Int] {
    var search = PartitionSearch(prefix, vocabulary, mode: .explaining)
    var budget = SearchBudget(limit: min(budget.limit, Self.longestLimit))
    _ = search.run(budget: &budget)
    return search.longestOrder
  }
}
