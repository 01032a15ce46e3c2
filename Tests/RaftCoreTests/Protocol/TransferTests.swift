import RaftCore
import XCTest

/// Handing leadership over (thesis §3.10; TestLeaderTransfer*).
final class TransferTests: XCTestCase {
  private func group(_ change: (inout RaftOptions) -> Void = { _ in }) -> Group {
    var group = Group(3, options: change)
    group.elect(1)
    return group
  }

  func testToAMemberThatIsUpToDate() {
    for preVote in [false, true] {
      for checkQuorum in [false, true] {
        var group = group {
          $0.preVote = preVote
          $0.checkQuorum = checkQuorum
        }
        group[1].transferLeadership(to: 3)
        group.settle()
        XCTAssertTrue(group[3].isLeader, "not even leases stand against it")
        XCTAssertEqual(group[3].term, 2)
        XCTAssertEqual(group[1].lead, 3)
        XCTAssertEqual(group[1].leadTransferee, .none)
        group.propose("x", to: 3)
        group.settle()
        XCTAssertEqual(group.texts(appliedBy: 1), ["x"])
      }
    }
  }

  func testAskedOfAFollower() {
    var group = group()
    group[2].transferLeadership(to: 2)
    group.settle()
    XCTAssertTrue(group[2].isLeader)
  }

  func testAskedWithoutALeader() throws {
    var member = try SoloMember()
    member.node.transferLeadership(to: 2)
    XCTAssertEqual(member.work(), [])
  }

  /// The target is brought up to date first, with entries or a snapshot
  /// (TestLeaderTransferToSlowFollower, TestLeaderTransferAfterSnapshot).
  func testToASlowMember() throws {
    for isCompacted in [false, true] {
      var group = group()
      group.isolate(3)
      for text in ["a", "b"] { group.propose(text, to: 1) }
      group.settle()
      if isCompacted {
        try group[1].storage.recordSnapshot(
          Snapshot(index: 3, term: 1, confState: ConfState(voters: [1, 2, 3])))
        try group[1].storage.compact(to: 3)
      }
      group.heal()
      group[1].transferLeadership(to: 3)
      group.settle()
      if isCompacted {
        // The snapshot's ack leads on only when heard of again.
        group.tick(1)
        group.settle()
      }
      XCTAssertTrue(group[3].isLeader, "compacted: \(isCompacted)")
      XCTAssertEqual(group[3].lastIndex, 4)
    }
  }

  /// To itself, to nobody, to a learner: nothing happens.
  func testPointlessTargets() throws {
    let rows: [(target: MemberID, event: CoreEvent)] = [
      (1, .leadership(.transferToSelf)), (9, .replication(.unknownMember(9))),
      (3, .leadership(.transferFromLearner)),
    ]
    for row in rows {
      var member = try SoloMember(voters: [1, 2], learners: [3])
      member.becomeLeader()
      _ = member.events()
      member.node.transferLeadership(to: row.target)
      XCTAssertEqual(member.work(), [])
      XCTAssertEqual(member.events(), [row.event])
      XCTAssertEqual(member.node.leadTransferee, .none)
      XCTAssertNoThrow(try member.node.propose([1]))
    }
  }

  /// A transfer that takes an election timeout is given up; proposals pass again
  /// (TestLeaderTransferTimeout).
  func testGivingUp() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.node.transferLeadership(to: 3)
    for _ in 0..<9 {
      member.node.tick()
      XCTAssertEqual(member.node.leadTransferee, 3)
      XCTAssertThrowsError(try member.node.propose([1]))
    }
    member.node.tick()
    XCTAssertEqual(member.node.leadTransferee, .none)
    XCTAssertTrue(member.node.isLeader)
    XCTAssertNoThrow(try member.node.propose([1]))
  }

  /// Asking again for the same target does not extend the time (TestLeaderTransferSecondTransfer*).
  func testAskingAgain() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.node.transferLeadership(to: 3)
    for _ in 0..<9 { member.node.tick() }
    member.node.transferLeadership(to: 3)
    member.node.tick()
    XCTAssertEqual(member.node.leadTransferee, .none)
  }

  /// Another target replaces the first, with the full time.
  func testAnotherTarget() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.ack(2, 1)
    member.node.transferLeadership(to: 3)
    for _ in 0..<9 { member.node.tick() }
    member.work()
    member.node.transferLeadership(to: 2)
    XCTAssertEqual(member.node.leadTransferee, 2)
    XCTAssertEqual(member.work().ofType(.timeoutNow).map(\.to), [2])
    for _ in 0..<9 { member.node.tick() }
    XCTAssertEqual(member.node.leadTransferee, 2)
    // The first target catching up is of no interest any more.
    XCTAssertEqual(member.ack(3, 1).ofType(.timeoutNow), [])
  }

  /// Back to itself is no target, and the pending transfer ends
  /// (TestLeaderTransferSecondTransferToAnotherNode).
  func testBackToItself() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.node.transferLeadership(to: 3)
    member.node.transferLeadership(to: 1)
    XCTAssertEqual(member.node.leadTransferee, .none)
    XCTAssertNoThrow(try member.node.propose([1]))
  }

  /// A target that is removed or demoted ends the transfer (TestLeaderTransferRemoveNode,
  /// TestLeaderTransferDemoteNode).
  func testATargetThatGoes() throws {
    for type in [ConfChangeType.removeNode, .addLearnerNode] {
      var member = try SoloMember()
      member.becomeLeader()
      member.node.transferLeadership(to: 3)
      XCTAssertEqual(member.node.leadTransferee, 3)
      member.node.applyConfChange(ConfChange([ConfChangeSingle(type, 3)]))
      XCTAssertEqual(member.node.leadTransferee, .none)
    }
    // In a joint configuration an outgoing voter can still be elected.
    var member = try SoloMember()
    member.becomeLeader()
    member.node.transferLeadership(to: 3)
    member.node.applyConfChange(
      ConfChange(
        transition: .jointExplicit, [ConfChangeSingle(.addLearnerNode, 3)]))
    XCTAssertEqual(member.node.leadTransferee, 3)
  }

  /// A higher term ends it (TestLeaderTransferReceiveHigherTermVote).
  func testAHigherTerm() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.node.transferLeadership(to: 3)
    member.step(Message(.vote, to: 1, from: 2, term: 2, logTerm: 1, index: 1))
    XCTAssertEqual(member.node.leadTransferee, .none)
    XCTAssertEqual(member.node.vote, 2)
  }

  /// Who is asked to campaign does so at once unless it is a candidate, a learner, or has a change
  /// to apply.
  func testWhoIsAskedToCampaign() throws {
    let ask = Message(.timeoutNow, to: 1, from: 2, term: 1)
    var member = try SoloMember { $0.preVote = true }
    let sent = member.step(ask).ofType(.vote)
    XCTAssertEqual(sent.map(\.context), [.campaignTransfer, .campaignTransfer])
    XCTAssertEqual(member.node.term, 2, "without a pre-vote")
    let term = member.node.term
    XCTAssertEqual(member.step(Message(.timeoutNow, to: 1, from: 2, term: term)), [])
    XCTAssertEqual(member.node.role, .candidate)
    XCTAssertEqual(member.node.term, term)

    var learner = try SoloMember(voters: [2, 3], learners: [1])
    XCTAssertEqual(learner.step(ask), [])
    XCTAssertEqual(learner.node.role, .follower)
  }
}
