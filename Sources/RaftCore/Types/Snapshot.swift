/// The members of a group, as stored in snapshots (etcd raftpb, ConfState).
public struct ConfState: Hashable, Sendable {
  public var voters: [MemberID]
  /// Voters of the outgoing half; empty unless the configuration is joint.
  public var votersOutgoing: [MemberID]
  public var learners: [MemberID]
  /// Outgoing voters that become learners when the joint configuration is left.
  public var learnersNext: [MemberID]
  /// Whether the leader leaves the joint configuration by itself.
  public var autoLeave: Bool

  public init(
    voters: [MemberID] = [], votersOutgoing: [MemberID] = [], learners: [MemberID] = [],
    learnersNext: [MemberID] = [], autoLeave: Bool = false
  ) {
    self.voters = voters
    self.votersOutgoing = votersOutgoing
    self.learners = learners
    self.learnersNext = learnersNext
    self.autoLeave = autoLeave
  }

  /// Whether both name the same members, in whatever order.
  public func isEquivalent(to other: ConfState) -> Bool { sorted() == other.sorted() }

  private func sorted() -> ConfState {
    ConfState(
      voters: voters.sorted(), votersOutgoing: votersOutgoing.sorted(),
      learners: learners.sorted(), learnersNext: learnersNext.sorted(), autoLeave: autoLeave)
  }
}

/// A state machine's content at one index, in place of the log up to there (Raft §7).
///
/// Copies share what they hold, so that a message or a log with room for a snapshot stays narrow.
/// Setting a property allocates.
public struct Snapshot: Equatable, Sendable {
  private struct Content: Equatable, Sendable {
    var index: LogIndex
    var term: Term
    var confState: ConfState
    var data: [UInt8]
    var omittedBytes: UInt64
  }

  private final class Shared: Sendable {
    let content: Content

    init(_ content: Content) { self.content = content }
  }

  private var shared: Shared

  public init(
    index: LogIndex = 0, term: Term = 0, confState: ConfState = ConfState(), data: [UInt8] = [],
    omittedBytes: UInt64 = 0
  ) {
    shared = Shared(
      Content(
        index: index, term: term, confState: confState, data: data, omittedBytes: omittedBytes))
  }

  private var content: Content {
    get { shared.content }
    set { shared = Shared(newValue) }
  }

  /// Last index that the snapshot covers; 0 if there is no snapshot.
  public var index: LogIndex {
    get { content.index }
    set { content.index = newValue }
  }

  /// Term of the entry at `index`.
  public var term: Term {
    get { content.term }
    set { content.term = newValue }
  }

  /// The configuration in force at `index`.
  public var confState: ConfState {
    get { content.confState }
    set { content.confState = newValue }
  }

  public var data: [UInt8] {
    get { content.data }
    set { content.data = newValue }
  }

  /// Bytes of data that a simulator counts but does not hold in memory; 0 in real use.
  public var omittedBytes: UInt64 {
    get { content.omittedBytes }
    set { content.omittedBytes = newValue }
  }

  public var id: EntryID { EntryID(term: term, index: index) }

  /// Whether this stands for the absence of a snapshot (etcd raft node.go, IsEmptySnap).
  public var isEmpty: Bool { index == 0 }

  /// Size of the data in bytes.
  public var dataSize: UInt64 { UInt64(data.count) + omittedBytes }

  public static func == (left: Snapshot, right: Snapshot) -> Bool {
    left.shared === right.shared || left.content == right.content
  }
}
