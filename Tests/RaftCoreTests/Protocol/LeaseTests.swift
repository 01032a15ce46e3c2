import RaftCore
import XCTest

/// Check-quorum and pre-vote: leaders that are alive are left alone, others step down (thesis
/// §4.2.3, §6.2, §9.6).
final class LeaseTests: XCTestCase {
  /// A leader that hears from no quorum for an election timeout steps down; with one, it stays
  /// (TestLeaderStepdownWhenQuorumLost, TestLeaderStepdownWhenQuorumActive).
  func testCheckQuorum() throws {
    for isHeard in [true, false] {
      var member = try SoloMember { $0.checkQuorum = true }
      member.becomeLeader()
      for _ in 0..<30 where member.node.isLeader {
        member.node.tick()
        member.work()
        if isHeard {
          member.step(Message(.heartbeatResponse, to: 1, from: 2, term: member.node.term))
        }
      }
      XCTAssertEqual(member.node.isLeader, isHeard)
      XCTAssertEqual(member.node.term, 1, "stepping down does not raise the term")
    }
  }

  /// Activity counts in both halves of a joint configuration.
  func testCheckQuorumOfAJointConfiguration() throws {
    let confState = ConfState(voters: [1, 2, 3], votersOutgoing: [1, 4, 5])
    for active in [[2, 3], [4, 5], [2, 4]] as [[MemberID]] {
      var member = try SoloMember(storage: MemoryStorage(confState: confState)) {
        $0.checkQuorum = true
      }
      member.becomeLeader()
      for _ in 0..<30 {
        member.node.tick()
        member.work()
        for from in active where member.node.isLeader {
          member.step(Message(.heartbeatResponse, to: 1, from: from, term: 1))
        }
      }
      XCTAssertEqual(member.node.isLeader, active == [2, 4], "\(active)")
    }
  }

  /// Learners do not make a quorum.
  func testLearnersAreNoQuorum() throws {
    var member = try SoloMember(voters: [1, 2], learners: [3]) { $0.checkQuorum = true }
    member.becomeLeader()
    for _ in 0..<30 {
      member.node.tick()
      member.work()
      if member.node.isLeader {
        member.step(Message(.heartbeatResponse, to: 1, from: 3, term: 1))
      }
    }
    XCTAssertFalse(member.node.isLeader)
  }

  /// Inside the lease vote requests are not even answered; the transfer of leadership is the
  /// exception (TestLeaderSupersedingWithCheckQuorum, thesis §3.10).
  func testLease() throws {
    for type in [MessageType.vote, .preVote] {
      for context in [MessageContext.none, .campaignTransfer] {
        var member = try SoloMember { $0.checkQuorum = true }
        member.step(Message(.heartbeat, to: 1, from: 2, term: 1))
        for _ in 0..<9 { member.node.tick() }
        let request = Message(
          type, to: 1, from: 3, term: 2, logTerm: 1, index: 5, context: context)
        let isIgnored = context == .none
        XCTAssertEqual(member.step(request).isEmpty, isIgnored)
        if isIgnored {
          XCTAssertEqual(member.node.term, 1)
          XCTAssertEqual(member.node.lead, 2)
          member.node.tick()
          // The tenth tick ends the lease; the pre-vote is still refused, for a leader is known.
          XCTAssertEqual(member.step(request).count, 1)
        }
      }
    }
  }

  /// A cut-off member raises its term and cannot disturb the group; the answer to the old term's
  /// messages lets the leader catch up with it (TestFreeStuckCandidateWithCheckQuorum).
  func testAStuckCandidateIsFreed() {
    var group = Group(3) {
      $0.checkQuorum = true
      $0.electionTimeouts = .fixed(ticks: 15)
    }
    group.elect(1)
    group.isolate(3)
    for _ in 0..<2 {
      group[3].campaign()
      group.settle()
    }
    XCTAssertEqual(group[3].term, 3)
    group.heal()
    group[3].campaign()
    group.settle()
    XCTAssertTrue(group[1].isLeader)
    XCTAssertEqual(group[3].role, .candidate, "ignored inside the lease")

    // The heartbeat of term 1 is answered from term 4, and that deposes the leader.
    group.tick(1)
    group.settle()
    XCTAssertEqual(group[1].role, .follower)
    XCTAssertEqual(group[1].term, group[3].term)
    group[3].campaign()
    group.settle()
    XCTAssertTrue(group[3].isLeader)
  }

