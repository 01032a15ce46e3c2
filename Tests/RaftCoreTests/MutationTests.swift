import RaftCore
import XCTest

/// That planted faults show: each schedule goes right without the fault and wrong with it.
final class MutationTests: XCTestCase {
  /// A schedule that answers whether the fault showed.
  private typealias Schedule = (CoreMutations) throws -> Bool

  private func check(
    _ mutation: CoreMutations, _ name: String, _ schedule: Schedule,
    file: StaticString = #filePath, line: UInt = #line
  ) rethrows {
    XCTAssertFalse(try schedule([]), "\(name): wrong without the fault", file: file, line: line)
    let shows = try schedule(mutation)
    XCTAssertTrue(shows, "\(name): the fault has no effect", file: file, line: line)
  }

  // MARK: Elections

  private func votes(
    _ mutations: CoreMutations, logTerms: [Term], candidate: EntryID, earlier: MemberID = .none
  ) throws -> Bool {
    var member = try SoloMember(
      hardState: HardState(term: 2, vote: earlier, commit: 0), logTerms: logTerms
    ) { $0.mutations = mutations }
    let sent = member.step(
      Message(
        .vote, to: 1, from: 2, term: 2, logTerm: candidate.term, index: candidate.index))
    return sent.ofType(.voteResponse).contains { !$0.reject }
  }

  func testVotes() throws {
    try check(.ignoreEarlierVote, "B02c") {
      try votes($0, logTerms: [], candidate: EntryID(term: 0, index: 0), earlier: 3)
    }
    try check(.forgetVoteOnRestart, "B02a") {
      try votes($0, logTerms: [], candidate: EntryID(term: 0, index: 0), earlier: 3)
    }
    try check(.skipUpToDateCheck, "B09") {
      try votes($0, logTerms: [1, 2], candidate: EntryID(term: 1, index: 1))
    }
    for (mutation, name) in [
      (CoreMutations.compareIndexOnly, "B09b"), (.compareIndexFirst, "B09a"),
    ] {
      try check(mutation, name) {
        try votes($0, logTerms: [2], candidate: EntryID(term: 1, index: 2))
      }
    }
  }

  func testTheTermIsForgotten() throws {
    try check(.forgetTermOnRestart, "B02a") { mutations in
      let member = try SoloMember(
        hardState: HardState(term: 5, vote: .none, commit: 0), logTerms: [1, 2]
      ) { $0.mutations = mutations }
      return member.node.term != 5
    }
  }

  func testDuplicateVotes() throws {
    try check(.countDuplicateVotes, "5") { mutations in
      var member = try SoloMember(voters: [1, 2, 3, 4, 5]) { $0.mutations = mutations }
      member.node.campaign()
      member.work()
      for _ in 0..<3 {
        member.step(Message(.voteResponse, to: 1, from: 2, term: member.node.term))
      }
      return member.node.isLeader
    }
  }

  func testVotesOfAnEarlierTerm() throws {
    try check(.countStaleVotes, "B10b") { mutations in
      var member = try SoloMember { $0.mutations = mutations }
      member.node.campaign()
      member.work()
      member.node.campaign()
      member.work()
      member.step(Message(.voteResponse, to: 1, from: 2, term: 1))
      return member.node.isLeader
    }
  }

  func testHalfIsQuorum() throws {
    try check(.halfIsQuorum, "B08c") { mutations in
      var member = try SoloMember(voters: [1, 2, 3, 4]) { $0.mutations = mutations }
      member.node.campaign()
      member.work()
      member.step(Message(.voteResponse, to: 1, from: 2, term: member.node.term))
      return member.node.isLeader
    }
  }

