import RaftCore
import XCTest

/// Limits of what is uncommitted, and of what is handed out for applying.
final class SizeLimitTests: XCTestCase {
  private func isTaken(_ member: inout SoloMember, _ bytes: Int) -> Bool {
    do throws(StepError) {
      try member.node.propose([UInt8](repeating: 1, count: bytes))
      return true
    } catch {
      XCTAssertEqual(error, .proposalDropped)
      return false
    }
  }

  /// (TestUncommittedEntryLimit)
  func testUncommittedLimit() throws {
    var member = try SoloMember { $0.maxUncommittedEntriesSize = 100 }
    member.becomeLeader()
    for _ in 0..<10 { XCTAssertTrue(isTaken(&member, 10)) }
    XCTAssertFalse(isTaken(&member, 1), "the limit is reached")
    XCTAssertTrue(isTaken(&member, 0), "empty entries always pass")
    member.work()
    XCTAssertEqual(member.node.lastIndex, 12)

    // Applying half of them makes room for half.
    member.ack(2, 6)
    XCTAssertEqual(member.node.applied, 6)
    XCTAssertTrue(isTaken(&member, 50))
    XCTAssertFalse(isTaken(&member, 1))
  }

  /// A single proposal of any size passes if nothing is outstanding.
  func testASingleLargeProposal() throws {
    var member = try SoloMember { $0.maxUncommittedEntriesSize = 100 }
    member.becomeLeader()
    member.ack(2, 1)
    XCTAssertTrue(isTaken(&member, 1000))
    XCTAssertFalse(isTaken(&member, 1))
    member.work()
    member.ack(2, 2)
    XCTAssertTrue(isTaken(&member, 1000))
  }

  /// Bytes that are only counted count.
  func testOmittedBytesCount() throws {
    var member = try SoloMember { $0.maxUncommittedEntriesSize = 100 }
    member.becomeLeader()
    try member.node.propose([], omittedBytes: 95)
    XCTAssertFalse(isTaken(&member, 6))
    XCTAssertTrue(isTaken(&member, 5))
  }

  /// A new leader starts from nothing: what it did not propose itself is not counted.
  func testTheCountBeginsWithTheTerm() throws {
    var member = try SoloMember { $0.maxUncommittedEntriesSize = 100 }
    member.becomeLeader()
    XCTAssertTrue(isTaken(&member, 100))
    member.step(Message(.heartbeat, to: 1, from: 2, term: 5))
    member.becomeLeader()
    XCTAssertTrue(isTaken(&member, 100))
    XCTAssertFalse(isTaken(&member, 1))
  }

  /// Committed entries come in portions, none is left out or given twice, in both modes
  /// (TestCommitPagination, TestCommitPaginationWithAsyncStorageWrites).
  func testPortionsOfCommittedEntries() throws {
    for isAsync in [false, true] {
      var group = Group(1) {
        $0.maxCommittedSizePerReady = 2048
        $0.asyncStorageWrites = isAsync
      }
      group.elect(1)
      let data = [UInt8](repeating: 7, count: 1000)
      for _ in 0..<9 { try group[1].propose(data) }
      var portions: [Int] = []
      while let ready = group.work(1) {
        if !ready.committedEntries.isEmpty { portions.append(ready.committedEntries.count) }
      }
      XCTAssertEqual(portions, [2, 2, 2, 2, 1], "async \(isAsync)")
      XCTAssertEqual(group.applied(by: 1).map(\.index.rawValue), Array(1...10))
    }
  }

  /// An entry larger than the limit is handed out alone.
  func testALargeCommittedEntry() throws {
    var group = Group(1) { $0.maxCommittedSizePerReady = 10 }
    group.elect(1)
    for _ in 0..<3 { try group[1].propose([UInt8](repeating: 7, count: 1000)) }
    var portions: [Int] = []
    while let ready = group.work(1) {
      if !ready.committedEntries.isEmpty { portions.append(ready.committedEntries.count) }
    }
    XCTAssertEqual(portions, [1, 1, 1])
  }

  /// A group that cannot commit refuses proposals instead of growing
  /// (TestRawNodeBoundedLogGrowthWithPartition).
  func testALeaderWithoutQuorumStopsTaking() throws {
    var member = try SoloMember { $0.maxUncommittedEntriesSize = 1000 }
    member.becomeLeader()
    var taken = 0
    for _ in 0..<1000 where isTaken(&member, 100) {
      taken += 1
      member.work()
    }
    XCTAssertEqual(taken, 10)
  }
}
