import RaftCore
import XCTest

/// The window of appends under way to one member (etcd tracker/inflights.go;
/// TestMsgAppFlowControl*, TestProgressFlowControl).
final class FlowControlTests: XCTestCase {
  private func leader(_ change: (inout RaftOptions) -> Void) throws -> SoloMember {
    var member = try SoloMember(voters: [1, 2], options: change)
    member.becomeLeader()
    member.ack(2, 1)
    return member
  }

  private func propose(_ member: inout SoloMember, _ count: Int, bytes: Int = 1) throws -> [Message]
  {
    var sent: [Message] = []
    for _ in 0..<count {
      try member.node.propose([UInt8](repeating: 1, count: bytes))
      sent += member.work().ofType(.append).filter { !$0.entries.isEmpty }
    }
    return sent
  }

  func testWindowByCount() throws {
    var member = try leader { $0.maxInflightMessages = 3 }
    XCTAssertEqual(try propose(&member, 10).count, 3)
    XCTAssertEqual(member.node.progress(of: 2)?.inflightCount, 3)
    XCTAssertEqual(member.node.progress(of: 2)?.isInflightFull, true)
    XCTAssertEqual(member.node.progress(of: 2)?.isPaused, true)
  }

  /// The byte limit is soft: one append may pass it.
  func testWindowByBytes() throws {
    var member = try leader {
      $0.maxSizePerMessage = 100
      $0.maxInflightBytes = 250
    }
    XCTAssertEqual(try propose(&member, 10, bytes: 90).count, 3)
    XCTAssertEqual(member.node.progress(of: 2)?.inflightCount, 3)
  }

  /// Each acknowledgement makes room for what fits (TestMsgAppFlowControlMoveForward).
  func testSliding() throws {
    var member = try leader {
      $0.maxInflightMessages = 4
      $0.maxSizePerMessage = 1
    }
    XCTAssertEqual(try propose(&member, 12).last?.entries.last?.index, 5)
    for acked in UInt64(2)...9 {
      let sent = member.ack(2, LogIndex(acked)).ofType(.append).filter { !$0.entries.isEmpty }
      XCTAssertEqual(sent.map { $0.entries.map(\.index) }, [[LogIndex(acked + 4)]])
    }
    // An old ack makes no room.
    XCTAssertEqual(member.ack(2, 3).ofType(.append), [])
  }

  /// With a full window each heartbeat's answer lets one empty append go, and no more
  /// (TestMsgAppFlowControlRecvHeartbeat).
  func testHeartbeatsProbeAFullWindow() throws {
    var member = try leader { $0.maxInflightMessages = 2 }
    _ = try propose(&member, 5)
    for _ in 0..<5 {
      let answer = member.step(Message(.heartbeatResponse, to: 1, from: 2, term: 1))
      XCTAssertEqual(answer.ofType(.append).map(\.entries.count), [0])
      XCTAssertEqual(member.node.progress(of: 2)?.isPaused, true)
      try member.node.propose([1])
      XCTAssertEqual(member.work().ofType(.append), [])
    }
  }

  /// What does not fit into one append follows in the next ones, up to the window
  /// (TestProgressFlowControl).
  func testABacklogIsCutIntoMessages() throws {
    var member = try SoloMember(voters: [1, 2]) {
      $0.maxInflightMessages = 3
      $0.maxSizePerMessage = 2048
    }
    member.becomeLeader()
    XCTAssertEqual(try propose(&member, 10, bytes: 1000), [], "still probing")
    var sent = member.ack(2, 1).ofType(.append).filter { !$0.entries.isEmpty }
    XCTAssertEqual(sent.map(\.entries.count), [2, 2, 2])
    // One ack of two messages, room for two more.
    sent = member.ack(2, sent[1].entries[1].index).ofType(.append).filter { !$0.entries.isEmpty }
    XCTAssertEqual(sent.map(\.entries.count), [2, 2])
  }

  /// Members are independent: a slow one does not slow the others.
  func testEachMemberHasItsOwnWindow() throws {
    var member = try SoloMember { $0.maxInflightMessages = 2 }
    member.becomeLeader()
    member.ack(2, 1)
    member.ack(3, 1)
    for index in UInt64(2)...9 {
      try member.node.propose([1])
      member.work()
      member.ack(3, LogIndex(index))
    }
    XCTAssertEqual(member.node.progress(of: 3)?.match, 9)
    XCTAssertEqual(member.node.progress(of: 2)?.isInflightFull, true)
    XCTAssertEqual(member.node.commit, 9)
  }
}
