import RaftCore
import XCTest

/// One member whose peers are the test: it is stepped by hand, and what it sends is looked at.
struct SoloMember {
  var node: RawNode
  /// The Ready taken last.
  private(set) var ready = Ready()

  init(
    id: MemberID = 1, voters: [MemberID] = [1, 2, 3], learners: [MemberID] = [],
    storage: MemoryStorage? = nil, options change: (inout RaftOptions) -> Void = { _ in },
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    var options = RaftOptions(id: id)
    options.recordsEvents = true
    options.electionTimeouts = .fixed(ticks: 15)
    change(&options)
    let confState = ConfState(voters: voters, learners: learners)
    node = try RawNode(options: options, storage: storage ?? MemoryStorage(confState: confState))
  }

  /// A member whose stored log has entries of these terms, from index 1 on.
  init(
    id: MemberID = 1, voters: [MemberID] = [1, 2, 3], hardState: HardState,
    logTerms: [Term], options change: (inout RaftOptions) -> Void = { _ in }
  ) throws {
    let snapshot = Snapshot(confState: ConfState(voters: voters))
    let storage = MemoryStorage(
      hardState: hardState, snapshot: snapshot, entries: entries(terms: logTerms))
    try self.init(id: id, voters: voters, storage: storage, options: change)
  }

  /// Stores and applies all there is to do, and returns what was sent.
  @discardableResult
  mutating func work() -> [Message] {
    var sent: [Message] = []
    while node.takeReady(into: &ready) {
      sent += ready.messages + ready.messagesAfterPersist
      XCTAssertNoThrow(
        try node.store(
          hardState: ready.hardState, entries: ready.entries, snapshot: ready.snapshot))
      for entry in ready.committedEntries {
        if let change = ConfChange(decoding: entry) { node.applyConfChange(change) }
      }
      node.advance()
    }
    return sent
  }

  /// Steps a message and returns what was sent in answer.
  @discardableResult
  mutating func step(_ message: Message) -> [Message] {
    try? node.step(message)
    return work()
  }

  /// Makes it leader, with the votes of the others.
  mutating func becomeLeader(file: StaticString = #filePath, line: UInt = #line) {
    node.campaign()
    work()
    for voter in node.configuration.voters.all.members where voter != node.id {
      if node.options.preVote, node.role == .preCandidate {
        step(Message(.preVoteResponse, to: node.id, from: voter, term: node.term + 1))
      }
    }
    for voter in node.configuration.voters.all.members where voter != node.id && !node.isLeader {
      step(Message(.voteResponse, to: node.id, from: voter, term: node.term))
    }
    XCTAssertTrue(node.isLeader, "not elected", file: file, line: line)
  }

  /// Steps an acknowledgement of everything up to `index`.
  @discardableResult
  mutating func ack(_ from: MemberID, _ index: LogIndex) -> [Message] {
    step(Message(.appendResponse, to: node.id, from: from, term: node.term, index: index))
  }

  /// The events since the last look.
  mutating func events() -> [CoreEvent] { node.takeEvents() }
}

/// Entries of these terms, from index `first` on.
func entries(from first: LogIndex = 1, terms: [Term]) -> [Entry] {
  terms.enumerated().map { Entry(term: $1, index: first + UInt64($0)) }
}

/// What a log holds: index and term of each entry.
func terms(of storage: MemoryStorage) -> [Term] { storage.entries.map(\.term) }

extension [Message] {
  func ofType(_ type: MessageType) -> [Message] { filter { $0.type == type } }

  func to(_ id: MemberID) -> [Message] { filter { $0.to == id } }
}