  /// Pre-vote does that without an election: the cut-off member never raised its term
  /// (TestDisruptiveFollowerPreVote).
  func testPreVoteDoesNotDisturb() {
    var group = Group(3) {
      $0.preVote = true
      $0.checkQuorum = true
      $0.electionTimeouts = .fixed(ticks: 15)
    }
    group.elect(1)
    group.isolate(3)
    group.tick(3, 100)
    group.settle()
    XCTAssertEqual(group[3].role, .preCandidate)
    XCTAssertEqual(group[3].term, 1)
    group.heal()
    group.tick(1)
    group.settle()
    XCTAssertTrue(group[1].isLeader)
    XCTAssertEqual(group[3].lead, 1)
    XCTAssertEqual(group[1].term, 1)
  }

  /// Without check-quorum, a member whose log lacks something does not win a pre-vote either.
  func testPreVoteNeedsAnUpToDateLog() {
    var group = Group(3) { $0.preVote = true }
    group.elect(1)
    group.isolate(3)
    group.propose("x", to: 1)
    group.settle()
    group.heal()
    group[3].campaign()
    group.settle()
    XCTAssertEqual(group[3].role, .follower)
    XCTAssertEqual(group[3].term, 1, "the term never rose")
    XCTAssertTrue(group[1].isLeader)
  }

  /// A pre-vote of a lower term is refused aloud, so that its sender learns the term
  /// (TestPreVoteMigrationWithFreeStuckPreCandidate).
  func testPreVotesOfALowerTermAreAnswered() throws {
    var member = try SoloMember(hardState: HardState(term: 5), logTerms: [5])
    let answer = member.step(Message(.preVote, to: 1, from: 2, term: 3, logTerm: 2, index: 9))
    XCTAssertEqual(
      answer,
      [
        Message(.preVoteResponse, to: 2, from: 1, term: 5, reject: true)
      ])
    // A real vote request of a lower term is not answered.
    XCTAssertEqual(
      member.step(Message(.vote, to: 1, from: 2, term: 3, logTerm: 2, index: 9)), [])
  }

  /// Old leaders learn of a higher term only where members may refuse to follow one
  /// (etcd raft.go, Step).
  func testAnswersToOldLeaders() throws {
    let rows: [(checkQuorum: Bool, preVote: Bool, isAnswered: Bool)] = [
      (false, false, false), (true, false, true), (false, true, true),
    ]
    for row in rows {
      for type in [MessageType.append, .heartbeat, .snapshot, .timeoutNow] {
        var member = try SoloMember(hardState: HardState(term: 5), logTerms: [5]) {
          $0.checkQuorum = row.checkQuorum
          $0.preVote = row.preVote
        }
        let answer = member.step(Message(type, to: 1, from: 2, term: 3))
        let isAnswered = row.isAnswered && (type == .append || type == .heartbeat)
        XCTAssertEqual(
          answer, isAnswered ? [Message(.appendResponse, to: 2, from: 1, term: 5)] : [])
      }
    }
  }

  /// A rolling change from plain elections to pre-vote elects and does not get stuck
  /// (TestPreVoteMigrationCanCompleteElection).
  func testMembersWithAndWithoutPreVote() {
    var group = Group(3) { $0.preVote = $0.id != 3 }
    group.elect(1)
    group.isolate(3)
    group.tick(3, 60)
    group.settle()
    XCTAssertGreaterThan(group[3].term, 1)
    group.propose("x", to: 1)
    group.settle()
    // The leader dies; 2 asks with pre-votes, 3 is in a higher term and lacks an entry.
    group.isolate(1)
    for _ in 0..<200 {
      group.tick(2)
      group.tick(3)
      group.settle()
      if group[2].isLeader { break }
    }
    XCTAssertTrue(group[2].isLeader)
    XCTAssertEqual(group[3].lead, 2)
  }

  /// Forgetting the leader ends the lease at once; term, vote and timer stay
  /// (etcd raft.go, MsgForgetLeader).
  func testForgettingTheLeader() throws {
    var member = try SoloMember { $0.checkQuorum = true }
    member.step(Message(.append, to: 1, from: 2, term: 1))
    let ask = Message(.preVote, to: 1, from: 3, term: 2, logTerm: 1, index: 9)
    XCTAssertEqual(member.step(ask), [])
    member.node.forgetLeader()
    XCTAssertEqual(member.node.lead, .none)
    XCTAssertEqual(member.node.term, 1)
    XCTAssertEqual(member.step(ask).map(\.reject), [false])

    var leased = try SoloMember {
      $0.checkQuorum = true
      $0.readOnly = .leaseBased
    }
    leased.step(Message(.append, to: 1, from: 2, term: 1))
    leased.node.forgetLeader()
    XCTAssertEqual(leased.node.lead, 2, "lease reads rest on it")
  }
}
