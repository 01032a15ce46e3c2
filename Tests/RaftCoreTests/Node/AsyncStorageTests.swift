import RaftCore
import XCTest

/// Storage writes as messages (etcd raft doc.go, "Usage with Asynchronous Storage Writes").
final class AsyncStorageTests: XCTestCase {
  private func member(_ voters: [MemberID] = [1, 2, 3]) throws -> SoloMember {
    try SoloMember(voters: voters) { $0.asyncStorageWrites = true }
  }

  private func take(_ member: inout SoloMember) -> [Message] {
    var ready = Ready()
    XCTAssertTrue(member.node.takeReady(into: &ready))
    XCTAssertEqual(ready.messagesAfterPersist, [])
    return ready.messages
  }

  private func append(_ from: LogIndex, _ terms: [Term], term: Term, commit: LogIndex = 0)
    -> Message
  {
    Message(
      .append, to: 1, from: 2, term: term, index: from - 1,
      entries: entries(from: from, terms: terms), commit: commit)
  }

  /// A write carries its acknowledgements with it; the last one says what is durable then.
  func testAWriteCarriesItsResponses() throws {
    var member = try member()
    try member.node.step(append(1, [1, 1], term: 1))
    let write = try XCTUnwrap(take(&member).first)
    XCTAssertEqual(write.type, .storageAppend)
    XCTAssertEqual(write.to, .appendThread)
    XCTAssertEqual(write.entries.map(\.index), [1, 2])
    XCTAssertEqual(write.term, 1)
    XCTAssertEqual(write.responses.map(\.type), [.appendResponse, .storageAppendResponse])
    let stored = write.responses[1]
    XCTAssertEqual(stored.from, .appendThread)
    XCTAssertEqual(stored.to, 1)
    XCTAssertEqual(EntryID(term: stored.logTerm, index: stored.index), EntryID(term: 1, index: 2))
    XCTAssertFalse(member.node.hasReady, "handed out once")
  }

  /// Only what is durable here is applied, even if a quorum has committed more.
  func testOnlyDurableEntriesAreApplied() throws {
    var member = try member()
    try member.node.step(append(1, [1, 1], term: 1, commit: 2))
    let write = try XCTUnwrap(take(&member).first)
    XCTAssertEqual(member.node.commit, 2)
    XCTAssertEqual(write.responses.count, 2)
    XCTAssertFalse(member.node.hasReady, "nothing to apply before the write is done")
    try member.node.store(
      hardState: HardState(term: write.term, vote: write.vote, commit: write.commit),
      entries: write.entries)
    try member.node.step(write.responses[1])
    let apply = try XCTUnwrap(take(&member).first)
    XCTAssertEqual(apply.type, .storageApply)
    XCTAssertEqual(apply.entries.map(\.index), [1, 2])
    XCTAssertEqual(member.node.applied, 0)
    try member.node.step(apply.responses[0])
    XCTAssertEqual(member.node.applied, 2)
  }

  /// An entry that was replaced, and then written again, is not vouched for by the ack of the first
  /// write (the ABA case).
  func testAnOldAckDoesNotVouchForANewEntry() throws {
    var member = try member()
    try member.node.step(append(1, [1], term: 1))
    let first = try XCTUnwrap(take(&member).first)
    // A leader of term 2 replaces it; one of term 3 writes the old entry again.
    try member.node.step(append(1, [2], term: 2))
    let second = try XCTUnwrap(take(&member).first)
    try member.node.step(
      Message(
        .append, to: 1, from: 3, term: 3, entries: [Entry(term: 1, index: 1)], commit: 1))
    let third = try XCTUnwrap(take(&member).first)
    XCTAssertEqual(third.entries.map(\.term), [1])
    for (write, line) in [(first, #line), (second, #line)] as [(Message, UInt)] {
      let stored = try XCTUnwrap(write.responses.last)
      XCTAssertEqual(stored.type, .storageAppendResponse, line: line)
      try member.node.step(stored)
      XCTAssertFalse(member.node.hasReady, "not durable by that", line: line)
    }
    try member.node.store(hardState: nil, entries: third.entries)
    try member.node.step(XCTUnwrap(third.responses.last))
    XCTAssertEqual(try XCTUnwrap(take(&member).first).type, .storageApply)
  }

  /// A write of the hard state alone still says which entries are durable then: acks of earlier
  /// terms say nothing any more.
  func testAHardStateWriteVouchesForTheTail() throws {
    var member = try member()
    try member.node.step(append(1, [1], term: 1))
    let first = try XCTUnwrap(take(&member).first)
    try member.node.step(Message(.vote, to: 1, from: 3, term: 2, logTerm: 9, index: 9))
    let second = try XCTUnwrap(take(&member).first)
    XCTAssertEqual(second.entries, [])
    XCTAssertEqual(second.vote, 3)
    let stored = try XCTUnwrap(second.responses.last)
    XCTAssertEqual(EntryID(term: stored.logTerm, index: stored.index), EntryID(term: 1, index: 1))
    // The first ack is of term 1.
    _ = member.events()
    try member.node.step(XCTUnwrap(first.responses.last))
    XCTAssertEqual(
      member.events(),
      [.term(.staleStorageResponse(term: 2, type: .storageAppendResponse, theirs: 1))])
    try member.node.step(stored)
    XCTAssertEqual(member.events(), [])
  }

  /// Several writes may be under way; each carries only what is new.
  func testPipelinedWrites() throws {
    var member = try member([1])
    member.node.campaign()
    let vote = try XCTUnwrap(take(&member).first)
    try member.node.step(XCTUnwrap(vote.responses.first))
    var writes: [Message] = []
    for _ in 0..<3 {
      try member.node.propose([1])
      writes.append(try XCTUnwrap(take(&member).first))
    }
    XCTAssertEqual(writes.map { $0.entries.map(\.index) }, [[1, 2], [3], [4]])
    XCTAssertEqual(writes.map(\.term), [0, 0, 0], "the hard state did not change")
    XCTAssertEqual(member.node.commit, 0)
    for write in writes {
      try member.node.store(hardState: nil, entries: write.entries)
      for response in write.responses { try member.node.step(response) }
      XCTAssertEqual(member.node.commit, try XCTUnwrap(write.entries.last).index)
    }
  }

  /// In both modes a group does the same.
  func testBothModesAgree() {
    var results: [[[Entry]]] = []
    for isAsync in [false, true] {
      var group = Group(3) { $0.asyncStorageWrites = isAsync }
      group.elect(2)
      for text in ["a", "b", "c"] { group.propose(text, to: 3) }
      group.settle()
      results.append([1, 2, 3].map { group.applied(by: $0) })
    }
    XCTAssertEqual(results[0], results[1])
  }
}
