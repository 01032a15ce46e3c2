import KeyValue
import RaftCore
import SimKernel

extension Member {
  /// The fsync begun earlier in this life completed.
  public mutating func syncCompleted(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    guard phase == .persisting else { return }
    finishReady(at: now, books: &books, output: &output)
    runLoop(at: now, books: &books, output: &output)
  }

  /// Takes Readies until there is none, or one waits for the disk.
  mutating func runLoop(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    while phase == .idle {
      noteRole(in: &output)
      releaseLeaderless(at: now, books: &books, output: &output)
      if !revokes.waiting.isEmpty { proposeRevokes(at: now, books: &books, output: &output) }
      publishIfDue(at: now, books: &books)
      beginReadRound(at: now, books: &books)
      guard node.hasReady, node.takeReady(into: &ready) else { break }
      if keepsNotes { noteReady() }
      startReady(at: now, books: &books, output: &output)
    }
    if let fault = node.fault { fail("\(fault)") }
    output.readRetry = reads.nextTimer
  }

  @inline(__always) private mutating func startReady(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    if let told = ready.softState { noteLeader(told.lead, output: &output) }
    if !ready.readStates.isEmpty { takeReadStates(at: now, books: &books) }
    if ready.snapshot == nil, !ready.committedEntries.isEmpty, !options.asyncStorageWrites {
      enqueue(ready.committedEntries, at: now, output: &output)
    }
    serveAppliedReads(output: &output)
    beginReadRound(at: now, books: &books)
    askAgainAfterFirstCommit(at: now, books: &books)
    if options.asyncStorageWrites {
      return startAsyncReady(at: now, books: &books, output: &output)
    }
    ledAtReady = node.isLeader
    if ledAtReady { send(at: now, books: &books, output: &output) }
    if !options.mutations.isEmpty, !ledAtReady {
      sendTooEarly(at: now, books: &books, output: &output)
    }
    phase = .persisting
    if ready.mustSync || ready.snapshot != nil {
      output.sync = disk.nextSync()
      if output.sync == .zero { output.sync = nil }
    }
    if output.sync == nil { finishReady(at: now, books: &books, output: &output) }
  }

  /// The Ready is durable: the storage has it, and a snapshot's state is put in place.
  private mutating func finishReady(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    persist()
    if phase == .failed { return }
    if let snapshot = ready.snapshot {
      acceptState(of: snapshot, at: now, output: &output)
      if phase == .failed { return }
      enqueue(ready.committedEntries, at: now, output: &output)
      serveAppliedReads(output: &output)
    }
    if hasQueuedConfChange, !ledAtReady || handedJointChange {
      phase = .awaitingApply
      if keepsNotes { note(.storeReady) }
      return
    }
    concludeReady(at: now, books: &books, output: &output)
  }

  /// A follower's answers go, and the node moves on.
  mutating func concludeReady(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    phase = .idle
    if !ledAtReady { send(at: now, books: &books, output: &output) }
    let commit = node.commit
    node.advance()
    if keepsNotes { noteFinished() }
    var way = AppendTrace()
    way.sent = now
    way.received = now
    way.acknowledged = now
    noteCommit(since: commit, decider: id, way: way, at: now, books: &books)
    afterApplying(at: now, output: &output)
  }

  private mutating func persist() {
    do throws(StorageError) {
      try node.store(
        hardState: ready.hardState, entries: ready.entries, snapshot: ready.snapshot)
    } catch {
      fail("cannot persist its Ready: \(error)")
    }
  }

  /// Sends the answers that a planted fault does not hold back until they are true.
  private mutating func sendTooEarly(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    let mutations = options.mutations
    func isEarly(_ message: Message) -> Bool {
      switch message.type {
      case .appendResponse: mutations.contains(.ackBeforeSync)
      case .voteResponse: mutations.contains(.voteBeforeSync)
      default: false
      }
    }
    for message in ready.messagesAfterPersist where isEarly(message) {
      send(message, at: now, books: &books, output: &output)
    }
    ready.messagesAfterPersist.removeAll(where: isEarly)
  }

  mutating func fail(_ reason: String) {
    failure = failure ?? reason
    phase = .failed
  }

  private mutating func send(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    for message in ready.messages { send(message, at: now, books: &books, output: &output) }
    for message in ready.messagesAfterPersist {
      send(message, at: now, books: &books, output: &output)
    }
  }

  mutating func send(
    _ message: Message, at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    if roster.isRemoved(message.to) {
      if keepsNotes { noteDiscarded(message) }
      return
    }
    var way = AppendTrace()
    switch message.type {
    case .appendResponse where !message.reject:
      way = appends.take(upTo: message.index, at: now)
    case .readIndexResponse:
      if let context = message.entries.first?.data {
        books.reads.confirmed(context, by: lastHeartbeatAnswer.from, at: lastHeartbeatAnswer.at)
      }
    case .snapshot:
      snapshotsWanted.append(message)
      return releaseSnapshots(output: &output)
    default: break
    }
    output.messages.append(MemberOutput.Outgoing(message: message, way: way, state: nil))
  }

  /// The leader known here changed: a read round that waits for an answer fails (etcd raft.go and
  /// v3_server.go, leaderChangedNotifier).
  private mutating func noteLeader(_ lead: MemberID, output: inout MemberOutput) {
    let isNew = lead != .none && lead != toldLeader
    toldLeader = lead
    if isNew { failReadRound(.leaderChanged, output: &output) }
  }

  private mutating func noteRole(in output: inout MemberOutput) {
    let role = node.role
    guard role != lastRole else { return }
    // While its disk was busy it may have stepped down and campaigned again.
    if lastRole == .leader {
      output.roleChanges.append(.steppedDown)
      demoteLessor(output: &output)
    }
    switch role {
    case .leader: output.roleChanges.append(.leader(node.term))
    case .preCandidate: output.roleChanges.append(.preCandidate(node.term))
    case .candidate: output.roleChanges.append(.candidate(node.term))
    case .follower: break
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
