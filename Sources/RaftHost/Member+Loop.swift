import KeyValue
import RaftCore
import SimKernel

extension Member {
  /// The fsync begun earlier in this life completed.
  public mutating func syncCompleted(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    guard isPersisting else { return }
    finishReady(at: now, books: &books, output: &output)
    runLoop(at: now, books: &books, output: &output)
  }

  /// Takes Readies until there is none, or one waits for the disk.
  mutating func runLoop(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    while !isPersisting {
      noteRole(in: &output)
      releaseLeaderless(at: now, books: &books, output: &output)
      beginReadRound(at: now, books: &books)
      guard node.hasReady, node.takeReady(into: &ready) else { break }
      if keepsNotes { note(.takeReady(ready)) }
      startReady(at: now, books: &books, output: &output)
    }
    output.readRetry = reads.isUnderway ? reads.retryAt : nil
  }

  private mutating func startReady(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    if !ready.readStates.isEmpty { takeReadStates(at: now, books: &books) }
    if ready.snapshot == nil, !ready.committedEntries.isEmpty {
      apply(ready.committedEntries, output: &output)
    }
    serveAppliedReads(output: &output)
    ledAtReady = node.isLeader
    if ledAtReady { send(at: now, books: &books, output: &output) }
    isPersisting = true
    if ready.mustSync || ready.snapshot != nil {
      output.sync = disk.nextSync()
      if output.sync == .zero { output.sync = nil }
    }
    if output.sync == nil { finishReady(at: now, books: &books, output: &output) }
  }

  /// The Ready is durable: the storage has it, a follower's answers go, the node moves on.
  private mutating func finishReady(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    isPersisting = false
    persist()
    if ready.snapshot != nil {
      installState()
      if !ready.committedEntries.isEmpty { apply(ready.committedEntries, output: &output) }
      serveAppliedReads(output: &output)
    }
    if !ledAtReady { send(at: now, books: &books, output: &output) }
    let commit = node.commit
    node.advance()
    if keepsNotes { note(.finishReady) }
    var way = AppendTrace()
    way.sent = now
    way.received = now
    way.acknowledged = now
    noteCommit(since: commit, decider: id, way: way, at: now, books: &books)
    compactLogIfDue()
  }

  private mutating func persist() {
    do throws(StorageError) {
      try node.store(
        hardState: ready.hardState, entries: ready.entries, snapshot: ready.snapshot)
    } catch {
      preconditionFailure("member \(id.rawValue) cannot persist its Ready: \(error)")
    }
  }

  private mutating func send(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    for message in ready.messages { send(message, at: now, books: &books, output: &output) }
    for message in ready.messagesAfterPersist {
      send(message, at: now, books: &books, output: &output)
    }
  }

  private mutating func send(
    _ message: Message, at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    var way = AppendTrace()
    var state: StateSnapshot?
    switch message.type {
    case .appendResponse where !message.reject:
      way = appends.take(upTo: message.index, at: now)
    case .readIndexResponse:
      if let context = message.entries.first?.data {
        books.reads.confirmed(context, by: lastHeartbeatAnswer.from, at: lastHeartbeatAnswer.at)
      }
    case .snapshot: state = StateSnapshot(store: store.withoutHistory(), applied: appliedIndex)
    default: break
    }
    output.messages.append(MemberOutput.Outgoing(message: message, way: way, state: state))
    // The transport tells Raft that a snapshot went out; the simulated link does not fail halfway.
    if message.type == .snapshot {
      node.reportSnapshot(to: message.to, succeeded: true)
      if keepsNotes { note(.request(Message(.snapshotStatus, from: message.to))) }
    }
  }

  private mutating func noteRole(in output: inout MemberOutput) {
    let role = node.role
    guard role != lastRole else { return }
    switch role {
    case .leader: output.roleChanges.append(.leader(node.term))
    case .preCandidate: output.roleChanges.append(.preCandidate(node.term))
    case .candidate: output.roleChanges.append(.candidate(node.term))
    case .follower:
      if lastRole == .leader { output.roleChanges.append(.steppedDown) }
    }
    lastRole = role
  }

  /// Proposes what waited for a leader to be known.
  private mutating func releaseLeaderless(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    guard !leaderless.isEmpty, node.lead != .none else { return }
    for (request, entry, since) in leaderless where now - since < options.requestTimeout {
      propose(entry, request: request, at: now, books: &books, output: &output)
    }
    leaderless.removeAll(keepingCapacity: true)
  }
}