  func testProtection() throws {
    try check(.noVoteLease, "B21b") { mutations in
      var member = try SoloMember {
        $0.checkQuorum = true
        $0.mutations = mutations
      }
      member.step(Message(.heartbeat, to: 1, from: 2, term: 1))
      member.step(Message(.vote, to: 1, from: 3, term: 2))
      return member.node.term == 2
    }
    try check(.noLowTermAnswer, "B21a") { mutations in
      var member = try SoloMember(
        hardState: HardState(term: 3, vote: .none, commit: 0), logTerms: [1]
      ) {
        $0.checkQuorum = true
        $0.mutations = mutations
      }
      return member.step(Message(.heartbeat, to: 1, from: 2, term: 2)).isEmpty
    }
    try check(.ignoreLowTermPreVote, "B20a") { mutations in
      var member = try SoloMember(
        hardState: HardState(term: 3, vote: .none, commit: 0), logTerms: [1]
      ) { $0.mutations = mutations }
      return member.step(Message(.preVote, to: 1, from: 2, term: 2)).isEmpty
    }
    try check(.preVoteGrantOwnTerm, "B20b") { mutations in
      var member = try SoloMember { $0.mutations = mutations }
      let sent = member.step(Message(.preVote, to: 1, from: 2, term: 4))
      return sent.first?.term != 4
    }
    try check(.preCandidateKeepsLead, "B20c") { mutations in
      var member = try SoloMember {
        $0.preVote = true
        $0.mutations = mutations
      }
      member.step(Message(.heartbeat, to: 1, from: 2, term: 1))
      member.node.campaign()
      return member.node.lead != .none
    }
    try check(.noLeaderProtection, "29") { mutations in
      let member = try SoloMember {
        $0.preVote = true
        $0.checkQuorum = true
        $0.mutations = mutations
      }
      return !member.node.options.preVote
    }
    try check(.learnerRefusesVote, "B22") { mutations in
      var member = try SoloMember(id: 3, voters: [1, 2], learners: [3]) {
        $0.mutations = mutations
      }
      let sent = member.step(Message(.vote, to: 3, from: 1, term: 1))
      return sent.contains { $0.reject }
    }
  }

  func testALeaderMeetsAHigherTerm() throws {
    try check(.leaderIgnoresHigherTerm, "14") { mutations in
      var member = try SoloMember { $0.mutations = mutations }
      member.becomeLeader()
      member.step(Message(.appendResponse, to: 1, from: 2, term: 9, index: 0))
      return member.node.isLeader
    }
  }

  // MARK: Logs

  func testAppends() throws {
    try check(.truncateOnMatch, "B11") { mutations in
      var member = try SoloMember { $0.mutations = mutations }
      member.step(Message(.append, to: 1, from: 2, term: 1, entries: entries(terms: [1, 1])))
      member.step(Message(.append, to: 1, from: 2, term: 1, entries: entries(terms: [1])))
      return member.node.lastIndex == 1
    }
    try check(.ignorePreviousTerm, "10") { mutations in
      var member = try SoloMember(
        hardState: HardState(term: 2, vote: .none, commit: 0), logTerms: [1]
      ) { $0.mutations = mutations }
      member.step(
        Message(
          .append, to: 1, from: 2, term: 2, logTerm: 2, index: 1,
          entries: entries(from: 2, terms: [2])))
      return member.node.lastIndex == 2
    }
    try check(.commitBeyondMatched, "B12a") { mutations in
      var member = try SoloMember(
        hardState: HardState(term: 2, vote: .none, commit: 0), logTerms: [1, 1]
      ) { $0.mutations = mutations }
      member.step(
        Message(.append, to: 1, from: 2, term: 2, entries: entries(terms: [1]), commit: 2))
      return member.node.commit == 2
    }
    try check(.configAtAppend, "24") { mutations in
      var member = try SoloMember { $0.mutations = mutations }
      var entry = ConfChange([ConfChangeSingle(.addNode, 4)], isV1: true).entry
      (entry.term, entry.index) = (1, 1)
      member.step(Message(.append, to: 1, from: 2, term: 1, entries: [entry]))
      return member.node.configuration.voters.contains(4)
    }
  }

  func testSyncs() throws {
    func syncs(_ mutations: CoreMutations, _ message: Message) throws -> Bool {
      var member = try SoloMember { $0.mutations = mutations }
      try member.node.step(message)
      var ready = Ready()
      return member.node.takeReady(into: &ready) && ready.mustSync
    }
    try check(.voteWithoutSync, "B02a") {
      try !syncs($0, Message(.vote, to: 1, from: 2, term: 1))
    }
    let append = Message(.append, to: 1, from: 2, term: 1, entries: entries(terms: [1]))
    try check([.entriesWithoutSync, .voteWithoutSync], "B04a") { try !syncs($0, append) }
  }

  // MARK: Leaders

