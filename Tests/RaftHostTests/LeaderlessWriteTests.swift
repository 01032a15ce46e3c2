import KeyValue
import RaftCore
import RaftHost
import SimKernel
import XCTest

/// Writes that come while no leader is known wait for one (etcd: Propose blocks).
final class LeaderlessWriteTests: XCTestCase {
  private let timeout = SimDuration.seconds(7)

  func testTheyWaitAndAreProposedToTheNewLeader() throws {
    var group = try HandGroup(count: 3)
    for m in 0..<3 {
      let effect = group.put(m, UInt64(10 + m), key: UInt32(m))
      XCTAssertEqual(effect.messages, [], "member \(m)")
    }
    group.campaign(0)
    group.settle()
    for m in 0..<3 {
      XCTAssertEqual(group.writes[m].map(\.request), [RequestID(UInt64(10 + m))])
      XCTAssertEqual(group.refusals[m], [])
      XCTAssertEqual(group.members[m].store.keyCount, 3)
    }
  }

  func testAtTheRequestTimeoutTheyAreGivenUp() throws {
    var group = try HandGroup(count: 3)
    group.put(1, 7)
    let start = group.now
    group.now = start + SimDuration(nanoseconds: 1)
    group.put(1, 8)
    group.now = start + timeout
    group.campaign(0)
    group.settle()
    XCTAssertEqual(group.writes[1].map(\.request), [8])
    XCTAssertEqual(group.members[0].store.record(of: .init(0))?.value.identity, 8)
    XCTAssertEqual(group.members[0].store.record(of: .init(0))?.version, 1)
  }

  func testACrashForgetsThem() throws {
    var group = try HandGroup(count: 3)
    group.put(1, 7)
    group.crash(1)
    try group.restart(1)
    group.campaign(0)
    group.settle()
    XCTAssertEqual(group.writes[1].count, 0)
    XCTAssertEqual(group.members[0].store.keyCount, 0)
  }

  func testAWriteAtAFollowerIsForwardedAndAnsweredThere() throws {
    var group = try HandGroup.ledByFirst()
    let effect = group.put(2, 7)
    XCTAssertEqual(effect.messages.map(\.type), [.propose])
    XCTAssertEqual(effect.messages.map(\.to), [1])
    XCTAssertNil(effect.sync)
    group.settle()
    XCTAssertEqual(group.writes.map { $0.map(\.request) }, [[], [], [7]])
  }

  func testAWriteDuringALeadershipTransferIsRefused() throws {
    var group = try HandGroup.ledByFirst()
    var output = MemberOutput()
    group.members[0].transferLeadership(
      to: 2, at: group.now, books: &group.books, output: &output)
    group.put(0, 7)
    XCTAssertEqual(group.refusals[0], [7])
    XCTAssertEqual(group.reasons[0], [.proposalDropped])
  }
}
