import KeyValue
import RaftCore
import RaftHost
import SimKernel
import XCTest

/// etcd applies beside its Raft loop: commit may run ahead, to a limit.
final class ApplyQueueTests: XCTestCase {
  private func group(snapshotEvery: Int = 100_000) throws -> HandGroup {
    var group = try HandGroup(
      applyCost: .microseconds(100), snapshotEvery: snapshotEvery, snapshotKeep: 5)
    group.campaign(0)
    group.settle()
    XCTAssertTrue(group.members[0].isLeader)
    return group
  }

  /// Lets all happen but what member `idle` applies.
  private func settle(_ group: inout HandGroup, idle: Int) {
    while true {
      if !group.mail.isEmpty {
        group.deliver(at: 0)
      } else if let m = group.isSyncing.firstIndex(of: true) {
        group.completeSync(m)
      } else if let m = group.isApplying.indices.first(where: { $0 != idle && group.isApplying[$0] }
      ) {
        group.completeApply(m)
      } else {
        return
      }
    }
  }

  func testAnEntryIsAppliedWhenItsTimeHasPassed() throws {
    var group = try group()
    group.put(0, 1)
    settle(&group, idle: 0)
    XCTAssertTrue(group.members[0].node.commit > group.members[0].appliedIndex)
    XCTAssertEqual(group.writes[0].count, 0)
    XCTAssertEqual(group.completeApply(0).writes, [1])
    XCTAssertEqual(group.members[0].node.commit, group.members[0].appliedIndex)
  }

  func testRequestsAreRefusedWhenCommitIsFiveThousandAhead() throws {
    var group = try group()
    for request in 1...5_000 as ClosedRange<UInt64> { group.put(0, request) }
    settle(&group, idle: 0)
    group.put(0, 5_001)
    settle(&group, idle: 0)
    XCTAssertEqual(group.refusals[0], [], "a gap of 5,000 is allowed")
    group.put(0, 5_002)
    XCTAssertEqual(group.refusals[0], [5_002])
    XCTAssertEqual(group.reasons[0], [.tooManyRequests])
    XCTAssertEqual(group.members[0].node.commit, 5_002)
    group.put(1, 5_003)
    settle(&group, idle: 0)
    XCTAssertEqual(group.writes[1].map(\.request), [5_003], "the others go on")
    group.settle()
    group.put(0, 5_004)
    group.settle()
    XCTAssertEqual(group.writes[0].map(\.request.rawValue), Array(1...5_001) + [5_004])
  }

  func testTheLogIsNotForgottenBeforeItIsApplied() throws {
    var group = try group(snapshotEvery: 10)
    for request in 1...60 as ClosedRange<UInt64> {
      group.put(0, request)
      settle(&group, idle: 0)
      XCTAssertLessThanOrEqual(
        group.members[0].node.firstIndex.rawValue, group.members[0].appliedIndex.rawValue + 1)
    }
    XCTAssertGreaterThan(group.members[1].node.firstIndex, 30)
    group.crash(0)
    try group.restart(0)
    group.campaign(1)
    group.settle()
    XCTAssertEqual(group.members[0].appliedIndex, group.members[1].appliedIndex)
    XCTAssertEqual(group.members[0].store.revision, group.members[1].store.revision)
  }

  /// A durable snapshot whose state still waits behind the queue survives the process.
  func testACrashBetweenASnapshotsFsyncAndItsInstallationRecovers() throws {
    var group = try group(snapshotEvery: 10)
    group.put(0, 1)
    settle(&group, idle: 2)
    XCTAssertTrue(group.isApplying[2])
    for request in 2...60 as ClosedRange<UInt64> {
      group.put(0, request, key: UInt32(request % 7))
      while true {
        group.drop { $0.to == 2 || $0.from == 2 }
        if !group.mail.isEmpty {
          group.deliver(at: 0)
        } else if let m = [0, 1].first(where: { group.isSyncing[$0] }) {
          group.completeSync(m)
        } else if let m = [0, 1].first(where: { group.isApplying[$0] }) {
          group.completeApply(m)
        } else {
          break
        }
      }
    }
    for _ in 0..<3 {
      group.tick(0)
      settle(&group, idle: 2)
    }
    let stored = group.members[2].node.storage.snapshot.index
    XCTAssertGreaterThan(stored, 50)
    XCTAssertLessThan(group.members[2].appliedIndex, 5, "it waits behind the queue")
    group.crash(2)
    try group.restart(2)
    XCTAssertGreaterThanOrEqual(group.members[2].appliedIndex, stored)
    XCTAssertNil(group.members[2].node.fault)
    group.tick(0)
    group.settle()
    XCTAssertEqual(
      group.members[2].store.all().map(\.record), group.members[0].store.all().map(\.record))
  }
}
