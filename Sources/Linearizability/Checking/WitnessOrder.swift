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
    _ indices: [Int], of history: [M.Operation], model: M, budget: inout SearchBudget
  ) -> Outcome {
    guard let order = order(indices, of: history, model: model) else { return .absent }
    if let failure = realTimeFailure(order, of: history) { return .failed(failure) }
    var state = model.initialState
    for i in order {
      let next = model.step(state, history[i].input, history[i].output, budget: &budget)
      if budget.isSpent { return .budgetSpent }
      guard let next else { return .failed(.replay(i)) }
      state = next
    }
    return .confirmed
  }

  /// The first failure of the whole history's order against real time, if it has an order.
  static func realTimeFailure<M: Model>(_ history: [M.Operation], model: M) -> Failure? {
    guard let order = order(Array(history.indices), of: history, model: model) else { return nil }
    return realTimeFailure(order, of: history)
  }

  private struct Place {
    var logIndex: Int64
    var isRead: Bool
    var calledAt: Int64
    var index: Int
  }

  /// The claimed order; nil if an operation that returned has no place in it.
  private static func order<M: Model>(
    _ indices: [Int], of history: [M.Operation], model: M
  ) -> [Int]? {
    var places: [Place] = []
    places.reserveCapacity(indices.count)
    for i in indices {
      guard let logIndex = history[i].logIndex else {
        if history[i].output != nil { return nil }
        continue
      }
      let isRead = model.isReadOnly(history[i].input, history[i].output)
      places.append(
        Place(logIndex: logIndex, isRead: isRead, calledAt: history[i].calledAt, index: i))
    }
    places.sort { a, b in
      if a.logIndex != b.logIndex { return a.logIndex < b.logIndex }
      if a.isRead != b.isRead { return b.isRead }
      return (a.calledAt, a.index) < (b.calledAt, b.index)
    }
    return places.map(\.index)
  }

  private static func realTimeFailure<Input, Output>(
    _ order: [Int], of history: [ClientOperation<Input, Output>]
  ) -> Failure? {
    guard var latest = order.first else { return nil }
    for i in order {
      if let returnedAt = history[i].returnedAt, returnedAt < history[latest].calledAt {
        return .realTime(earlier: latest, later: i)
      }
      if history[i].calledAt > history[latest].calledAt { latest = i }
    }
    return nil
  }
}
