import KeyValue
import RaftCore
import SimKernel

// One loop serves all linearizable reads of a member (etcd v3_server.go, linearizableReadLoop).
extension Member {
  /// Asks for a read index if reads wait and no round is under way.
  mutating func beginReadRound(at now: SimTime, books: inout GroupBooks) {
    if options.holdsReadsOfSingleVoter, isSingleVoterBeforeItsFirstCommit { return }
    guard reads.begin(at: now, timeout: options.requestTimeout) else { return }
    askReadIndex(at: now, books: &books)
  }

  private var isSingleVoterBeforeItsFirstCommit: Bool {
    node.isLeader && node.term(at: node.commit) != node.term
      && node.configuration.confState.voters == [id]
  }

  /// Asks again when the round under way has been silent for etcd's 500 ms; gives up after the
  /// request timeout.
  mutating func retryReadIfDue(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    guard reads.phase == .asking else { return }
    if now >= reads.deadline { return failReadRound(.timedOut, output: &output) }
    if now >= reads.retryAt { askAgain(at: now, books: &books) }
  }

  /// The instant asked for by `readRetry` came.
  public mutating func retryRead(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    retryReadIfDue(at: now, books: &books, output: &output)
    runLoop(at: now, books: &books, output: &output)
  }

  /// A leader answers no read before the first commit of its term, and may have dropped those that
  /// came earlier: the question is asked again (etcd server.go, notifyAboutFirstCommitInTerm).
  mutating func askAgainAfterFirstCommit(at now: SimTime, books: inout GroupBooks) {
    guard reads.isFirstCommitNews else { return }
    reads.isFirstCommitNews = false
    if reads.phase == .asking { askAgain(at: now, books: &books) }
  }

  private mutating func askAgain(at now: SimTime, books: inout GroupBooks) {
    if !options.asksUnderOneContext { reads.question += 1 }
    reads.retryAt = now + ReadRounds.retryAfter
    askReadIndex(at: now, books: &books)
  }

  private mutating func askReadIndex(at now: SimTime, books: inout GroupBooks) {
    let context = context(of: reads.question)
    if node.isLeader { books.reads.reachedLeader(context, at: now) }
    node.readIndex(context: context)
    if keepsNotes { noteRequest(.readIndex, Entry(data: context)) }
  }

  private func context(of question: UInt64) -> [UInt8] {
    ReadRounds.context(question: question, member: id, incarnation: incarnation)
  }

  /// Fails the reads of a round that waits for its index; the next round begins afterwards.
  mutating func failReadRound(_ reason: MemberOutput.Refusal, output: inout MemberOutput) {
    guard reads.phase == .asking else { return }
    for waiting in reads.current { output.refusals.append((waiting.request, reason)) }
    reads.current.removeAll(keepingCapacity: true)
    reads.phase = .idle
  }

  /// Matches the Ready's last read state with the round under way; etcd passes on no other
  /// (server/etcdserver/raft.go, readStateC).
  mutating func takeReadStates(at now: SimTime, books: inout GroupBooks) {
    guard reads.phase == .asking, let state = ready.readStates.last else { return }
    let question = ReadRounds.question(in: state.context)
    guard question >= reads.firstQuestion, question <= reads.question,
      state.context == context(of: question)
    else { return }
    if node.isLeader {
      books.reads.confirmed(
        state.context, by: lastHeartbeatAnswer.from, at: lastHeartbeatAnswer.at)
    }
    var trace = ReadTrace()
    trace.roundStarted = reads.started
    trace.indexKnown = now
    let entry = books.reads.take(state.context)
    trace.atLeader = min(max(entry?.atLeader ?? reads.started, reads.started), now)
    trace.confirmed = min(max(entry?.confirmed ?? now, trace.atLeader), now)
    trace.decider = entry?.decider ?? .none
    reads.phase = .applying(state.index, trace)
  }

  /// Answers the round's reads when their index is applied.
  mutating func serveAppliedReads(output: inout MemberOutput) {
    guard case .applying(let index, let round) = reads.phase else { return }
    guard index <= appliedIndex || options.mutations.contains(.readBeforeApply) else { return }
    for waiting in reads.current {
      var trace = round
      trace.queued = waiting.queued
      output.reads.append(MemberOutput.ServedRead(request: waiting.request, trace: trace))
    }
    reads.current.removeAll(keepingCapacity: true)
    reads.phase = .idle
  }
}
