import RaftCore
import SimKernel

/// The linearizable reads of one member: one ReadIndex round is outstanding at a time, and a read
/// that comes during a round waits for the next (etcd v3_server.go, linearizableReadLoop).
struct ReadRounds: Sendable {
  struct Waiting: Sendable {
    var request: RequestID
    var queued: SimTime
  }

  /// How long a round may stay unanswered before it is asked again (etcd readIndexRetryTime).
  static let retryAfter = SimDuration.milliseconds(500)

  /// Reads for the next round.
  var next: [Waiting] = []
  /// Reads of the round under way.
  var current: [Waiting] = []
  var isUnderway = false
  /// Identifies the round under way; unique in this life of the member.
  var round: UInt64 = 0
  var started = SimTime.zero
  var retryAt = SimTime.zero
  /// Reads whose index is known and not applied yet.
  var unapplied: [(index: LogIndex, reads: [Waiting], trace: ReadTrace)] = []

  /// Puts the waiting reads into a round and returns whether one must be asked for.
  mutating func begin(at now: SimTime) -> Bool {
    guard !isUnderway, !next.isEmpty else { return false }
    swap(&current, &next)
    isUnderway = true
    round += 1
    started = now
    retryAt = now + Self.retryAfter
    return true
  }

  static func context(round: UInt64, member: MemberID, incarnation: UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    for i in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: round >> UInt64(8 * i))) }
    let tail = member.rawValue << 32 | UInt64(incarnation)
    for i in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: tail >> UInt64(8 * i))) }
    return bytes
  }
}

/// The read rounds a group has under way, as the leader sees them. It watches only.
public struct ReadTraceBook: Sendable {
  struct Entry: Sendable {
    var context: [UInt8]
    var atLeader: SimTime
    var confirmed: SimTime?
    var decider: MemberID
  }
  private var entries: [Entry] = []

  public init() {}

  mutating func reachedLeader(_ context: [UInt8], at now: SimTime) {
    if let i = entries.firstIndex(where: { $0.context == context }) {
      entries[i].atLeader = now
      entries[i].confirmed = nil
      return
    }
    if entries.count >= 64 { entries.removeFirst() }
    entries.append(Entry(context: context, atLeader: now, confirmed: nil, decider: .none))
  }

  mutating func confirmed(_ context: [UInt8], by decider: MemberID, at now: SimTime) {
    guard let i = entries.firstIndex(where: { $0.context == context }) else { return }
    entries[i].confirmed = now
    entries[i].decider = decider
  }

  /// Takes the record of `context` out.
  mutating func take(_ context: [UInt8]) -> Entry? {
    guard let i = entries.firstIndex(where: { $0.context == context }) else { return nil }
    return entries.remove(at: i)
  }
}
