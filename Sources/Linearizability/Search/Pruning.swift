/// Makes the operations of unknown outcome fewer or shorter before the search, as far as the model
/// says what others show of them.
enum Pruning {
  /// Drops operations of unknown outcome that no other shows anything of: had one taken effect, the
  /// rest could do without. Of those left, one that alone explains what another returned took
  /// effect before that returned.
  static func pruned<M: Model>(
    _ operations: [PartitionOperation<M>], model: M
  ) -> [PartitionOperation<M>] {
    guard operations.contains(where: { $0.output == nil }) else { return operations }
    var kept = operations.filter { $0.output != nil || !model.isReadOnly($0.input, nil) }
    // What showed a write of unknown outcome may be dropped itself, and so on.
    while true {
      let rest = kept.indices.filter { i in
        kept[i].output != nil || isShown(i, by: kept, model)
      }
      if rest.count == kept.count { break }
      kept = rest.map { kept[$0] }
    }
    for i in kept.indices where kept[i].output == nil && kept[i].returnedAt == nil {
      kept[i].returnedAt = deadline(of: i, in: kept, model)
    }
    return kept
  }

  private static func isShown<M: Model>(
    _ write: Int, by operations: [PartitionOperation<M>], _ model: M
  ) -> Bool {
    operations.indices.contains { i in
      i != write
        && model.observation(
          of: operations[write].input, by: operations[i].input, operations[i].output) != .none
    }
  }

  /// The first return of an operation that shows this write and can show no other.
  private static func deadline<M: Model>(
    of write: Int, in operations: [PartitionOperation<M>], _ model: M
  ) -> Int64? {
    var first: Int64?
    for observer in operations {
      guard let output = observer.output, let instant = observer.returnedAt,
        instant < first ?? .max, instant >= operations[write].calledAt,
        model.observation(of: operations[write].input, by: observer.input, output) == .certain
      else { continue }
      let isAlone = operations.indices.allSatisfy { i in
        i == write
          || model.observation(of: operations[i].input, by: observer.input, output) != .certain
      }
      if isAlone { first = instant }
    }
    return first
  }
}
