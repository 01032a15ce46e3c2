import RaftCore
import XCTest

/// Elections (Raft §5.2, §5.4.1; thesis §4.2.3, §9.6).
final class ElectionTests: XCTestCase {
  /// Of any number of members, a majority elects; fewer do not (TestLeaderElection).
  func testAMajorityElects() {
    for count in 1...7 {
      for reachable in 1...count {
        var group = Group(count)
        let up = Set((1...reachable).map { MemberID(UInt64($0)) })
        group.isCut = { !up.contains($0.to) }
        group[1].campaign()
        group.settle()
        XCTAssertEqual(group[1].isLeader, 2 * reachable > count, "\(reachable) of \(count)")
        XCTAssertEqual(group[1].term, 1)
      }
    }
  }

  /// A majority refusing ends the election; the term stays (TestLeaderElection).
  func testALostElection() throws {
    for preVote in [false, true] {
      var member = try SoloMember { $0.preVote = preVote }
      member.node.campaign()
      member.work()
      let type: MessageType = preVote ? .preVoteResponse : .voteResponse
      for from in [2, 3] as [MemberID] {
        member.step(Message(type, to: 1, from: from, term: 1, reject: true))
      }
      XCTAssertEqual(member.node.role, .follower)
      XCTAssertEqual(member.node.term, 1)
    }
  }

  /// Votes are granted exactly to candidates whose log is at least as up to date (Raft §5.4.1;
  /// TestRecvMsgVote, TestVoter).
  func testLogComparison() throws {
    let logs: [[Term]] = [[], [1], [1, 1], [1, 1, 1], [2], [1, 2], [1, 2, 2], [1, 3]]
    for ours in logs {
      for theirs in logs {
        for type in [MessageType.vote, .preVote] {
          var member = try SoloMember(
            hardState: HardState(term: 3), logTerms: ours)
          let answer = member.step(
            Message(
              type, to: 1, from: 2, term: 4, logTerm: theirs.last ?? 0,
              index: LogIndex(UInt64(theirs.count))))
          let isGood = (theirs.last ?? 0, theirs.count) >= (ours.last ?? 0, ours.count)
          XCTAssertEqual(answer.map(\.reject), [!isGood], "\(theirs) asks \(ours)")
        }
      }
    }
  }

  /// One vote a term, the same one again if asked again; also after a restart.
  func testOneVoteATerm() throws {
    let ask = { (from: MemberID, term: Term) in Message(.vote, to: 1, from: from, term: term) }
    var member = try SoloMember()
    XCTAssertEqual(member.step(ask(2, 1)).map(\.reject), [false])
    XCTAssertEqual(member.step(ask(3, 1)).map(\.reject), [true])
    XCTAssertEqual(member.step(ask(2, 1)).map(\.reject), [false])
    XCTAssertEqual(member.node.storage.hardState.vote, 2)

    var restarted = try SoloMember(storage: member.node.storage)
    XCTAssertEqual(restarted.step(ask(3, 1)).map(\.reject), [true])
    XCTAssertEqual(restarted.step(ask(3, 2)).map(\.reject), [false], "a new term, a new vote")
  }

  /// A vote request of a higher term is answered in whatever role (TestVoteFromAnyState).
  func testVoteFromAnyRole() throws {
    for role in [Role.follower, .preCandidate, .candidate, .leader] {
      for type in [MessageType.vote, .preVote] {
        var member = try SoloMember { $0.preVote = role == .preCandidate }
        switch role {
        case .follower: break
        case .leader: member.becomeLeader()
        case .candidate, .preCandidate:
          member.node.campaign()
          member.work()
        }
        XCTAssertEqual(member.node.role, role)
        let (term, lead) = (member.node.term, member.node.lead)
        let answer = member.step(
          Message(
            type, to: 1, from: 2, term: term + 1, logTerm: term + 1, index: 42))
        XCTAssertEqual(answer.map(\.type), [type == .vote ? .voteResponse : .preVoteResponse])
        XCTAssertEqual(answer.map(\.reject), [false])
        XCTAssertEqual(answer.map(\.term), [term + 1])
        if type == .vote {
          XCTAssertEqual(member.node.role, .follower)
          XCTAssertEqual(member.node.term, term + 1)
          XCTAssertEqual(member.node.vote, 2)
        } else {
          XCTAssertEqual(member.node.role, role, "a pre-vote changes nothing")
          XCTAssertEqual(member.node.term, term)
          XCTAssertEqual(member.node.lead, lead)
        }
      }
    }
  }

