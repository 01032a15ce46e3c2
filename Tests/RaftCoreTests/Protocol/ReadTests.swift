import RaftCore
import XCTest

/// Linearizable reads (thesis §6.4; etcd read_only.go).
final class ReadTests: XCTestCase {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func group(
    _ mode: ReadOnlyMode = .safe, _ count: Int = 3, confState: ConfState? = nil
  ) -> Group {
    var group = Group(count, confState: confState) {
      $0.readOnly = mode
      $0.checkQuorum = mode == .leaseBased
    }
    group.elect(1)
    return group
  }

  /// Reads at leader, follower and learner give the commit index and the context back
  /// (TestReadOnlyOptionSafe, TestReadOnlyOptionLease, TestReadOnlyWithLearner).
  func testAnswers() throws {
    for mode in [ReadOnlyMode.safe, .leaseBased] {
      var group = group(mode, confState: ConfState(voters: [1, 2], learners: [3]))
      for round in 1...3 {
        for id in [1, 2, 3] as [MemberID] {
          let context = bytes("\(id) \(round)")
          let commit = group[1].commit
          group[id].readIndex(context: context)
          group.settle()
          XCTAssertEqual(
            group.readStates(of: id).last, ReadState(index: commit, context: context))
          XCTAssertEqual(group.readStates(of: id).count, round)
        }
        group.propose("x", to: 1)
        group.settle()
      }
    }
  }

  /// A safe read waits for a quorum that still follows; a lease read does not.
  func testWithoutAQuorum() {
    for mode in [ReadOnlyMode.safe, .leaseBased] {
      var group = group(mode)
      group.isolate(1)
      group[1].readIndex(context: bytes("r"))
      group.settle()
      XCTAssertEqual(group.readStates(of: 1).count, mode == .safe ? 0 : 1)
      group.heal()
      group.tick(1)
      group.settle()
      XCTAssertEqual(group.readStates(of: 1).map(\.context), [bytes("r")], "once and only once")
    }
  }

