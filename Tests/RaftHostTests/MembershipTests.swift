import KeyValue
import RaftCore
import RaftHost
import SimKernel
import XCTest

/// Changes of the membership as etcd makes them (server.go, AddMember and its siblings).
final class MembershipTests: XCTestCase {
  private let fourth: MemberID = 4

  /// Three members of which the first leads, and a fourth that is not started.
  private func group(snapshotEvery: Int = 10_000, snapshotKeep: Int = 5_000) throws -> HandGroup {
    var group = try HandGroup(
      later: 1, snapshotEvery: snapshotEvery, snapshotKeep: snapshotKeep)
    group.campaign(0)
    group.settle(apart: [3])
    XCTAssertTrue(group.members[0].isLeader)
    return group
  }

  private func tick(_ group: inout HandGroup, _ count: Int, leader: Int = 0) {
    for _ in 0..<count {
      group.now = group.now + .milliseconds(100)
      if group.members[leader].isUp { group.tick(leader) }
      group.settle()
    }
  }

  private func answers(_ group: HandGroup, _ m: Int) -> [MembershipError?] {
    group.membership[m].map(\.problem)
  }

  func testALearnerCatchesUpFromTheLogAndIsPromoted() throws {
    var group = try group()
    for request in 1...20 as ClosedRange<UInt64> { group.put(0, request, key: UInt32(request)) }
    group.settle()
    group.change(1, .addLearner(fourth), 100)
    group.settle()
    XCTAssertEqual(answers(group, 1), [nil], "the proposer hears of it, a follower here")
    try group.restart(3)
    tick(&group, 3)
    XCTAssertEqual(group.members[3].store.revision, group.members[0].store.revision)
    XCTAssertEqual(group.members[3].roster, group.members[0].roster)
    XCTAssertEqual(group.members[0].roster.member(fourth)?.isLearner, true)
    XCTAssertEqual(group.members[0].roster.member(fourth)?.isStarted, true)
    group.change(0, .promote(fourth), 101)
    group.settle()
    XCTAssertEqual(answers(group, 0), [nil])
    for member in group.members {
      XCTAssertEqual(member.node.configuration.confState.voters, [1, 2, 3, 4])
      XCTAssertEqual(member.roster.voters.map(\.id), [1, 2, 3, 4])
    }
  }

  func testALearnerIsPromotedOnlyWhenItHasNineTenthsOfTheLog() throws {
    var group = try group()
    for request in 1...96 as ClosedRange<UInt64> { group.put(0, request) }
    group.settle()
    group.change(0, .addLearner(fourth), 100)
    group.settle(apart: [3])
    group.change(0, .promote(fourth), 101)
    XCTAssertEqual(answers(group, 0), [nil, .learnerNotReady])
    group.change(1, .promote(fourth), 102)
    XCTAssertEqual(answers(group, 1), [.notLeader], "only the leader knows")
    try group.restart(3)
    tick(&group, 2)
    for request in 200...211 as ClosedRange<UInt64> {
      group.put(0, request)
      group.settle(apart: [3])
    }
    // 99 of 111 is less than nine tenths, 99 of 110 would do.
    group.change(0, .promote(fourth), 103)
    XCTAssertEqual(answers(group, 0).last, .learnerNotReady)
    tick(&group, 3)
    group.change(0, .promote(fourth), 104)
    group.settle()
    XCTAssertEqual(answers(group, 0).last, .some(nil))
  }

  func testWhatMustNotBeIsRefusedInEtcdsWords() throws {
    var group = try group()
    func ask(_ change: MembershipChange, without unreachable: Set<Int> = []) -> String? {
      group.change(0, change, 1, unreachable: unreachable)
      group.settle(apart: [3])
      return answers(group, 0).last??.rawValue
    }
    XCTAssertEqual(ask(.addVoter(3)), "etcdserver: member ID already exist")
    XCTAssertEqual(ask(.addVoter(4), without: [2]), "etcdserver: unhealthy cluster")
    XCTAssertEqual(ask(.addLearner(4), without: [2]), "etcdserver: unhealthy cluster")
    XCTAssertEqual(ask(.remove(9)), "etcdserver: member not found")
    XCTAssertEqual(
      ask(.promote(2)), "etcdserver: can only promote a learner member")
    XCTAssertEqual(ask(.promote(4)), "etcdserver: member not found")
    XCTAssertNil(ask(.addLearner(4)))
    XCTAssertEqual(
      ask(.addLearner(5)), "etcdserver: too many learner members in cluster")
    XCTAssertEqual(ask(.promote(4)), MembershipError.learnerNotReady.rawValue)
    XCTAssertEqual(
      group.members[0].problem(ofTransferTo: 4), .badTransferee, "a learner cannot lead")
    XCTAssertEqual(group.members[0].problem(ofTransferTo: 9), .badTransferee)
    XCTAssertEqual(group.members[1].problem(ofTransferTo: 1), .notLeader)
    XCTAssertNil(group.members[0].problem(ofTransferTo: 2))
    // One of three is down: taking another away would leave no quorum.
    XCTAssertEqual(ask(.remove(2), without: [2]), "etcdserver: unhealthy cluster")
    XCTAssertNil(ask(.remove(3), without: [2]), "the dead one may go")
    XCTAssertEqual(ask(.addVoter(3)), "etcdserver: member not found", "its ID never comes back")
    XCTAssertEqual(group.members[0].node.configuration.confState.voters, [1, 2])
    // A voter that never started would decide alone with one other.
    XCTAssertNil(ask(.addVoter(6)))
    XCTAssertEqual(
      ask(.addVoter(7)),
      "etcdserver: re-configuration failed due to not enough started members")
    XCTAssertEqual(
      ask(.remove(2)), "etcdserver: re-configuration failed due to not enough started members")
  }

