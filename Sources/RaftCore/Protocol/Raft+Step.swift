// What every role does with a message: terms and votes.

extension Raft {
  /// Meets one message (etcd raft.go, Step).
  mutating func step(_ message: Message) throws(StepError) {
    if message.term > term {
      guard meetHigherTerm(message) else { return }
    } else if message.term < term, message.term != 0, !isCountedThoughStale(message) {
      return meetLowerTerm(message)
    }
    switch message.type {
    case .hup:
      hup(options.preVote ? .preElection : .election)
    case .storageAppendResponse:
      stored(StorageAck(message))
    case .storageApplyResponse:
      guard let last = message.entries.last else { return }
      applied(
        last.index, size: message.entries.encodedSize, payload: message.entries.payloadSize)
    case .vote, .preVote:
      answerVoteRequest(message)
    default:
      switch role {
      case .follower: try stepFollower(message)
      case .candidate, .preCandidate: try stepCandidate(message)
      case .leader: try stepLeader(message)
      }
    }
  }

  /// Whether a planted fault makes an answer of an earlier term count.
  @inline(__always)
  private func isCountedThoughStale(_ message: Message) -> Bool {
    if options.mutations.isEmpty { return false }
    return switch message.type {
    case .appendResponse: options.mutations.contains(.countStaleAcks)
    case .voteResponse: options.mutations.contains(.countStaleVotes)
    default: false
    }
  }

  /// Steps down before a higher term (Raft §5.1); false if the message is to be dropped.
  private mutating func meetHigherTerm(_ message: Message) -> Bool {
    switch message.type {
    case .vote, .preVote:
      // Who hears its leader does not help to depose it (thesis §4.2.3).
      let isInLease =
        options.checkQuorum && lead != .none && electionElapsed < options.electionTick
        && !options.mutations.contains(.noVoteLease)
      if isInLease, message.context != .campaignTransfer {
        let (request, ticks) = (request(message), options.electionTick - electionElapsed)
        journal.note(.election(.voteRefusedByLease(request, remainingTicks: ticks)))
        return false
      }
      if message.type == .preVote { return true }
    case .preVoteResponse where !message.reject:
      return true
    default:
      break
    }
    journal.note(
      .term(
        .higher(
          term: term, type: message.type, from: message.from, theirs: message.term)))
    if options.mutations.contains(.leaderIgnoresHigherTerm), role == .leader {
      (term, vote) = (message.term, .none)
      return true
    }
    switch message.type {
    case .append, .heartbeat, .snapshot: becomeFollower(message.term, lead: message.from)
    default: becomeFollower(message.term, lead: .none)
    }
    return true
  }

  /// Whether members can refuse to follow higher terms, so that they may be left behind in one.
  private var protectsLeaders: Bool { options.checkQuorum || options.preVote }

  private mutating func meetLowerTerm(_ message: Message) {
    switch message.type {
    case .append where protectsLeaders, .heartbeat where protectsLeaders:
      if options.mutations.contains(.noLowTermAnswer) { return }
      // The old leader does not learn of our term otherwise, and we may be unable to win while it
      // leads: the answer makes it step down.
      send(Message(.appendResponse, to: message.from))
    case .preVote:
      let request = request(message)
      journal.note(.election(.stalePreVoteRefused(request)))
      if options.mutations.contains(.ignoreLowTermPreVote) { return }
      send(Message(.preVoteResponse, to: message.from, term: term, reject: true))
    case .storageAppendResponse:
      stored(StorageAck(message))
    default:
      journal.note(
        .term(
          .stale(
            term: term, type: message.type, from: message.from, theirs: message.term)))
    }
  }

  /// Takes note of a finished write. One that began in an earlier term says nothing about entries,
  /// which may have been replaced since.
  mutating func stored(_ ack: StorageAck) {
    if ack.last.index != 0 {
      if ack.term == term || options.mutations.contains(.storageAckWithoutTerm) {
        log.unstable.stable(to: ack.last, &journal)
      } else {
        journal.note(
          .term(
            .staleStorageResponse(
              term: term, type: .storageAppendResponse, theirs: ack.term)))
      }
    }
    if let snapshot = ack.snapshot {
      log.unstable.stableSnapshot(at: snapshot.index)
      applied(snapshot.index, size: 0, payload: 0)
    }
  }

  /// Votes if it may and the candidate's log is good enough (Raft §5.2, §5.4.1). Learners vote too:
  /// they may have been promoted without knowing.
  private mutating func answerVoteRequest(_ message: Message) {
    let isPre = message.type == .preVote
    let canVote =
      vote == message.from || (vote == .none && lead == .none)
      || (isPre && message.term > term) || options.mutations.contains(.ignoreEarlierVote)
    let request = request(message)
    let answer: MessageType = isPre ? .preVoteResponse : .voteResponse
    let isSilent = options.mutations.contains(.learnerRefusesVote) && isLearner
    if canVote, log.isUpToDate(request.theirs), !isSilent {
      journal.note(.election(.voteCast(request)))
      let usesOwnTerm = options.mutations.contains(.preVoteGrantOwnTerm) && isPre
      send(Message(answer, to: message.from, term: usesOwnTerm ? max(term, 1) : message.term))
      if !isPre {
        electionElapsed = 0
        vote = message.from
      }
    } else {
      journal.note(.election(.voteRefused(request)))
      send(Message(answer, to: message.from, term: term, reject: true))
    }
  }

  private func request(_ message: Message) -> VoteRequest {
    VoteRequest(
      type: message.type, from: message.from,
      theirs: EntryID(term: message.logTerm, index: message.index), ours: log.last, vote: vote,
      term: term)
  }
}

/// That a write is durable.
struct StorageAck: Equatable, Sendable {
  /// The member's term when the write was handed out.
  var term: Term
  /// The last entry of the log at that time; 0/0 if all was durable.
  var last: EntryID
  var snapshot: Snapshot?
}

extension StorageAck {
  init(_ message: Message) {
    term = message.term
    last = EntryID(term: message.logTerm, index: message.index)
    snapshot = message.snapshot
  }
}
