import RaftCore
import XCTest

/// The rules of the Raft paper (Ongaro, Ousterhout 2014), sections 5.1 to 5.4, in its order.
final class PaperTests: XCTestCase {
  private func member(
    _ role: Role, voters: [MemberID] = [1, 2, 3], term: Term = 1
  ) throws -> SoloMember {
    var member = try SoloMember(
      voters: voters,
      storage: MemoryStorage(
        hardState: HardState(term: Term(term.rawValue - 1)),
        snapshot: Snapshot(confState: ConfState(voters: voters))))
    switch role {
    case .leader: member.becomeLeader()
    case .candidate, .preCandidate:
      member.node.campaign()
      member.work()
    case .follower: member.step(Message(.append, to: 1, from: 2, term: term))
    }
    return member
  }

  // MARK: 5.1 Basics

  /// A member that hears of a higher term takes it over and follows, whatever it was.
  func testAHigherTermMakesAFollower() throws {
    for role in [Role.follower, .candidate, .leader] {
      var member = try member(role)
      member.step(Message(.append, to: 1, from: 3, term: 7))
      XCTAssertEqual(member.node.term, 7)
      XCTAssertEqual(member.node.role, .follower)
      XCTAssertEqual(member.node.lead, 3)
    }
  }

  /// What comes from an earlier term changes nothing.
  func testAStaleTermIsRejected() throws {
    for role in [Role.follower, .candidate, .leader] {
      var member = try member(role, term: 5)
      let (lead, last) = (member.node.lead, member.node.lastIndex)
      member.step(
        Message(.append, to: 1, from: 3, term: 4, entries: entries(terms: [4, 4])))
      XCTAssertEqual(member.node.role, role)
      XCTAssertEqual(member.node.lead, lead)
      XCTAssertEqual(member.node.lastIndex, last)
    }
  }

  // MARK: 5.2 Leader election

  /// Members begin as followers.
  func testMembersStartAsFollowers() throws {
    XCTAssertEqual(try SoloMember().node.role, .follower)
  }

  /// A leader keeps its followers quiet with heartbeats.
  func testLeadersSendHeartbeats() throws {
    var leader = try member(.leader)
    for _ in 0..<5 {
      leader.node.tick()
      XCTAssertEqual(leader.work().ofType(.heartbeat).map(\.to), [2, 3])
    }
  }

  /// Who hears nothing for an election timeout campaigns: in the next term, voting for itself,
  /// asking all others. A candidate whose election came to nothing does the same.
  func testElectionTimeout() throws {
    for role in [Role.follower, .candidate] {
      var member = try member(role)
      let term = member.node.term
      for _ in 0..<14 { member.node.tick() }
      XCTAssertEqual(member.work(), [])
      member.node.tick()
      let requests = member.work()
      XCTAssertEqual(member.node.role, .candidate)
      XCTAssertEqual(member.node.term, term + 1)
      XCTAssertEqual(member.node.vote, 1)
      XCTAssertEqual(requests.map(\.type), [.vote, .vote])
      XCTAssertEqual(requests.map(\.to), [2, 3])
      XCTAssertEqual(requests.map(\.term), [term + 1, term + 1])
    }
  }

  /// The votes of a majority, in the same term, make a leader.
  func testMajority() throws {
    for count in [1, 3, 5] {
      for votes in 0..<count {
        let voters = (1...count).map { MemberID(UInt64($0)) }
        var member = try member(.candidate, voters: voters)
        for from in voters.dropFirst().prefix(votes) {
          member.step(Message(.voteResponse, to: 1, from: from, term: 1))
        }
        XCTAssertEqual(member.node.isLeader, 2 * (votes + 1) > count, "\(votes + 1) of \(count)")
      }
    }
  }

  /// A member gives its one vote of a term to whoever asks first.
  func testFirstComeFirstServed() throws {
    let rows: [(vote: MemberID, from: MemberID, isGranted: Bool)] = [
      (.none, 2, true), (.none, 3, true), (2, 2, true), (3, 3, true), (2, 3, false),
      (3, 2, false),
    ]
    for row in rows {
      var member = try SoloMember(
        hardState: HardState(term: 1, vote: row.vote), logTerms: [])
      let answer = member.step(Message(.vote, to: 1, from: row.from, term: 1))
      XCTAssertEqual(answer.map(\.reject), [!row.isGranted])
    }
  }

