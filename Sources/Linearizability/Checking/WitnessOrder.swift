/// The order that the store itself claims, checked in O(n log n).
///
/// Operations are sorted by log index, at one index writes before reads, then by call. If no
/// operation returned before one called that comes earlier in that order, and the sequential model
/// returns what the clients saw, the order is a linearization. An operation of unknown outcome
/// took effect if the log has its entry, and else did not.
enum WitnessOrder {
  /// How the order fails; indices into the history.
  enum Failure {
    /// `earlier` has the lower log index, but `later` returned before it was called.
    case realTime(earlier: Int, later: Int)
    /// The model does not return what the client saw.
    case replay(Int)
  }

  enum Outcome {
    /// Some operation that returned has no log index.
    case absent
    case confirmed
    case failed(Failure)
    case budgetSpent
  }

  /// Checks the operations of one partition against real time and the model.
  static func check<M: Model>(
    _ operations: [TimedOperation], _ vocabulary: Vocabulary<M>, budget: inout SearchBudget
  ) -> Outcome {
    guard let order = order(operations, isReadOnly: vocabulary.isReadOnly) else { return .absent }
    if let failure = realTimeFailure(order) { return .failed(failure) }
    let model = vocabulary.model
    var state = model.initialState
    for operation in order {
      let question = vocabulary.questions[Int(operation.question)]
      let spent = budget.spent
      let next = model.step(state, question.input, question.output, budget: &budget)
      // Steps that cost nothing are allowed even without a budget: the search needs more.
      if budget.spent > spent, budget.isSpent { return .budgetSpent }
      guard let next else { return .failed(.replay(operation.index)) }
      state = next
    }
    return .confirmed
  }

  /// The claimed order; nil if an operation that returned has no place in it.
  static func order(_ operations: [TimedOperation], isReadOnly: [Bool]) -> [TimedOperation]? {
    var order: [(logIndex: Int64, isRead: Bool, operation: TimedOperation)] = []
    order.reserveCapacity(operations.count)
    for operation in operations {
      guard let logIndex = operation.logIndex else {
        if operation.isAnswered { return nil }
        continue
      }
      order.append((logIndex, isReadOnly[Int(operation.question)], operation))
    }
    order.sort { a, b in
      if a.logIndex != b.logIndex { return a.logIndex < b.logIndex }
      if a.isRead != b.isRead { return b.isRead }
      return (a.operation.calledAt, a.operation.index) < (b.operation.calledAt, b.operation.index)
    }
    return order.map(\.operation)
  }

  /// The first operation in `order` that returned before one in front of it was called.
  static func realTimeFailure(_ order: [TimedOperation]) -> Failure? {
    guard var latest = order.first else { return nil }
    for operation in order {
      if let returnedAt = operation.returnedAt, returnedAt < latest.calledAt {
        return .realTime(earlier: latest.index, later: operation.index)
      }
      if operation.calledAt > latest.calledAt { latest = operation }
    }
    return nil
  }
}
