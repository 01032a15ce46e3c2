import RaftCore
import XCTest

/// Configuration changes as the protocol carries them out (Raft §6; thesis §4).
final class ConfChangeTests: XCTestCase {
  private func add(_ id: MemberID) -> ConfChangeSingle { ConfChangeSingle(.addNode, id) }

  private func remove(_ id: MemberID) -> ConfChangeSingle { ConfChangeSingle(.removeNode, id) }

  /// One change at a time: the next becomes an empty entry until the first is applied
  /// (TestStepConfig, TestStepIgnoreConfig).
  func testOneAtATime() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.ack(2, 1)
    try member.node.proposeConfChange(ConfChange([add(4)]))
    member.work()
    _ = member.events()
    try member.node.proposeConfChange(ConfChange([add(5)]))
    member.work()
    XCTAssertEqual(
      member.events().first,
      .proposal(
        .confChangeRefused(
          member.node.configuration, ConfChange([add(5)]), .pending(2, applied: 1))))
    XCTAssertEqual(member.node.storage.entries.map(\.kind), [.normal, .confChangeV2, .normal])
    member.ack(2, 3)
    XCTAssertEqual(member.node.configuration.voters.incoming, [1, 2, 3, 4])
    try member.node.proposeConfChange(ConfChange([add(5)]))
    XCTAssertEqual(member.node.lastIndex, 4)
    member.work()
    XCTAssertEqual(member.node.storage.entries.last?.kind, .confChangeV2)
  }

  /// Two changes in one proposal: the second is refused.
  func testTwoInOneProposal() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.ack(2, 1)
    try member.node.propose([
      ConfChange([add(4)]).entry, Entry(data: [9]), ConfChange([add(5)]).entry,
    ])
    member.work()
    XCTAssertEqual(
      member.node.storage.entries.map(\.kind), [.normal, .confChangeV2, .normal, .normal])
    XCTAssertEqual(member.node.storage.entries.map(\.data).suffix(2), [[9], []])
  }

  /// A new leader does not know whether a change is among the entries it found: it proposes none
  /// before they are applied (TestNewLeaderPendingConfig; etcd raft.go, becomeLeader).
  func testANewLeaderWaits() throws {
    let snapshot = Snapshot(confState: ConfState(voters: [1, 2, 3]))
    let old = Entry(
      term: 1, index: 1, kind: .confChangeV2, data: ConfChange([add(4)]).entry.data)
    let storage = MemoryStorage(
      hardState: HardState(term: 1), snapshot: snapshot, entries: [old])
    var member = try SoloMember(storage: storage)
    member.becomeLeader()
    try member.node.proposeConfChange(ConfChange([add(5)]))
    member.work()
    XCTAssertEqual(member.node.storage.entries.last?.kind, .normal)
  }

  /// The barrier holds even when the leader's log ends in nothing of the kind, until the entry of
  /// its term is applied.
  func testTheBarrierEndsWithTheFirstEntryOfTheTerm() throws {
    var member = try SoloMember(hardState: HardState(term: 1), logTerms: [1])
    member.becomeLeader()
    try member.node.proposeConfChange(ConfChange([add(4)]))
    member.work()
    XCTAssertEqual(member.node.storage.entries.last?.kind, .normal)
    member.ack(2, 3)
    try member.node.proposeConfChange(ConfChange([add(4)]))
    member.work()
    XCTAssertEqual(member.node.storage.entries.last?.kind, .confChangeV2)
  }

  /// Joint configurations are left before anything else is changed, and only they are left.
  func testLeavingAndEntering() throws {
    var member = try SoloMember()
    member.becomeLeader()
    member.ack(2, 1)
    func propose(_ change: ConfChange) throws -> EntryKind? {
      try member.node.proposeConfChange(change)
      member.work()
      let kind = member.node.storage.entries.last?.kind
      member.ack(2, member.node.lastIndex)
      return kind
    }
    XCTAssertEqual(try propose(ConfChange()), .normal, "nothing to leave")
    let explicit = ConfChange(transition: .jointExplicit, [add(2)])
    XCTAssertEqual(try propose(explicit), .confChangeV2)
    XCTAssertTrue(member.node.configuration.voters.isJoint)
    XCTAssertEqual(try propose(ConfChange([add(3)])), .normal)
    XCTAssertEqual(try propose(ConfChange()), .confChangeV2)
    XCTAssertFalse(member.node.configuration.voters.isJoint)
  }

  /// Without validation the log takes what it is given (the application knows better).
  func testDisabledValidation() throws {
    var member = try SoloMember { $0.disableConfChangeValidation = true }
    member.becomeLeader()
    for id in [4, 5] as [MemberID] { try member.node.proposeConfChange(ConfChange([add(id)])) }
    member.work()
    XCTAssertEqual(
      member.node.storage.entries.map(\.kind), [.normal, .confChangeV2, .confChangeV2])
  }

  /// A change that cannot be carried out when it is applied is a fault.
  func testAnImpossibleChangeIsAFault() throws {
    var member = try SoloMember()
    member.node.applyConfChange(ConfChange())
    XCTAssertEqual(member.node.fault, .confChange(.notJoint))
    var alone = try SoloMember(voters: [1])
    alone.node.applyConfChange(ConfChange([remove(1)]))
    XCTAssertEqual(alone.node.fault, .confChange(.allVotersRemoved))
  }

  func testUndecodableChangesAreAFault() throws {
    var member = try SoloMember()
    member.becomeLeader()
    try member.node.propose([Entry(kind: .confChange, data: [0xFF])])
    XCTAssertEqual(member.node.fault, .undecodableConfChange(2))
  }

  // MARK: Campaigns

  /// Nobody campaigns while a committed change is not applied: it may be voting with the wrong
  /// voters (TestConfChangeCheckBeforeCampaign, TestConfChangeV2CheckBeforeCampaign).
  func testNoCampaignWithAnUnappliedChange() throws {
    for isV1 in [true, false] {
      for way in 0..<3 {
        var member = try SoloMember()
        let change = ConfChange([remove(3)], isV1: isV1).entry
        try member.node.step(
          Message(
            .append, to: 1, from: 2, term: 1,
            entries: [Entry(term: 1, index: 1, kind: change.kind, data: change.data)], commit: 1))
        var ready = Ready()
        XCTAssertTrue(member.node.takeReady(into: &ready))
        XCTAssertEqual(ready.committedEntries.count, 1)
        func campaign() throws {
          switch way {
          case 0: member.node.campaign()
          case 1: for _ in 0..<15 { member.node.tick() }
          default: try member.node.step(Message(.timeoutNow, to: 1, from: 2, term: 1))
          }
        }
        try campaign()
        XCTAssertEqual(member.node.role, .follower, "applied too late")
        XCTAssertTrue(
          member.node.takeEvents().contains(.election(.confChangePending(1))))
        // Stored and applied, it may.
        try member.node.store(hardState: ready.hardState, entries: ready.entries)
        member.node.applyConfChange(try XCTUnwrap(ConfChange(decoding: change)))
        member.node.advance()
        try campaign()
        XCTAssertEqual(member.node.role, .candidate)
      }
    }
  }

  // MARK: Leaving by itself

  /// The leader leaves an automatic joint configuration when it is applied, once
  /// (TestRawNodeJointAutoLeave).
  func testAutomaticLeave() throws {
    var group = Group(3)
    group.elect(1)
    let change = ConfChange([add(2), ConfChangeSingle(.addLearnerNode, 3)])
    try group[1].proposeConfChange(change)
    group.settle()
    for id in [1, 2, 3] as [MemberID] {
      let configuration = group[id].configuration
      XCTAssertEqual(configuration.voters.incoming, [1, 2])
      XCTAssertEqual(configuration.learners, [3])
      XCTAssertFalse(configuration.voters.isJoint)
    }
    XCTAssertEqual(group.applied(by: 1).count { $0.kind == .confChangeV2 }, 2)
  }

  /// The automatic leave is not proposed again for every batch that is applied before it commits.
  func testTheLeaveIsProposedOnce() throws {
    var member = try SoloMember { $0.maxCommittedSizePerReady = 1 }
    member.becomeLeader()
    member.ack(2, 1)
    try member.node.proposeConfChange(ConfChange(transition: .jointImplicit, [add(2)]))
    for _ in 0..<3 { try member.node.propose([1]) }
    member.work()
    // All four are committed, and applied one by one.
    member.ack(2, 5)
    XCTAssertEqual(member.node.applied, 5)
    XCTAssertTrue(member.node.configuration.autoLeave)
    XCTAssertEqual(member.node.lastIndex, 6, "the request to leave")
    XCTAssertEqual(member.node.storage.entries.last?.kind, .confChangeV2)
    member.ack(2, 6)
    XCTAssertFalse(member.node.configuration.voters.isJoint)
    XCTAssertEqual(member.node.lastIndex, 6)
  }

  /// The next leader leaves it if the first one could not.
  func testTheNextLeaderLeaves() throws {
    var group = Group(3)
    group.elect(1)
    // The request to leave reaches nobody.
    group.alter = { message in
      var message = message
      message.entries.removeAll { $0.kind == .confChangeV2 && $0.data.isEmpty }
      return message
    }
    try group[1].proposeConfChange(ConfChange(transition: .jointImplicit, [add(2)]))
    group.settle()
    XCTAssertTrue(group[2].configuration.autoLeave)
    group.isolate(1)
    group.alter = { $0 }
    group.elect(2)
    XCTAssertFalse(group[2].configuration.voters.isJoint)
    XCTAssertFalse(group[3].configuration.voters.isJoint)
    group.heal()
    group.tick(2)
    group.settle()
    XCTAssertFalse(group[1].configuration.voters.isJoint)
  }

  /// Auto-leave and the check for pending changes count what is applied by `advance()`: a change
  /// must be in force before (etcd raft.go, appliedTo; rawnode.go, Advance).
  func testAJointChangeIsAppliedBeforeTheReadyIsAdvanced() throws {
    let change = ConfChange([add(4), ConfChangeSingle(.addLearnerNode, 3)])
    for isAppliedFirst in [true, false] {
      var member = try SoloMember()
      member.becomeLeader()
      member.ack(2, 1)
      try member.node.proposeConfChange(change)
      member.work()
      // Entry 2 enters the joint configuration, entry 3 leaves it or comes after.
      for index in 2...6 as ClosedRange<UInt64> {
        for voter in [2, 3, 4] as [MemberID] {
          try? member.node.step(
            Message(
              .appendResponse, to: 1, from: voter, term: member.node.term,
              index: LogIndex(index)))
        }
        var ready = Ready()
        while member.node.takeReady(into: &ready) {
          try member.node.store(hardState: ready.hardState, entries: ready.entries)
          if !isAppliedFirst { member.node.advance() }
          for entry in ready.committedEntries {
            if let change = ConfChange(decoding: entry) { member.node.applyConfChange(change) }
          }
          if isAppliedFirst { member.node.advance() }
        }
        try? member.node.propose(Array("x".utf8))
      }
      if isAppliedFirst {
        XCTAssertNil(member.node.fault)
        XCTAssertFalse(member.node.configuration.voters.isJoint)
        XCTAssertEqual(member.node.configuration.voters.incoming, [1, 2, 4])
      } else {
        // The leave was proposed once more when the first had been reported, but was not in force.
        XCTAssertEqual(member.node.fault, .confChange(.notJoint))
      }
    }
  }
}
