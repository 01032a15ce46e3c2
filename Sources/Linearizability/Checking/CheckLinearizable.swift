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
  private let clients: [Int]
  private let operations: [TimedOperation]
  private let vocabulary: Vocabulary<M>
  private let partitions: [[TimedOperation]]
  private var budget: SearchBudget

  init(history: [M.Operation], model: M, limit: Int) {
    (vocabulary, operations) = Vocabulary.read(history, model: model)
    clients = history.map(\.client)
    let operations = operations
    partitions = Partitions(history, model: model).groups.map { $0.map { operations[$0] } }
    budget = SearchBudget(limit: limit)
  }

  mutating func run() -> LinearizabilityResult {
    let (witness, rest) = witness()
    let verdict = search(rest)
    return LinearizabilityResult(verdict: verdict, witness: witness, statesSpent: budget.spent)
  }

  /// What the claimed order shows, and the partitions for which it shows nothing.
  private mutating func witness() -> (WitnessFinding, rest: [[TimedOperation]]) {
    var failure = WitnessOrder.order(operations, isReadOnly: vocabulary.isReadOnly)
      .flatMap(WitnessOrder.realTimeFailure)
    var isAbsent = operations.isEmpty
    var rest: [[TimedOperation]] = []
    for partition in partitions {
      switch WitnessOrder.check(partition, vocabulary, budget: &budget) {
      case .confirmed: continue
      case .absent, .budgetSpent: isAbsent = true
      case .failed(let found): failure = failure ?? found
      }
      rest.append(partition)
    }
    if let failure { return (.mismatch(mismatch(failure)), rest) }
    return (isAbsent ? .absent : .confirmed, rest)
  }

  /// Searches all partitions in turn, each for a while that doubles, so that one that is easily
  /// refuted is not kept waiting by one that is hard.
  private mutating func search(_ partitions: [[TimedOperation]]) -> Verdict {
    var waiting: [(partition: [TimedOperation], search: PartitionSearch<M>?)]
    waiting = partitions.map { ($0, nil) }
    var slice = 4096
    while !waiting.isEmpty {
      var undecided: [(partition: [TimedOperation], search: PartitionSearch<M>?)] = []
      for (partition, started) in waiting {
        if budget.isSpent { return .unknown(statesSpent: budget.spent) }
        var search =
          started
          ?? PartitionSearch(partition, vocabulary, mode: .deciding)
        var share = SearchBudget(limit: min(slice, budget.remaining))
        let outcome = search.run(budget: &share)
        budget.spend(share.spent)
        switch outcome {
        case .linearizable: break
        case .violation: return .violation(explain(partition, after: search.latestDeadEnd))
        case .undecided: undecided.append((partition, search))
        }
      }
      waiting = undecided
      slice *= 2
    }
    return .linearizable
  }

  private func explain(_ partition: [TimedOperation], after instant: Int64) -> Violation {
    var explanation = Explanation(
      operations: partition, vocabulary: vocabulary, clients: clients, limit: budget.limit)
    return explanation.violation(after: instant)
  }

  private func mismatch(_ failure: WitnessOrder.Failure) -> WitnessMismatch {
    func text(_ i: Int) -> String {
      let place = operations[i].logIndex.map { " at log index \($0)" } ?? ""
      return "client \(clients[i])'s \(vocabulary.describe(operations[i].question))\(place)"
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
