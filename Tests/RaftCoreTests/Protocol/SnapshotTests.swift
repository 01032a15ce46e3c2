import RaftCore
import XCTest

/// Snapshots, sent and received (Raft §7; TestSnapshot*, TestRestore*).
final class SnapshotTests: XCTestCase {
  /// A leader at index 11, whose log begins behind its snapshot at 10.
  private func leader(_ offered: MemoryStorage.OutgoingSnapshot = .stored) throws -> SoloMember {
    let snapshot = Snapshot(index: 10, term: 1, confState: ConfState(voters: [1, 2]))
    var storage = MemoryStorage(hardState: HardState(term: 1, commit: 10), snapshot: snapshot)
    storage.outgoingSnapshot = offered
    var member = try SoloMember(voters: [1, 2], storage: storage)
    member.becomeLeader()
    XCTAssertEqual(member.node.lastIndex, 11)
    return member
  }

  /// Refuses as a follower with an empty log does.
  private func refuseAll(_ member: inout SoloMember) -> [Message] {
    member.step(
      Message(
        .appendResponse, to: 1, from: 2, term: member.node.term, index: 10, reject: true))
  }

  func testASnapshotIsSentInPlaceOfCompactedEntries() throws {
    var member = try leader()
    let sent = refuseAll(&member)
    XCTAssertEqual(sent.map(\.type), [.snapshot])
    XCTAssertEqual(sent.first?.snapshot?.index, 10)
    let progress = try XCTUnwrap(member.node.progress(of: 2))
    XCTAssertEqual(progress.state, .snapshot)
    XCTAssertEqual(progress.pendingSnapshot, 10)
    XCTAssertTrue(progress.isPaused)
    // Nothing else goes while it is under way, not even for heartbeats.
    try member.node.propose([1])
    XCTAssertEqual(member.work(), [])
    XCTAssertEqual(member.step(Message(.heartbeatResponse, to: 1, from: 2, term: 2)), [])
  }

  /// The newest state of the state machine, if the host offers it; nothing if it has none now.
  func testWhatIsSent() throws {
    let newest = Snapshot(index: 11, term: 2, confState: ConfState(voters: [1, 2]))
    var member = try leader(.provided(newest))
    XCTAssertEqual(refuseAll(&member).first?.snapshot?.index, 11)
    XCTAssertEqual(member.node.progress(of: 2)?.next, 12)

    member = try leader(.unavailable)
    XCTAssertEqual(refuseAll(&member), [])
    XCTAssertEqual(member.node.progress(of: 2)?.state, .probe)
    XCTAssertTrue(
      member.events().contains(.snapshot(.unavailable(2))), "and says so")
  }

  func testAnEmptySnapshotIsAFault() throws {
    var member = try leader(.provided(Snapshot()))
    _ = refuseAll(&member)
    XCTAssertEqual(member.node.fault, .emptySnapshot)
  }

  /// Members that are not heard get no snapshot (TestProvideSnap with inactive peers).
  func testNoSnapshotToInactiveMembers() throws {
    let snapshot = Snapshot(index: 10, term: 1, confState: ConfState(voters: [1, 2, 3]))
    let storage = MemoryStorage(hardState: HardState(term: 1, commit: 10), snapshot: snapshot)
    var member = try SoloMember(storage: storage) { $0.checkQuorum = true }
    member.becomeLeader()
    for from in [2, 3] as [MemberID] { member.ack(from, 11) }
    for _ in 0..<21 {
      member.node.tick()
      member.work()
      member.step(Message(.heartbeatResponse, to: 1, from: 3, term: 2))
    }
    XCTAssertTrue(member.node.isLeader)
    XCTAssertEqual(member.node.progress(of: 2)?.isRecentlyActive, false)
    // What it lacks is compacted meanwhile, so that only a snapshot could help.
    try member.node.propose([1])
    member.work()
    member.ack(3, 12)
    try member.node.storage.compact(to: 12)
    member.node.reportUnreachable(2)
    _ = member.events()
    try member.node.propose([1])
    XCTAssertEqual(member.work().to(2), [])
    XCTAssertTrue(member.events().contains(.snapshot(.notSentToInactive(2))))
    XCTAssertEqual(member.node.progress(of: 2)?.state, .probe)
    // Any sign of life changes that.
    let sent = member.step(Message(.heartbeatResponse, to: 1, from: 2, term: 2))
    XCTAssertEqual(sent.to(2).map(\.type), [.snapshot])
  }

