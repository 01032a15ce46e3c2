import KeyValue
import RaftCore
import RaftHost
import SimKernel
import XCTest

final class CrashTests: XCTestCase {
  func testACrashLosesWhatIsNotDurableAndNothingWasSaidOfIt() throws {
    var group = try HandGroup.ledByFirst()
    group.put(0, 7)
    group.deliver(.append, to: 1)
    XCTAssertEqual(group.members[1].node.lastIndex, 2)
    group.crash(1)
    try group.restart(1)
    XCTAssertEqual(group.members[1].node.lastIndex, 1)
    XCTAssertFalse(group.mail.contains { $0.from == 1 }, "it acknowledged nothing")
  }

  func testACrashKeepsWhatIsDurable() throws {
    var group = try HandGroup.ledByFirst()
    group.put(0, 7)
    group.deliver(.append, to: 1)
    group.completeSync(1)
    group.crash(1)
    try group.restart(1)
    XCTAssertEqual(group.members[1].node.lastIndex, 2)
    XCTAssertEqual(group.members[1].node.term, group.members[0].node.term)
  }

  func testAVoteIsGivenAwayOnlyWhenItIsDurable() throws {
    var group = try HandGroup(count: 3)
    group.campaign(0)
    for m in [1, 2] {
      group.deliver(.preVote, to: m)
      group.deliver(.preVoteResponse, to: 0)
    }
    group.completeSync(0)
    XCTAssertNotNil(group.deliver(.vote, to: 1).sync)
    group.crash(1)
    try group.restart(1)
    XCTAssertFalse(group.mail.contains { $0.message.type == .voteResponse })
    XCTAssertEqual(group.members[1].node.vote, .none)
    group.deliver(.vote, to: 2)
    group.completeSync(2)
    group.crash(2)
    try group.restart(2)
    XCTAssertEqual(group.members[2].node.vote, 1, "this one was durable")
  }

  func testARestartAppliesNothingTwice() throws {
    var group = try HandGroup.ledByFirst()
    for request in 1...20 as ClosedRange<UInt64> {
      group.put(0, request)
      group.settle()
    }
    let before = group.members.map(\.store.revision)
    for m in [2, 1, 0] {
      group.crash(m)
      try group.restart(m)
    }
    group.campaign(1)
    group.settle()
    for m in 0..<3 {
      XCTAssertEqual(
        group.applied[m].map(\.index.rawValue), Array(1...group.members[m].appliedIndex.rawValue))
      XCTAssertEqual(group.members[m].store.revision, before[m])
    }
  }

  func testARestartedMemberAnswersNoRequestOfItsFormerLife() throws {
    var group = try HandGroup.ledByFirst()
    group.put(1, 7)
    group.deliver(.propose, to: 0)
    group.crash(1)
    try group.restart(1)
    group.settle()
    // The write happened; but who asked for it has lost the connection.
    XCTAssertEqual(group.members[1].store.record(of: KeyID(0))?.value.identity, 7)
    XCTAssertEqual(group.writes.map(\.count), [0, 0, 0])
    XCTAssertEqual(group.members[1].incarnation, 1)
  }

  func testEachLifeDrawsItsOwnElectionTimeouts() throws {
    var group = try HandGroup(count: 3)
    var seen: Set<Int> = []
    for _ in 0..<30 {
      seen.insert(group.members[0].node.electionTimeout)
      group.crash(0)
      try group.restart(0)
    }
    XCTAssertTrue(seen.allSatisfy { (10...19).contains($0) }, "\(seen)")
    XCTAssertGreaterThan(seen.count, 5)
  }

  func testACrashedLeaderComesBackAsAFollower() throws {
    var group = try HandGroup.ledByFirst()
    group.crash(0)
    XCTAssertFalse(group.members[0].isLeader)
    XCTAssertFalse(group.members[0].isUp)
    try group.restart(0)
    XCTAssertEqual(group.members[0].node.role, .follower)
    XCTAssertTrue(group.members[0].isUp)
    group.campaign(1)
    group.settle()
    XCTAssertTrue(group.members[1].isLeader)
    XCTAssertEqual(group.members[0].knownLeader, 2)
  }
}
