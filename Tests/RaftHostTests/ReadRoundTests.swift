import KeyValue
import RaftCore
import RaftHost
import SimKernel
import XCTest

/// Linearizable reads (etcd v3_server.go, linearizableReadLoop).
final class ReadRoundTests: XCTestCase {
  func testAReadNeedsTheWordOfAQuorumAndNoDisk() throws {
    var group = try HandGroup.ledByFirst()
    let asked = group.read(0, 7)
    XCTAssertEqual(asked.messages.map(\.type), [.heartbeat, .heartbeat])
    XCTAssertNil(asked.sync)
    XCTAssertEqual(asked.reads, [])
    group.deliver(.heartbeat, to: 2)
    XCTAssertEqual(group.deliver(.heartbeatResponse, to: 0).reads, [7])
  }

  func testReadsThatComeDuringARoundShareTheNext() throws {
    var group = try HandGroup.ledByFirst()
    group.read(0, 7)
    for request in 8...20 as ClosedRange<UInt64> {
      XCTAssertEqual(group.read(0, request).messages, [], "one round is outstanding")
    }
    group.deliver(.heartbeat, to: 1)
    let first = group.deliver(.heartbeatResponse, to: 0)
    XCTAssertEqual(first.reads, [7])
    XCTAssertEqual(first.messages.map(\.type), [.heartbeat, .heartbeat], "the next round begins")
    group.drop { $0.to == 2 }
    group.deliver(.heartbeat, to: 1)
    XCTAssertEqual(
      group.deliver(.heartbeatResponse, to: 0).reads, (8...20).map { RequestID($0) })
    XCTAssertEqual(group.mail.count, 0, "no round without a read")
  }

  func testAFollowerAsksItsLeader() throws {
    var group = try HandGroup.ledByFirst()
    XCTAssertEqual(group.read(1, 7).messages.map(\.type), [.readIndex])
    XCTAssertEqual(group.read(1, 8).messages, [])
    XCTAssertEqual(
      group.deliver(.readIndex, to: 0).messages.map(\.type), [.heartbeat, .heartbeat])
    group.deliver(.heartbeat, to: 2)
    XCTAssertEqual(
      group.deliver(.heartbeatResponse, to: 0).messages.map(\.type), [.readIndexResponse])
    let answered = group.deliver(.readIndexResponse, to: 1)
    XCTAssertEqual(answered.reads, [7])
    XCTAssertEqual(answered.messages.map(\.type), [.readIndex])
  }

  func testAReadWaitsUntilItsIndexIsApplied() throws {
    var group = try HandGroup.ledByFirst()
    group.put(0, 1)
    group.completeSync(0)
    group.deliver(.append, to: 2)
    group.completeSync(2)
    group.deliver(.appendResponse, to: 0)
    XCTAssertEqual(group.members[0].appliedIndex, 2)
    // Member 1 has seen nothing of index 2, which is committed.
    group.read(1, 7)
    group.deliver(.readIndex, to: 0)
    group.deliver(.heartbeat, to: 2)
    group.deliver(.heartbeatResponse, to: 0)
    XCTAssertEqual(group.deliver(.readIndexResponse, to: 1).reads, [])
    XCTAssertEqual(group.members[1].appliedIndex, 1)
    group.settle()
    XCTAssertEqual(group.reads[1].map(\.request), [7])
    XCTAssertEqual(group.members[1].appliedIndex, 2)
  }

  func testALostRoundIsAskedAgainAfter500Milliseconds() throws {
    var group = try HandGroup.ledByFirst()
    let asked = group.read(1, 7)
    XCTAssertEqual(asked.readRetry, group.now + .milliseconds(500))
    group.mail.removeAll()
    group.now = group.now + .milliseconds(499)
    XCTAssertEqual(group.retryRead(1).messages, [], "too early")
    XCTAssertEqual(group.read(1, 8).messages, [])
    group.now = group.now + .milliseconds(1)
    let again = group.retryRead(1)
    XCTAssertEqual(again.messages.map(\.type), [.readIndex])
    XCTAssertEqual(again.readRetry, group.now + .milliseconds(500))
    group.settle()
    XCTAssertEqual(group.reads[1].map(\.request), [7, 8])
    XCTAssertNil(group.tick(1).readRetry)
  }

  func testATickNoticesTheSilenceToo() throws {
    var group = try HandGroup.ledByFirst()
    group.read(1, 7)
    group.mail.removeAll()
    group.now = group.now + .milliseconds(500)
    XCTAssertEqual(group.tick(1).messages.map(\.type), [.readIndex])
  }

  func testBothAnswersToAQuestionAskedTwiceServeAReadOnce() throws {
    var group = try HandGroup.ledByFirst()
    group.read(1, 7)
    group.now = group.now + .milliseconds(500)
    group.retryRead(1)
    XCTAssertEqual(group.mail.map(\.message.type), [.readIndex, .readIndex])
    group.settle()
    XCTAssertEqual(group.reads[1].map(\.request), [7])
  }