  /// Reports end the snapshot state (TestSnapshotFailure, TestSnapshotSucceed).
  func testReports() throws {
    for succeeded in [true, false] {
      var member = try leader()
      _ = refuseAll(&member)
      member.node.reportSnapshot(to: 2, succeeded: succeeded)
      let progress = try XCTUnwrap(member.node.progress(of: 2))
      XCTAssertEqual(progress.state, .probe)
      XCTAssertEqual(progress.next, succeeded ? 11 : 1)
      XCTAssertTrue(progress.isPaused, "until it is heard")
      XCTAssertEqual(progress.pendingSnapshot, 0)
      // A second report has nothing to end.
      member.node.reportSnapshot(to: 2, succeeded: succeeded)
      XCTAssertEqual(member.node.progress(of: 2), progress)
    }
  }

  /// An ack from where the log still reaches ends it too (TestSnapshotAbort).
  func testAnAckEndsTheSnapshotState() throws {
    var member = try leader()
    _ = refuseAll(&member)
    let sent = member.ack(2, 10)
    XCTAssertEqual(member.node.progress(of: 2)?.state, .replicate)
    XCTAssertEqual(sent.ofType(.append).first?.entries.map(\.index), [11])
  }

  // MARK: Receiving

  private func snapshot(_ index: LogIndex, _ term: Term, _ voters: [MemberID]) -> Snapshot {
    Snapshot(index: index, term: term, confState: ConfState(voters: voters))
  }

  private func message(_ snapshot: Snapshot, term: Term = 5) -> Message {
    Message(.snapshot, to: 1, from: 2, term: term, snapshot: snapshot)
  }

  func testRestoring() throws {
    var member = try SoloMember(hardState: HardState(term: 1), logTerms: [1, 1])
    let answer = member.step(message(snapshot(11, 4, [1, 2, 3, 4])))
    XCTAssertEqual(answer.map(\.type), [.appendResponse])
    XCTAssertEqual(answer.map(\.index), [11])
    XCTAssertEqual(member.node.commit, 11)
    XCTAssertEqual(member.node.applied, 11)
    XCTAssertEqual(member.node.lastIndex, 11)
    XCTAssertEqual(member.node.term(at: 11), 4)
    XCTAssertEqual(member.node.configuration.voters.incoming, [1, 2, 3, 4])
    XCTAssertEqual(member.node.storage.firstIndex, 12)
    XCTAssertFalse(member.node.hasReady)
  }

  /// A snapshot at or below what is committed is old news (TestIgnoreSnapshot).
  func testOldSnapshots() throws {
    for index in [1, 2] as [LogIndex] {
      var member = try SoloMember(hardState: HardState(term: 1, commit: 2), logTerms: [1, 1, 1])
      let answer = member.step(message(snapshot(index, 9, [1, 2])))
      XCTAssertEqual(answer.map(\.index), [2])
      XCTAssertEqual(terms(of: member.node.storage), [1, 1, 1])
      XCTAssertEqual(member.node.configuration.voters.incoming, [1, 2, 3])
    }
  }

  /// Committed entries are safe from a snapshot even while they are not applied yet.
  func testASnapshotBetweenAppliedAndCommitted() throws {
    var member = try SoloMember(hardState: HardState(term: 1), logTerms: [1, 1, 1])
    try member.node.step(
      Message(.append, to: 1, from: 2, term: 1, logTerm: 1, index: 3, commit: 3))
    XCTAssertEqual(member.node.applied, 0)
    try member.node.step(message(snapshot(2, 1, [1, 2, 3])))
    member.work()
    XCTAssertEqual(member.node.lastIndex, 3)
    XCTAssertEqual(member.node.applied, 3)
    XCTAssertNil(member.node.fault)
  }