  func testARemovedLeaderStopsAndAnotherTakesOver() throws {
    var group = try group()
    group.change(0, .remove(1), 100)
    group.settle()
    XCTAssertEqual(answers(group, 0), [nil])
    XCTAssertEqual(group.isRemoved, [true, false, false, false])
    group.crash(0)
    XCTAssertFalse(group.members[1].isLeader || group.members[2].isLeader)
    for _ in 0..<40 where !group.members[1].isLeader && !group.members[2].isLeader {
      for m in [1, 2] {
        group.tick(m)
        group.settle(apart: [0])
      }
    }
    let leader = group.members[1].isLeader ? 1 : 2
    XCTAssertTrue(group.members[leader].isLeader)
    XCTAssertEqual(group.members[1].node.configuration.confState.voters, [2, 3])
    group.put(leader, 7)
    group.settle(apart: [0])
    XCTAssertEqual(group.writes[leader].map(\.request), [7])
  }

  func testARemovedMemberThatDoesNotKnowIsToldAndDisturbsNobody() throws {
    var group = try group()
    group.change(0, .remove(3), 100)
    group.settle(apart: [2])
    XCTAssertFalse(group.isRemoved[2])
    let term = group.members[0].node.term
    group.campaign(2)
    XCTAssertFalse(group.mail.isEmpty)
    group.settle()
    XCTAssertEqual(Set(group.strangers), [3])
    XCTAssertEqual(group.members[0].node.term, term)
    XCTAssertTrue(group.members[0].isLeader)
  }

  func testARestartBringsTheMembershipBack() throws {
    for snapshotEvery in [3, 10_000] {
      var group = try group(snapshotEvery: snapshotEvery, snapshotKeep: 1)
      group.change(0, .addLearner(fourth), 100)
      group.settle(apart: [3])
      group.change(0, .addVoter(3), 101)
      group.settle(apart: [3])
      try group.restart(3)
      tick(&group, 3)
      group.change(0, .promote(fourth), 102)
      group.settle()
      group.change(0, .remove(2), 103)
      group.settle()
      XCTAssertEqual(answers(group, 0), [nil, .memberExists, nil, nil])
      let roster = group.members[0].roster
      XCTAssertEqual(roster.voters.map(\.id), [1, 3, 4])
      for m in [0, 2, 3] {
        group.crash(m)
        try group.restart(m)
        XCTAssertEqual(group.members[m].roster, roster)
      }
      group.campaign(2)
      group.settle(apart: [1])
      for m in [0, 2, 3] {
        XCTAssertEqual(
          group.members[m].node.configuration.confState.voters, [1, 3, 4], "member \(m)")
        XCTAssertNil(group.members[m].node.fault)
        XCTAssertEqual(group.members[m].roster, roster)
      }
    }
  }

  func testANewMemberIsGivenTheNewestStateWithItsMembership() throws {
    var group = try group(snapshotEvery: 10, snapshotKeep: 3)
    for request in 1...43 as ClosedRange<UInt64> {
      group.put(0, request, key: UInt32(request % 7))
      group.settle(apart: [3])
    }
    group.change(0, .addLearner(fourth), 100)
    group.settle(apart: [3])
    try group.restart(3)
    var sent: Snapshot?
    for _ in 0..<4 where sent == nil {
      group.tick(0)
      while sent == nil {
        sent = group.mail.lazy.compactMap { $0.message.snapshot }.first
        if sent != nil { break }
        if !group.mail.isEmpty {
          group.deliver(at: 0)
        } else if let m = group.isSyncing.firstIndex(of: true) {
          group.completeSync(m)
        } else {
          break
        }
      }
    }
    let snapshot = try XCTUnwrap(sent)
    XCTAssertEqual(snapshot.index, group.members[0].appliedIndex, "not the last one recorded")
    XCTAssertNotEqual(snapshot.index, group.members[0].node.storage.snapshot.index)
    XCTAssertEqual(snapshot.confState.learners, [fourth])
    group.settle()
    tick(&group, 3)
    XCTAssertEqual(group.members[3].roster, group.members[0].roster)
    XCTAssertEqual(
      group.members[3].store.all().map(\.record), group.members[0].store.all().map(\.record))
    XCTAssertTrue(group.members[3].node.isLearner)
  }
}
