/// What transactions on lists show of each other that no serial order explains; nothing if some
/// serial order may. With `strict`, the order must also agree with time: no transaction comes after
/// one that began when it had returned (strict serializability, which etcd promises).
///
/// Finds write-write, write-read and read-write dependencies and looks for cycles among them, each
/// time the shortest of its kind in each strongly connected part (Kingsbury and Alvaro 2020, Elle).
/// Linear in the length of the history, apart from the parts that are wrong.
public func checkListAppend<Key, Element>(
  _ history: [ListTransaction<Key, Element>], strict: Bool = false
) -> [TransactionAnomaly] {
  let reading = ListReading(history)
  let graph = reading.dependencies(strict: strict)
  var anomalies = reading.anomalies
  for (kind, cycle) in CycleSearch(graph, transactionCount: history.count).cycles(strict: strict) {
    anomalies.append(reading.anomaly(kind, cycle))
  }
  return anomalies
}
