import RaftCore
import SimKernel

// The loop of a host whose disk and state machine are threads of their own, which Raft sends
// messages to (etcd raft doc.go, "Usage with Asynchronous Storage Writes"; thesis §10.2.1). etcd's
// server has no such loop yet; it is here for checking the core.
extension Member {
  /// Sends what the Ready holds, the appends and applies to their threads.
  mutating func startAsyncReady(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    for message in ready.messages {
      switch message.to {
      case .appendThread:
        appending.append(message)
        output.appends.append(message)
      case .applyThread:
        applying.append(message)
        enqueue(message.entries, at: now, output: &output)
      default: send(message, at: now, books: &books, output: &output)
      }
    }
    answerApplied(at: now, books: &books, output: &output)
    serveAppliedReads(output: &output)
  }

  /// The append that was asked for first, of those that were not completed, is durable.
  public mutating func appendCompleted(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    guard !appending.isEmpty, phase == .idle else { return }
    let message = appending.removeFirst()
    let state = HardState(term: message.term, vote: message.vote, commit: message.commit)
    do throws(StorageError) {
      try node.store(
        hardState: state.isEmpty ? nil : state, entries: message.entries,
        snapshot: message.snapshot)
    } catch {
      return fail("cannot persist an append: \(error)")
    }
    if let snapshot = message.snapshot { acceptState(of: snapshot, at: now, output: &output) }
    answer(message.responses, at: now, books: &books, output: &output)
    afterApplying(at: now, output: &output)
    runLoop(at: now, books: &books, output: &output)
  }

  /// Tells Raft of all that the state machine has applied.
  mutating func answerApplied(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    while let first = applying.first, let last = first.entries.last, last.index <= replayedIndex {
      applying.removeFirst()
      answer(first.responses, at: now, books: &books, output: &output)
    }
  }

  private mutating func answer(
    _ responses: [Message], at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    let commit = node.commit
    for response in responses {
      if response.to == id {
        try? node.step(response)
      } else {
        send(response, at: now, books: &books, output: &output)
      }
    }
    var way = AppendTrace()
    way.sent = now
    way.received = now
    way.acknowledged = now
    noteCommit(since: commit, decider: id, way: way, at: now, books: &books)
  }
}
