import KeyValue
import RaftCore
import RaftHost
import SimKernel

extension World {
  /// The request of a guarded update reached its member.
  mutating func serveUpdate(_ id: OperationID, _ operation: Operation, at m: Int) {
    guard let update = updates[id] else { return }
    if !update.hasRead { return readLinearizably(id, at: m) }
    let put = PutRequest(operation.key, operation.value)
    propose(
      m,
      .txn(
        TxnRequest(
          compares: [Compare(operation.key, .equal, .modRevision(update.expected))],
          success: [.put(put)], failure: [.range(RangeRequest(operation.key))])),
      id)
  }

  /// The member answers an update's read with what it holds; returns the size of the value.
  mutating func answerUpdateRead(_ id: OperationID, _ key: KeyID, at m: Int) -> Int {
    guard updates[id]?.hasRead == false else { return 0 }
    let record = members[m].store.record(of: key)
    updates[id]?.expected = record?.modRevision ?? Revision(0)
    return Int(record?.value.sizeInBytes ?? 0)
  }

  /// An update's transaction was applied; where its guard failed, the answer brings the key as it
  /// is.
  mutating func noteUpdate(_ id: OperationID, _ result: Store.ApplyResult) {
    updates[id]?.foundConflict = !result.succeeded
    guard !result.succeeded, case .range(let found)? = result.answers.first else { return }
    updates[id]?.expected = found.records.first?.record.modRevision ?? Revision(0)
  }

  /// An answer of an update reached its client; whether another request follows.
  mutating func continueUpdate(_ id: OperationID, _ operation: Operation, at m: Int) -> Bool {
    guard var update = updates[id] else { return false }
    let isDone = update.hasRead && !update.foundConflict
    if isDone { return false }
    let g = runtimes[m].group
    update.add(
      LatencySplit.parts(
        operation.way, isRead: !update.hasRead, from: update.since,
        server: groups[g].memberID(of: m).rawValue, finished: now))
    if update.foundConflict { recorder.conflicted(operation) }
    update.hasRead = true
    update.foundConflict = false
    update.since = now
    updates[id] = update
    attempt(id, Int(operation.load), at: m)
    return true
  }
}
