// Elections, from the side of the one who wants to be elected.

/// Why a member campaigns.
enum Campaign: Sendable {
  /// To learn whether it would win (thesis §9.6).
  case preElection
  case election
  /// Because the leader asked it to (thesis §3.10).
  case transfer
}

extension Raft {
  /// Campaigns unless it must not (etcd raft.go, hup).
  mutating func hup(_ campaign: Campaign) {
    if role == .leader { return journal.note(.election(.alreadyLeader)) }
    if !isPromotable { return journal.note(.election(.unpromotable)) }
    // Who would be voting is not settled before the change is applied.
    if hasUnappliedConfChange(campaign) { return journal.note(.election(.confChangePending(term))) }
    journal.note(.election(.started(term)))
    self.campaign(campaign)
  }

  private mutating func hasUnappliedConfChange(_ campaign: Campaign) -> Bool {
    if options.mutations.contains(.campaignUnapplied) { return false }
    if options.mutations.contains(.campaignUnappliedOnTransfer), campaign == .transfer {
      return false
    }
    let (first, last) = (log.applied + 1, log.committed)
    if first > last { return false }
    do throws(StorageError) {
      return try log.hasConfChange(in: first..<last + 1)
    } catch {
      journal.fail(.unreadableLog(first: first, last: last, error))
      return true
    }
  }

  /// Asks all voters; its own vote counts when it is durable.
  private mutating func campaign(_ campaign: Campaign) {
    if !isPromotable { journal.note(.election(.campaignedUnpromotable)) }
    let isPre = campaign == .preElection
    if isPre { becomePreCandidate() } else { becomeCandidate() }
    let asked = isPre ? term + 1 : term
    let last = log.last
    for voter in members.configuration.voters.all.members {
      if voter == id {
        send(Message(isPre ? .preVoteResponse : .voteResponse, to: id, term: asked))
        continue
      }
      let type: MessageType = isPre ? .preVote : .vote
      journal.note(.election(.voteRequested(last: last, type: type, to: voter, term: term)))
      send(
        Message(
          type, to: voter, term: asked, logTerm: last.term, index: last.index,
          context: campaign == .transfer ? .campaignTransfer : .none))
    }
  }

  /// What a candidate or pre-candidate does (etcd raft.go, stepCandidate).
  mutating func stepCandidate(_ message: Message) throws(StepError) {
    switch message.type {
    case .propose:
      try dropProposalWithoutLeader()
    case .append, .heartbeat, .snapshot:
      // Somebody else won this term.
      becomeFollower(message.term, lead: message.from)
      try stepFollower(message)
    case .voteResponse where role == .candidate, .preVoteResponse where role == .preCandidate:
      count(message)
    case .timeoutNow:
      journal.note(
        .election(.candidateIgnoredTimeoutNow(term: term, role: role, from: message.from)))
    default:
      break
    }
  }

  /// Whom an answer counts for.
  private func voter(of answer: Message) -> MemberID {
    if options.mutations.contains(.countDuplicateVotes), votes.vote(of: answer.from) != nil {
      let voters = members.configuration.voters.all.members
      return voters.first { votes.vote(of: $0) == nil } ?? answer.from
    }
    return answer.from
  }

  private mutating func count(_ answer: Message) {
    if answer.reject {
      journal.note(.election(.refusalReceived(type: answer.type, from: answer.from, term: term)))
    } else {
      journal.note(.election(.voteReceived(type: answer.type, from: answer.from, term: term)))
    }
    votes.record(!answer.reject, from: voter(of: answer))
    if journal.isRecording {
      let (granted, refused) = votes.counts(among: members.progress)
      journal.note(.election(.votesCounted(granted: granted, type: answer.type, refused: refused)))
    }
    switch result(of: votes, for: .elect) {
    case .won where role == .preCandidate:
      campaign(.election)
    case .won:
      becomeLeader()
      broadcastAppend()
    case .lost:
      // For a pre-candidate the term was never raised.
      becomeFollower(term, lead: .none)
    case .pending:
      break
    }
  }
}
