import RaftCore
import XCTest

/// The durable image of a member (etcd raft storage.go).
final class MemoryStorageTests: XCTestCase {
  /// Entries 4 and 5 of terms 4 and 5, behind a base at 3 of term 3.
  private var storage: MemoryStorage {
    MemoryStorage(
      snapshot: Snapshot(index: 3, term: 3), entries: entries(from: 4, terms: [4, 5]))
  }

  func testTerms() {
    let rows: [(index: LogIndex, term: Result<Term, StorageError>, line: UInt)] = [
      (2, .failure(.compacted), #line),
      (3, .success(3), #line),  // the base's term is known
      (4, .success(4), #line),
      (5, .success(5), #line),
      (6, .failure(.unavailable), #line),
    ]
    for row in rows {
      let term = Result { () throws(StorageError) in try storage.term(at: row.index) }
      XCTAssertEqual(term, row.term, line: row.line)
    }
    XCTAssertEqual(storage.firstIndex, 4)
    XCTAssertEqual(storage.lastIndex, 5)
    XCTAssertEqual(MemoryStorage().firstIndex, 1)
    XCTAssertEqual(MemoryStorage().lastIndex, 0)
  }

  func testRanges() {
    let storage = MemoryStorage(
      snapshot: Snapshot(index: 3, term: 3), entries: entries(from: 4, terms: [4, 5, 6]))
    let all = storage.entries
    let size = all.map(\.encodedSize)
    let rows:
      [(
        range: Range<LogIndex>, limit: UInt64, Result<ArraySlice<Entry>, StorageError>, line: UInt
      )] = [
        (2..<6, .max, .failure(.compacted), #line),
        (3..<4, .max, .failure(.compacted), #line),
        (4..<5, .max, .success(all[0..<1]), #line),
        (4..<7, .max, .success(all[0..<3]), #line),
        (4..<8, .max, .failure(.unavailable), #line),
        // At least one entry, however small the limit.
        (4..<7, 0, .success(all[0..<1]), #line),
        (4..<7, size[0] + size[1], .success(all[0..<2]), #line),
        (4..<7, size[0] + size[1] + size[2] / 2, .success(all[0..<2]), #line),
        (4..<7, size[0] + size[1] + size[2] - 1, .success(all[0..<2]), #line),
        (4..<7, size[0] + size[1] + size[2], .success(all[0..<3]), #line),
      ]
    for (range, limit, expected, line) in rows {
      let read = Result { () throws(StorageError) in
        try storage.entries(in: range, maxSize: limit)
      }
      XCTAssertEqual(read, expected, line: line)
    }
  }

  func testCompaction() throws {
    let rows: [(index: LogIndex, error: StorageError?, first: LogIndex, line: UInt)] = [
      (2, .compacted, 4, #line),
      (3, .compacted, 4, #line),
      (4, nil, 5, #line),
      (5, nil, 6, #line),
      (6, .beyondEnd(6, last: 5), 4, #line),
    ]
    for row in rows {
      var storage = storage
      XCTAssertEqual(
        error { () throws(StorageError) in try storage.compact(to: row.index) }, row.error,
        line: row.line)
      XCTAssertEqual(storage.firstIndex, row.first, line: row.line)
      XCTAssertEqual(storage.lastIndex, 5, line: row.line)
      XCTAssertEqual(
        try storage.term(at: row.first - 1), Term((row.first - 1).rawValue), line: row.line)
    }
  }

  func testAppending() {
    let rows: [(first: LogIndex, terms: [Term], expected: [Term], line: UInt)] = [
      // Below the base: nothing to store.
      (1, [1, 2], [4, 5], #line),
      // The same entries again.
      (4, [4, 5], [4, 5], #line),
      // Replaced, and cut off behind.
      (4, [4, 6, 6], [4, 6, 6], #line),
      (4, [5], [5], #line),
      (5, [6], [4, 6], #line),
      // The part below the base is skipped.
      (2, [3, 3, 6], [6], #line),
      (6, [6, 6], [4, 5, 6, 6], #line),
    ]
    for row in rows {
      var storage = storage
      XCTAssertNil(
        error { () throws(StorageError) in
          try storage.append(entries(from: row.first, terms: row.terms))
        }, line: row.line)
      XCTAssertEqual(terms(of: storage), row.expected, line: row.line)
      XCTAssertEqual(storage.firstIndex, 4, line: row.line)
    }
    var storage = storage
    XCTAssertEqual(
      error { () throws(StorageError) in try storage.append(entries(from: 7, terms: [6])) },
      .gap(first: 7, expected: 6))
    XCTAssertEqual(terms(of: storage), [4, 5])
  }

  func testSnapshots() throws {
    var storage = storage
    try storage.recordSnapshot(Snapshot(index: 5, term: 5))
    XCTAssertEqual(terms(of: storage), [4, 5], "the log stays")
    XCTAssertEqual(
      error { () throws(StorageError) in
        try storage.recordSnapshot(Snapshot(index: 4, term: 4))
      }, .snapshotOutOfDate)
    XCTAssertEqual(
      error { () throws(StorageError) in try storage.apply(Snapshot(index: 5, term: 5)) },
      .snapshotOutOfDate)
    try storage.apply(Snapshot(index: 9, term: 7))
    XCTAssertEqual(storage.firstIndex, 10)
    XCTAssertEqual(storage.lastIndex, 9)
    XCTAssertEqual(try storage.term(at: 9), 7)
  }

  func testWhatIsSentToSlowFollowers() {
    var storage = storage
    XCTAssertEqual(storage.snapshotToSend?.index, 3)
    storage.outgoingSnapshot = .provided(Snapshot(index: 5, term: 5))
    XCTAssertEqual(storage.snapshotToSend?.index, 5)
    XCTAssertEqual(storage.snapshot.index, 3, "its own snapshot is another matter")
    storage.outgoingSnapshot = .unavailable
    XCTAssertNil(storage.snapshotToSend)
  }

  private func error(_ body: () throws(StorageError) -> Void) -> StorageError? {
    do throws(StorageError) {
      try body()
      return nil
    } catch {
      return error
    }
  }
}
