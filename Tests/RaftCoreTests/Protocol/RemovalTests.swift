import RaftCore
import XCTest

/// Members that come and go (Raft §6; thesis §4.2).
final class RemovalTests: XCTestCase {
  private func remove(_ id: MemberID) -> ConfChange {
    ConfChange([ConfChangeSingle(.removeNode, id)])
  }

  private func add(_ id: MemberID) -> ConfChange { ConfChange([ConfChangeSingle(.addNode, id)]) }

  /// A smaller quorum can commit what waited (TestCommitAfterRemoveNode).
  func testRemovalCommitsWhatWaited() throws {
    var member = try SoloMember(voters: [1, 2])
    member.becomeLeader()
    member.ack(2, 1)
    try member.node.proposeConfChange(remove(2))
    member.work()
    try member.node.propose(Array("waits".utf8))
    member.work()
    XCTAssertEqual(member.node.commit, 1)
    member.ack(2, 2)
    XCTAssertEqual(member.node.configuration.voters.incoming, [1])
    XCTAssertEqual(member.node.commit, 3)
    XCTAssertEqual(member.node.applied, 3)
  }

  /// A removed leader leads on, does not count itself, and proposes nothing (thesis §4.2.2).
  func testARemovedLeader() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.ack(2, 1)
    try member.node.proposeConfChange(remove(1))
    try member.node.propose([1])
    member.work()
    member.ack(2, 2)
    XCTAssertTrue(member.node.isLeader)
    XCTAssertEqual(member.node.configuration.voters.incoming, [2, 3])
    XCTAssertEqual(member.node.commit, 2)
    member.ack(2, 3)
    XCTAssertEqual(member.node.commit, 2, "itself and 2 are no majority of 2 and 3")
    member.ack(3, 3)
    XCTAssertEqual(member.node.commit, 3)
    member.node.tick()
    XCTAssertEqual(member.work().ofType(.heartbeat).map(\.to), [2, 3])
  }

  /// With the option it steps down at once, when removed as when demoted.
  func testSteppingDown() throws {
    for type in [ConfChangeType.removeNode, .addLearnerNode] {
      for stepsDown in [false, true] {
        var member = try SoloMember { $0.stepDownOnRemoval = stepsDown }
        member.becomeLeader()
        member.node.applyConfChange(ConfChange([ConfChangeSingle(type, 1)]))
        XCTAssertEqual(member.node.isLeader, !stepsDown)
        XCTAssertEqual(member.node.term, 1)
      }
    }
  }

  /// New members are probed at once, and brought up to date.
  func testANewMember() throws {
    var group = Group(3)
    group.elect(1)
    for text in ["a", "b"] { group.propose(text, to: 1) }
    group.settle()
    var options = RaftOptions(id: 4)
    options.recordsEvents = true
    // It starts with the configuration that the log starts with.
    group.add(options, MemoryStorage(confState: ConfState(voters: [1, 2, 3])))
    try group[1].proposeConfChange(add(4))
    group.settle()
    XCTAssertEqual(group.texts(appliedBy: 4), ["a", "b"])
    XCTAssertEqual(group[4].configuration.voters.incoming, [1, 2, 3, 4])
    XCTAssertEqual(group[4].commit, group[1].commit)
    // It counts: two of four are no majority.
    group.isolate(3, 4)
    group.propose("c", to: 1)
    group.settle()
    XCTAssertEqual(group.texts(appliedBy: 1), ["a", "b"])
  }

  /// Adding a member that is there changes nothing that is known of it (TestAddNode on existing).
  func testAddingAgain() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.ack(2, 1)
    let before = member.node.progress(of: 2)
    member.node.applyConfChange(add(2))
    XCTAssertEqual(member.node.progress(of: 2), before)
  }

  /// Promotion of a learner keeps its progress; it counts from then on (TestAddNodeCheckQuorum,
  /// TestAddLearner).
  func testPromotion() throws {
    var member = try SoloMember(voters: [1], learners: [2, 3])
    member.becomeLeader()
    XCTAssertEqual(member.node.commit, 1, "one voter is enough")
    member.ack(2, 1)
    member.node.applyConfChange(
      ConfChange([ConfChangeSingle(.addNode, 2)]))
    XCTAssertEqual(member.node.progress(of: 2)?.match, 1)
    XCTAssertEqual(member.node.progress(of: 2)?.isLearner, false)
    try member.node.propose([1])
    member.work()
    XCTAssertEqual(member.node.commit, 1)
    member.ack(3, 2)
    XCTAssertEqual(member.node.commit, 1, "a learner does not count")
    member.ack(2, 2)
    XCTAssertEqual(member.node.commit, 2)
  }

  /// Answers of members that are gone are turned away.
  func testAnswersOfRemovedMembers() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.node.applyConfChange(remove(3))
    XCTAssertThrowsError(
      try member.node.step(Message(.appendResponse, to: 1, from: 3, term: 1, index: 1))
    ) {
      XCTAssertEqual($0 as? StepError, .unknownPeer(3))
    }
    XCTAssertEqual(member.node.commit, 0)
  }

  /// A member that is removed while it campaigns with pre-votes notices.
  func testWinningAPreVoteAfterRemoval() throws {
    var member = try SoloMember { $0.preVote = true }
    member.node.campaign()
    member.work()
    member.node.applyConfChange(remove(1))
    _ = member.events()
    for from in [2, 3] as [MemberID] {
      try member.node.step(Message(.preVoteResponse, to: 1, from: from, term: 1))
    }
    XCTAssertTrue(member.events().contains(.election(.campaignedUnpromotable)))
  }
}