  /// A candidate that hears of a leader in its term or a later one follows it.
  func testCandidatesRecogniseLeaders() throws {
    for type in [MessageType.append, .heartbeat] {
      for term in [1, 2] as [Term] {
        var member = try member(.candidate)
        member.step(Message(type, to: 1, from: 3, term: term))
        XCTAssertEqual(member.node.role, .follower)
        XCTAssertEqual(member.node.lead, 3)
        XCTAssertEqual(member.node.term, term)
      }
    }
  }

  /// Random election timeouts make split votes rare and short.
  func testTimeoutsSpread() {
    var splits = 0
    for seed in UInt64(1)...100 {
      var group = Group(5) { options in
        options.electionTimeouts.seed = seed * 5 + options.id.rawValue
      }
      for _ in 0..<40 {
        for id in 1...5 { group.tick(MemberID(UInt64(id))) }
        group.settle()
        if group.nodes.contains(where: \.isLeader) { break }
      }
      XCTAssertTrue(group.nodes.contains(where: \.isLeader), "seed \(seed)")
      if group.nodes.contains(where: { $0.term > 1 }) { splits += 1 }
    }
    XCTAssertLessThan(splits, 60)
  }

  // MARK: 5.3 Log replication

  /// A proposal is appended and sent to all, with index and term of the entry before.
  func testAppends() throws {
    var leader = try member(.leader)
    for from in [2, 3] as [MemberID] { leader.ack(from, 1) }
    try leader.node.propose(Array("x".utf8))
    let appends = leader.work()
    let entry = Entry(term: 1, index: 2, data: Array("x".utf8))
    XCTAssertEqual(
      appends,
      [2, 3].map {
        Message(
          .append, to: $0, from: 1, term: 1, logTerm: 1, index: 1, entries: [entry], commit: 1)
      })
  }

  /// An entry that a majority holds is committed and applied.
  func testCommit() throws {
    for (count, acks, isCommitted) in [
      (1, 0, true), (3, 0, false), (3, 1, true), (5, 1, false), (5, 2, true), (5, 4, true),
    ] {
      let voters = (1...count).map { MemberID(UInt64($0)) }
      var leader = try member(.leader, voters: voters)
      for from in voters.dropFirst() { leader.ack(from, 1) }
      try leader.node.propose([1])
      leader.work()
      for from in voters.dropFirst().prefix(acks) { leader.ack(from, 2) }
      XCTAssertEqual(leader.node.applied, isCommitted ? 2 : 1, "\(acks) of \(count)")
    }
  }

  /// With an entry all before it are committed, whoever wrote them.
  func testPrecedingEntriesCommitToo() throws {
    for logTerms in [[], [2], [1, 2], [1]] as [[Term]] {
      var leader = try SoloMember(hardState: HardState(term: 2), logTerms: logTerms)
      leader.becomeLeader()
      let last = leader.node.lastIndex
      XCTAssertEqual(leader.node.commit, 0)
      leader.ack(2, last)
      XCTAssertEqual(leader.node.commit, last)
      XCTAssertEqual(leader.node.applied, last)
    }
  }

  /// Followers hear of the leader's commit index, and apply in log order what they hold of it.
  func testFollowersCommit() throws {
    for commit in [0, 1, 2, 3, 9] as [LogIndex] {
      var follower = try SoloMember()
      follower.step(
        Message(
          .append, to: 1, from: 2, term: 1, entries: entries(terms: [1, 1, 1]), commit: commit))
      XCTAssertEqual(follower.node.commit, min(commit, 3))
      XCTAssertEqual(follower.node.applied, min(commit, 3))
    }
  }

