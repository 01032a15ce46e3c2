import XCTest

@testable import RaftCore

/// The log as the protocol sees it (etcd raft log.go).
final class RaftLogTests: XCTestCase {
  private var journal = Journal(isRecording: true)

  /// A log with stored entries of some terms, and unstable ones behind.
  private func log(
    stored: [Term], unstable: [Term] = [], base: EntryID = EntryID(term: 0, index: 0),
    maxApplying: UInt64 = .max
  ) -> RaftLog {
    let snapshot = Snapshot(index: base.index, term: base.term)
    let storage = MemoryStorage(
      snapshot: snapshot, entries: entries(from: base.index + 1, terms: stored))
    var log = RaftLog(storage: storage, maxApplyingSize: maxApplying)
    log.append(entries(from: log.lastIndex + 1, terms: unstable)[...], &journal)
    return log
  }

  private func allTerms(_ log: RaftLog) -> [Term] {
    (log.entries(from: log.firstIndex, maxSize: .max) ?? []).map(\.term)
  }

  func testMarksOfANewLog() {
    let log = log(stored: [4, 4], base: EntryID(term: 3, index: 10))
    XCTAssertEqual(log.firstIndex, 11)
    XCTAssertEqual(log.lastIndex, 12)
    XCTAssertEqual([log.committed, log.applying, log.applied], [10, 10, 10])
    XCTAssertEqual(log.last, EntryID(term: 4, index: 12))
    XCTAssertEqual(log.unstable.offset, 13)
  }

  func testTermsOverAllParts() {
    let log = log(stored: [4, 5], unstable: [6], base: EntryID(term: 3, index: 10))
    let expected: [(LogIndex, Term?)] = [
      (9, nil), (10, 3), (11, 4), (12, 5), (13, 6), (14, nil), (.infinity, nil),
    ]
    for (index, term) in expected { XCTAssertEqual(log.term(at: index), term, "\(index)") }
  }

