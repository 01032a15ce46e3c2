/// Makes the operations of unknown outcome fewer or shorter before the search, as far as the model
/// says what others show of them.
enum Pruning {
  /// Drops operations of unknown outcome that no other shows anything of: had one taken effect, the
  /// rest could do without. Of those left, one that alone explains what another returned took
  /// effect before that returned. `model` is focused on them.
  static func pruned<M: Model>(
    _ operations: [TimedOperation], _ vocabulary: Vocabulary<M>, _ model: M
  ) -> [TimedOperation] {
    var kept = shown(operations, vocabulary, model)
    if kept.contains(where: { !$0.isAnswered }) { setDeadlines(&kept, vocabulary, model) }
    return kept
  }

  /// The operations without those of unknown outcome that no other shows anything of.
  static func shown<M: Model>(
    _ operations: [TimedOperation], _ vocabulary: Vocabulary<M>, _ model: M
  ) -> [TimedOperation] {
    guard operations.contains(where: { !$0.isAnswered }) else { return operations }
    var kept = operations.filter { $0.isAnswered || !vocabulary.isReadOnly[Int($0.question)] }
    // What showed a write of unknown outcome may be dropped itself, and so on.
    while true {
      let kinds = Kinds(kept)
      let shown = kinds.questions.indices.map { i in
        kinds.isAnswered[i] || isShown(i, by: kinds, vocabulary, model)
      }
      let rest = kept.filter { shown[kinds.place[$0.question] ?? 0] }
      if rest.count == kept.count { break }
      kept = rest
    }
    return kept
  }

  /// The questions of some operations, each once.
  private struct Kinds {
    var questions: [UInt32] = []
    var isAnswered: [Bool] = []
    /// How many operations ask it.
    var counts: [Int] = []
    var place: [UInt32: Int] = [:]

    init(_ operations: [TimedOperation]) {
      for operation in operations {
        if let i = place[operation.question] {
          counts[i] += 1
          continue
        }
        place[operation.question] = questions.count
        questions.append(operation.question)
        isAnswered.append(operation.isAnswered)
        counts.append(1)
      }
    }
  }

  private static func isShown<M: Model>(
    _ write: Int, by kinds: Kinds, _ vocabulary: Vocabulary<M>, _ model: M
  ) -> Bool {
    kinds.questions.indices.contains { i in
      (i != write || kinds.counts[i] > 1)
        && vocabulary.observation(model, of: kinds.questions[write], by: kinds.questions[i])
          != .none
    }
  }

  /// Gives each write of unknown outcome the first return of an operation that shows for certain
  /// that it took effect.
  private static func setDeadlines<M: Model>(
    _ operations: inout [TimedOperation], _ vocabulary: Vocabulary<M>, _ model: M
  ) {
    let kinds = Kinds(operations)
    for i in operations.indices where !operations[i].isAnswered {
      guard let kind = kinds.place[operations[i].question], kinds.counts[kind] == 1 else {
        continue
      }
      var first: Int64?
      for observer in operations where observer.isAnswered {
        guard let instant = observer.returnedAt, instant < first ?? .max,
          instant >= operations[i].calledAt,
          vocabulary.observation(model, of: operations[i].question, by: observer.question)
            == .certain
        else { continue }
        first = instant
      }
      operations[i].returnedAt = first
    }
  }
}
