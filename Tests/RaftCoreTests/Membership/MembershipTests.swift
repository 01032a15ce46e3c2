import SimKernel
import TestSupport
import XCTest

@testable import RaftCore

/// Configuration changes as mathematics (Raft §6, thesis §4; etcd confchange).
final class MembershipTests: XCTestCase {
  private let empty = Membership(limits: InflightLimits(messages: 10))

  /// A configuration of these voters, made by simple changes.
  private func membership(_ voters: MemberID...) throws -> Membership {
    try voters.reduce(empty) {
      try $0.simple([ConfChangeSingle(.addNode, $1)], lastIndex: 10)
    }
  }

  private func refusal(_ body: () throws(ConfChangeError) -> Membership) -> ConfChangeError? {
    do throws(ConfChangeError) {
      _ = try body()
      return nil
    } catch {
      return error
    }
  }

  private func randomChanges(_ draws: inout Draws, _ count: Int) -> [ConfChangeSingle] {
    (0..<count).map { _ in
      ConfChangeSingle(
        draws.pick([.addNode, .addNode, .removeNode, .addLearnerNode, .updateNode]),
        MemberID(UInt64(draws.int(in: 1...7))))
    }
  }

  /// A random change through a joint configuration gives what simple changes one by one give.
  func testJointAndSimpleChangesAgree() throws {
    var (compared, staged) = (0, 0)
    try forEverySeed(count: 2000) { draws in
      var start = try membership(1)
      for change in randomChanges(&draws, draws.int(in: 1...8)) {
        if let next = try? start.simple([change], lastIndex: 10) { start = next }
      }
      let changes = randomChanges(&draws, draws.int(in: 1...6))
      guard
        let joint = try? start.enteringJoint(autoLeave: draws.oneIn(2), changes, lastIndex: 10)
      else { return }
      if !joint.configuration.learnersNext.isEmpty { staged += 1 }
      XCTAssertEqual(
        joint.configuration.voters.outgoing, start.configuration.voters.incoming)
      let left = try joint.leavingJoint()
      var simple = start
      do throws(ConfChangeError) {
        for change in changes { simple = try simple.simple([change], lastIndex: 10) }
      } catch {
        // One by one they may pass through a configuration without voters.
        return XCTAssertEqual(error, .allVotersRemoved)
      }
      compared += 1
      XCTAssertEqual(left.configuration, simple.configuration, changes.stepsText)
      XCTAssertEqual(
        left.progress.statuses.map(\.id), simple.progress.statuses.map(\.id))
      XCTAssertEqual(
        left.progress.statuses.map(\.isLearner), simple.progress.statuses.map(\.isLearner))
    }
    XCTAssertGreaterThan(compared, 500)
    XCTAssertGreaterThan(staged, 50, "demotions were staged")
  }

  /// Every configuration that changes can lead to is restored from its ConfState.
  func testRestoringFromAConfState() throws {
    var joint = 0
    try forEverySeed(count: 1000) { draws in
      var membership = try membership(1)
      for _ in 0..<draws.int(in: 0...10) {
        let changes = randomChanges(&draws, draws.int(in: 0...4))
        let transition: ConfChangeTransition =
          draws.pick([.auto, .jointImplicit, .jointExplicit])
        let change = ConfChange(transition: transition, changes)
        if let next = try? membership.changed(by: change, lastIndex: 10) { membership = next }
      }
      let confState = membership.configuration.confState
      if !confState.votersOutgoing.isEmpty { joint += 1 }
      let restored = try empty.restored(from: confState, lastIndex: 10)
      XCTAssertEqual(restored.configuration, membership.configuration)
      XCTAssertEqual(
        restored.progress.statuses.map(\.isLearner),
        membership.progress.statuses.map(\.isLearner))
    }
    XCTAssertGreaterThan(joint, 100)
  }

