// Changes of role.

extension Raft {
  /// Begins a term, or a new role in the same one.
  mutating func reset(_ term: Term) {
    if self.term != term {
      self.term = term
      vote = .none
    }
    lead = .none
    electionElapsed = 0
    heartbeatElapsed = 0
    drawElectionTimeout()
    leadTransferee = .none
    votes.removeAll()
    let last = log.lastIndex
    for slot in members.progress.slots {
      let match = members.progress[slot].id == id ? last : 0
      members.progress[slot].reset(match: match, last: last)
    }
    pendingConfIndex = 0
    uncommittedSize = 0
    reads.reset()
    contextReads.reset()
  }

  private mutating func drawElectionTimeout() {
    electionTimeout = options.electionTimeouts.ticks(
      draw: timeoutDraws, electionTick: options.electionTick)
    timeoutDraws += 1
  }

  mutating func becomeFollower(_ term: Term, lead: MemberID) {
    reset(term)
    self.lead = lead
    role = .follower
    journal.note(.became(.follower, term))
  }

  mutating func becomeCandidate() {
    if role == .leader { return journal.fail(.roleChange(from: role, to: .candidate)) }
    reset(term + 1)
    vote = id
    role = .candidate
    journal.note(.became(.candidate, term))
  }

  /// Asks around before the term is raised; nothing else changes (thesis §9.6).
  mutating func becomePreCandidate() {
    if role == .leader { return journal.fail(.roleChange(from: role, to: .preCandidate)) }
    votes.removeAll()
    if !options.mutations.contains(.preCandidateKeepsLead) { lead = .none }
    role = .preCandidate
    journal.note(.became(.preCandidate, term))
  }

  /// Takes over. The empty entry lets entries of earlier terms commit (Raft §5.4.2, §8).
  mutating func becomeLeader() {
    if role == .follower { return journal.fail(.roleChange(from: role, to: .leader)) }
    reset(term)
    lead = id
    role = .leader
    if let slot = members.progress.slot(of: id) {
      members.progress[slot].becomeReplicate()
      members.progress[slot].isRecentlyActive = true
    }
    // The new leader does not know whether a change is among its uncommitted entries.
    pendingConfIndex = options.mutations.contains(.noConfChangeBarrier) ? 0 : log.lastIndex
    var empty = options.mutations.contains(.skipEmptyEntry) ? [] : [Entry()]
    _ = append(&empty)
    journal.note(.became(.leader, term))
  }
}

// MARK: - Ticks

extension Raft {
  mutating func tick() {
    if role == .leader { tickLeader() } else { tickElection() }
  }

  private mutating func tickElection() {
    electionElapsed += 1
    guard electionElapsed >= electionTimeout, isPromotable else { return }
    electionElapsed = 0
    hup(options.preVote ? .preElection : .election)
  }

  private mutating func tickLeader() {
    heartbeatElapsed += 1
    electionElapsed += 1
    if electionElapsed >= options.electionTick {
      electionElapsed = 0
      if options.checkQuorum { checkQuorum() }
      // A transfer that takes longer than an election is given up (Raft thesis §3.10).
      if role == .leader { leadTransferee = .none }
    }
    guard role == .leader, heartbeatElapsed >= options.heartbeatTick else { return }
    heartbeatElapsed = 0
    broadcastHeartbeat()
  }
}