  /// The answer is the commit index at the time of the question, not of the answer.
  func testTheIndexIsTheOneWhenTheReadCame() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.ack(2, 1)
    member.node.readIndex(context: bytes("r"))
    let beats = member.work().ofType(.heartbeat)
    try member.node.propose([1])
    member.work()
    member.ack(2, 2)
    XCTAssertEqual(member.node.commit, 2)
    var ready = Ready()
    try member.node.step(
      Message(.heartbeatResponse, to: 1, from: 2, term: 1, context: beats[0].context))
    XCTAssertTrue(member.node.takeReady(into: &ready))
    XCTAssertEqual(ready.readStates, [ReadState(index: 1, context: bytes("r"))])
  }

  /// Before its first commit a leader does not know what is committed: reads wait, then are served
  /// in order (TestReadOnlyForNewLeader).
  func testANewLeaderHoldsReadsBack() throws {
    for mode in [ReadOnlyMode.safe, .leaseBased] {
      var member = try SoloMember(hardState: HardState(term: 1, commit: 1), logTerms: [1, 1]) {
        $0.readOnly = mode
        $0.checkQuorum = mode == .leaseBased
      }
      member.becomeLeader()
      for text in ["a", "b"] { member.node.readIndex(context: bytes(text)) }
      XCTAssertEqual(member.work().ofType(.heartbeat), [])
      member.step(Message(.heartbeatResponse, to: 1, from: 2, term: 2))
      var ready = Ready()
      XCTAssertFalse(member.node.takeReady(into: &ready))

      try member.node.step(Message(.appendResponse, to: 1, from: 2, term: 2, index: 3))
      XCTAssertEqual(member.node.commit, 3)
      if mode == .safe {
        let beats = member.work().ofType(.heartbeat)
        XCTAssertFalse(beats.isEmpty)
        let newest = try XCTUnwrap(beats.last).context
        try member.node.step(
          Message(.heartbeatResponse, to: 1, from: 2, term: 2, context: newest))
      }
      XCTAssertTrue(member.node.takeReady(into: &ready))
      XCTAssertEqual(ready.readStates.map(\.index), [3, 3])
      XCTAssertEqual(ready.readStates.map(\.context), [bytes("a"), bytes("b")])
    }
  }

  /// A single voter answers at once.
  func testASingleVoter() {
    var group = group(.safe, 1)
    group[1].readIndex(context: bytes("r"))
    group.settle()
    XCTAssertEqual(group.readStates(of: 1).map(\.index), [1])
  }

  /// An answer confirms the reads its heartbeat knew of and no newer ones, even if their contexts
  /// are the same (TestReadOnlyDuplicateRequest).
  func testDelayedAnswersDoNotConfirmNewerReads() throws {
    var member = try SoloMember(voters: [1, 2, 3, 4, 5])
    member.becomeLeader()
    for from in [2, 3] as [MemberID] { member.ack(from, 1) }
    var ready = Ready()
    func read() -> MessageContext {
      member.node.readIndex(context: bytes("same"))
      var context = MessageContext.none
      while member.node.takeReady(into: &ready) {
        context = ready.messages.ofType(.heartbeat).last?.context ?? context
        member.node.advance()
      }
      return context
    }
    func confirm(_ from: MemberID, _ context: MessageContext) throws -> Int {
      try member.node.step(
        Message(.heartbeatResponse, to: 1, from: from, term: 1, context: context))
      var count = 0
      while member.node.takeReady(into: &ready) {
        count += ready.readStates.count
        member.node.advance()
      }
      return count
    }
    let first = read()
    let second = read()
    XCTAssertNotEqual(first, second)
    XCTAssertEqual(try confirm(2, first), 0)
    XCTAssertEqual(try confirm(2, first), 0, "the same member twice is no quorum")
    XCTAssertEqual(try confirm(3, first), 1, "the first read only")
    XCTAssertEqual(try confirm(4, first), 0)
    XCTAssertEqual(try confirm(5, first), 0)
    XCTAssertEqual(try confirm(4, second), 0)
    XCTAssertEqual(try confirm(5, second), 1)
    XCTAssertEqual(try confirm(2, second), 0)
  }

  /// Newer answers confirm older reads, in order.
  func testOneAnswerConfirmsAllBefore() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.ack(2, 1)
    for text in ["a", "b", "c"] { member.node.readIndex(context: bytes(text)) }
    let newest = try XCTUnwrap(member.work().ofType(.heartbeat).last).context
    try member.node.step(
      Message(.heartbeatResponse, to: 1, from: 3, term: 1, context: newest))
    var ready = Ready()
    XCTAssertTrue(member.node.takeReady(into: &ready))
    XCTAssertEqual(ready.readStates.map(\.context), ["a", "b", "c"].map(bytes))
  }

  /// Both halves of a joint configuration must follow (Raft §6).
  func testJointReads() throws {
    let confState = ConfState(voters: [1, 2, 3], votersOutgoing: [1, 4, 5])
    for confirming in [[2, 3], [4, 5], [2, 4]] as [[MemberID]] {
      var member = try SoloMember(storage: MemoryStorage(confState: confState))
      member.becomeLeader()
      for from in [2, 4] as [MemberID] { member.ack(from, 1) }
      XCTAssertEqual(member.node.commit, 1)
      member.node.readIndex(context: bytes("r"))
      let context = try XCTUnwrap(member.work().ofType(.heartbeat).last).context
      for from in confirming {
        try member.node.step(
          Message(.heartbeatResponse, to: 1, from: from, term: 1, context: context))
      }
      var ready = Ready()
      _ = member.node.takeReady(into: &ready)
      XCTAssertEqual(ready.readStates.count, confirming == [2, 4] ? 1 : 0, "\(confirming)")
    }
  }

  /// A deposed leader answers nothing any more (TestNodeReadIndexToOldLeader).
  func testADeposedLeaderForgetsItsReads() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.ack(2, 1)
    member.node.readIndex(context: bytes("r"))
    let context = try XCTUnwrap(member.work().ofType(.heartbeat).last).context
    member.step(Message(.heartbeat, to: 1, from: 3, term: 2))
    try member.node.step(
      Message(.heartbeatResponse, to: 1, from: 2, term: 1, context: context))
    member.work()
    member.becomeLeader()
    member.ack(2, 2)
    try member.node.step(
      Message(.heartbeatResponse, to: 1, from: 2, term: member.node.term, context: context))
    var ready = Ready()
    while member.node.takeReady(into: &ready) {
      XCTAssertEqual(ready.readStates, [])
      member.node.advance()
    }
  }

  /// A follower that knows no leader drops the question, and a malformed answer.
  func testWhatAFollowerDrops() throws {
    var member = try SoloMember()
    member.node.readIndex(context: bytes("r"))
    XCTAssertEqual(member.work(), [])
    XCTAssertTrue(member.events().contains(.leadership(.readWithoutLeader(0))))
    member.step(Message(.append, to: 1, from: 2, term: 1))
    for count in [0, 2] {
      try member.node.step(
        Message(
          .readIndexResponse, to: 1, from: 2, term: 1, index: 9,
          entries: [Entry](repeating: Entry(), count: count)))
    }
    var ready = Ready()
    XCTAssertFalse(member.node.takeReady(into: &ready))
    XCTAssertTrue(
      member.events().contains(.leadership(.invalidReadResponse(from: 2, entries: 2))))
  }
}
