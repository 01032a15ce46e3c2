import RaftCore
import XCTest

/// Schedules that random search seldom meets: red with the planted fault, green without.
final class DirectedTests: XCTestCase {
  private func check(
    _ mutation: CoreMutations, file: StaticString = #filePath, line: UInt = #line,
    _ schedule: (CoreMutations) throws -> Bool
  ) rethrows {
    XCTAssertFalse(try schedule([]), "wrong without the fault", file: file, line: line)
    XCTAssertTrue(try schedule(mutation), "the fault does not show", file: file, line: line)
  }

  /// Whether two members applied different entries at one index.
  private func disagree(_ group: Group) -> Bool {
    var agreed: [LogIndex: Entry] = [:]
    for node in group.nodes {
      for entry in group.applied(by: node.id) {
        if let other = agreed[entry.index], other != entry { return true }
        agreed[entry.index] = entry
      }
    }
    return false
  }

  private func isWithin(_ message: Message, _ members: MemberID...) -> Bool {
    members.contains(message.to) && members.contains(message.from)
  }

  private func stored(
    _ term: Term, _ logTerms: [Term], text: String = ""
  ) -> MemoryStorage {
    var log = entries(terms: logTerms)
    for position in log.indices { log[position].data = Array(text.utf8) }
    return MemoryStorage(
      hardState: HardState(term: term, vote: .none, commit: 0),
      snapshot: Snapshot(confState: ConfState(voters: [1, 2, 3, 4, 5])), entries: log)
  }

  /// Raft figure 8, from where S1 and S2 hold x of term 1 and S5 holds y of term 2. Only with small
  /// messages does x travel without the new leader's own entry.
  func testFigureEight() {
    check(.commitPriorTermByCount) { mutations in
      let storages: [MemberID: MemoryStorage] = [
        1: stored(2, [1], text: "x"), 2: stored(2, [1], text: "x"), 3: stored(2, []),
        4: stored(2, []), 5: stored(2, [2], text: "y"),
      ]
      var group = Group(5, storages: storages) {
        $0.maxSizePerMessage = 0
        $0.mutations = mutations
      }
      var probes = 0
      group.isCut = { [self] message in
        if message.to == 3, message.entries.first?.index == 2 { probes += 1 }
        return !isWithin(message, 1, 2, 3)
          || message.to == 3 && message.entries.first?.index == 2 && probes > 1
      }
      group.elect(1)
      group.isolate(1, 2)
      for _ in 0..<2 {
        group[5].campaign()
        group.settle()
      }
      XCTAssertTrue(group[5].isLeader)
      return disagree(group)
    }
  }

  /// Two changes that a new leader has under way make disjoint quorums.
  func testTwoPendingChanges() throws {
    try check(.noConfChangeBarrier) { mutations in
      var group = Group(5, confState: ConfState(voters: [1, 2, 3])) { $0.mutations = mutations }
      group.elect(1)
      group.isCut = { [self] in !isWithin($0, 1, 2) || $0.type == .appendResponse }
      try group[1].proposeConfChange(ConfChange([ConfChangeSingle(.addNode, 4)], isV1: true))
      group.settle()
      group.isCut = { [self] in !isWithin($0, 2, 3) || $0.type == .appendResponse }
      group.elect(2)
      try group[2].proposeConfChange(ConfChange([ConfChangeSingle(.addNode, 5)], isV1: true))
      group.settle()
      // It commits both; the third member holds them and does not know.
      group.isCut = { [self] in !isWithin($0, 2, 3) || $0.to == 3 && $0.commit >= 2 }
      for _ in 0..<3 {
        group.tick(2)
        group.settle()
      }
      group.isCut = { [self] in !isWithin($0, 2, 4, 5) && !isWithin($0, 1, 3) }
      for _ in 0..<5 {
        group.tick(2)
        group.settle()
      }
      group[3].campaign()
      group.settle()
      group.propose("a", to: 2)
      group.settle()
      return disagree(group)
    }
  }

