import RaftCore
import XCTest

/// The order of work, and what counts when (etcd raft rawnode.go).
final class ReadyTests: XCTestCase {
  /// A single member needs three Readys: its vote, its entry, the commit; each waits for the disk.
  func testASingleMember() throws {
    var member = try SoloMember(voters: [1])
    var ready = Ready()
    member.node.campaign()
    XCTAssertTrue(member.node.takeReady(into: &ready))
    XCTAssertEqual(ready.hardState, HardState(term: 1, vote: 1))
    XCTAssertTrue(ready.mustSync)
    XCTAssertFalse(member.node.isLeader, "its vote is not durable")
    member.node.advance()
    XCTAssertTrue(member.node.isLeader)

    XCTAssertTrue(member.node.takeReady(into: &ready))
    XCTAssertEqual(ready.entries.map(\.index), [1])
    XCTAssertEqual(ready.softState, SoftState(lead: 1, role: .leader))
    XCTAssertEqual(member.node.commit, 0, "its entry is not durable")
    try member.node.store(hardState: ready.hardState, entries: ready.entries)
    member.node.advance()
    XCTAssertEqual(member.node.commit, 1)

    XCTAssertTrue(member.node.takeReady(into: &ready))
    XCTAssertEqual(ready.hardState, HardState(term: 1, vote: 1, commit: 1))
    XCTAssertEqual(ready.committedEntries.map(\.index), [1])
    XCTAssertFalse(ready.mustSync, "a commit index alone need not be durable")
    member.node.advance()
    XCTAssertFalse(member.node.hasReady)
    XCTAssertFalse(member.node.takeReady(into: &ready))
  }

  /// A follower's acknowledgement waits for the disk; a leader's appends do not (thesis §10.2.1).
  func testWhatWaitsForTheDisk() throws {
    var member = try SoloMember()
    var ready = Ready()
    try member.node.step(
      Message(.append, to: 1, from: 2, term: 1, entries: entries(terms: [1])))
    XCTAssertTrue(member.node.takeReady(into: &ready))
    XCTAssertEqual(ready.messages, [])
    XCTAssertEqual(ready.messagesAfterPersist.map(\.type), [.appendResponse])
    try member.node.store(hardState: ready.hardState, entries: ready.entries)
    member.node.advance()

    member.becomeLeader()
    try member.node.propose([1])
    XCTAssertTrue(member.node.takeReady(into: &ready))
    XCTAssertEqual(ready.messagesAfterPersist, [])
    XCTAssertTrue(ready.messages.allSatisfy { $0.type == .append })
  }

  /// Nothing new is handed out before the last Ready is advanced; taking one anyway is a fault.
  func testOneReadyAtATime() throws {
    var member = try SoloMember()
    var ready = Ready()
    member.node.campaign()
    XCTAssertTrue(member.node.takeReady(into: &ready))
    member.node.campaign()
    XCTAssertFalse(member.node.hasReady)
    XCTAssertFalse(member.node.takeReady(into: &ready))
    XCTAssertEqual(member.node.fault, .readyNotAdvanced)
  }

  /// What comes in between belongs to the next one, and keeps its term.
  func testStepsBetweenReadyAndAdvance() throws {
    var member = try SoloMember()
    var ready = Ready()
    member.becomeLeader()
    try member.node.propose([1])
    XCTAssertTrue(member.node.takeReady(into: &ready))
    try member.node.store(hardState: ready.hardState, entries: ready.entries)
    // Another leader replaces the entry while it is being written.
    try member.node.step(
      Message(.append, to: 1, from: 2, term: 2, entries: entries(terms: [2]), commit: 1))
    member.node.advance()
    XCTAssertEqual(member.node.term(at: 1), 2)
    XCTAssertTrue(member.node.takeReady(into: &ready))
    XCTAssertEqual(ready.entries.map(\.term), [2], "the old write vouches for nothing")
    try member.node.store(hardState: ready.hardState, entries: ready.entries)
    XCTAssertEqual(terms(of: member.node.storage), [2])
  }

  /// A `RawNode` is a value: a copy goes its own way.
  func testValueSemantics() throws {
    var member = try SoloMember(voters: [1])
    let copy = member.node
    member.becomeLeader()
    XCTAssertTrue(member.node.isLeader)
    XCTAssertEqual(copy.term, 0)
    XCTAssertEqual(copy.role, .follower)
    var other = copy
    other.campaign()
    XCTAssertEqual(other.term, 1)
    XCTAssertEqual(copy.term, 0)
  }

  /// The buffers of a Ready are reused, whatever they held.
  func testBuffersAreReused() throws {
    var member = try SoloMember()
    var ready = Ready()
    ready.messages = [Message(.beat)]
    ready.entries = entries(terms: [9])
    ready.readStates = [ReadState(index: 1, context: [])]
    ready.snapshot = Snapshot(index: 3)
    member.node.campaign()
    XCTAssertTrue(member.node.takeReady(into: &ready))
    XCTAssertEqual(ready.messages.map(\.type), [.vote, .vote])
    XCTAssertEqual(ready.entries, [])
    XCTAssertEqual(ready.readStates, [])
    XCTAssertNil(ready.snapshot)
  }

  func testNoEventsUnlessWanted() throws {
    var member = try SoloMember { $0.recordsEvents = false }
    member.becomeLeader()
    XCTAssertEqual(member.node.takeEvents(), [])
    var recorded = try SoloMember()
    recorded.becomeLeader()
    XCTAssertEqual(recorded.events().filter { $0 == .became(.leader, 1) }.count, 1)
    XCTAssertEqual(recorded.events(), [], "handed out once")
  }

  /// Inputs whose sums could overflow are refused as faults, and never trap.
  func testHugeNumbers() throws {
    let huge: [Message] = [
      Message(.appendResponse, to: 1, from: 2, term: 1, index: .infinity),
      Message(.append, to: 1, from: 2, term: 2, index: .infinity),
      Message(.heartbeat, to: 1, from: 2, term: Term(.max)),
      Message(.append, to: 1, from: 2, term: 2, commit: .infinity),
      Message(.appendResponse, to: 1, from: 2, term: 1, reject: true, rejectHint: .infinity),
    ]
    for message in huge {
      var member = try SoloMember()
      member.becomeLeader()
      member.step(message)
      XCTAssertNotNil(member.node.fault, message.text)
    }
  }
}
