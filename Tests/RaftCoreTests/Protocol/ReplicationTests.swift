import RaftCore
import SimKernel
import TestSupport
import XCTest

/// Finding the common prefix, and sending what follows it (Raft §5.3).
final class ReplicationTests: XCTestCase {
  /// A leader of term `term` and a follower whose logs have entries of these terms.
  private func pair(_ leader: [Term], _ follower: [Term], term: Term) -> Group {
    let snapshot = Snapshot(confState: ConfState(voters: [1, 2]))
    func storage(_ terms: [Term]) -> MemoryStorage {
      MemoryStorage(
        hardState: HardState(term: term), snapshot: snapshot, entries: entries(terms: terms))
    }
    return Group(2, storages: [1: storage(leader), 2: storage(follower)])
  }

  /// Whatever a follower holds, it ends with the leader's log; the refusals on the way are at most
  /// one for each of the leader's terms and one more (TestFastLogRejection).
  func testEveryPairOfLogsConverges() {
    var refused = 0
    forEverySeed(count: 400) { draws in
      func log() -> [Term] {
        var term: UInt64 = 1
        return (0..<draws.int(in: 0...12)).map { _ in
          term += draws.below(3) / 2
          return Term(term)
        }
      }
      let (leader, follower) = (log(), log())
      let isLonger = (leader.last ?? 0, leader.count) >= (follower.last ?? 0, follower.count)
      guard isLonger else { return }
      // Logs that two leaders of one term never wrote are impossible: give ours terms of its own
      // behind a common prefix.
      let prefix = zip(leader, follower).prefix { $0 == $1 }.count
      let ours = leader[..<prefix] + leader[prefix...].map { $0 + 10 }
      var group = pair(Array(ours), follower, term: 30)
      group.elect(1)
      XCTAssertEqual(terms(of: group[2].storage), ours + [group[1].term])
      let refusals = group.delivered.ofType(.appendResponse).count { $0.reject }
      refused += refusals
      XCTAssertLessThanOrEqual(refusals, Set(ours).count + 1, "\(ours) to \(follower)")
    }
    XCTAssertGreaterThan(refused, 100)
  }