  /// The later last term wins, then the longer log (Raft §5.4.1).
  func testUpToDate() {
    let log = log(stored: [1, 2, 3])
    let rows: [(term: Term, index: LogIndex, isUpToDate: Bool, line: UInt)] = [
      (4, 2, true, #line), (4, 3, true, #line), (4, 4, true, #line),
      (2, 2, false, #line), (2, 3, false, #line), (2, 4, false, #line),
      (3, 2, false, #line), (3, 3, true, #line), (3, 4, true, #line),
    ]
    for row in rows {
      XCTAssertEqual(
        log.isUpToDate(EntryID(term: row.term, index: row.index)), row.isUpToDate, line: row.line)
    }
  }

  /// Appends of a leader: what matches stays, what conflicts goes, and nothing that is here already
  /// is cut off; the commit index is bounded by the message (Raft §5.3).
  func testAppendingAfterAnEntry() {
    struct Row {
      var previous: EntryID
      var terms: [Term]
      var leaderCommit: LogIndex
      var last: LogIndex?
      var commit: LogIndex
      var log: [Term]
      var line: UInt
    }
    func row(
      _ term: Term, _ index: LogIndex, _ terms: [Term], _ leaderCommit: LogIndex,
      _ last: LogIndex?, _ commit: LogIndex, _ log: [Term], _ line: UInt = #line
    ) -> Row {
      Row(
        previous: EntryID(term: term, index: index), terms: terms, leaderCommit: leaderCommit,
        last: last, commit: commit, log: log, line: line)
    }
    let rows = [
      // No such previous entry.
      row(2, 3, [4], 3, nil, 1, [1, 2, 3]),
      row(3, 4, [4], 3, nil, 1, [1, 2, 3]),
      // Matches, with or without new entries.
      row(3, 3, [], 3, 3, 3, [1, 2, 3]),
      row(3, 3, [], 4, 3, 3, [1, 2, 3]),
      row(3, 3, [], 2, 3, 2, [1, 2, 3]),
      row(3, 3, [], 0, 3, 1, [1, 2, 3]),
      row(3, 3, [4], 3, 4, 3, [1, 2, 3, 4]),
      row(3, 3, [4], 4, 4, 4, [1, 2, 3, 4]),
      row(3, 3, [4], 9, 4, 4, [1, 2, 3, 4]),
      row(3, 3, [4, 4], 9, 5, 5, [1, 2, 3, 4, 4]),
      // A conflict in the middle.
      row(1, 1, [4], 3, 2, 2, [1, 4]),
      row(1, 1, [4, 4], 3, 3, 3, [1, 4, 4]),
      row(2, 2, [4], 3, 3, 3, [1, 2, 4]),
      // An old message: its entries are here, and what follows them stays, uncommitted.
      row(1, 1, [2], 9, 2, 2, [1, 2, 3]),
      row(1, 1, [], 9, 1, 1, [1, 2, 3]),
      row(0, 0, [1, 2], 9, 2, 2, [1, 2, 3]),
    ]
    for row in rows {
      var log = log(stored: [1, 2, 3])
      log.commit(to: 1, &journal)
      let new = entries(from: row.previous.index + 1, terms: row.terms)
      let last = log.append(
        new, after: row.previous, leaderCommit: row.leaderCommit, &journal)
      XCTAssertEqual(last, row.last, line: row.line)
      XCTAssertEqual(log.committed, row.commit, line: row.line)
      XCTAssertEqual(allTerms(log), row.log, line: row.line)
    }
    XCTAssertNil(journal.fault)
  }

  func testConflictWithACommittedEntryIsAFault() {
    var log = log(stored: [1, 2, 3])
    log.commit(to: 2, &journal)
    let last = log.append(
      entries(from: 2, terms: [4]), after: EntryID(term: 1, index: 1), leaderCommit: 3, &journal)
    XCTAssertNil(last)
    XCTAssertEqual(journal.fault, .conflictWithCommitted(2, committed: 2))
    XCTAssertEqual(allTerms(log), [1, 2, 3])
  }

  func testEntriesThatDoNotFollowThePreviousOneAreAFault() {
    var log = log(stored: [1, 2, 3])
    XCTAssertNil(
      log.append(
        entries(from: 5, terms: [4]), after: EntryID(term: 3, index: 3), leaderCommit: 3,
        &journal))
    XCTAssertEqual(journal.fault, .brokenAppend(expected: 4, last: 4))
  }

  /// Where a log of another member may still match, by terms alone.
  func testLastIndexNotAboveATerm() {
    let log = log(stored: [2, 2, 4, 4], unstable: [6], base: EntryID(term: 1, index: 10))
    let rows: [(index: LogIndex, term: Term, found: EntryID, line: UInt)] = [
      (15, 6, EntryID(term: 6, index: 15), #line),
      (15, 5, EntryID(term: 4, index: 14), #line),
      (13, 5, EntryID(term: 4, index: 13), #line),
      (15, 3, EntryID(term: 2, index: 12), #line),
      (15, 1, EntryID(term: 1, index: 10), #line),
      // Compacted away: no term to tell.
      (15, 0, EntryID(term: 0, index: 9), #line),
      (20, 5, EntryID(term: 0, index: 20), #line),
      (0, 5, EntryID(term: 0, index: 0), #line),
    ]
    for row in rows {
      XCTAssertEqual(
        log.lastIndex(upTo: row.index, notAbove: row.term), row.found, line: row.line)
    }
  }

  /// Reads across the border of the stored and the unstable part, with every limit.
  func testReadingWithEveryLimit() {
    let log = log(stored: [1, 1, 1], unstable: [1, 1, 1], base: EntryID(term: 1, index: 10))
    let size = Entry(term: 1, index: 11).encodedSize
    for first in UInt64(11)...16 {
      for end in first + 1...17 {
        for limit in 0...size * 7 {
          var list: [Entry] = []
          XCTAssertNoThrow(
            try log.read(LogIndex(first)..<LogIndex(end), maxSize: limit, into: &list))
          let fitting = max(1, min(end - first, limit / size))
          XCTAssertEqual(
            list.map(\.index.rawValue), Array(first..<first + fitting),
            "\(first)..<\(end) within \(limit)")
        }
      }
    }
  }

  func testReadingWhatIsNotThere() {
    let log = log(stored: [1, 1], unstable: [1], base: EntryID(term: 1, index: 10))
    var list: [Entry] = []
    XCTAssertThrowsError(try log.read(10..<12, maxSize: .max, into: &list)) {
      XCTAssertEqual($0 as? StorageError, .compacted)
    }
    XCTAssertThrowsError(try log.read(11..<15, maxSize: .max, into: &list)) {
      XCTAssertEqual($0 as? StorageError, .unavailable)
    }
    XCTAssertEqual(list, [])
    XCTAssertEqual(log.entries(from: 14, maxSize: .max), [])
    XCTAssertNil(log.entries(from: 10, maxSize: .max))
  }

  func testCommitting() {
    var log = log(stored: [1, 2, 3])
    XCTAssertFalse(log.commit(ifMatching: EntryID(term: 2, index: 3)), "of another term")
    XCTAssertFalse(log.commit(ifMatching: EntryID(term: 0, index: 9)))
    XCTAssertFalse(log.commit(ifMatching: EntryID(term: 3, index: .infinity)))
    XCTAssertTrue(log.commit(ifMatching: EntryID(term: 2, index: 2)))
    XCTAssertFalse(log.commit(ifMatching: EntryID(term: 2, index: 2)), "known already")
    log.commit(to: 1, &journal)
    XCTAssertEqual(log.committed, 2, "never falls")
    log.commit(to: 4, &journal)
    XCTAssertEqual(journal.fault, .commitBeyondLog(4, last: 3))
    XCTAssertEqual(log.committed, 2)
  }
}
