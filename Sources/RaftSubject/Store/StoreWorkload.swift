import KeyValue
import SimKernel
import Swarm

/// Store operations drawn from the argument of a client's custom operation and the store that it
/// meets, so that revisions, leases and comparisons are near the truth.
///
/// They change the keys from 100 on only, which registers do not use.
struct StoreWorkload {
  /// An operation's code.
  enum Code: Int64, CaseIterable {
    /// A command that goes through the log.
    case command = 1
    /// A linearizable read.
    case read = 2
    case keepAlive = 3
  }

  /// Codes for a profile; one listed twice is twice as probable.
  static let codes: [Int64] = [1, 1, 1, 1, 1, 1, 2, 2, 3]

  static let keys = KeyRange(KeyID(100), to: KeyID(108))
  private static let leases: UInt64 = 4

  private var draws: Draws
  private let store: Store

  init(_ argument: Int64, _ store: Store) {
    draws = Draws(seed: UInt64(bitPattern: argument), .nodeUser, 0)
    self.store = store
  }

  // MARK: Commands

  mutating func command() -> Command {
    switch draws.below(24) {
    case 0, 1: return .put(put(key(), isPlain: true))
    case 2, 3, 4, 20, 21: return .put(put(key(), isPlain: false))
    case 5: return .deleteRange(delete(KeyRange(key())))
    case 6: return .deleteRange(delete(range()))
    case 7, 8, 9, 10, 11: return .txn(transaction())
    case 12, 13, 14: return .compact(compaction())
    case 15, 16, 22: return .leaseGrant(newLease(), ttl: Int64(draws.below(6)))
    case 17, 23: return .leaseRevoke(lease())
    default: return .mutations(mutations())
    }
  }

  private mutating func key() -> KeyID { KeyID(100 + UInt32(draws.below(8))) }

  private mutating func range() -> KeyRange {
    let low = 100 + UInt32(draws.below(8))
    return KeyRange(KeyID(low), to: KeyID(low + 1 + UInt32(draws.below(UInt64(108 - low)))))
  }

  private mutating func value() -> Value {
    Value(identity: draws.below(1_000), sizeInBytes: 8)
  }

  /// One that is granted, or any.
  private mutating func lease() -> KeyLeaseID {
    let granted = store.leases.all
    if !granted.isEmpty, !draws.isOne(in: 3) { return draws.pick(granted).id }
    return KeyLeaseID(1 + Int64(draws.below(Self.leases)))
  }

  /// One that is not granted, mostly.
  private mutating func newLease() -> KeyLeaseID {
    for number in 1...Int64(Self.leases) where store.leases[KeyLeaseID(number)] == nil {
      if !draws.isOne(in: 4) { return KeyLeaseID(number) }
    }
    return lease()
  }

  private mutating func put(_ key: KeyID, isPlain: Bool) -> PutRequest {
    var put = PutRequest(key, value())
    if isPlain { return put }
    if !draws.isOne(in: 3) { put.lease = lease() }
    put.wantsPrevious = draws.isOne(in: 2)
    if draws.isOne(in: 4) {
      put.keepsValue = true
      put.value = Value(identity: 0, sizeInBytes: 0)
    }
    if draws.isOne(in: 4) {
      put.keepsLease = true
      put.lease = .none
    }
    return put
  }

  private mutating func delete(_ range: KeyRange) -> DeleteRangeRequest {
    DeleteRangeRequest(range, wantsPrevious: draws.isOne(in: 2))
  }

  /// Near the present, seldom one that there is not.
  private mutating func compaction() -> Revision {
    switch draws.below(8) {
    case 0: Revision(store.revision.rawValue + 1)
    case 1: store.compactedRevision
    case 2, 3: store.revision
    default: Revision(max(1, store.revision.rawValue - Int64(draws.below(6))))
    }
  }

  private mutating func mutations() -> [Mutation] {
    let first = key()
    let second = KeyID(100 + (first.index - 99) % 8)
    return [first, second].prefix(1 + Int(draws.below(2))).map { key in
      switch draws.below(4) {
      case 0: return .delete(key)
      case 1: return .put(key, value())
      default:
        let found = store.record(of: key)?.modRevision ?? Revision(0)
        let expected = draws.isOne(in: 4) ? store.revision : found
        return .compareAndSwap(key, expected: expected, value())
      }
    }
  }

  // MARK: Transactions

  private mutating func transaction() -> TxnRequest {
    TxnRequest(
      compares: (0..<draws.below(3)).map { _ in comparison() }, success: branch(),
      failure: draws.isOne(in: 4) ? [] : branch())
  }

  private mutating func branch() -> [TxnOperation] {
    (0..<1 + draws.below(4)).map { _ in
      switch draws.below(8) {
      case 0, 1, 2: return .put(put(key(), isPlain: false))
      case 3: return .put(put(key(), isPlain: true))
      case 4: return .deleteRange(delete(KeyRange(key())))
      case 5: return .deleteRange(delete(range()))
      default: return .range(read())
      }
    }
  }

  /// Held against what is there, or nearly.
  private mutating func comparison() -> Compare {
    let key = key()
    let range = draws.isOne(in: 3) ? range() : KeyRange(key)
    let found = store.record(of: key) ?? Store.KeyRecord()
    let off = Int64(draws.below(4)) / 3
    let relation = draws.pick(Compare.Relation.allCases)
    switch draws.below(5) {
    case 0: return Compare(range, relation, .version(found.version + off))
    case 1:
      let revision = Revision(found.createRevision.rawValue + off)
      return Compare(range, relation, .createRevision(revision))
    case 2:
      return Compare(range, relation, .modRevision(Revision(found.modRevision.rawValue + off)))
    case 3:
      return Compare(range, relation, .value(found.value.identity &+ UInt64(off)))
    default:
      return Compare(range, relation, .lease(KeyLeaseID(found.lease.rawValue + off)))
    }
  }

  // MARK: Reads

  /// A read of any keys, often of the past.
  mutating func read() -> RangeRequest {
    var read = RangeRequest(
      draws.isOne(in: 3) ? KeyRange(KeyID(0), to: KeyID(200)) : range())
    switch draws.below(8) {
    case 0, 1, 2: break
    case 3: read.revision = store.compactedRevision
    case 4: read.revision = Revision(store.revision.rawValue + Int64(draws.below(2)))
    case 5: read.revision = Revision(max(0, store.compactedRevision.rawValue - 1))
    default: read.revision = Revision(max(0, store.revision.rawValue - Int64(draws.below(12))))
    }
    if draws.isOne(in: 2) { read.limit = Int64(draws.below(4)) }
    read.countOnly = draws.isOne(in: 8)
    read.keysOnly = draws.isOne(in: 8)
    if draws.isOne(in: 2) {
      read.sortOrder = draws.pick(RangeRequest.SortOrder.allCases)
      read.sortTarget = draws.pick(RangeRequest.SortTarget.allCases)
    }
    if draws.isOne(in: 4) { read.modRevisions = bounds() }
    if draws.isOne(in: 4) { read.createRevisions = bounds() }
    return read
  }

  private mutating func bounds() -> RangeRequest.RevisionBounds {
    let newest = UInt64(max(1, store.revision.rawValue))
    let least = Int64(draws.below(newest))
    let isOpen = draws.isOne(in: 2)
    return RangeRequest.RevisionBounds(
      minimum: Revision(least), maximum: Revision(isOpen ? 0 : least + Int64(draws.below(newest))))
  }

  /// A lease to renew.
  mutating func leaseToRenew() -> KeyLeaseID { lease() }
}
