import KeyValue
import RaftCore
import SimKernel

extension Member {
  /// A peer's message arrived; `sent` is when it left there, `way` the append it answers.
  public mutating func receive(
    _ message: Message, sent: SimTime, way: AppendTrace, state: StateSnapshot?, at now: SimTime,
    books: inout GroupBooks, output: inout MemberOutput
  ) {
    // etcd answers 410 Gone and Raft never sees it (rafthttp; server.go, Process).
    if roster.isRemoved(message.from) {
      output.strangers.append(message.from)
      if keepsNotes { noteDiscarded(message) }
      return
    }
    let last = node.lastIndex
    let commit = node.commit
    switch message.type {
    case .append where !message.entries.isEmpty:
      appends.note(
        last: message.index + UInt64(message.entries.count), sent: sent, received: now)
    case .heartbeatResponse: lastHeartbeatAnswer = (message.from, now)
    case .readIndex where node.isLeader:
      if let context = message.entries.first?.data { books.reads.reachedLeader(context, at: now) }
    case .snapshot: keep(state)
    default: break
    }
    do throws(StepError) {
      try node.step(message)
    } catch {
      // A dropped forwarded proposal or a removed peer's answer: etcd logs and goes on.
    }
    if keepsNotes { noteReceived(message) }
    if node.isLeader {
      if let range = proposalRange(after: last) {
        books.commits.proposed(range, by: id, commit: commit, at: now)
      }
      noteCommit(since: commit, decider: message.from, way: way, at: now, books: &books)
    }
    runLoop(at: now, books: &books, output: &output)
  }

  /// Notes the entries that this leader committed since `commit`.
  func noteCommit(
    since commit: LogIndex, decider: MemberID, way: AppendTrace, at now: SimTime,
    books: inout GroupBooks
  ) {
    guard node.isLeader, node.commit > commit else { return }
    books.commits.committed(
      commit.rawValue + 1...node.commit.rawValue, by: id, decider: decider, way: way, at: now)
  }
}

/// When the appends that wait for this follower's disk left the leader and arrived.
struct AppendWays: Sendable {
  private var ways: [(last: LogIndex, sent: SimTime, received: SimTime)] = []

  mutating func note(last: LogIndex, sent: SimTime, received: SimTime) {
    if ways.count >= 1_024 { ways.removeFirst(512) }
    ways.append((last, sent, received))
  }

  /// The way of the append whose last entry is `index`, answered at `now`; older ones are dropped.
  mutating func take(upTo index: LogIndex, at now: SimTime) -> AppendTrace {
    var trace = AppendTrace()
    trace.acknowledged = now
    trace.sent = now
    trace.received = now
    var used = 0
    for way in ways {
      guard way.last <= index else { break }
      (trace.sent, trace.received) = (way.sent, way.received)
      used += 1
    }
    if used > 0 { ways.removeFirst(used) }
    return trace
  }

  mutating func removeAll() { ways.removeAll(keepingCapacity: true) }
}