  /// The follower's hint skips its uncommitted tail at once, whatever its length.
  func testHints() throws {
    // (follower's log, append at index and term) -> (hint index, hint term)
    struct Row {
      var log: [Term]
      var index: LogIndex
      var term: Term
      var hint: EntryID
      var line: UInt
    }
    let rows = [
      // Too short: the end of its own log.
      Row(log: [1, 1, 1], index: 9, term: 5, hint: EntryID(term: 1, index: 3), line: #line),
      // Entries of later terms than the leader's previous one cannot match.
      Row(log: [1, 1, 4, 4, 4], index: 5, term: 3, hint: EntryID(term: 1, index: 2), line: #line),
      Row(log: [], index: 4, term: 2, hint: EntryID(term: 0, index: 0), line: #line),
    ]
    for row in rows {
      var member = try SoloMember(hardState: HardState(term: 5), logTerms: row.log)
      let answer = try XCTUnwrap(
        member.step(
          Message(
            .append, to: 1, from: 2, term: 5, logTerm: row.term, index: row.index)
        ).first)
      XCTAssertTrue(answer.reject, line: row.line)
      XCTAssertEqual(answer.index, row.index, line: row.line)
      XCTAssertEqual(
        EntryID(term: answer.logTerm, index: answer.rejectHint), row.hint, line: row.line)
    }
  }

  /// Old and repeated appends do not shorten the log, and old refusals do not move the leader back
  /// (TestLogReplicationWithReorderedMessage).
  func testReorderedMessages() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.ack(2, 1)
    for text in ["a", "b", "c"] { try member.node.propose(Array(text.utf8)) }
    member.work()
    member.ack(2, 4)
    let refusal = Message(
      .appendResponse, to: 1, from: 2, term: 1, logTerm: 1, index: 2, reject: true, rejectHint: 1)
    XCTAssertEqual(member.step(refusal), [])
    XCTAssertEqual(member.node.progress(of: 2)?.match, 4)
    XCTAssertEqual(member.node.progress(of: 2)?.state, .replicate)
    member.ack(2, 2)
    XCTAssertEqual(member.node.progress(of: 2)?.match, 4, "acks never move back")
  }

  func testAStaleAppendDoesNotShortenTheLog() throws {
    var member = try SoloMember()
    let append = { (count: Int) in
      Message(
        .append, to: 1, from: 2, term: 1,
        entries: entries(terms: [Term](repeating: 1, count: count)), commit: 0)
    }
    member.step(append(3))
    let answer = member.step(append(1))
    XCTAssertEqual(member.node.lastIndex, 3)
    XCTAssertEqual(answer.map(\.index), [1], "acknowledges what the message vouches for")
  }

  /// An append below the commit index is answered with the commit index (TestHandleMsgApp).
  func testAnAppendBelowTheCommitIndex() throws {
    var member = try SoloMember(hardState: HardState(term: 2, commit: 2), logTerms: [1, 2, 2])
    let answer = member.step(
      Message(
        .append, to: 1, from: 2, term: 2, logTerm: 1, index: 1,
        entries: entries(from: 2, terms: [9]), commit: 3))
    XCTAssertEqual(answer.map(\.index), [2])
    XCTAssertEqual(answer.map(\.reject), [false])
    XCTAssertEqual(member.node.commit, 2)
    XCTAssertEqual(terms(of: member.node.storage), [1, 2, 2])
  }

  /// The commit index moves no further than the message's own last entry: what follows it here may
  /// not be the leader's (Raft figure 2).
  func testCommitIsBoundedByTheMessage() throws {
    var member = try SoloMember(hardState: HardState(term: 1), logTerms: [1, 1, 1])
    // A heartbeat-like append of a new leader, which knows that index 1 matches and has committed
    // much more.
    member.step(
      Message(.append, to: 1, from: 2, term: 2, logTerm: 1, index: 1, commit: 3))
    XCTAssertEqual(member.node.commit, 1)
  }

  /// A probe waits for its answer; a heartbeat's answer lets another one go
  /// (TestSendAppendForProgressProbe).
  func testProbing() throws {
    var member = try SoloMember(voters: [1, 2])
    member.becomeLeader()
    XCTAssertEqual(member.node.progress(of: 2)?.state, .probe)
    for text in ["a", "b", "c"] { try member.node.propose(Array(text.utf8)) }
    XCTAssertEqual(member.work().ofType(.append), [], "the first probe is not answered yet")
    for _ in 0..<3 {
      let answer = member.step(Message(.heartbeatResponse, to: 1, from: 2, term: 1))
      XCTAssertEqual(answer.ofType(.append).map(\.index), [0])
      XCTAssertEqual(answer.ofType(.append).map(\.entries.count), [4])
    }
  }

  /// Acknowledged, it goes on without waiting (TestSendAppendForProgressReplicate).
  func testReplicating() throws {
    var member = try SoloMember(voters: [1, 2])
    member.becomeLeader()
    member.ack(2, 1)
    for next in UInt64(2)...11 {
      try member.node.propose([1])
      let appends = member.work().ofType(.append)
      XCTAssertEqual(appends.map { $0.entries.map(\.index) }, [[LogIndex(next)]])
    }
  }

  /// An unreachable member is probed again.
  func testUnreachable() throws {
    var member = try SoloMember(voters: [1, 2])
    member.becomeLeader()
    member.ack(2, 1)
    try member.node.propose([1])
    member.work()
    member.node.reportUnreachable(2)
    XCTAssertEqual(member.node.progress(of: 2)?.state, .probe)
    XCTAssertEqual(member.node.progress(of: 2)?.next, 2)
    member.node.reportUnreachable(9)
    XCTAssertNil(member.node.fault)
  }

  /// What a leader appends stays: nobody makes it remove or change an entry (Raft §5.3, leader
  /// append-only).
  func testALeaderDoesNotFollowItsOwnTerm() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.step(
      Message(.append, to: 1, from: 2, term: 1, entries: entries(terms: [1, 1, 1])))
    XCTAssertTrue(member.node.isLeader)
    XCTAssertEqual(member.node.lastIndex, 1)
  }
}
