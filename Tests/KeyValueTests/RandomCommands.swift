import KeyValue
import TestSupport

extension SplitMix {
  /// True in one of `bound` cases.
  mutating func oneIn(_ bound: Int) -> Bool { below(bound) == 0 }

  mutating func pick<Option>(_ options: [Option]) -> Option { options[below(options.count)] }

  mutating func key() -> KeyID { KeyID(UInt32(below(8))) }

  mutating func value() -> Value {
    Value(identity: UInt64(below(50)), sizeInBytes: UInt32(below(1_000)))
  }

  mutating func range() -> KeyRange {
    switch below(6) {
    case 0: .all
    case 1: KeyRange(from: key())
    case 2: KeyRange(KeyID(5), to: key())
    case 3: KeyRange(key(), to: KeyID(UInt32(below(12))))
    default: KeyRange(key())
    }
  }

  mutating func leaseID() -> KeyLeaseID { KeyLeaseID(Int64(below(6))) }

  /// Any revision, now and then one that is compacted or not reached.
  mutating func revision(_ model: NaiveStore) -> Revision {
    switch below(4) {
    case 0: Revision(Int64(below(Int(model.revision) + 3)))
    case 1: Revision(model.compacted)
    default: Revision(model.compacted + Int64(below(Int(model.revision - model.compacted) + 1)))
    }
  }

  mutating func rangeRequest(_ model: NaiveStore) -> RangeRequest {
    var request = RangeRequest(range())
    if oneIn(2) { request.revision = revision(model) }
    if oneIn(3) { request.limit = Int64(below(5)) - 1 }
    request.countOnly = oneIn(8)
    request.keysOnly = oneIn(8)
    if oneIn(4) {
      request.modRevisions.minimum = revision(model)
      request.createRevisions.maximum = revision(model)
    }
    if oneIn(4) {
      request.modRevisions.maximum = revision(model)
      request.createRevisions.minimum = revision(model)
    }
    if oneIn(2) {
      request.sortOrder = pick(RangeRequest.SortOrder.allCases)
      request.sortTarget = pick(RangeRequest.SortTarget.allCases)
    }
    return request
  }

  mutating func put(_ model: NaiveStore) -> PutRequest {
    var put = PutRequest(key(), value(), wantsPrevious: oneIn(2))
    switch below(8) {
    case 0, 1: put.lease = leaseID()
    case 2: put.keepsValue = true
    case 3: put.keepsLease = true
    default: break
    }
    return put
  }

  /// Half of them about what is so.
  mutating func compare(_ model: NaiveStore) -> Compare {
    let range = range()
    let truth = oneIn(2) ? model.all(in: range).last?.record : nil
    let record =
      truth
      ?? Store.KeyRecord(
        value: value(), createRevision: revision(model), modRevision: revision(model),
        version: Int64(below(5)), lease: leaseID())
    let target: Compare.Target =
      switch below(5) {
      case 0: .version(record.version)
      case 1: .createRevision(record.createRevision)
      case 2: .modRevision(record.modRevision)
      case 3: .value(record.value.identity)
      default: .lease(record.lease)
      }
    return Compare(range, oneIn(2) ? .equal : pick(Compare.Relation.allCases), target)
  }

  /// A branch that etcd lets through: no key is put twice, and none is both put and deleted.
  mutating func branch(_ model: NaiveStore) -> [TxnOperation] {
    var put: [KeyID] = []
    var deleted: [KeyRange] = []
    var branch: [TxnOperation] = []
    for _ in 0..<below(5) {
      switch below(4) {
      case 0:
        let range = range()
        guard !put.contains(where: range.contains) else { continue }
        deleted.append(range)
        branch.append(.deleteRange(DeleteRangeRequest(range, wantsPrevious: oneIn(2))))
      case 1: branch.append(.range(rangeRequest(model)))
      default:
        let request = self.put(model)
        guard !put.contains(request.key), !deleted.contains(where: { $0.contains(request.key) })
        else { continue }
        put.append(request.key)
        branch.append(.put(request))
      }
    }
    return branch
  }

  mutating func mutations(_ model: NaiveStore) -> [Mutation] {
    (0..<below(5)).map { _ in
      let key = key()
      switch below(6) {
      case 0, 1: return .delete(key)
      case 2:
        let present = model.record(of: key)?.modRevision ?? Revision(0)
        return .compareAndSwap(key, expected: oneIn(3) ? revision(model) : present, value())
      default: return .put(key, value())
      }
    }
  }

  mutating func command(_ model: NaiveStore) -> Command {
    switch below(20) {
    case 0...4: return .mutations(mutations(model))
    case 5...8: return .put(put(model))
    case 9, 10: return .deleteRange(DeleteRangeRequest(range(), wantsPrevious: oneIn(2)))
    case 11...14:
      return .txn(
        TxnRequest(
          compares: (0..<below(3)).map { _ in compare(model) }, success: branch(model),
          failure: branch(model)))
    case 15: return .compact(revision(model))
    case 16, 17: return .leaseGrant(leaseID(), ttl: oneIn(9) ? 9_000_000_001 : Int64(below(9)))
    case 18: return .leaseRevoke(leaseID())
    default:
      return .leaseCheckpoint([KeyLeaseCheckpoint(leaseID(), remainingTTL: Int64(below(5)))])
    }
  }

  mutating func alarmRequest() -> AlarmRequest {
    // Most go away again, or nothing else would happen.
    AlarmRequest(
      StoreAlarm(member: UInt64(below(2)), oneIn(4) ? .corrupt : .noSpace), isRaised: oneIn(3))
  }
}