  /// If the log has the snapshot's last entry already, only the commit index moves
  /// (TestRestoreIgnoreSnapshot).
  func testFastForward() throws {
    var member = try SoloMember(hardState: HardState(term: 1), logTerms: [1, 1, 1])
    let answer = member.step(message(snapshot(2, 1, [1, 2])))
    XCTAssertEqual(answer.map(\.index), [2])
    XCTAssertEqual(member.node.commit, 2)
    XCTAssertEqual(member.node.lastIndex, 3, "the log stays")
    XCTAssertEqual(member.node.configuration.voters.incoming, [1, 2, 3])
  }

  /// Who is not in a snapshot's configuration cannot use it; learners and outgoing voters are in it
  /// (TestRestoreWithLearner, TestRestoreWithVotersOutgoing, TestRestoreLearner).
  func testWhoIsInTheSnapshot() throws {
    let rows: [(confState: ConfState, isTaken: Bool, line: UInt)] = [
      (ConfState(voters: [2, 3]), false, #line),
      (ConfState(voters: [2, 3], learners: [1]), true, #line),
      (ConfState(voters: [2, 3], votersOutgoing: [1, 2]), true, #line),
      (ConfState(voters: [2, 3], votersOutgoing: [1, 2], learnersNext: [1]), true, #line),
      (ConfState(voters: [1]), true, #line),
    ]
    for row in rows {
      var member = try SoloMember(voters: [1, 2, 3])
      member.step(message(Snapshot(index: 9, term: 4, confState: row.confState)))
      XCTAssertEqual(member.node.lastIndex, row.isTaken ? 9 : 0, line: row.line)
      if row.isTaken {
        XCTAssertEqual(member.node.configuration.confState, row.confState, line: row.line)
        XCTAssertEqual(member.node.isLearner, row.confState.learners == [1], line: row.line)
      }
    }
  }

  /// A member that is receiving a snapshot does not campaign (etcd raft.go, promotable).
  func testNoCampaignWhileASnapshotWaits() throws {
    var member = try SoloMember()
    try member.node.step(message(snapshot(11, 4, [1, 2, 3])))
    for _ in 0..<40 { member.node.tick() }
    XCTAssertEqual(member.node.role, .follower)
    member.work()
    for _ in 0..<40 { member.node.tick() }
    XCTAssertEqual(member.node.role, .candidate)
  }

  /// A change that was handed out before the snapshot came is in its configuration already.
  func testAChangeThatTheSnapshotCovers() throws {
    let leave = Entry(term: 1, index: 1, kind: .confChangeV2)
    let confState = ConfState(voters: [1, 2], votersOutgoing: [1, 2, 3])
    var member = try SoloMember(storage: MemoryStorage(confState: confState))
    try member.node.step(
      Message(.append, to: 1, from: 2, term: 1, entries: [leave], commit: 1))
    var ready = Ready()
    XCTAssertTrue(member.node.takeReady(into: &ready))
    XCTAssertEqual(ready.committedEntries, [leave])
    try member.node.step(message(snapshot(9, 1, [1, 2, 4]), term: 1))
    member.node.applyConfChange(ConfChange())
    XCTAssertNil(member.node.fault)
    try member.node.store(hardState: ready.hardState, entries: ready.entries)
    member.node.advance()
    member.work()
    XCTAssertEqual(member.node.configuration.voters.incoming, [1, 2, 4])
    XCTAssertEqual(member.node.applied, 9)
  }

  /// From an empty member to a full one: snapshot, then entries (TestSlowNodeRestore).
  func testASlowMemberCatchesUp() throws {
    var group = Group(3)
    group.elect(1)
    group.isolate(3)
    for text in ["a", "b", "c", "d"] { group.propose(text, to: 1) }
    group.settle()
    try group[1].storage.recordSnapshot(
      Snapshot(
        index: 4, term: 1, confState: ConfState(voters: [1, 2, 3]), data: Array("abc".utf8)))
    try group[1].storage.compact(to: 4)
    group.heal()
    group.tick(1)
    group.settle()
    XCTAssertEqual(group[3].storage.snapshot.data, Array("abc".utf8))
    XCTAssertEqual(group[3].lastIndex, 5)
    XCTAssertEqual(group[3].commit, 5)
    XCTAssertEqual(group.texts(appliedBy: 3), ["d"])
    XCTAssertEqual(group[1].progress(of: 3)?.state, .replicate)
  }
}
