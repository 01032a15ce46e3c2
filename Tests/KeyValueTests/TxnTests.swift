import KeyValue
import XCTest

/// Transactions with branches, in the cases where etcd's rules are easily taken for others.
final class TxnTests: XCTestCase {
  private let (a, b, c) = (KeyID(1), KeyID(2), KeyID(3))
  private func value(_ identity: UInt64) -> Value { Value(identity: identity, sizeInBytes: 10) }

  /// a twice put at 2 and 4 with a lease, b put at 3, c never.
  private func store() -> Store {
    var store = Store()
    _ = store.apply(.put(PutRequest(a, value(1))))
    _ = store.apply(.put(PutRequest(b, value(2))))
    _ = store.apply(.leaseGrant(KeyLeaseID(7), ttl: 60))
    _ = store.apply(.put(PutRequest(a, value(3), lease: KeyLeaseID(7))))
    return store
  }

  func testComparisons() {
    let both = KeyRange(a, to: c)
    let rows: [(Compare, Bool, line: UInt)] = [
      (Compare(a, .equal, .version(2)), true, #line),
      (Compare(a, .notEqual, .version(2)), false, #line),
      (Compare(a, .greater, .version(1)), true, #line),
      (Compare(a, .less, .version(2)), false, #line),
      (Compare(a, .equal, .createRevision(Revision(2))), true, #line),
      (Compare(a, .equal, .modRevision(Revision(4))), true, #line),
      (Compare(a, .equal, .value(3)), true, #line),
      (Compare(a, .less, .value(3)), false, #line),
      (Compare(a, .equal, .lease(KeyLeaseID(7))), true, #line),
      (Compare(b, .equal, .lease(.none)), true, #line),
      // A key that does not exist is all zeros, but has no value to compare.
      (Compare(c, .equal, .version(0)), true, #line),
      (Compare(c, .equal, .modRevision(Revision(0))), true, #line),
      (Compare(c, .less, .createRevision(Revision(1))), true, #line),
      (Compare(c, .equal, .value(0)), false, #line),
      (Compare(c, .notEqual, .value(9)), false, #line),
      // Every key of a range has to hold; those that do not exist are not asked.
      (Compare(both, .greater, .modRevision(Revision(2))), true, #line),
      (Compare(both, .greater, .modRevision(Revision(3))), false, #line),
      (Compare(KeyRange(a, to: KeyID(9)), .greater, .version(0)), true, #line),
      (Compare(KeyRange(c, to: KeyID(9)), .greater, .version(0)), false, #line),
    ]
    for (compare, holds, line) in rows {
      var store = store()
      let result = store.apply(.txn(TxnRequest(compares: [compare])))
      XCTAssertEqual(result.succeeded, holds, "\(compare)", line: line)
      XCTAssertEqual(result.revision, Revision(4), line: line)
    }
  }

  func testOperationsShareARevisionAndSeeEachOther() {
    var store = store()
    var past = RangeRequest(a)
    past.revision = Revision(3)
    let result = store.apply(
      .txn(
        TxnRequest(
          compares: [Compare(a, .equal, .version(1))],
          success: [.put(PutRequest(c, value(9)))],
          failure: [
            .range(RangeRequest(c)), .put(PutRequest(c, value(4), wantsPrevious: true)),
            .range(RangeRequest(c)), .range(past),
            .deleteRange(DeleteRangeRequest(KeyRange(a, to: c), wantsPrevious: true)),
            .range(RangeRequest(.all)),
          ])))
    XCTAssertFalse(result.succeeded, "the other branch")
    XCTAssertEqual(result.revision, Revision(5))
    let new = Store.KeyRecord(
      value: value(4), createRevision: Revision(5), modRevision: Revision(5), version: 1)
    let old = Store.KeyRecord(
      value: value(1), createRevision: Revision(2), modRevision: Revision(2), version: 1)
    guard result.answers.count == 6, case .deleted(2, let gone) = result.answers[4] else {
      return XCTFail("\(result.answers)")
    }
    XCTAssertEqual(gone.map(\.key), [a, b])
    XCTAssertEqual(gone[0].record.lease, KeyLeaseID(7))
    XCTAssertEqual(result.answers[0], .range(RangeResult(revision: Revision(4))))
    XCTAssertEqual(result.answers[1], .put(previous: nil))
    XCTAssertEqual(
      result.answers[2],
      .range(RangeResult(records: [KeyedRecord(c, new)], count: 1, revision: Revision(5))))
    XCTAssertEqual(
      result.answers[3],
      .range(RangeResult(records: [KeyedRecord(a, old)], count: 1, revision: Revision(5))))
    XCTAssertEqual(
      result.answers[5],
      .range(RangeResult(records: [KeyedRecord(c, new)], count: 1, revision: Revision(5))))
    XCTAssertEqual(store.keys(on: KeyLeaseID(7)), [], "deleted keys leave their lease")
  }

  /// One thing that cannot be done, and nothing is.
  func testARefusedTransactionChangesNothing() {
    var future = RangeRequest(a)
    future.revision = Revision(9)
    var compacted = RangeRequest(a)
    compacted.revision = Revision(2)
    let rows: [(TxnOperation, EtcdError, line: UInt)] = [
      (.put(PutRequest(b, value(5), lease: KeyLeaseID(8))), .leaseNotFound, #line),
      (.put(PutRequest(c, value(5), keepsLease: true)), .keyNotFound, #line),
      (.put(PutRequest(c, value(5), keepsValue: true)), .keyNotFound, #line),
      (.range(future), .futureRevision, #line),
      (.range(compacted), .compacted, #line),
    ]
    for (operation, error, line) in rows {
      var store = store()
      store.compact(upTo: Revision(3))
      let before = store.stateHash
      let result = store.apply(
        .txn(TxnRequest(success: [.put(PutRequest(a, value(4))), operation])))
      XCTAssertEqual(result.error, error, line: line)
      XCTAssertFalse(result.succeeded, line: line)
      XCTAssertEqual(result.answers, [], line: line)
      XCTAssertEqual(store.stateHash, before, line: line)
      // In the branch that is not taken it does no harm.
      let other = store.apply(
        .txn(TxnRequest(success: [.put(PutRequest(a, value(4)))], failure: [operation])))
      XCTAssertNil(other.error, line: line)
    }
  }

  func testAPutKeepsWhatItIsToldTo() {
    var store = store()
    _ = store.apply(.put(PutRequest(a, .init(identity: 0, sizeInBytes: 0), keepsValue: true)))
    XCTAssertEqual(store.record(of: a)?.value, value(3))
    XCTAssertEqual(store.record(of: a)?.lease, KeyLeaseID.none)
    _ = store.apply(.put(PutRequest(a, value(8), lease: KeyLeaseID(7))))
    _ = store.apply(.put(PutRequest(a, value(9), keepsLease: true)))
    XCTAssertEqual(store.record(of: a)?.value, value(9))
    XCTAssertEqual(store.record(of: a)?.lease, KeyLeaseID(7))
    XCTAssertEqual(store.record(of: a)?.version, 5)
  }

  func testReadOnlyTransactionsNeedNoEntry() {
    let store = store()
    let readOnly = TxnRequest(
      compares: [Compare(a, .equal, .version(2))], success: [.range(RangeRequest(.all))])
    XCTAssertTrue(readOnly.isReadOnly)
    let result = store.read(readOnly)
    XCTAssertEqual(result?.succeeded, true)
    XCTAssertEqual(result?.answers.count, 1)
    let writing = TxnRequest(failure: [.deleteRange(DeleteRangeRequest(KeyRange(a)))])
    XCTAssertFalse(writing.isReadOnly)
    XCTAssertNil(store.read(writing))
  }
}