  /// A follower refuses entries whose predecessor it does not hold.
  func testFollowersCheckThePreviousEntry() throws {
    let rows: [(term: Term, index: LogIndex, isTaken: Bool)] = [
      (0, 0, true), (1, 1, true), (2, 2, true), (1, 2, false), (2, 3, false), (3, 3, false),
    ]
    for row in rows {
      var follower = try SoloMember(hardState: HardState(term: 2), logTerms: [1, 2])
      let answer = follower.step(
        Message(
          .append, to: 1, from: 2, term: 2, logTerm: row.term, index: row.index))
      XCTAssertEqual(answer.map(\.reject), [!row.isTaken], "\(row.term)/\(row.index)")
    }
  }

  /// Entries that contradict the leader's give way to them.
  func testConflictsAreOverwritten() throws {
    let rows: [(previous: EntryID, terms: [Term], log: [Term])] = [
      (EntryID(term: 2, index: 2), [3], [1, 2, 3]),
      (EntryID(term: 1, index: 1), [3, 4], [1, 3, 4]),
      (EntryID(term: 0, index: 0), [1], [1, 2]),
      (EntryID(term: 0, index: 0), [3], [3]),
    ]
    for row in rows {
      var follower = try SoloMember(hardState: HardState(term: 4), logTerms: [1, 2])
      follower.step(
        Message(
          .append, to: 1, from: 2, term: 4, logTerm: row.previous.term,
          index: row.previous.index,
          entries: entries(from: row.previous.index + 1, terms: row.terms)))
      XCTAssertEqual(terms(of: follower.node.storage), row.log)
    }
  }

  /// Whatever a follower lacks or has too much, the leader's log wins: the six followers of
  /// figure 7.
  func testFigure7() {
    let leader: [Term] = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6]
    let followers: [[Term]] = [
      [1, 1, 1, 4, 4, 5, 5, 6, 6],
      [1, 1, 1, 4],
      [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
      [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
      [1, 1, 1, 4, 4, 4, 4],
      [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
    ]
    for follower in followers {
      func storage(_ terms: [Term]) -> MemoryStorage {
        MemoryStorage(
          hardState: HardState(term: 7),
          snapshot: Snapshot(confState: ConfState(voters: [1, 2, 3])),
          entries: entries(terms: terms))
      }
      // The third member has nothing and votes for the leader, whom the follower may not vote for.
      var group = Group(3, storages: [1: storage(leader), 2: storage(follower), 3: storage([])])
      group.elect(1)
      XCTAssertEqual(terms(of: group[2].storage), leader + [8], "\(follower)")
    }
  }

  // MARK: 5.4 Safety

  /// Candidates say where their logs end.
  func testRequestsSayWhereTheLogEnds() throws {
    for logTerms in [[2], [1, 2], [1, 1, 3]] as [[Term]] {
      var member = try SoloMember(hardState: HardState(term: 3), logTerms: logTerms)
      member.node.campaign()
      for request in member.work() {
        XCTAssertEqual(request.index, LogIndex(UInt64(logTerms.count)))
        XCTAssertEqual(request.logTerm, logTerms.last)
      }
    }
  }

  /// Nobody votes for a log that ends earlier than its own.
  func testVotersCompareLogs() throws {
    let rows: [(ours: [Term], theirs: EntryID, isGranted: Bool)] = [
      ([1], EntryID(term: 1, index: 1), true), ([1], EntryID(term: 1, index: 2), true),
      ([1, 1], EntryID(term: 1, index: 1), false), ([1], EntryID(term: 2, index: 1), true),
      ([1, 1], EntryID(term: 2, index: 1), true), ([2], EntryID(term: 1, index: 2), false),
    ]
    for row in rows {
      var member = try SoloMember(hardState: HardState(term: 2), logTerms: row.ours)
      let answer = member.step(
        Message(
          .vote, to: 1, from: 2, term: 3, logTerm: row.theirs.term, index: row.theirs.index))
      XCTAssertEqual(answer.map(\.reject), [!row.isGranted])
    }
  }

  /// Copies are counted only for entries of the leader's own term.
  func testOnlyCurrentTermsAreCounted() throws {
    for (acked, commit) in [(1, 0), (2, 0), (3, 3)] as [(LogIndex, LogIndex)] {
      var leader = try SoloMember(hardState: HardState(term: 2), logTerms: [1, 2])
      leader.becomeLeader()
      leader.ack(2, acked)
      XCTAssertEqual(leader.node.commit, commit)
    }
  }
}
