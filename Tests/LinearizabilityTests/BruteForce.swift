import Linearizability

/// The definition of linearizability, tried out: every order of the operations, whole and across
/// all keys, without any memo, partition or pruning.
struct BruteForce<M: Model> {
  let model: M
  let history: [M.Operation]
  /// Which part of the state an operation sees; one for all where the model holds them together.
  let part: (M.Input) -> M.Key?

  func isLinearizable() -> Bool {
    extend(used: Array(repeating: false, count: history.count), states: [:])
  }

  private func extend(used: [Bool], states: [M.Key?: M.State]) -> Bool {
    if history.indices.allSatisfy({ used[$0] || history[$0].output == nil }) { return true }
    return history.indices.contains { i in
      guard !used[i], mayComeNext(i, used) else { return false }
      let key = part(history[i].input)
      var budget = SearchBudget(limit: .max)
      guard
        let next = model.step(
          states[key] ?? model.initialState, history[i].input, history[i].output, budget: &budget)
      else { return false }
      var (used, states) = (used, states)
      used[i] = true
      states[key] = next
      return extend(used: used, states: states)
    }
  }

  /// Whether nothing that is still to come returned before the operation was called.
  private func mayComeNext(_ i: Int, _ used: [Bool]) -> Bool {
    history.indices.allSatisfy { j in
      guard !used[j], let end = history[j].returnedAt else { return true }
      return end >= history[i].calledAt
    }
  }
}
