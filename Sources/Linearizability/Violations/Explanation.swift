/// Finds what to tell of a partition that is known not to be linearizable.
struct Explanation<M: Model> {
  let history: [M.Operation]
  let model: M
  /// What the search for the shortest prefix may spend, and again that for the longest order.
  let limit: Int

  /// A prefix of the events of a partition: up to the return of `culprit`.
  private struct Prefix {
    var culprit: Int
    var operations: [PartitionOperation<M>]
  }

  /// The violation in the operations `indices`. Prefixes that end before `instant` are known to be
  /// linearizable.
  func violation(in indices: [Int], after instant: Int64) -> Violation {
    let returns = indices.filter { history[$0].returnedAt != nil }
      .sorted { (history[$0].returnedAt ?? 0, $0) < (history[$1].returnedAt ?? 0, $1) }
    var budget = SearchBudget(limit: limit)
    let first = returns.firstIndex { history[$0].returnedAt ?? 0 >= instant } ?? 0
    let (shortest, isCertain) = shortestFailing(returns, of: indices, from: first, &budget)
    let prefix = prefix(endingWith: returns[shortest], of: indices)
    return describe(prefix, isShortest: isCertain)
  }

  /// The index of the first return with which the prefix fails. Every longer prefix fails too: a
  /// linearization of it would hold one of the shorter.
  private func shortestFailing(
    _ returns: [Int], of indices: [Int], from first: Int, _ budget: inout SearchBudget
  ) -> (index: Int, isCertain: Bool) {
    /// All below `low` are linearizable, `high` is not.
    var (low, high) = (first, returns.count - 1)
    var isCertain = true
    var stride = 0
    while low < high {
      // The search for the whole got stuck at the first; the answer is there or not far from it.
      let middle = min(low + stride, (low + high) / 2)
      stride = 2 * stride + 1
      let prefix = prefix(endingWith: returns[middle], of: indices)
      var search = PartitionSearch(
        Pruning.pruned(prefix.operations, model: model), model: model, mode: .deciding)
      switch search.run(budget: &budget) {
      case .violation: high = middle
      case .linearizable: low = middle + 1
      case .undecided:
        return (high, false)
      }
    }
    isCertain = isCertain && !budget.isSpent
    return (high, isCertain)
  }

  private func prefix(endingWith culprit: Int, of indices: [Int]) -> Prefix {
    let end = history[culprit].returnedAt ?? .max
    let operations = indices.filter { history[$0].calledAt <= end }.map { i in
      var operation = PartitionOperation<M>(history[i], at: i)
      if let instant = operation.returnedAt, (instant, i) > (end, culprit) {
        operation.returnedAt = nil
        operation.output = nil
      }
      return operation
    }
    return Prefix(culprit: culprit, operations: operations)
  }

  private func describe(_ prefix: Prefix, isShortest: Bool) -> Violation {
    let pruned = Pruning.pruned(prefix.operations, model: model)
    var search = PartitionSearch(pruned, model: model, mode: .explaining)
    var budget = SearchBudget(limit: min(limit, 100_000))
    _ = search.run(budget: &budget)
    let order = search.longestOrder
    let placed = Set(order)
    let byCall = prefix.operations.sorted { ($0.calledAt, $0.index) < ($1.calledAt, $1.index) }
    let unplaceable = byCall.filter { !placed.contains($0.index) }
    var report = ViolationReport(history: history, model: model)
    report.title(prefix.operations.map(\.index), culprit: prefix.culprit, isShortest: isShortest)
    report.timeline(
      order, unplaceable.map(\.index), culprit: prefix.culprit,
      unknown: Set(prefix.operations.filter { $0.output == nil }.map(\.index)))
    return Violation(
      operations: byCall.map(\.index), culprit: prefix.culprit, longestOrder: order,
      unplaceable: unplaceable.map(\.index), isShortest: isShortest, description: report.text)
  }
}