  /// Learners vote, since they may have been promoted without knowing (TestLearnerCanVote), but do
  /// not campaign (TestLearnerElectionTimeout).
  func testLearners() throws {
    var learner = try SoloMember(id: 3, voters: [1, 2], learners: [3])
    XCTAssertTrue(learner.node.isLearner)
    let answer = learner.step(Message(.vote, to: 3, from: 1, term: 2, logTerm: 1, index: 11))
    XCTAssertEqual(answer.map(\.reject), [false])
    for _ in 0..<50 { learner.node.tick() }
    XCTAssertEqual(learner.work(), [])
    XCTAssertEqual(learner.node.role, .follower)
  }

  /// The vote for itself counts when it is durable, and not for a later election
  /// (TestCandidateSelfVoteAfterLostElection).
  func testALateVoteForItself() {
    var group = Group(3)
    group[1].campaign()
    // The vote for itself is not stored yet when somebody else is elected.
    try? group[1].step(Message(.append, to: 1, from: 2, term: 1))
    group.work(1)
    XCTAssertEqual(group[1].role, .follower)
    XCTAssertEqual(group[1].lead, 2)
  }

  /// Its own pre-vote, counted late, is no vote in the election that came of it
  /// (TestCandidateDeliversPreCandidateSelfVoteAfterBecomingCandidate).
  func testALatePreVoteForItself() throws {
    var member = try SoloMember { $0.preVote = true }
    member.node.campaign()
    var ready = Ready()
    XCTAssertTrue(member.node.takeReady(into: &ready))
    // Both others grant the pre-vote before the own one is durable.
    for from in [2, 3] as [MemberID] {
      try member.node.step(Message(.preVoteResponse, to: 1, from: from, term: 1))
    }
    XCTAssertEqual(member.node.role, .candidate)
    member.node.advance()
    XCTAssertEqual(member.node.role, .candidate, "one vote, its own, is missing")
    member.work()
    XCTAssertEqual(member.node.role, .candidate)
    member.step(Message(.voteResponse, to: 1, from: 2, term: 1))
    XCTAssertTrue(member.node.isLeader)
  }

  /// Answers of an earlier election do not count (Raft §5.1).
  func testAnswersOfAnOlderTermDoNotCount() throws {
    var member = try SoloMember()
    member.node.campaign()
    member.work()
    member.node.campaign()
    member.work()
    XCTAssertEqual(member.node.term, 2)
    member.step(Message(.voteResponse, to: 1, from: 2, term: 1))
    member.step(Message(.voteResponse, to: 1, from: 3, term: 1))
    XCTAssertEqual(member.node.role, .candidate)
    member.step(Message(.voteResponse, to: 1, from: 3, term: 2))
    XCTAssertTrue(member.node.isLeader)
  }

  /// The first answer of a member counts.
  func testAChangedMindDoesNotCount() throws {
    var member = try SoloMember(voters: [1, 2, 3, 4, 5])
    member.node.campaign()
    member.work()
    member.step(Message(.voteResponse, to: 1, from: 2, term: 1, reject: true))
    for _ in 0..<3 { member.step(Message(.voteResponse, to: 1, from: 2, term: 1)) }
    member.step(Message(.voteResponse, to: 1, from: 3, term: 1))
    XCTAssertEqual(member.node.role, .candidate)
    member.step(Message(.voteResponse, to: 1, from: 4, term: 1))
    XCTAssertTrue(member.node.isLeader)
  }

  /// Both halves of a joint configuration must elect (Raft §6).
  func testJointElections() throws {
    let confState = ConfState(voters: [1, 2, 3], votersOutgoing: [1, 4, 5])
    for supporters in [[2, 3], [4, 5], [2, 4], [3, 5]] as [[MemberID]] {
      var member = try SoloMember(storage: MemoryStorage(confState: confState))
      member.node.campaign()
      member.work()
      for from in supporters { member.step(Message(.voteResponse, to: 1, from: from, term: 1)) }
      let isInBoth = supporters.contains { $0 < 4 } && supporters.contains { $0 > 3 }
      XCTAssertEqual(member.node.isLeader, isInBoth, "\(supporters)")
    }
  }
}
