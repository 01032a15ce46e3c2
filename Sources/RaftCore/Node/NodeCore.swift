/// What a member steps when a `Ready` is dealt with.
struct PendingAdvance: Equatable, Sendable {
  var isPending = false
  var messagesToSelf: [Message] = []
  /// The write, if there was one.
  var stored: StorageAck?
  var applied: LogIndex?
  var appliedSize: UInt64 = 0
  var appliedPayload: UInt64 = 0
}

/// The state machine of a member, and the account of what was handed out (etcd raft rawnode.go).
///
/// Not copyable, so that nothing copies all of it by accident.
struct NodeCore: ~Copyable, Sendable {
  var raft: Raft
  private var previousSoftState: SoftState
  private var previousHardState: HardState
  /// What `advance()` owes the state machine.
  private var pending = PendingAdvance()

  init(options: RaftOptions, storage: MemoryStorage) throws(OptionsError) {
    raft = try Raft(options: options.validated(), storage: storage)
    previousSoftState = raft.softState
    previousHardState = raft.hardState
  }

  init(copying other: borrowing NodeCore) {
    raft = other.raft
    previousSoftState = other.previousSoftState
    previousHardState = other.previousHardState
    pending = other.pending
  }

  private var isAsync: Bool { raft.options.asyncStorageWrites }

  /// Whether `takeReady(into:)` would give work.
  @inline(__always)
  var hasReady: Bool {
    if raft.journal.isFailed || pending.isPending { return false }
    if !raft.messages.isEmpty || !raft.messagesAfterAppend.isEmpty { return true }
    if !raft.messagesToSelf.isEmpty || raft.log.unstable.hasNextEntries { return true }
    if raft.softState != previousSoftState || raft.hardState != previousHardState { return true }
    if raft.log.unstable.snapshot != nil, !raft.log.unstable.isSnapshotInProgress { return true }
    return raft.log.hasNextCommitted(allowUnstable: !isAsync) || !raft.readStates.isEmpty
  }

  /// Moves the work gathered so far into `ready`; false if there is none.
  mutating func takeReady(into ready: inout Ready) -> Bool {
    if pending.isPending { raft.journal.fail(.readyNotAdvanced) }
    guard hasReady else { return false }
    ready.removeAll()
    fill(&ready)
    if raft.journal.isFailed {
      ready.removeAll()
      return false
    }
    if isAsync { addStorageMessages(to: &ready) } else { holdBack(ready) }
    accept(ready)
    return true
  }

  /// Steps what waited for the last `Ready` to be dealt with: the member's own acknowledgements,
  /// then the word that all is durable, then that it is applied.
  mutating func advance() {
    precondition(!isAsync, "advance with asynchronous storage writes")
    guard pending.isPending, !raft.journal.isFailed else { return }
    pending.isPending = false
    for position in pending.messagesToSelf.indices {
      try? raft.step(pending.messagesToSelf[position])
    }
    pending.messagesToSelf.empty()
    if let stored = pending.stored {
      raft.stored(stored)
      pending.stored = nil
    }
    if let applied = pending.applied {
      raft.applied(applied, size: pending.appliedSize, payload: pending.appliedPayload)
      pending.applied = nil
    }
  }

  private mutating func fill(_ ready: inout Ready) {
    if raft.softState != previousSoftState { ready.softState = raft.softState }
    let hardState = raft.hardState
    if hardState != previousHardState {
      ready.hardState = hardState
      ready.mustSync =
        (hardState.vote != previousHardState.vote || hardState.term != previousHardState.term)
        && !raft.options.mutations.contains(.voteWithoutSync)
    }
    if raft.log.unstable.hasNextEntries {
      ready.entries.add(raft.log.unstable.nextEntries)
      if !raft.options.mutations.contains(.entriesWithoutSync) { ready.mustSync = true }
    }
    if raft.log.unstable.snapshot != nil { ready.snapshot = raft.log.unstable.nextSnapshot }
    takeCommitted(into: &ready)
    swap(&ready.readStates, &raft.readStates)
    swap(&ready.messages, &raft.messages)
    swap(&ready.messagesAfterPersist, &raft.messagesAfterAppend)
  }

  private mutating func takeCommitted(into ready: inout Ready) {
    let size: UInt64
    do throws(StorageError) {
      size = try raft.log.takeNextCommitted(
        allowUnstable: !isAsync, into: &ready.committedEntries)
    } catch {
      let (first, last) = (raft.log.applying + 1, raft.log.committed)
      return raft.journal.fail(.unreadableLog(first: first, last: last, error))
    }
    if !isAsync, let last = ready.committedEntries.last {
      pending.applied = last.index
      pending.appliedSize = size
      pending.appliedPayload = ready.committedEntries.payloadSize
    }
  }

  /// Keeps what the member tells itself until `advance()`.
  private mutating func holdBack(_ ready: Ready) {
    pending.isPending = true
    swap(&pending.messagesToSelf, &raft.messagesToSelf)
    pending.stored = storageAck(ready)
  }

  /// What is stepped after the write: that the whole log up to its present end is durable, not only
  /// the entries written now. Together with the term, this keeps the ack of an old write from
  /// vouching for an entry that was replaced and then written again (etcd raft rawnode.go,
  /// newStorageAppendRespMsg).
  @inline(__always)
  private func storageAck(_ ready: Ready) -> StorageAck? {
    let mutations = raft.options.mutations
    var hasUnstable = !raft.log.unstable.entries.isEmpty
    if mutations.contains(.storageAckOnlyWithEntries), ready.entries.isEmpty { hasUnstable = false }
    guard hasUnstable || ready.snapshot != nil else { return nil }
    var last = hasUnstable ? raft.log.last : EntryID(term: 0, index: 0)
    if mutations.contains(.storageAckByBatch) {
      last = ready.entries.last?.id ?? EntryID(term: 0, index: 0)
    }
    return StorageAck(term: raft.term, last: last, snapshot: ready.snapshot)
  }

  private mutating func addStorageMessages(to ready: inout Ready) {
    if !ready.entries.isEmpty || ready.hardState != nil || ready.snapshot != nil
      || !ready.messagesAfterPersist.isEmpty
    {
      var append = Message(
        .storageAppend, to: .appendThread, from: raft.id, entries: ready.entries,
        snapshot: ready.snapshot, responses: ready.messagesAfterPersist)
      if let hardState = ready.hardState {
        append.term = hardState.term
        append.vote = hardState.vote
        append.commit = hardState.commit
      }
      if let ack = storageAck(ready) {
        append.responses.append(
          Message(
            .storageAppendResponse, to: raft.id, from: .appendThread, term: ack.term,
            logTerm: ack.last.term, index: ack.last.index, snapshot: ack.snapshot))
      }
      ready.messagesAfterPersist.removeAll()
      ready.messages.append(append)
    }
    if !ready.committedEntries.isEmpty {
      let applied = Message(
        .storageApplyResponse, to: raft.id, from: .applyThread, entries: ready.committedEntries)
      ready.messages.append(
        Message(
          .storageApply, to: .applyThread, from: raft.id, entries: ready.committedEntries,
          responses: [applied]))
    }
  }

  /// Notes what was handed out (etcd raft rawnode.go, acceptReady).
  @inline(__always)
  private mutating func accept(_ ready: Ready) {
    if let softState = ready.softState { previousSoftState = softState }
    if let hardState = ready.hardState { previousHardState = hardState }
    raft.log.unstable.acceptInProgress()
  }
}
