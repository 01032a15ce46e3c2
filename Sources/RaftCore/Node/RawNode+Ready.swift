// Work out of the core, and the word that it is done.

/// What a member steps when a `Ready` is dealt with.
struct PendingAdvance: Equatable, Sendable {
  var isPending = false
  var messagesToSelf: [Message] = []
  /// The write, if there was one.
  var stored: Message?
  var applied: LogIndex?
  var appliedSize: UInt64 = 0
  var appliedPayload: UInt64 = 0
}

extension RawNode {
  /// Whether `takeReady(into:)` would give work.
  public var hasReady: Bool {
    if fault != nil { return false }
    if !raft.messages.isEmpty || !raft.messagesAfterAppend.isEmpty { return true }
    if !raft.messagesToSelf.isEmpty || raft.log.unstable.hasNextEntries { return true }
    if raft.softState != previousSoftState || raft.hardState != previousHardState { return true }
    if raft.log.unstable.snapshot != nil, !raft.log.unstable.isSnapshotInProgress { return true }
    return raft.log.hasNextCommitted(allowUnstable: !isAsync) || !raft.readStates.isEmpty
  }

  /// Moves the work gathered so far into `ready`, whose buffers are reused. False if there is none.
  /// Without asynchronous storage writes, the one before must be advanced.
  public mutating func takeReady(into ready: inout Ready) -> Bool {
    ready.removeAll()
    guard hasReady else { return false }
    if pending.isPending {
      raft.journal.fail(.readyNotAdvanced)
      return false
    }
    fill(&ready)
    if fault != nil {
      ready.removeAll()
      return false
    }
    if isAsync { addStorageMessages(to: &ready) } else { holdBack(for: ready) }
    accept(ready)
    return true
  }

  /// Tells that the last `Ready` is durable and its committed entries are applied. Not with
  /// asynchronous storage writes, whose answers are messages.
  public mutating func advance() {
    precondition(!isAsync, "advance with asynchronous storage writes")
    guard pending.isPending, fault == nil else { return }
    pending.isPending = false
    for position in pending.messagesToSelf.indices {
      try? raft.step(pending.messagesToSelf[position])
    }
    pending.messagesToSelf.removeAll(keepingCapacity: true)
    if let stored = pending.stored {
      try? raft.step(stored)
      pending.stored = nil
    }
    if let applied = pending.applied {
      raft.applied(applied, size: pending.appliedSize, payload: pending.appliedPayload)
      pending.applied = nil
    }
  }

  private var isAsync: Bool { raft.options.asyncStorageWrites }

  private mutating func fill(_ ready: inout Ready) {
    if raft.softState != previousSoftState { ready.softState = raft.softState }
    let hardState = raft.hardState
    if hardState != previousHardState {
      ready.hardState = hardState
      ready.mustSync =
        hardState.vote != previousHardState.vote || hardState.term != previousHardState.term
    }
    if raft.log.unstable.hasNextEntries {
      ready.entries.append(contentsOf: raft.log.unstable.nextEntries)
      ready.mustSync = true
    }
    ready.snapshot = raft.log.unstable.nextSnapshot
    raft.log.readNextCommitted(
      allowUnstable: !isAsync, into: &ready.committedEntries, &raft.journal)
    swap(&ready.readStates, &raft.readStates)
    swap(&ready.messages, &raft.messages)
    swap(&ready.messagesAfterPersist, &raft.messagesAfterAppend)
  }

  /// Keeps what the member tells itself until `advance()`.
  private mutating func holdBack(for ready: Ready) {
    pending.isPending = true
    swap(&pending.messagesToSelf, &raft.messagesToSelf)
    pending.stored = storedMessage(for: ready)
    if let last = ready.committedEntries.last {
      pending.applied = last.index
      pending.appliedSize = ready.committedEntries.encodedSize
      pending.appliedPayload = ready.committedEntries.payloadSize
    }
  }

  /// What is stepped after the write: that the whole log up to its present end is durable, not only
  /// the entries written now. Together with the term, this keeps the ack of an old write from
  /// vouching for an entry that was replaced and then written again (etcd raft rawnode.go,
  /// newStorageAppendRespMsg).
  private func storedMessage(for ready: Ready) -> Message? {
    let hasUnstable = !raft.log.unstable.entries.isEmpty
    guard hasUnstable || ready.snapshot != nil else { return nil }
    let last = hasUnstable ? raft.log.last : EntryID(term: 0, index: 0)
    return Message(
      .storageAppendResponse, to: id, from: .appendThread, term: raft.term, logTerm: last.term,
      index: last.index, snapshot: ready.snapshot)
  }

  private mutating func addStorageMessages(to ready: inout Ready) {
    if !ready.entries.isEmpty || ready.hardState != nil || ready.snapshot != nil
      || !ready.messagesAfterPersist.isEmpty
    {
      var append = Message(
        .storageAppend, to: .appendThread, from: id, entries: ready.entries,
        snapshot: ready.snapshot, responses: ready.messagesAfterPersist)
      if let hardState = ready.hardState {
        append.term = hardState.term
        append.vote = hardState.vote
        append.commit = hardState.commit
      }
      if let stored = storedMessage(for: ready) { append.responses.append(stored) }
      ready.messagesAfterPersist.removeAll()
      ready.messages.append(append)
    }
    if !ready.committedEntries.isEmpty {
      let applied = Message(
        .storageApplyResponse, to: id, from: .applyThread, entries: ready.committedEntries)
      ready.messages.append(
        Message(
          .storageApply, to: .applyThread, from: id, entries: ready.committedEntries,
          responses: [applied]))
    }
  }

  /// Notes what was handed out (etcd raft rawnode.go, acceptReady).
  private mutating func accept(_ ready: Ready) {
    if let softState = ready.softState { previousSoftState = softState }
    if let hardState = ready.hardState { previousHardState = hardState }
    raft.log.unstable.acceptInProgress()
    if let last = ready.committedEntries.last {
      raft.log.acceptApplying(
        last.index, size: ready.committedEntries.encodedSize, allowUnstable: !isAsync)
    }
  }
}
