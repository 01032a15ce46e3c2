import KeyValue
import RaftCore
import SimKernel

extension Member {
  /// Asks for a read index if reads wait and no round is under way.
  mutating func beginReadRound(at now: SimTime, books: inout GroupBooks) {
    guard reads.begin(at: now) else { return }
    askReadIndex(at: now, books: &books)
  }

  /// Asks again when the round under way has been silent for etcd's 500 ms.
  mutating func retryReadIfDue(at now: SimTime, books: inout GroupBooks) {
    guard reads.isUnderway, now >= reads.retryAt else { return }
    reads.retryAt = now + ReadRounds.retryAfter
    askReadIndex(at: now, books: &books)
  }

  /// The instant asked for by `readRetry` came.
  public mutating func retryRead(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    retryReadIfDue(at: now, books: &books)
    runLoop(at: now, books: &books, output: &output)
  }

  private mutating func askReadIndex(at now: SimTime, books: inout GroupBooks) {
    let context = readContext
    if node.isLeader { books.reads.reachedLeader(context, at: now) }
    node.readIndex(context: context)
    if keepsNotes { note(.request(Message(.readIndex, entries: [Entry(data: context)]))) }
  }

  private var readContext: [UInt8] {
    ReadRounds.context(round: reads.round, member: id, incarnation: incarnation)
  }

  /// Matches the Ready's read states with the round under way.
  mutating func takeReadStates(at now: SimTime, books: inout GroupBooks) {
    guard reads.isUnderway else { return }
    let context = readContext
    for state in ready.readStates where state.context == context && reads.isUnderway {
      if node.isLeader {
        books.reads.confirmed(
          context, by: lastHeartbeatAnswer.from, at: lastHeartbeatAnswer.at)
      }
      var trace = ReadTrace()
      trace.roundStarted = reads.started
      trace.indexKnown = now
      let entry = books.reads.take(context)
      trace.atLeader = min(max(entry?.atLeader ?? reads.started, reads.started), now)
      trace.confirmed = min(max(entry?.confirmed ?? now, trace.atLeader), now)
      trace.decider = entry?.decider ?? .none
      reads.unapplied.append((state.index, reads.current, trace))
      reads.current.removeAll(keepingCapacity: true)
      reads.isUnderway = false
    }
  }

  /// Answers the reads whose index is applied.
  mutating func serveAppliedReads(output: inout MemberOutput) {
    while let first = reads.unapplied.first, first.index <= appliedIndex {
      for waiting in first.reads {
        var trace = first.trace
        trace.queued = waiting.queued
        output.reads.append(MemberOutput.ServedRead(request: waiting.request, trace: trace))
      }
      reads.unapplied.removeFirst()
    }
  }
}
