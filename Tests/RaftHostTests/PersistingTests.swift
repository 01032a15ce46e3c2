import RaftCore
import RaftHost
import SimKernel
import XCTest

/// When messages leave and when the disk is asked (etcd server/etcdserver/raft.go).
final class PersistingTests: XCTestCase {
  func testALeaderSendsBeforeItsOwnFsync() throws {
    var group = try HandGroup.ledByFirst()
    let effect = group.put(0, 7)
    XCTAssertEqual(effect.messages.map(\.type), [.append, .append])
    XCTAssertEqual(effect.messages.map(\.entries.count), [1, 1])
    XCTAssertEqual(effect.sync, .milliseconds(1))
  }

  func testAFollowerAnswersAfterItsOwnFsync() throws {
    var group = try HandGroup.ledByFirst()
    group.put(0, 7)
    let received = group.deliver(.append, to: 1)
    XCTAssertEqual(received.messages, [])
    XCTAssertEqual(received.sync, .milliseconds(1))
    let synced = group.completeSync(1)
    XCTAssertEqual(synced.messages.map(\.type), [.appendResponse])
    XCTAssertEqual(synced.messages.map(\.index), [2])
    XCTAssertNil(synced.sync)
  }

  func testALeadersOwnFsyncCountsOnceItIsDone() throws {
    var group = try HandGroup.ledByFirst()
    group.put(0, 7)
    group.deliver(.append, to: 1)
    group.completeSync(1)
    group.deliver(.appendResponse, to: 0)
    XCTAssertEqual(group.members[0].node.commit, 1, "one follower alone is no quorum")
    XCTAssertEqual(group.completeSync(0).writes, [7])
    XCTAssertEqual(group.members[0].node.commit, 2)
  }

  func testTwoFollowersCommitWithoutTheLeadersDisk() throws {
    var group = try HandGroup.ledByFirst()
    group.put(0, 7)
    for follower in [1, 2] {
      group.deliver(.append, to: follower)
      group.completeSync(follower)
      group.deliver(.appendResponse, to: 0)
    }
    XCTAssertEqual(group.members[0].node.commit, 2)
    XCTAssertEqual(group.writes[0].count, 0, "the next Ready waits for the fsync under way")
    XCTAssertEqual(group.completeSync(0).writes, [7])
  }

  func testWhatALeaderIsGivenDuringAnFsyncGoesWithTheNextOne() throws {
    var group = try HandGroup.ledByFirst()
    group.put(0, 7)
    group.mail.removeAll()
    for request in 8...20 as ClosedRange<UInt64> {
      let effect = group.put(0, request)
      XCTAssertEqual(effect.messages, [], "request \(request)")
      XCTAssertNil(effect.sync)
    }
    let effect = group.completeSync(0)
    XCTAssertEqual(effect.sync, .milliseconds(1), "one fsync for all")
    for follower in [2, 3] as [MemberID] {
      let sent = effect.messages.filter { $0.to == follower }.flatMap(\.entries)
      XCTAssertEqual(sent.map(\.index), (3...15).map { LogIndex($0) })
    }
    XCTAssertNil(group.completeSync(0).sync, "nothing is left")
  }

  func testWhatAFollowerReceivesDuringAnFsyncGoesWithTheNextOne() throws {
    var group = try HandGroup.ledByFirst()
    for request in 7...9 as ClosedRange<UInt64> {
      group.put(0, request)
      group.completeSync(0)
    }
    XCTAssertNotNil(group.deliver(.append, to: 1).sync)
    for _ in 0..<2 {
      let effect = group.deliver(.append, to: 1)
      XCTAssertEqual(effect.messages, [])
      XCTAssertNil(effect.sync)
    }
    let first = group.completeSync(1)
    XCTAssertEqual(first.messages.map(\.index), [2], "it answers for what is durable")
    XCTAssertNotNil(first.sync)
    let second = group.completeSync(1)
    XCTAssertEqual(second.messages.map(\.type), [.appendResponse, .appendResponse])
    XCTAssertEqual(second.messages.map(\.index), [3, 4])
    XCTAssertNil(second.sync)
  }

  func testACommitIndexAloneNeedsNoFsync() throws {
    var group = try HandGroup.ledByFirst()
    group.put(0, 7)
    group.completeSync(0)
    group.deliver(.append, to: 1)
    group.completeSync(1)
    group.deliver(.appendResponse, to: 0)
    let effect = group.deliver(.append, to: 1)
    XCTAssertNil(effect.sync)
    XCTAssertEqual(effect.applied, [2])
  }

  func testADiskWithoutLatencyIsDoneAtOnce() throws {
    var group = try HandGroup.ledByFirst(disk: .zero)
    let effect = group.put(0, 7)
    XCTAssertNil(effect.sync)
    XCTAssertEqual(group.deliver(.append, to: 1).messages.map(\.type), [.appendResponse])
    XCTAssertEqual(group.deliver(.appendResponse, to: 0).writes, [7])
  }

  func testASlowDisksExtraComesOnTop() throws {
    var group = try HandGroup.ledByFirst()
    group.members[0].disk.extra = .milliseconds(30)
    XCTAssertEqual(group.put(0, 7).sync, .milliseconds(31))
  }

  func testACompletionWithoutAnFsyncChangesNothing() throws {
    var group = try HandGroup.ledByFirst()
    let effect = group.completeSync(0)
    XCTAssertEqual(effect.messages, [])
    XCTAssertNil(effect.sync)
  }
}
