import XCTest

@testable import RaftCore

/// What a leader knows of a member (etcd tracker/progress.go).
final class ProgressTests: XCTestCase {
  private func progress(
    _ state: ReplicationState, match: LogIndex, next: LogIndex, pending: LogIndex = 0,
    window: Int = 10
  ) -> RaftCore.Progress {
    var progress = RaftCore.Progress(
      id: 2, match: match, next: next, isRecentlyActive: true, isLearner: false,
      limits: InflightLimits(messages: window))
    progress.state = state
    progress.pendingSnapshot = pending
    return progress
  }

  func testBecomeProbe() {
    let rows: [(from: RaftCore.Progress, next: LogIndex, line: UInt)] = [
      (progress(.replicate, match: 1, next: 5), 2, #line),
      (progress(.probe, match: 1, next: 5), 2, #line),
      (progress(.snapshot, match: 1, next: 5, pending: 10), 11, #line),
      (progress(.snapshot, match: 1, next: 5, pending: 0), 2, #line),
    ]
    for row in rows {
      var progress = row.from
      progress.sentCommit = 4
      progress.isFlowPaused = true
      progress.becomeProbe()
      XCTAssertEqual(progress.state, .probe, line: row.line)
      XCTAssertEqual(progress.match, 1, line: row.line)
      XCTAssertEqual(progress.next, row.next, line: row.line)
      XCTAssertEqual(progress.pendingSnapshot, 0, line: row.line)
      XCTAssertFalse(progress.isFlowPaused, line: row.line)
      XCTAssertEqual(progress.sentCommit, min(4, row.next - 1), line: row.line)
    }
  }

  func testBecomeReplicateAndSnapshot() {
    var progress = progress(.probe, match: 3, next: 9)
    progress.becomeReplicate()
    XCTAssertEqual(progress.state, .replicate)
    XCTAssertEqual(progress.next, 4)
    progress.becomeSnapshot(20)
    XCTAssertEqual(progress.state, .snapshot)
    XCTAssertEqual(progress.pendingSnapshot, 20)
    XCTAssertEqual(progress.next, 21)
    XCTAssertEqual(progress.sentCommit, 20)
    XCTAssertTrue(progress.isPaused)
  }

  func testUpdate() {
    let rows: [(index: LogIndex, match: LogIndex, next: LogIndex, isNews: Bool, line: UInt)] = [
      (2, 3, 5, false, #line),  // stale
      (3, 3, 5, false, #line),  // known
      (4, 4, 5, true, #line),
      (5, 5, 6, true, #line),  // more than was sent: next follows
      (9, 9, 10, true, #line),
    ]
    for row in rows {
      var progress = progress(.replicate, match: 3, next: 5)
      progress.isFlowPaused = true
      XCTAssertEqual(progress.update(to: row.index), row.isNews, line: row.line)
      XCTAssertEqual(progress.match, row.match, line: row.line)
      XCTAssertEqual(progress.next, row.next, line: row.line)
      XCTAssertEqual(progress.isFlowPaused, !row.isNews, line: row.line)
      XCTAssertLessThan(progress.match, progress.next, line: row.line)
    }
  }

  func testDecrease() {
    struct Row {
      var state: ReplicationState
      var match, next, rejected, hint: LogIndex
      var isTaken: Bool
      var newNext: LogIndex
      var line: UInt

      init(
        _ state: ReplicationState, _ match: LogIndex, _ next: LogIndex, _ rejected: LogIndex,
        _ hint: LogIndex, _ isTaken: Bool, _ newNext: LogIndex, _ line: UInt
      ) {
        self.state = state
        (self.match, self.next, self.rejected, self.hint) = (match, next, rejected, hint)
        (self.isTaken, self.newNext, self.line) = (isTaken, newNext, line)
      }
    }
    let rows = [
      // In replicate state only refusals above match count, and lead back to it.
      Row(.replicate, 5, 10, 5, 5, false, 10, #line),
      Row(.replicate, 5, 10, 4, 4, false, 10, #line),
      Row(.replicate, 5, 10, 9, 9, true, 6, #line),
      // Elsewhere only the refusal of the last probe counts.
      Row(.probe, 0, 10, 5, 5, false, 10, #line),
      Row(.probe, 0, 10, 9, 9, true, 9, #line),
      Row(.probe, 0, 2, 1, 1, true, 1, #line),
      Row(.probe, 0, 10, 9, 2, true, 3, #line),
      // Never below what is known to match.
      Row(.probe, 4, 10, 9, 2, true, 5, #line),
      Row(.probe, 0, 10, 9, 0, true, 1, #line),
    ]
    for row in rows {
      var progress = progress(row.state, match: row.match, next: row.next)
      progress.isFlowPaused = true
      progress.sentCommit = row.next - 1
      XCTAssertEqual(
        progress.decrease(rejected: row.rejected, hint: row.hint), row.isTaken, line: row.line)
      XCTAssertEqual(progress.next, row.newNext, line: row.line)
      XCTAssertEqual(progress.match, row.match, line: row.line)
      XCTAssertLessThan(progress.match, progress.next, line: row.line)
      XCTAssertLessThan(progress.sentCommit, progress.next, line: row.line)
      if row.isTaken, row.state == .probe { XCTAssertFalse(progress.isFlowPaused, line: row.line) }
    }
  }

  /// A probe with entries pauses; an empty one does not. In replicate state the window pauses.
  func testSendingPauses() {
    var probe = progress(.probe, match: 0, next: 1)
    probe.sent(count: 0, bytes: 0)
    XCTAssertFalse(probe.isPaused)
    probe.sent(count: 1, bytes: 7)
    XCTAssertTrue(probe.isPaused)
    XCTAssertEqual(probe.next, 1, "probes do not move ahead")

    var pipeline = progress(.replicate, match: 0, next: 1, window: 2)
    pipeline.sent(count: 2, bytes: 7)
    XCTAssertEqual(pipeline.next, 3)
    XCTAssertFalse(pipeline.isPaused)
    pipeline.sent(count: 1, bytes: 7)
    XCTAssertEqual(pipeline.next, 4)
    XCTAssertTrue(pipeline.isPaused)
    XCTAssertEqual(pipeline.inflights.count, 2)
  }

  func testCommitIsBumpedOnlyForEntriesThatWereSent() {
    var progress = progress(.replicate, match: 5, next: 8)
    progress.sentCommit = 4
    XCTAssertTrue(progress.canBumpCommit(to: 6))
    XCTAssertFalse(progress.canBumpCommit(to: 4))
    progress.sentCommit = 7
    XCTAssertFalse(progress.canBumpCommit(to: 9), "all that was sent is known to be committed")
  }
}
