import RaftCore
import RaftHost
import SimKernel
import XCTest

final class CommitTraceTests: XCTestCase {
  func testAFollowerThatDecides() throws {
    var group = try HandGroup.ledByFirst()
    let start = group.now
    func after(_ ms: Int64) -> SimTime { start + .milliseconds(ms) }
    group.put(0, 7)
    group.now = after(1)
    group.completeSync(0)
    group.now = after(20)
    group.deliver(.append, to: 2)
    group.now = after(23)
    group.completeSync(2)
    group.now = after(45)
    XCTAssertEqual(group.deliver(.appendResponse, to: 0).writes, [7])
    let trace = try XCTUnwrap(group.books.commits.trace(of: 2))
    XCTAssertEqual(trace.leader, 1)
    XCTAssertEqual(trace.decider, 3)
    XCTAssertEqual(trace.proposed, start)
    XCTAssertEqual(trace.sent, start)
    XCTAssertEqual(trace.received, after(20))
    XCTAssertEqual(trace.acknowledged, after(23))
    XCTAssertEqual(trace.committed, after(45))
  }

  func testALeaderWhoseDiskIsLast() throws {
    var group = try HandGroup.ledByFirst()
    let start = group.now
    group.put(0, 7)
    group.deliver(.append, to: 1)
    group.completeSync(1)
    group.deliver(.appendResponse, to: 0)
    group.now = start + .milliseconds(90)
    group.completeSync(0)
    let trace = try XCTUnwrap(group.books.commits.trace(of: 2))
    XCTAssertEqual(trace.decider, 1)
    XCTAssertEqual(trace.proposed, start)
    XCTAssertEqual(trace.committed, start + .milliseconds(90))
  }

  func testOfThreeAppendsTheAnsweredOneIsNamed() throws {
    var group = try HandGroup.ledByFirst()
    let start = group.now
    for n in 0..<3 as Range<Int64> {
      group.now = start + .milliseconds(n)
      group.put(0, UInt64(n))
      group.completeSync(0)
    }
    for n in 0..<3 as Range<Int64> {
      group.now = start + .milliseconds(50 + n)
      group.deliver(.append, to: 1)
    }
    group.now = start + .milliseconds(60)
    group.completeSync(1)
    group.now = start + .milliseconds(61)
    group.completeSync(1)
    group.now = start + .milliseconds(110)
    for _ in 0..<3 { group.deliver(.appendResponse, to: 0) }
    for n in 0..<3 as Range<Int64> {
      let trace = try XCTUnwrap(group.books.commits.trace(of: LogIndex(UInt64(n) + 2)))
      XCTAssertEqual(trace.sent, start + .milliseconds(n))
      XCTAssertEqual(trace.received, start + .milliseconds(50 + n))
      XCTAssertEqual(trace.acknowledged, start + .milliseconds(n == 0 ? 60 : 61))
    }
  }

  func testAnEntryAppliedWithAnotherDigestIsNoticed() throws {
    var group = try HandGroup.ledByFirst()
    group.put(0, 7)
    group.settle()
    let digest = try XCTUnwrap(group.applied[0].last).digest
    for m in 0..<3 { XCTAssertEqual(group.applied[m].last?.digest, digest) }
    XCTAssertTrue(group.books.commits.applied(2, digest: digest))
    XCTAssertTrue(group.books.commits.applied(2, digest: digest))
    XCTAssertFalse(group.books.commits.applied(2, digest: digest ^ 1))
  }

  /// A leader that was cut off and goes on proposing must not blot out what its successor
  /// committed.
  func testAStaleLeadersProposalsLeaveTheTracesOfTheirPlacesAlone() throws {
    var group = try HandGroup.ledByFirst()
    // The others hear nothing more, elect one of themselves, and commit at 2 and 3.
    for _ in 0..<60 {
      for m in [1, 2] { group.tick(m) }
      group.settle(apart: [0])
    }
    let leader = try XCTUnwrap([1, 2].first { group.members[$0].isLeader })
    group.now = group.now + .seconds(6)
    group.put(leader, 8)
    group.settle(apart: [0])
    let before = try XCTUnwrap(group.books.commits.trace(of: 3))
    XCTAssertEqual(before.leader, MemberID(UInt64(leader + 1)))
    XCTAssertTrue(group.members[0].isLeader, "cut off, it does not know yet")
    for request in 100...102 as ClosedRange<UInt64> {
      group.put(0, request)
      group.completeSync(0)
    }
    XCTAssertEqual(group.books.commits.trace(of: 3), before)
  }

  func testTheBookGrowsWithWhatIsUncommitted() throws {
    var group = try HandGroup.ledByFirst()
    let start = group.now
    for request in 1...6_000 as ClosedRange<UInt64> {
      group.now = start + SimDuration(nanoseconds: Int64(request))
      group.put(0, request)
      group.mail.removeAll()
    }
    for index in [2, 3_000, 6_001] as [LogIndex] {
      XCTAssertEqual(
        group.books.commits.trace(of: index)?.proposed.nanoseconds,
        start.nanoseconds + Int64(index.rawValue) - 1)
    }
    XCTAssertNil(group.books.commits.trace(of: 6_002))
  }
}
