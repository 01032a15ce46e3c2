import KeyValue
import XCTest

/// What is refused before it is proposed, and with which words.
final class RequestLimitsTests: XCTestCase {
  private func put(_ key: UInt32, size: UInt32 = 10) -> TxnOperation {
    .put(PutRequest(KeyID(key), Value(identity: 1, sizeInBytes: size)))
  }
  private func delete(_ lower: UInt32, _ upper: UInt32) -> TxnOperation {
    .deleteRange(DeleteRangeRequest(KeyRange(KeyID(lower), to: KeyID(upper))))
  }
  private func puts(_ count: UInt32) -> [TxnOperation] { (0..<count).map { put($0) } }

  func testWhatAServerRefuses() {
    let limits = RequestLimits()
    let compare = Compare(KeyID(1), .equal, .version(0))
    let nothing = Value(identity: 0, sizeInBytes: 0)
    let (small, key) = (Value(identity: 1, sizeInBytes: 1), KeyID(1))
    let mebibyteAndAHalf: UInt32 = 3 << 19
    let rows: [(Command, EtcdError?, line: UInt)] = [
      (.txn(TxnRequest(success: puts(128), failure: puts(128))), nil, #line),
      (.txn(TxnRequest(success: puts(129))), .tooManyOperations, #line),
      (.txn(TxnRequest(failure: puts(129))), .tooManyOperations, #line),
      (
        .txn(TxnRequest(compares: Array(repeating: compare, count: 129))), .tooManyOperations,
        #line
      ),
      (.txn(TxnRequest(success: [put(1), put(2), put(1)])), .duplicateKey, #line),
      (.txn(TxnRequest(success: [put(1)], failure: [put(1)])), nil, #line),
      (.txn(TxnRequest(success: [put(1), delete(0, 2)])), .duplicateKey, #line),
      (.txn(TxnRequest(success: [delete(1, 3), put(3), delete(2, 3)])), nil, #line),
      (.put(PutRequest(key, small, keepsValue: true)), .valueProvided, #line),
      (.put(PutRequest(key, nothing, keepsValue: true)), nil, #line),
      (.put(PutRequest(key, small, lease: KeyLeaseID(1), keepsLease: true)), .leaseProvided, #line),
      (
        .put(PutRequest(key, Value(identity: 1, sizeInBytes: mebibyteAndAHalf - 80))), nil, #line
      ),
      (
        .put(PutRequest(key, Value(identity: 1, sizeInBytes: mebibyteAndAHalf - 79))),
        .requestTooLarge, #line
      ),
      (
        .txn(TxnRequest(success: [put(1, size: 800_000), put(2, size: 800_000)])),
        .requestTooLarge, #line
      ),
      (.mutations(Array(repeating: .delete(key), count: 129)), .tooManyOperations, #line),
      (.compact(Revision(1)), nil, #line),
    ]
    for (command, error, line) in rows {
      XCTAssertEqual(limits.refusal(of: command, StoreOptions()), error, line: line)
    }
  }

  /// The words clients look for (etcd api/v3rpc/rpctypes/error.go).
  func testTextsAreEtcds() {
    let rows: [(EtcdError, String)] = [
      (.compacted, "etcdserver: mvcc: required revision has been compacted"),
      (.futureRevision, "etcdserver: mvcc: required revision is a future revision"),
      (.noSpace, "etcdserver: mvcc: database space exceeded"),
      (.requestTooLarge, "etcdserver: request is too large"),
      (.tooManyOperations, "etcdserver: too many operations in txn request"),
      (.leaseNotFound, "etcdserver: requested lease not found"),
      (.leaseExists, "etcdserver: lease already exists"),
      (.leaseTTLTooLarge, "etcdserver: too large lease TTL"),
    ]
    for (error, text) in rows { XCTAssertEqual(error.text, text) }
    XCTAssertEqual(Set(EtcdError.allCases.map(\.text)).count, EtcdError.allCases.count)
  }

  func testMinimumLeaseTTLFollowsTheElectionTimeout() {
    for (ticks, milliseconds, seconds) in [
      (10, 100, 2), (10, 500, 8), (25, 100, 4), (11, 100, 2), (50, 1_000, 75),
    ] as [(Int, Int64, Int64)] {
      XCTAssertEqual(
        StoreOptions.minimumLeaseTTL(
          electionTicks: ticks, tickNanoseconds: milliseconds * 1_000_000), seconds)
    }
  }
}
