import KeyValue
import RaftCore
import SimKernel

extension Member {
  /// A client's command arrived. Its answer comes as a `writes` or `refusals` output.
  public mutating func propose(
    _ command: Command, request: RequestID, at now: SimTime, books: inout GroupBooks,
    output: inout MemberOutput
  ) {
    var data = EntryHead.encode(
      request, server: id, incarnation: incarnation, capacity: CommandCoding.stride)
    CommandCoding.append(command, to: &data)
    submit(
      Entry(data: data, omittedBytes: command.omittedBytes), request: request, at: now,
      books: &books, output: &output)
  }

  /// Proposes a client's entry, or keeps it until a leader is known.
  mutating func submit(
    _ entry: Entry, request: RequestID, at now: SimTime, books: inout GroupBooks,
    output: inout MemberOutput
  ) {
    if isOverrun {
      output.refusals.append((request, .tooManyRequests))
      return
    }
    guard node.lead != .none else {
      leaderless.append((request, entry, now))
      return
    }
    propose(entry, request: request, at: now, books: &books, output: &output)
    runLoop(at: now, books: &books, output: &output)
  }
}

extension Command {
  /// Bytes of the values it carries, which its encoding leaves out.
  var omittedBytes: UInt32 {
    func bytes(_ branch: [TxnOperation]) -> UInt32 {
      branch.reduce(0) { sum, operation in
        guard case .put(let put) = operation else { return sum }
        return sum &+ put.value.sizeInBytes
      }
    }
    switch self {
    case .put(let put): return put.value.sizeInBytes
    case .txn(let txn): return bytes(txn.success) &+ bytes(txn.failure)
    case .mutations(let mutations): return mutations.reduce(0) { $0 &+ $1.valueSize }
    case .deleteRange, .compact, .leaseGrant, .leaseRevoke, .leaseCheckpoint, .alarm: return 0
    }
  }
}
