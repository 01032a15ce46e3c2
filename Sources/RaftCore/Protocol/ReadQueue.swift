/// Reads that wait until a quorum confirms that the leader still leads (thesis §6.4; etcd raft
/// read_only.go).
///
/// Reads are numbered from 1 in order of arrival. A heartbeat carries the number of the newest, so
/// one answer to it confirms all reads up to there, however late it comes.
struct ReadQueue: Equatable, Sendable {
  struct Read: Equatable, Sendable {
    var request: Message
    /// The commit index when the read arrived.
    var index: LogIndex
  }

  private struct Ack: Equatable, Sendable {
    var member: MemberID
    var position: UInt64
  }

  private(set) var unconfirmed: [Read] = []
  private var confirmedCount: UInt64 = 0
  private var acks: [Ack] = []

  mutating func reset() {
    unconfirmed.empty()
    acks.empty()
    confirmedCount = 0
  }

  /// What heartbeats carry.
  var heartbeatContext: MessageContext {
    unconfirmed.isEmpty ? .none : .readPosition(newestPosition)
  }

  private var newestPosition: UInt64 { confirmedCount + UInt64(unconfirmed.count) }

  /// Adds a read, which the leader itself confirms at once.
  mutating func add(_ request: Message, at index: LogIndex, leader: MemberID) {
    unconfirmed.append(Read(request: request, index: index))
    acknowledge(newestPosition, from: leader)
  }

  /// Notes that `member` followed the leader when it knew of the reads up to `position`.
  mutating func acknowledge(_ position: UInt64, from member: MemberID) {
    for slot in acks.indices where acks[slot].member == member {
      acks[slot].position = max(acks[slot].position, position)
      return
    }
    acks.append(Ack(member: member, position: position))
  }

  /// Removes and returns the reads that a quorum of `voters` has confirmed, oldest first.
  mutating func takeConfirmed(by voters: borrowing JointVoters) -> [Read] {
    let position = min(voters.committedIndex(self).rawValue, newestPosition)
    guard position > confirmedCount else { return [] }
    let count = Int(position - confirmedCount)
    confirmedCount = position
    defer { unconfirmed.removeFirst(count) }
    return Array(unconfirmed[..<count])
  }
}

extension ReadQueue: AckedIndexes {
  func ackedIndex(of voter: MemberID) -> LogIndex? {
    for ack in acks where ack.member == voter { return LogIndex(ack.position) }
    return nil
  }
}
