import RaftCore
import RaftHost
import SimKernel
import XCTest

/// A snapshot of a member's own names the members as of the index it is taken at (Raft §7).
final class SnapshotMembershipTests: XCTestCase {
  /// Lets all happen but what member `slow` writes and applies; its mail is lost unless it `hears`.
  private func settle(_ group: inout HandGroup, slow: Int, hears: Bool) {
    while true {
      if !hears { group.drop { $0.to == slow || $0.from == slow } }
      let others = group.members.indices.filter { $0 != slow }
      if !group.mail.isEmpty {
        group.deliver(at: 0)
      } else if let m = others.first(where: { group.isSyncing[$0] }) {
        group.completeSync(m)
      } else if let m = others.first(where: { group.isApplying[$0] }) {
        group.completeApply(m)
      } else {
        return
      }
    }
  }

  /// A group whose member 2 has much to apply, and lacks that the fourth joined and what follows.
  private func groupWithSlowMember() throws -> HandGroup {
    var group = try HandGroup(
      later: 1, applyCost: .microseconds(100), snapshotEvery: 10, snapshotKeep: 3)
    group.campaign(0)
    group.settle()
    for request in 1...12 as ClosedRange<UInt64> { group.put(0, request) }
    for _ in 0..<3 {
      group.tick(0)
      while !group.mail.isEmpty || group.isSyncing.contains(true) {
        if !group.mail.isEmpty {
          group.deliver(at: 0)
        } else if let m = group.isSyncing.firstIndex(of: true) {
          group.completeSync(m)
        }
      }
    }
    XCTAssertTrue(group.isApplying[2])
    settle(&group, slow: 2, hears: false)
    group.change(0, .addLearner(4), 100)
    settle(&group, slow: 2, hears: false)
    for request in 200...240 as ClosedRange<UInt64> {
      group.put(0, request)
      settle(&group, slow: 2, hears: false)
    }
    XCTAssertTrue(group.members[0].roster.contains(4))
    return group
  }

  func testASnapshotTakenWhileANewerOneIsWrittenHasTheOldMembers() throws {
    var group = try groupWithSlowMember()
    let slow = { group.members[2] }
    for _ in 0..<3 {
      group.tick(0)
      settle(&group, slow: 2, hears: true)
    }
    XCTAssertTrue(group.isSyncing[2], "the leader's snapshot is being written")
    XCTAssertEqual(slow().node.configuration.confState.learners, [4])
    XCTAssertEqual(slow().node.storage.snapshot.index, 0)
    while group.isApplying[2] { group.completeApply(2) }
    XCTAssertEqual(slow().node.storage.snapshot.index, slow().appliedIndex)
    XCTAssertEqual(slow().appliedIndex, 13)
    XCTAssertEqual(slow().node.storage.snapshot.confState, ConfState(voters: [1, 2, 3]))
    group.crash(2)
    try group.restart(2)
    XCTAssertEqual(slow().node.configuration.confState.learners, [])
    for _ in 0..<4 {
      group.tick(0)
      group.settle()
    }
    XCTAssertEqual(slow().node.configuration.confState.learners, [4])
    XCTAssertEqual(slow().appliedIndex, group.members[0].appliedIndex)
  }
}
