// Linearizable reads (thesis §6.4).

extension Raft {
  /// What a leader does with a read.
  mutating func read(_ request: Message) {
    if members.configuration.voters.isSingleton { return answer(request, at: log.committed) }
    // A new leader does not know the commit index before it commits in its own term (Raft §8).
    let isEarly =
      log.term(at: log.committed) != term && !options.mutations.contains(.readBeforeTermCommit)
    if isEarly { return earlyReads.append(request) }
    serve(request)
  }

  private mutating func serve(_ request: Message) {
    if options.mutations.contains(.readWithoutQuorum) { return answer(request, at: log.committed) }
    switch options.readOnly {
    case .leaseBased:
      answer(request, at: log.committed)
    case .safe:
      if options.readConfirmation == .context {
        let key = contextReads.add(request, at: log.committed, leader: id)
        return broadcastHeartbeat(.readPosition(key))
      }
      reads.add(request, at: log.committed, leader: id)
      broadcastHeartbeat()
    }
  }

  /// Serves the reads that waited for the first commit of the term.
  mutating func releaseEarlyReads() {
    if earlyReads.isEmpty { return }
    if log.term(at: log.committed) != term { return journal.note(.leadership(.readsHeldTooEarly)) }
    let released = earlyReads
    earlyReads.removeAll()
    for request in released { serve(request) }
  }

  /// Takes an answer to a heartbeat that knew of the reads up to `position`.
  mutating func confirmReads(_ position: UInt64, _ member: MemberID) {
    guard options.readOnly == .safe else { return }
    if options.readConfirmation == .context {
      let confirmed = contextReads.acknowledge(
        position, from: member, voters: members.configuration.voters)
      for read in confirmed { answer(read.request, at: read.index) }
      return
    }
    reads.acknowledge(position, from: member)
    for read in reads.takeConfirmed(by: members.configuration.voters) {
      answer(read.request, at: read.index)
    }
  }

  private mutating func answer(_ request: Message, at index: LogIndex) {
    if request.from == .none || request.from == id {
      let context = request.entries.first?.data ?? []
      readStates.append(ReadState(index: index, context: context))
    } else {
      send(
        Message(.readIndexResponse, to: request.from, index: index, entries: request.entries))
    }
  }
}
