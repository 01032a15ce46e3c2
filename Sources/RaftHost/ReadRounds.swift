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

  /// What the loop does at present.
  enum Phase: Equatable, Sendable {
    case idle
    /// The leader was asked for an index.
    case asking
    /// The index is known and not applied yet; the next round waits for that too.
    case applying(LogIndex, ReadTrace)
  }

  /// Reads for the next round.
  var next: [Waiting] = []
  /// Reads of the round under way.
  var current: [Waiting] = []
  var phase = Phase.idle
  /// Numbers the questions asked; unique in this life of the member.
  var question: UInt64 = 0
  /// The first question of the round under way: an answer to any since then counts.
  var firstQuestion: UInt64 = 0
  var started = SimTime.zero
  var retryAt = SimTime.zero
  var deadline = SimTime.zero
  /// The empty entry of a new term was applied, and the round not asked again since.
  var isFirstCommitNews = false

  /// When the round wants to be looked at again.
  var nextTimer: SimTime? { phase == .asking ? min(retryAt, deadline) : nil }

  /// Puts the waiting reads into a round and returns whether one must be asked for.
  mutating func begin(at now: SimTime, timeout: SimDuration) -> Bool {
    guard phase == .idle, !next.isEmpty else { return false }
    swap(&current, &next)
    phase = .asking
    question += 1
    firstQuestion = question
    started = now
    retryAt = now + Self.retryAfter
    deadline = now + timeout
    isFirstCommitNews = false
    return true
  }

  static func context(question: UInt64, member: MemberID, incarnation: UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    for i in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: question >> UInt64(8 * i))) }
    let tail = member.rawValue << 32 | UInt64(incarnation)
    for i in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: tail >> UInt64(8 * i))) }
    return bytes
  }

  /// The question that `context` of this life of this member stands for.
  static func question(in context: [UInt8]) -> UInt64 {
    context.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
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
