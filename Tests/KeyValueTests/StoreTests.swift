import KeyValue
import XCTest

final class StoreTests: XCTestCase {
  private func value(_ identity: UInt64, size: UInt32 = 10) -> Value {
    Value(identity: identity, sizeInBytes: size)
  }

  func testAnEmptyStoreIsAtRevisionOne() {
    let store = Store()
    XCTAssertEqual(store.revision, Revision(1))
    XCTAssertNil(store.record(of: KeyID(3)))
    XCTAssertEqual(store.events(after: Revision(1)), .events([], through: Revision(1)))
  }

  /// One transaction takes one revision, whatever it changes; one that changes nothing takes none.
  func testRevisionsAndVersions() {
    var store = Store()
    let (a, b) = (KeyID(1), KeyID(2))
    let rows: [(mutations: [Mutation], revision: Int64, a: [Int64]?, line: UInt)] = [
      ([.put(a, value(1)), .put(b, value(2))], 2, [2, 2, 1], #line),
      ([.put(a, value(3))], 3, [2, 3, 2], #line),
      ([.delete(KeyID(9))], 3, [2, 3, 2], #line),
      ([], 3, [2, 3, 2], #line),
      ([.delete(a)], 4, nil, #line),
      ([.delete(a)], 4, nil, #line),
      ([.put(a, value(4))], 5, [5, 5, 1], #line),
      ([.delete(a), .put(a, value(5))], 6, [6, 6, 1], #line),
      ([.put(a, value(6)), .put(a, value(7))], 7, [6, 7, 3], #line),
    ]
    for row in rows {
      let result = store.apply(row.mutations)
      XCTAssertTrue(result.succeeded, line: row.line)
      XCTAssertEqual(result.revision, Revision(row.revision), line: row.line)
      let record = store.record(of: a)
      XCTAssertEqual(
        record.map { [$0.createRevision.rawValue, $0.modRevision.rawValue, $0.version] }, row.a,
        line: row.line)
    }
    XCTAssertEqual(store.record(of: b)?.modRevision, Revision(2))
  }

  /// A failed comparison anywhere in a transaction changes nothing at all.
  func testCompareAndSwap() {
    var store = Store()
    let (a, b) = (KeyID(1), KeyID(2))
    _ = store.apply([.put(a, value(1))])
    let rows: [(expected: Int64, key: KeyID, succeeds: Bool, line: UInt)] = [
      (1, a, false, #line), (0, a, false, #line), (3, a, false, #line), (1, b, false, #line),
      (2, a, true, #line), (2, a, false, #line), (0, b, true, #line), (0, b, false, #line),
    ]
    for (i, row) in rows.enumerated() {
      let before = store
      let result = store.apply([
        .put(KeyID(5), value(UInt64(100 + i))),
        .compareAndSwap(row.key, expected: Revision(row.expected), value(UInt64(i))),
      ])
      XCTAssertEqual(result.succeeded, row.succeeds, line: row.line)
      XCTAssertEqual(result.revision, store.revision, line: row.line)
      if !row.succeeds {
        XCTAssertEqual(store.revision, before.revision, line: row.line)
        XCTAssertEqual(store.record(of: KeyID(5)), before.record(of: KeyID(5)), line: row.line)
      }
    }
  }

  func testAWatchFromACompactedRevisionIsTold() {
    var store = Store()
    for i in 1...5 { _ = store.apply([.put(KeyID(0), value(UInt64(i)))]) }
    store.compact(upTo: Revision(4))
    XCTAssertEqual(store.events(after: Revision(3)), .compacted(at: Revision(4)))
    guard case .events(let events, let through) = store.events(after: Revision(4)) else {
      return XCTFail("the compacted revision itself can be watched from")
    }
    XCTAssertEqual(events.map(\.revision), [Revision(5), Revision(6)])
    XCTAssertEqual(through, Revision(6))
    store.compact(upTo: Revision(2))
    XCTAssertEqual(store.compactedRevision, Revision(4), "compaction never goes back")
    store.compact(upTo: Revision(7))
    XCTAssertEqual(store.compactedRevision, Revision(4), "nor beyond the present")
    XCTAssertEqual(store.record(of: KeyID(0))?.value, value(5), "the present is never compacted")
  }

  /// A watch may be ahead of a member that lags: it is told nothing, and never taken back.
  func testAWatchAheadOfTheStoreStaysThere() {
    var store = Store()
    _ = store.apply([.put(KeyID(0), value(1))])
    XCTAssertEqual(store.events(after: Revision(9)), .events([], through: Revision(9)))
  }

  /// A limit below one still gives one whole revision, so that the caller gets on.
  func testALimitOfNothingGivesOneRevision() {
    var store = Store()
    for i in 0..<UInt64(3) {
      _ = store.apply([.put(KeyID(0), value(i)), .put(KeyID(1), value(i))])
    }
    for limit in [Int.min, -1, 0, 1] {
      for start in [1, 2] as [Int64] {
        guard
          case .events(let events, let through) = store.events(
            after: Revision(start), limit: limit)
        else { return XCTFail("compacted") }
        XCTAssertEqual(events.map(\.revision.rawValue), [start + 1, start + 1], "\(limit)")
        XCTAssertEqual(through, Revision(start + 1), "\(limit)")
      }
    }
  }

  /// What a snapshot carries: all that exists, and no history to watch.
  func testWithoutHistory() {
    var store = Store()
    for i in 1...3 as ClosedRange<UInt64> { _ = store.apply([.put(KeyID(0), value(i))]) }
    var restored = store.withoutHistory()
    XCTAssertEqual(restored.revision, Revision(4))
    XCTAssertEqual(restored.record(of: KeyID(0)), store.record(of: KeyID(0)))
    XCTAssertEqual(restored.events(after: Revision(3)), .compacted(at: Revision(4)))
    for twin in [0, 1] {
      _ = restored.apply([.put(KeyID(1), value(UInt64(twin)))])
      _ = store.apply([.put(KeyID(1), value(UInt64(twin)))])
    }
    XCTAssertEqual(restored.events(after: Revision(4)), store.events(after: Revision(4)))
    XCTAssertEqual(restored.sizeInBytes, store.sizeInBytes)
    XCTAssertEqual(restored.keyCount, store.keyCount)
  }

  func testCopyingIsASnapshot() {
    var store = Store()
    _ = store.apply([.put(KeyID(0), value(1))])
    let snapshot = store
    _ = store.apply([.put(KeyID(0), value(2)), .put(KeyID(1), value(3))])
    XCTAssertEqual(snapshot.record(of: KeyID(0))?.value, value(1))
    XCTAssertEqual(
      snapshot.events(after: Revision(1), limit: .max),
      .events(
        [WatchEvent(revision: Revision(2), key: KeyID(0), value: value(1))], through: Revision(2)))
  }
}
