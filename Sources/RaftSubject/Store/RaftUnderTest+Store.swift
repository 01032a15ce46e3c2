import HostileWorld
import KeyValue
import RaftCore
import RaftHost
import SimKernel

/// What checks are told of a member's store.
struct StoreBooks: Sendable {
  var watchers = WatchClients()
  /// Whether its lessor decides.
  var isLessor = false
  /// Ticks until all is told that the store holds.
  var nextContent = 30
}

extension RaftUnderTest {
  // MARK: Telling

  /// Tells what was applied and what leases there are; before answers and watch events.
  mutating func tellStore(_ io: inout NodeIO<RaftPayload>) {
    for applied in output.applied {
      guard let result = applied.result else { continue }
      let command = StoreCommand(
        in: applied.data, at: Member.mutationOffset, member.store.options)
      let answer = StoreAnswer(result, of: command)
      io.note(.store(.applied(index: applied.index.rawValue, command, answer)))
    }
    // A leader takes the leases over with the first entry of its term, which is empty.
    let takesOver =
      member.node.isLeader && output.applied.contains { $0.result == nil }
    let isLessor = member.lessor.isPrimary
    if isLessor != storeBooks.isLessor || isLessor && takesOver {
      storeBooks.isLessor = isLessor
      io.note(.store(.looksAfterLeases(isLessor)))
    }
  }

  /// All that the store holds.
  func tellContent(_ io: inout NodeIO<RaftPayload>) {
    let items = member.store.all().map { StoreItem(Int64($0.key.index), $0.record) }
    io.note(
      .store(
        .content(
          index: member.appliedIndex.rawValue, revision: member.store.revision.rawValue, items)))
  }

  /// The member looks after leases.
  mutating func revokeExpired(_ io: inout NodeIO<RaftPayload>) {
    guard let next = member.nextLeaseExpiry, next <= io.now else { return }
    let expired = member.revokeExpiredLeases(at: io.now, books: &books, output: &output)
    for lease in expired { io.note(.store(.expired(lease: lease.rawValue))) }
  }

  /// Watchers go on, and now and then all is told.
  mutating func tickStore(_ io: inout NodeIO<RaftPayload>) {
    storeBooks.watchers.tick(&member, &io)
    storeBooks.nextContent -= 1
    if storeBooks.nextContent <= 0 {
      storeBooks.nextContent = 40 + Int(io.uniform(below: 80))
      tellContent(&io)
    }
  }

  // MARK: Clients

  /// A client asks for an operation of the store's own.
  mutating func askStore(
    _ code: Int64, _ argument: Int64, _ request: ClientRequest, _ io: inout NodeIO<RaftPayload>
  ) {
    var workload = StoreWorkload(argument, member.store)
    switch StoreWorkload.Code(rawValue: code) {
    case nil: io.reply(.unsupported, to: request.id)
    case .command:
      let command = workload.command()
      if let error = RequestLimits().refusal(of: command, member.store.options) {
        return io.reply(.custom(-Int64(error.rawValue)), to: request.id)
      }
      requests.add(request)
      propose(command, request.id.entryRequest, &io)
    case .read:
      requests.add(request)
      member.readLinearizably(
        request.id.entryRequest, at: io.now, books: &books, output: &output)
    case .keepAlive:
      let lease = workload.leaseToRenew()
      guard case .renewed(let ttl, _) = member.keepLeaseAlive(lease, at: io.now) else {
        return io.reply(.custom(0), to: request.id)
      }
      io.note(.store(.renewed(lease: lease.rawValue)))
      io.reply(.custom(ttl), to: request.id)
    }
  }

  /// What stands for the answer to a client's command.
  func digest(of write: MemberOutput.AppliedWrite) -> Int64 {
    guard let entry = output.applied.first(where: { $0.index == write.index }) else { return 0 }
    let command = StoreCommand(in: entry.data, at: Member.mutationOffset, member.store.options)
    return StoreAnswer(write.result, of: command).digest
  }

  /// Serves a read of the store.
  func answerRead(
    _ argument: Int64, _ request: ClientRequest, _ io: inout NodeIO<RaftPayload>
  ) {
    var workload = StoreWorkload(argument, member.store)
    let read = workload.read()
    let answer = StoreAnswer(member.store.range(read))
    io.note(.store(.read(index: member.appliedIndex.rawValue, StoreQuery(read), answer)))
    io.reply(.custom(answer.digest), to: request.id)
  }
}
