import RaftCore
import SimKernel
import TestSupport
import XCTest

/// When entries count as committed (Raft §5.3, §5.4.2, figure 8).
final class CommitTests: XCTestCase {
  /// Counting copies of an older term's entry commits nothing; an entry of this term commits all
  /// before it (TestCannotCommitWithoutNewTermEntry, TestLeaderOnlyCommitsLogFromCurrentTerm).
  func testOlderTermsAreCommittedOnlyWithThisOne() throws {
    // Entries 1 and 2 of terms 1 and 2, and then the new leader's empty entry 3 of term 3.
    for (acked, commit) in [(1, 0), (2, 0), (3, 3)] as [(LogIndex, LogIndex)] {
      var member = try SoloMember(hardState: HardState(term: 2), logTerms: [1, 2])
      member.becomeLeader()
      XCTAssertEqual(member.node.lastIndex, 3)
      member.ack(2, acked)
      XCTAssertEqual(member.node.commit, commit, "after an ack of \(acked)")
    }
  }

  /// Figure 8: a leader that replicates an old entry to a majority must not commit it, for another
  /// one may still overwrite it.
  func testFigure8() {
    // Members 1 and 2 hold the entry of term 2, member 5 one of term 3.
    let logs: [MemberID: [Term]] = [1: [1, 2], 2: [1, 2], 3: [1], 4: [1], 5: [1, 3]]
    let storages = logs.map { id, terms in
      let snapshot = Snapshot(confState: ConfState(voters: [1, 2, 3, 4, 5]))
      let state = HardState(term: id == 5 ? 3 : 2, commit: 1)
      return (
        id, MemoryStorage(hardState: state, snapshot: snapshot, entries: entries(terms: terms))
      )
    }
    var group = Group(5, storages: Dictionary(uniqueKeysWithValues: storages))
    // Member 1 leads in term 3 and brings its entry of term 2 to members 3 and 4; its own entry of
    // term 3 reaches nobody.
    group.isolate(5)
    group.alter = { message in
      var message = message
      message.entries.removeAll { $0.term == 3 }
      return message
    }
    group.elect(1)
    XCTAssertEqual(terms(of: group[3].storage), [1, 2])
    let term = group[1].term
    XCTAssertEqual(group[1].commit, 1, "a majority holds index 2, but of term 2")

    // So member 5 may take over and overwrite it.
    group.isolate(1)
    group.alter = { $0 }
    for _ in 0..<4 where !group[5].isLeader {
      group[5].campaign()
      group.settle()
    }
    XCTAssertTrue(group[5].isLeader)
    XCTAssertGreaterThan(group[5].term, term)
    group.heal()
    group.tick(5)
    group.settle()
    for id in [1, 2, 3, 4, 5] as [MemberID] {
      XCTAssertEqual(terms(of: group[id].storage).prefix(2), [1, 3], "member \(id)")
      XCTAssertNil(group[id].fault)
    }
  }

  /// The commit index is what a quorum has acknowledged, of all ways in which they can
  /// (TestCommit).
  func testCommitOfEveryAcknowledgement() throws {
    for acks in 0..<81 {
      // Four followers that acknowledged nothing, or up to 2 or 3 of three entries.
      let indexes = [acks % 3, acks / 3 % 3, acks / 9 % 3, acks / 27].map { [0, 2, 3][$0] }
      var member = try SoloMember(voters: [1, 2, 3, 4, 5])
      member.becomeLeader()
      for text in ["a", "b"] { try member.node.propose(Array(text.utf8)) }
      member.work()
      for (id, index) in zip([2, 3, 4, 5] as [MemberID], indexes) where index > 0 {
        member.ack(id, LogIndex(UInt64(index)))
      }
      let held = (indexes + [3]).sorted()[2]
      XCTAssertEqual(member.node.commit, LogIndex(UInt64(held)), "\(indexes)")
    }
  }

  /// Followers hear of a commit with the next message, and never beyond what they hold.
  func testFollowersLearnOfCommits() {
    var group = Group(3)
    group.elect(1)
    group.propose("x", to: 1)
    group.settle()
    for id in [1, 2, 3] as [MemberID] {
      XCTAssertEqual(group[id].commit, 2)
      XCTAssertEqual(group.texts(appliedBy: id), ["x"])
    }
  }

  /// A heartbeat tells a follower only of commits whose entries it is known to hold
  /// (TestBcastBeat).
  func testHeartbeatsCarryABoundedCommit() throws {
    var member = try SoloMember()
    member.becomeLeader()
    for text in ["a", "b"] { try member.node.propose(Array(text.utf8)) }
    member.work()
    member.ack(2, 3)
    member.ack(3, 1)
    XCTAssertEqual(member.node.commit, 3)
    member.node.tick()
    let beats = member.work().ofType(.heartbeat)
    XCTAssertEqual(beats.map(\.to), [2, 3])
    XCTAssertEqual(beats.map(\.commit), [3, 1])
  }

  /// A heartbeat that commits what is not there shows a broken disk; the member stops.
  func testCommitBeyondTheLogIsAFault() throws {
    var member = try SoloMember(hardState: HardState(term: 1), logTerms: [1])
    member.step(Message(.heartbeat, to: 1, from: 2, term: 1, commit: 2))
    XCTAssertEqual(member.node.fault, .commitBeyondLog(2, last: 1))
    XCTAssertFalse(member.node.hasReady)
    member.step(Message(.heartbeat, to: 1, from: 2, term: 9))
    XCTAssertEqual(member.node.term, 1, "it ignores all further input")
  }
}
