import RaftCore
import SimKernel

/// When a log entry passed the stations on its way to being committed, as its leader saw it.
public struct CommitTrace: Hashable, Sendable {
  public var index: LogIndex = 0
  public var leader: MemberID = .none
  /// Appended to the leader's log.
  public var proposed = SimTime.zero
  /// The append that decided left the leader, reached the decider, and its answer left there.
  public var sent = SimTime.zero
  public var received = SimTime.zero
  public var acknowledged = SimTime.zero
  /// The leader counted a quorum.
  public var committed = SimTime.zero
  /// Whose answer completed the quorum; the leader itself when its own fsync was last.
  public var decider: MemberID = .none
  /// Digest of the entry as first applied; 0 before that.
  public var digest: UInt64 = 0

  public init() {}
}

/// The traces of a group's latest entries, in a ring. It watches; nothing in the group reads it.
public struct CommitTraceBook: Sendable {
  private var ring: ContiguousArray<CommitTrace>

  public init(capacity: Int = 4_096) {
    precondition(capacity.nonzeroBitCount == 1, "capacity \(capacity) is no power of two")
    ring = ContiguousArray(repeating: CommitTrace(), count: capacity)
  }

  /// The trace of `index`, if the ring still holds it.
  public func trace(of index: LogIndex) -> CommitTrace? {
    let trace = ring[slot(index)]
    return trace.index == index ? trace : nil
  }

  /// Notes that `leader` appended the entries of `range`. Where an entry was committed already, a
  /// leader that was deposed unawares proposes in vain.
  mutating func proposed(
    _ range: ClosedRange<UInt64>, by leader: MemberID, commit: LogIndex, at now: SimTime
  ) {
    let open = range.upperBound - min(commit.rawValue, range.upperBound)
    while open >= UInt64(ring.count / 2) { grow() }
    for raw in range where !isCommitted(LogIndex(raw)) {
      var trace = CommitTrace()
      trace.index = LogIndex(raw)
      trace.leader = leader
      trace.proposed = now
      ring[slot(trace.index)] = trace
    }
  }

  /// Notes that `leader` committed the entries of `range`, decided by `decider`.
  mutating func committed(
    _ range: ClosedRange<UInt64>, by leader: MemberID, decider: MemberID, way: AppendTrace,
    at now: SimTime
  ) {
    for raw in range {
      let i = slot(LogIndex(raw))
      if ring[i].index.rawValue != raw || ring[i].leader != leader {
        ring[i] = CommitTrace()
        ring[i].index = LogIndex(raw)
        ring[i].leader = leader
        ring[i].proposed = way.sent
      }
      ring[i].sent = way.sent
      ring[i].received = way.received
      ring[i].acknowledged = way.acknowledged
      ring[i].committed = now
      ring[i].decider = decider
    }
  }

  /// Notes the digest of an applied entry; false when another was applied at this index before
  /// (Raft's State Machine Safety, paper figure 3).
  public mutating func applied(_ index: LogIndex, digest: UInt64) -> Bool {
    let i = slot(index)
    guard ring[i].index == index else { return true }
    if ring[i].digest == 0 { ring[i].digest = digest }
    return ring[i].digest == digest
  }

  private func isCommitted(_ index: LogIndex) -> Bool {
    let trace = ring[slot(index)]
    return trace.index == index && trace.committed > .zero
  }

  private func slot(_ index: LogIndex) -> Int {
    Int(truncatingIfNeeded: index.rawValue & UInt64(ring.count - 1))
  }

  private mutating func grow() {
    let old = ring
    ring = ContiguousArray(repeating: CommitTrace(), count: old.count * 2)
    for trace in old where trace.index.rawValue > 0 { ring[slot(trace.index)] = trace }
  }
}

/// When an append left its leader, reached its follower, and was answered from there.
@frozen public struct AppendTrace: Hashable, Sendable {
  public var sent = SimTime.zero
  public var received = SimTime.zero
  public var acknowledged = SimTime.zero
  @inlinable public init() {}
}