  /// The protocol that each change goes through (etcd raftpb/confchange.go).
  func testChoiceOfProtocol() throws {
    let start = try membership(1, 2)
    let one = [ConfChangeSingle(.addNode, 3)]
    let two = one + [ConfChangeSingle(.removeNode, 1)]
    let rows: [(change: ConfChange, isJoint: Bool, autoLeave: Bool, line: UInt)] = [
      (ConfChange(one), false, false, #line),
      (ConfChange(one, isV1: true), false, false, #line),
      (ConfChange(two), true, true, #line),
      (ConfChange(transition: .jointImplicit, one), true, true, #line),
      (ConfChange(transition: .jointExplicit, one), true, false, #line),
      (ConfChange(transition: .jointExplicit, two), true, false, #line),
    ]
    for row in rows {
      let changed = try start.changed(by: row.change, lastIndex: 10)
      XCTAssertEqual(changed.configuration.voters.isJoint, row.isJoint, line: row.line)
      XCTAssertEqual(changed.configuration.autoLeave, row.autoLeave, line: row.line)
    }
    let joint = try start.changed(by: ConfChange(two), lastIndex: 10)
    let left = try joint.changed(by: ConfChange(), lastIndex: 10)
    XCTAssertEqual(left.configuration.voters.incoming, [2, 3])
    XCTAssertFalse(left.configuration.voters.isJoint)
  }

  func testRefusals() throws {
    let start = try membership(1, 2, 3)
    let joint = try start.enteringJoint(autoLeave: false, [], lastIndex: 10)
    let remove = { (id: MemberID) in ConfChangeSingle(.removeNode, id) }
    let rows: [(ConfChangeError?, UInt)] = [
      (
        refusal { () throws(ConfChangeError) in
          try start.simple([remove(1), remove(2)], lastIndex: 10)
        }, #line
      ),
      (
        refusal { () throws(ConfChangeError) in try joint.simple([remove(1)], lastIndex: 10) },
        #line
      ),
      (
        refusal { () throws(ConfChangeError) in
          try joint.enteringJoint(autoLeave: true, [], lastIndex: 10)
        }, #line
      ),
      (
        refusal { () throws(ConfChangeError) in
          try empty.enteringJoint(autoLeave: true, [], lastIndex: 10)
        }, #line
      ),
      (refusal { () throws(ConfChangeError) in try start.leavingJoint() }, #line),
      (
        refusal { () throws(ConfChangeError) in
          try start.enteringJoint(
            autoLeave: true, [remove(1), remove(2), remove(3)], lastIndex: 10)
        }, #line
      ),
      (
        refusal { () throws(ConfChangeError) in
          try start.simple([ConfChangeSingle(.unknown(9), 4)], lastIndex: 10)
        }, #line
      ),
    ]
    let expected: [ConfChangeError] = [
      .manyVotersWithoutJoint, .simpleInJoint, .alreadyJoint, .zeroVoterJoint, .notJoint,
      .allVotersRemoved, .unknownType(9),
    ]
    for (row, expected) in zip(rows, expected) { XCTAssertEqual(row.0, expected, line: row.1) }
  }

  /// What a removed voter knows of the group must last while the outgoing half still needs it.
  func testProgressOfOutgoingVotersStays() throws {
    let start = try membership(1, 2)
    let changes = [ConfChangeSingle(.removeNode, 2), ConfChangeSingle(.addNode, 3)]
    let joint = try start.enteringJoint(autoLeave: false, changes, lastIndex: 10)
    XCTAssertEqual(joint.progress.statuses.map(\.id), [1, 2, 3])
    XCTAssertEqual(try joint.leavingJoint().progress.statuses.map(\.id), [1, 3])
  }

  /// New members are probed at the last index, not behind it, and count as active.
  func testNewProgress() throws {
    let rows: [(last: LogIndex, next: LogIndex)] = [(0, 1), (1, 1), (7, 7)]
    for row in rows {
      let made = try empty.simple([ConfChangeSingle(.addNode, 4)], lastIndex: row.last)
      let progress = try XCTUnwrap(made.progress.statuses.first)
      XCTAssertEqual(progress.next, row.next)
      XCTAssertEqual(progress.match, 0)
      XCTAssertEqual(progress.state, .probe)
      XCTAssertTrue(progress.isRecentlyActive)
    }
  }

  /// Configurations that contradict themselves or their progress are told apart.
  func testFlaws() throws {
    let good = try membership(1, 2, 3).enteringJoint(
      autoLeave: true, [ConfChangeSingle(.addLearnerNode, 2)], lastIndex: 10)
    XCTAssertNil(
      refusal { () throws(ConfChangeError) in
        try good.checkInvariants()
        return good
      })
    let rows: [(flaw: ConfigurationFlaw, break: (inout Membership) -> Void)] = [
      (.noProgress(1), { $0.progress.remove(1) }),
      (
        .stagedLearnerNotOutgoing(3),
        {
          $0.configuration.learnersNext = [3]
          $0.configuration.voters.outgoing = [1, 2]
        }
      ),
      (.stagedLearnerAlreadyMarked(2), { $0.progress[1].isLearner = true }),
      (.learnerAmongOutgoing(2), { $0.configuration.learners = [2] }),
      (
        .learnerAmongIncoming(3),
        {
          $0.configuration.learners = [3]
          $0.configuration.voters.outgoing = [1, 2]
        }
      ),
      (
        .learnerNotMarked(3),
        {
          $0.configuration.learners = [3]
          $0.configuration.voters.incoming = [1]
          $0.configuration.voters.outgoing = [1, 2]
        }
      ),
      (
        .learnersNextWithoutJoint,
        {
          $0.configuration.voters.outgoing = []
          $0.configuration.learnersNext = [2]
        }
      ),
    ]
    for (flaw, breaking) in rows {
      var broken = good
      breaking(&broken)
      let found = refusal { () throws(ConfChangeError) in
        try broken.checkInvariants()
        return broken
      }
      if flaw == .learnersNextWithoutJoint {
        // A staged learner must be an outgoing voter, of which there is none then.
        XCTAssertEqual(found, .invariant(.stagedLearnerNotOutgoing(2)))
      } else {
        XCTAssertEqual(found, .invariant(flaw))
      }
    }
    var broken = try membership(1)
    broken.configuration.autoLeave = true
    XCTAssertEqual(
      refusal { () throws(ConfChangeError) in
        try broken.checkInvariants()
        return broken
      }, .invariant(.autoLeaveWithoutJoint))
  }
}