  func testTheLeaderCountsItselfTooEarly() throws {
    func commits(_ mutations: CoreMutations, voters: [MemberID]) throws -> Bool {
      var member = try SoloMember(voters: voters) { $0.mutations = mutations }
      member.becomeLeader()
      try member.node.propose([1])
      if voters.count > 1 {
        let last = member.node.lastIndex
        try member.node.step(Message(.appendResponse, to: 1, from: 2, term: 1, index: last))
      }
      return member.node.commit == member.node.lastIndex
    }
    try check(.leaderCountsUnsynced, "B04b") { try commits($0, voters: [1, 2, 3]) }
    try check(.singleVoterCommitsUnsynced, "B04c") { try commits($0, voters: [1]) }
  }

  func testAcknowledgements() throws {
    try check(.countStaleAcks, "B10a") { mutations in
      var member = try SoloMember(
        hardState: HardState(term: 3, vote: .none, commit: 0), logTerms: [1]
      ) { $0.mutations = mutations }
      member.becomeLeader()
      member.step(Message(.appendResponse, to: 1, from: 2, term: 2, index: 2))
      return member.node.commit == 2
    }
    try check(.commitPriorTermByCount, "B01") { mutations in
      var member = try SoloMember(
        hardState: HardState(term: 3, vote: .none, commit: 0), logTerms: [1]
      ) { $0.mutations = mutations }
      member.becomeLeader()
      member.ack(2, 1)
      return member.node.commit == 1
    }
    try check(.unsortedCommitIndex, "B08d") { mutations in
      var member = try SoloMember { $0.mutations = mutations }
      member.becomeLeader()
      member.ack(2, 1)
      try member.node.propose([1])
      member.work()
      member.ack(3, 2)
      return member.node.commit != 2
    }
    try check(.matchGoesDown, "13") { mutations in
      var member = try SoloMember { $0.mutations = mutations }
      member.becomeLeader()
      member.ack(2, 1)
      member.ack(2, 0)
      return member.node.progress(of: 2)?.match == 0
    }
    try check(.fullCommitInHeartbeats, "B12b") { mutations in
      var member = try SoloMember { $0.mutations = mutations }
      member.becomeLeader()
      member.ack(2, 1)
      member.node.tick()
      return member.work().ofType(.heartbeat).to(3).first?.commit == 1
    }
    try check(.countLearners, "B08a") { mutations in
      var member = try SoloMember(voters: [1, 2], learners: [3]) { $0.mutations = mutations }
      member.becomeLeader()
      member.ack(3, 1)
      return member.node.commit == 1
    }
    try check(.skipEmptyEntry, "skipEmptyEntry") { mutations in
      var member = try SoloMember { $0.mutations = mutations }
      member.becomeLeader()
      return member.node.lastIndex == 0
    }
  }

  func testReads() throws {
    func answers(_ mutations: CoreMutations, commits: Bool) throws -> Bool {
      var member = try SoloMember {
        $0.checkQuorum = true
        $0.mutations = mutations
      }
      member.becomeLeader()
      if commits { member.ack(2, 1) }
      member.node.readIndex(context: [1])
      member.work()
      if !commits {
        member.step(
          Message(.heartbeatResponse, to: 1, from: 2, term: 1, context: .readPosition(1)))
      }
      // Answers are in the Ready that was taken last.
      return !member.ready.readStates.isEmpty
    }
    try check(.readWithoutQuorum, "15") { try answers($0, commits: true) }
    try check(.leaseReads, "B19") { try answers($0, commits: true) }
    try check(.readBeforeTermCommit, "B17") { try answers($0, commits: false) }
  }

  func testConfigurationChanges() throws {
    func second(_ mutations: CoreMutations, isNewLeader: Bool) throws -> Bool {
      let first = ConfChange([ConfChangeSingle(.addNode, 4)], isV1: true)
      var member = try SoloMember { $0.mutations = mutations }
      if isNewLeader {
        var entry = first.entry
        (entry.term, entry.index) = (1, 1)
        member.step(Message(.append, to: 1, from: 2, term: 1, entries: [entry]))
      }
      member.becomeLeader()
      if !isNewLeader { try member.node.proposeConfChange(first) }
      member.work()
      try member.node.proposeConfChange(
        ConfChange([ConfChangeSingle(.addNode, 5)], isV1: true))
      member.work()
      return member.node.storage.entries.last?.kind.isConfChange == true
    }
    try check(.noConfChangeBarrier, "B05a") { try second($0, isNewLeader: true) }
    try check(.noPendingConfChangeCheck, "B05b") { try second($0, isNewLeader: false) }
  }
}
