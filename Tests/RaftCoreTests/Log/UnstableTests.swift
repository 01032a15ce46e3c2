import XCTest

@testable import RaftCore

/// The end of the log that is not durable yet (etcd raft log_unstable.go).
final class UnstableTests: XCTestCase {
  private var journal = Journal(isRecording: true)

  /// Entries 5, 6, 7 of term 1.
  private func tail(inProgress: LogIndex = 5, snapshot: LogIndex? = nil) -> Unstable {
    var unstable = Unstable(offset: 5)
    unstable.entries = entries(from: 5, terms: [1, 1, 1])
    unstable.offsetInProgress = inProgress
    unstable.snapshot = snapshot.map { Snapshot(index: $0, term: 1) }
    return unstable
  }

  func testTermsAndLastIndex() {
    var empty = Unstable(offset: 5)
    XCTAssertNil(empty.lastIndex)
    XCTAssertNil(empty.term(at: 4))
    empty.snapshot = Snapshot(index: 4, term: 3)
    XCTAssertEqual(empty.lastIndex, 4)
    XCTAssertEqual(empty.term(at: 4), 3)
    XCTAssertNil(empty.term(at: 3))
    XCTAssertNil(empty.term(at: 5))
    XCTAssertEqual(tail().lastIndex, 7)
    XCTAssertEqual(tail().term(at: 7), 1)
    XCTAssertNil(tail().term(at: 8))
  }

  func testHandingOut() {
    var unstable = tail(inProgress: 6)
    XCTAssertEqual(unstable.nextEntries.map(\.index), [6, 7])
    unstable.acceptInProgress()
    XCTAssertTrue(unstable.nextEntries.isEmpty)
    XCTAssertFalse(unstable.hasNextEntries)
    XCTAssertEqual(unstable.offsetInProgress, 8)

    unstable = tail(snapshot: 4)
    XCTAssertEqual(unstable.nextSnapshot?.index, 4)
    unstable.acceptInProgress()
    XCTAssertNil(unstable.nextSnapshot)
    unstable.stableSnapshot(at: 3)
    XCTAssertNotNil(unstable.snapshot, "another snapshot's ack")
    unstable.stableSnapshot(at: 4)
    XCTAssertNil(unstable.snapshot)
    XCTAssertFalse(unstable.isSnapshotInProgress)
  }

  func testStable() {
    let rows: [(id: EntryID, offset: LogIndex, left: Int, event: LogEvent?, line: UInt)] = [
      (EntryID(term: 1, index: 5), 6, 2, nil, #line),
      (EntryID(term: 1, index: 7), 8, 0, nil, #line),
      (EntryID(term: 1, index: 8), 5, 3, .stableEntryMissing(8), #line),
      (EntryID(term: 1, index: 3), 5, 3, .stableEntryMissing(3), #line),
      (EntryID(term: 1, index: 4), 5, 3, .stableEntryInSnapshot(4), #line),
      // Replaced while it was being written: the ack is for the old one.
      (
        EntryID(term: 2, index: 6), 5, 3,
        .stableEntryMismatch(
          acknowledged: EntryID(term: 2, index: 6), ours: EntryID(term: 1, index: 6)), #line
      ),
    ]
    for row in rows {
      var unstable = tail(inProgress: 6, snapshot: 4)
      _ = journal.takeEvents()
      unstable.stable(to: row.id, &journal)
      XCTAssertEqual(unstable.offset, row.offset, line: row.line)
      XCTAssertEqual(unstable.entries.count, row.left, line: row.line)
      XCTAssertEqual(unstable.offsetInProgress, max(6, row.offset), line: row.line)
      XCTAssertEqual(journal.takeEvents(), row.event.map { [.log($0)] } ?? [], line: row.line)
    }
  }

  func testAppending() {
    struct Row {
      var first: LogIndex
      var terms: [Term]
      var expected: [Term]
      var offset: LogIndex
      var inProgress: LogIndex
      var event: LogEvent?
      var line: UInt
    }
    let rows = [
      Row(
        first: 8, terms: [1], expected: [1, 1, 1, 1], offset: 5, inProgress: 7, line: #line),
      Row(
        first: 5, terms: [2, 2], expected: [2, 2], offset: 5, inProgress: 5,
        event: .unstableReplaced(from: 5), line: #line),
      Row(
        first: 3, terms: [2], expected: [2], offset: 3, inProgress: 3,
        event: .unstableReplaced(from: 3), line: #line),
      Row(
        first: 6, terms: [2], expected: [1, 2], offset: 5, inProgress: 6,
        event: .unstableTruncated(before: 6), line: #line),
      Row(
        first: 7, terms: [2, 2], expected: [1, 1, 2, 2], offset: 5, inProgress: 7,
        event: .unstableTruncated(before: 7), line: #line),
    ]
    for row in rows {
      var unstable = tail(inProgress: 7)
      _ = journal.takeEvents()
      unstable.append(entries(from: row.first, terms: row.terms)[...], &journal)
      XCTAssertEqual(unstable.entries.map(\.term), row.expected, line: row.line)
      XCTAssertEqual(unstable.offset, row.offset, line: row.line)
      XCTAssertEqual(unstable.offsetInProgress, row.inProgress, line: row.line)
      XCTAssertEqual(journal.takeEvents(), row.event.map { [.log($0)] } ?? [], line: row.line)
    }
  }

  func testRestoring() {
    var unstable = tail(inProgress: 7)
    unstable.isSnapshotInProgress = true
    unstable.restore(Snapshot(index: 20, term: 3))
    XCTAssertEqual(unstable.offset, 21)
    XCTAssertEqual(unstable.offsetInProgress, 21)
    XCTAssertTrue(unstable.entries.isEmpty)
    XCTAssertEqual(unstable.nextSnapshot?.index, 20)
  }
}
