import XCTest

@testable import RaftCore

/// Handing committed entries to the state machine, in bounded portions (etcd raft log.go).
final class ApplyingTests: XCTestCase {
  private var journal = Journal(isRecording: true)

  /// Entries 4, 5 and 6, committed up to 5: 4 is stored, 5 and 6 are not.
  private func log(maxApplying: UInt64 = .max, stable: Bool = false) -> RaftLog {
    let storage = MemoryStorage(
      snapshot: Snapshot(index: 3, term: 1), entries: entries(from: 4, terms: [1]))
    var log = RaftLog(storage: storage, maxApplyingSize: maxApplying)
    log.append(entries(from: 5, terms: [1, 1])[...], &journal)
    log.commit(to: 5, &journal)
    return log
  }

  private func take(_ log: inout RaftLog, allowUnstable: Bool) throws -> [LogIndex] {
    var list: [Entry] = []
    let size = try log.takeNextCommitted(allowUnstable: allowUnstable, into: &list)
    XCTAssertEqual(size, list.encodedSize)
    return list.map(\.index)
  }

  /// With asynchronous writes only what is durable here may be applied.
  func testUnstableEntriesAreHeldBack() throws {
    var log = log()
    XCTAssertTrue(log.hasNextCommitted(allowUnstable: false))
    XCTAssertEqual(try take(&log, allowUnstable: false), [4])
    XCTAssertFalse(log.hasNextCommitted(allowUnstable: false))
    XCTAssertEqual(log.applying, 4)

    log = self.log()
    XCTAssertEqual(try take(&log, allowUnstable: true), [4, 5])
    XCTAssertEqual(try take(&log, allowUnstable: true), [])
    XCTAssertEqual(log.applied, 3)
  }

  func testNothingIsAppliedBeforeASnapshotThatWaits() {
    var log = log()
    log.restore(Snapshot(index: 9, term: 2), &journal)
    XCTAssertFalse(log.hasNextCommitted(allowUnstable: true))
    log.unstable.acceptInProgress()
    XCTAssertFalse(log.hasNextCommitted(allowUnstable: true))
  }

  /// The limit counts what was handed out and is not applied yet.
  func testPortions() throws {
    let size = Entry(term: 1, index: 4).encodedSize
    var log = log(maxApplying: size)
    XCTAssertEqual(try take(&log, allowUnstable: true), [4])
    XCTAssertFalse(log.hasNextCommitted(allowUnstable: true), "paused until 4 is applied")
    log.appliedTo(4, size: size, &journal)
    XCTAssertEqual(try take(&log, allowUnstable: true), [5])

    // Cut by the limit although there is room for a part of the next entry: paused too.
    log = self.log(maxApplying: 2 * size - 1)
    XCTAssertEqual(try take(&log, allowUnstable: true), [4])
    XCTAssertFalse(log.hasNextCommitted(allowUnstable: true))
  }

  func testApplied() {
    var log = log()
    log.appliedTo(5, size: 0, &journal)
    XCTAssertEqual([log.applied, log.applying], [5, 5])
    XCTAssertNil(journal.fault)
    log.appliedTo(4, size: 0, &journal)
    XCTAssertEqual(journal.fault, .appliedOutOfRange(4, allowed: 5...5))
    XCTAssertEqual(log.applied, 5)

    journal = Journal(isRecording: true)
    log = self.log()
    log.appliedTo(6, size: 0, &journal)
    XCTAssertEqual(journal.fault, .appliedOutOfRange(6, allowed: 3...5))
  }

  func testLimitedPrefixes() {
    let list = entries(terms: [1, 1, 1, 1])
    let size = list[0].encodedSize
    let rows: [(limit: UInt64, count: Int, line: UInt)] = [
      (0, 1, #line), (size - 1, 1, #line), (size, 1, #line), (2 * size - 1, 1, #line),
      (2 * size, 2, #line), (4 * size, 4, #line), (.max, 4, #line), (.max - 1, 4, #line),
    ]
    for row in rows {
      XCTAssertEqual(list.prefix(fitting: row.limit).count, row.count, line: row.line)
    }
    XCTAssertEqual(list[4...].prefix(fitting: 0).count, 0)
  }
}