  /// etcd's errors.ErrLeaderChanged: clients ask again.
  func testAReadThatWaitsForALeaderFailsWhenThereIsOne() throws {
    var group = try HandGroup(count: 3)
    group.read(1, 7)
    group.campaign(0)
    group.settle()
    XCTAssertEqual(group.refusals[1], [7])
    XCTAssertEqual(group.reasons[1], [.leaderChanged])
    group.read(1, 8)
    group.settle()
    XCTAssertEqual(group.reads[1].map(\.request), [8])
  }

  /// The answer is lost with the leader; the word of the next one ends the wait, at whoever asked.
  func testReadsUnderwayFailWhenAnotherMemberIsElected() throws {
    var group = try HandGroup.ledByFirst()
    for m in 0..<3 { group.read(m, UInt64(m + 5)) }
    group.drop { _ in true }
    for _ in 0..<60 where !group.members[1].isLeader && !group.members[2].isLeader {
      group.tick(1)
      group.tick(2)
      group.settle(apart: [0])
    }
    let leader = try XCTUnwrap([1, 2].first { group.members[$0].isLeader })
    XCTAssertEqual(group.refusals, [[], [6], [7]], "the first has not heard")
    group.tick(leader)
    group.settle()
    XCTAssertEqual(group.refusals, [[5], [6], [7]])
    XCTAssertEqual(group.reasons, [[.leaderChanged], [.leaderChanged], [.leaderChanged]])
    XCTAssertEqual(group.reads.map(\.count), [0, 0, 0])
    group.read(2, 8)
    group.settle()
    XCTAssertEqual(group.reads[2].map(\.request), [8])
  }

  /// The new leader may have dropped what it was asked before it committed in its term.
  func testTheFirstCommitOfATermAsksAgain() throws {
    var group = try HandGroup.ledByFirst()
    group.transfer(0, to: 1)
    while !group.members[1].isLeader {
      if group.mail.isEmpty {
        group.completeSync(try XCTUnwrap(group.isSyncing.firstIndex(of: true)))
      } else {
        group.deliver(at: 0)
      }
    }
    group.drop { $0.message.type == .append && $0.to == 0 }
    group.deliver(.append, to: 2)
    while group.isSyncing[2] { group.completeSync(2) }
    XCTAssertEqual(group.read(2, 7).messages.map(\.type), [.readIndex])
    group.drop { $0.message.type == .readIndex }
    group.settle()
    XCTAssertEqual(group.reads[2].map(\.request), [7], "asked again without waiting 500 ms")
  }

  func testARoundIsGivenUpAfterTheRequestTimeout() throws {
    var group = try HandGroup.ledByFirst()
    group.read(1, 7)
    for _ in 1...14 {
      group.mail.removeAll()
      XCTAssertEqual(group.refusals[1], [])
      group.now = group.now + .milliseconds(500)
      group.retryRead(1)
    }
    XCTAssertEqual(group.refusals[1], [7])
    XCTAssertEqual(group.reasons[1], [.timedOut])
  }

  /// The next round waits until this one's index is applied (linearizableReadLoop).
  func testTheNextRoundWaitsForTheApply() throws {
    var group = try HandGroup(applyCost: .milliseconds(1))
    group.campaign(0)
    group.settle()
    group.put(0, 1)
    group.completeSync(0)
    group.deliver(.append, to: 2)
    group.completeSync(2)
    group.deliver(.appendResponse, to: 0)
    XCTAssertTrue(group.isApplying[0])
    group.read(0, 7)
    group.read(0, 8)
    group.deliver(.heartbeat, to: 1)
    let confirmed = group.deliver(.heartbeatResponse, to: 0)
    XCTAssertFalse(confirmed.messages.contains { $0.type == .heartbeat }, "no round yet")
    let applied = group.completeApply(0)
    XCTAssertEqual(applied.reads, [7])
    XCTAssertEqual(applied.messages.map(\.type), [.heartbeat, .heartbeat])
  }

  func testACrashForgetsTheReadsUnderWay() throws {
    var group = try HandGroup.ledByFirst()
    group.read(1, 7)
    group.read(1, 8)
    group.crash(1)
    try group.restart(1)
    group.tick(0)
    group.settle()
    group.read(1, 9)
    group.settle()
    XCTAssertEqual(group.reads[1].map(\.request), [9])
  }

  func testTheTraceNamesTheStations() throws {
    var group = try HandGroup.ledByFirst()
    let start = group.now
    func after(_ ms: Int64) -> SimTime { start + .milliseconds(ms) }
    group.read(1, 6)
    group.now = after(5)
    group.read(1, 7)
    group.now = after(20)
    group.deliver(.readIndex, to: 0)
    group.now = after(30)
    group.deliver(.heartbeat, to: 2)
    group.now = after(45)
    group.deliver(.heartbeatResponse, to: 0)
    group.now = after(60)
    group.deliver(.readIndexResponse, to: 1)
    var expected = ReadTrace()
    expected.queued = start
    expected.roundStarted = start
    expected.atLeader = after(20)
    expected.confirmed = after(45)
    expected.indexKnown = after(60)
    expected.decider = 3
    XCTAssertEqual(group.reads[1].map(\.trace), [expected])
    group.settle()
    XCTAssertEqual(group.reads[1].last?.trace.queued, after(5))
    XCTAssertEqual(group.reads[1].last?.trace.roundStarted, after(60))
  }
}
