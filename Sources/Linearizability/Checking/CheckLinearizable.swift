/// Whether some order of the operations, one at a time, explains a history: each operation takes
/// effect at one instant between its call and its return, and returns what `model` says (Herlihy
/// and Wing 1990). An operation of unknown outcome takes effect at any time from its call on, or
/// never.
///
/// If all operations that returned carry a log index, that order is tried first, which is a sort
/// and one run of the model. Else, or if it fails, orders are searched for as Porcupine does: Wing
/// and Gong's search with Lowe's memo, each group of independent keys apart. The time that takes
/// can grow with the power of the number of operations that overlap, so `budget` bounds it: the
/// number of configurations that may be entered in all. It is deterministic: the same history has
/// the same verdict on every machine.
public func checkLinearizable<M: Model>(
  _ history: [ClientOperation<M.Input, M.Output>], model: M, budget: Int = 2_000_000
) -> LinearizabilityResult {
  var check = LinearizabilityCheck(history: history, model: model, limit: budget)
  return check.run()
}

/// One check on its way.
struct LinearizabilityCheck<M: Model> {
  let history: [M.Operation]
  let model: M
  var budget: SearchBudget

  init(history: [M.Operation], model: M, limit: Int) {
    self.history = history
    self.model = model
    budget = SearchBudget(limit: limit)
  }

  mutating func run() -> LinearizabilityResult {
    let partitions = Partitions(history, model: model).groups
    let (witness, rest) = witness(of: partitions)
    let verdict = search(rest)
    return LinearizabilityResult(verdict: verdict, witness: witness, statesSpent: budget.spent)
  }

  /// What the claimed order shows, and the partitions for which it shows nothing.
  private mutating func witness(of partitions: [[Int]]) -> (WitnessFinding, rest: [[Int]]) {
    var failure = WitnessOrder.realTimeFailure(history, model: model)
    var isAbsent = false
    // Replaying is as much work as reading the history; only steps that say so cost more.
    let rest = partitions.filter { indices in
      switch WitnessOrder.check(indices, of: history, model: model, budget: &budget) {
      case .confirmed: return false
      case .absent: isAbsent = true
      case .failed(let found): failure = failure ?? found
      case .budgetSpent: isAbsent = true
      }
      return true
    }
    if let failure { return (.mismatch(mismatch(failure)), rest) }
    return (isAbsent || history.isEmpty ? .absent : .confirmed, rest)
  }

  /// Searches all partitions in turn, each for a while that doubles, so that one that is easily
  /// refuted is not kept waiting by one that is hard.
  private mutating func search(_ partitions: [[Int]]) -> Verdict {
    var waiting = partitions.map { indices in
      let operations = indices.map { PartitionOperation<M>(history[$0], at: $0) }
      return (
        indices: indices,
        search: PartitionSearch(
          Pruning.pruned(operations, model: model), model: model, mode: .deciding)
      )
    }
    var slice = 4096
    while !waiting.isEmpty {
      var undecided = waiting.startIndex
      for i in waiting.indices {
        if budget.isSpent { return .unknown(statesSpent: budget.spent) }
        var share = SearchBudget(limit: min(slice, budget.remaining))
        let outcome = waiting[i].search.run(budget: &share)
        budget.spend(share.spent)
        switch outcome {
        case .linearizable: break
        case .violation:
          return .violation(
            Explanation(history: history, model: model, limit: budget.limit)
              .violation(in: waiting[i].indices, after: waiting[i].search.latestDeadEnd))
        case .undecided:
          waiting.swapAt(undecided, i)
          undecided += 1
        }
      }
      waiting.removeSubrange(undecided...)
      slice *= 2
    }
    return .linearizable
  }

  private func mismatch(_ failure: WitnessOrder.Failure) -> WitnessMismatch {
    func text(_ i: Int) -> String {
      let operation = history[i]
      let place = operation.logIndex.map { " at log index \($0)" } ?? ""
      return "client \(operation.client)'s \(model.describe(operation.input, operation.output))"
        + place
    }
    switch failure {
    case .realTime(let earlier, let later):
      return WitnessMismatch(
        reason: .realTime, operations: [earlier, later],
        description: "Witness mismatch: the log indices contradict time.\n  \(text(later))\n"
          + "  returned before \(text(earlier)) was called.")
    case .replay(let i):
      return WitnessMismatch(
        reason: .answer, operations: [i],
        description: "Witness mismatch: in the order of the log indices\n  \(text(i))\n"
          + "  would have returned something else.")
    }
  }
}