  /// A member that has not applied two committed changes campaigns by the old configuration.
  func testApplyLag() throws {
    try check(.campaignUnapplied) { mutations in
      var log = [4, 5].map {
        ConfChange([ConfChangeSingle(.addNode, MemberID($0))], isV1: true).entry
      }
      for position in log.indices {
        (log[position].term, log[position].index) = (1, LogIndex(UInt64(position) + 1))
      }
      let storage = MemoryStorage(
        hardState: HardState(term: 1, vote: .none, commit: 2),
        snapshot: Snapshot(confState: ConfState(voters: [1, 2, 3])), entries: log)
      let all = (1...5).map { (MemberID(UInt64($0)), storage) }
      var group = Group(5, storages: Dictionary(uniqueKeysWithValues: all)) {
        $0.mutations = mutations
      }
      for id in [MemberID(1), 2, 4, 5] { while group.work(id) != nil {} }
      group[3].campaign()
      group[2].campaign()
      group.isCut = { [self] in !isWithin($0, 1, 3) && !isWithin($0, 2, 4, 5) }
      for _ in 0..<6 {
        for id in [MemberID(1), 2, 4, 5] { while group.work(id) != nil {} }
        try workWithoutApplying(&group, 3)
        while group.deliverOne() {}
      }
      return group[2].isLeader && group[3].isLeader && group[2].term == group[3].term
    }
  }

  private func workWithoutApplying(_ group: inout Group, _ id: MemberID) throws {
    var ready = Ready()
    while group[id].takeReady(into: &ready) {
      try group[id].store(hardState: ready.hardState, entries: ready.entries)
      group.messages += ready.messages + ready.messagesAfterPersist
      group[id].advance()
    }
  }

  /// A late duplicate of an append cuts off what was acknowledged after it.
  func testLateDuplicate() {
    check(.truncateOnMatch) { mutations in
      var group = Group(3) { $0.mutations = mutations }
      group.elect(1)
      group.isCut = { [self] in !isWithin($0, 1, 2) || $0.to == 2 && $0.commit >= 2 }
      group.propose("a", to: 1)
      group.work(1)
      let duplicates = group.messages.filter { $0.to == 2 }
      group.propose("b", to: 1)
      group.settle()
      group.messages += duplicates
      group.settle()
      group.isolate(1)
      group[2].campaign()
      group.settle()
      return disagree(group)
    }
  }

  /// Leadership goes round over one follower whose writes are slow: the end of the first write says
  /// nothing about the third, which looks the same.
  func testWritesThatLookAlike() throws {
    try check(.storageAckWithoutTerm) { mutations in
      var member = try SoloMember {
        $0.asyncStorageWrites = true
        $0.mutations = mutations
      }
      var writes: [Message] = []
      var ready = Ready()
      let appends: [(Term, MemberID, Term)] = [(1, 2, 1), (2, 3, 2), (3, 2, 1)]
      for (term, leader, entryTerm) in appends {
        try member.node.step(
          Message(.append, to: 1, from: leader, term: term, entries: entries(terms: [entryTerm])))
        while member.node.takeReady(into: &ready) {
          writes += ready.messages.filter { $0.type == .storageAppend && !$0.entries.isEmpty }
        }
      }
      try member.node.store(hardState: nil, entries: writes[0].entries)
      for response in writes[0].responses where response.to == 1 {
        try member.node.step(response)
      }
      try member.node.store(hardState: nil, entries: writes[1].entries)
      return member.node.term(at: 1) != 1
    }
  }

  /// A new leader answers a read although it does not know what the old one committed.
  func testReadOfANewLeader() {
    check(.readBeforeTermCommit) { mutations in
      var group = Group(3) { $0.mutations = mutations }
      group.elect(1)
      group.isCut = { [self] in !isWithin($0, 1, 2) || $0.to == 2 && $0.commit >= 2 }
      group.propose("w", to: 1)
      group.settle()
      group.isCut = { [self] in !isWithin($0, 2, 3) || $0.type == .appendResponse }
      group.elect(2)
      group[2].readIndex(context: [1])
      group.settle()
      return group.readStates(of: 2).contains { $0.index < group[1].commit }
    }
  }

  /// A question asked twice: old answers to the first confirm what came before the second.
  func testReadConfirmedByOldAnswers() throws {
    for (confirmation, isWrong) in [(ReadConfirmation.position, false), (.context, true)] {
      var member = try SoloMember { $0.readConfirmation = confirmation }
      member.becomeLeader()
      member.ack(2, 1)
      let question = Message(
        .readIndex, to: 1, from: 2, entries: [Entry(data: Array("A".utf8))])
      let asked = member.step(question).ofType(.heartbeat).to(2)
      let context = try XCTUnwrap(asked.first?.context)
      let answer = Message(
        .heartbeatResponse, to: 1, from: 2, term: member.node.term, context: context)
      XCTAssertEqual(member.step(answer).ofType(.readIndexResponse).count, 1)
      // Now another leads, unknown here, and commits.
      member.node.readIndex(context: Array("B".utf8))
      member.work()
      member.step(question)
      try member.node.step(answer)
      var ready = Ready()
      let answered = member.node.takeReady(into: &ready) ? ready.readStates : []
      XCTAssertEqual(!answered.isEmpty, isWrong, "\(confirmation)")
    }
  }
}
