/// Reads that wait for a quorum and are known by the context of their request (etcd 3.5, raft
/// read_only.go).
///
/// A heartbeat carries a digest of the newest context. An answer counts for exactly that context,
/// however old the answer is; a quorum of them confirms the read and all that came before it.
struct ContextReads: Equatable, Sendable {
  private struct Pending: Equatable, Sendable {
    var key: UInt64
    var read: ReadQueue.Read
    var acks: VoteTally
  }

  private var pending: [Pending] = []

  mutating func reset() { pending.empty() }

  /// What a heartbeat carries that no read asked for.
  var heartbeatContext: MessageContext {
    pending.last.map { .readPosition($0.key) } ?? .none
  }

  /// Adds a read, unless one of the same context waits, and returns what its heartbeat carries.
  mutating func add(_ request: Message, at index: LogIndex, leader: MemberID) -> UInt64 {
    let key = Self.key(of: request.entries.first?.data ?? [])
    if !pending.contains(where: { $0.key == key }) {
      var acks = VoteTally()
      acks.record(true, from: leader)
      let read = ReadQueue.Read(request: request, index: index)
      pending.append(Pending(key: key, read: read, acks: acks))
    }
    return key
  }

  /// Notes an answer that carries `key`, and takes out what it confirms, oldest first.
  mutating func acknowledge(
    _ key: UInt64, from member: MemberID, voters: JointVoters
  ) -> [ReadQueue.Read] {
    guard let position = pending.firstIndex(where: { $0.key == key }) else { return [] }
    pending[position].acks.record(true, from: member)
    guard voters.result(of: pending[position].acks) == .won else { return [] }
    defer { pending.removeFirst(position + 1) }
    return pending[...position].map(\.read)
  }

  /// FNV-1a over the context's bytes.
  private static func key(of context: [UInt8]) -> UInt64 {
    context.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
