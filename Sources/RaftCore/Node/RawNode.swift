/// One member of a Raft group as a value: inputs are calls, work comes out as a `Ready` (etcd raft
/// rawnode.go).
///
/// It has no clock, disk, network or randomness of its own. Calls are cheap; copies are not.
public struct RawNode: Sendable {
  public let options: RaftOptions
  public var storage: MemoryStorage

  /// A member that starts, or restarts, from what `storage` holds.
  public init(options: RaftOptions, storage: MemoryStorage) throws(OptionsError) {
    self.options = try options.validated()
    self.storage = storage
  }

  /// Lets one tick pass.
  public mutating func tick() {}

  /// Meets a message of another member or of a storage thread.
  public mutating func step(_ message: Message) throws(StepError) {}

  /// Proposes one normal entry.
  public mutating func propose(
    _ data: [UInt8], omittedBytes: UInt32 = 0
  ) throws(StepError) {}

  /// Proposes entries that are appended together or not at all; terms and indexes are assigned by
  /// the leader.
  public mutating func propose(_ entries: [Entry]) throws(StepError) {}

  /// Proposes a change of the configuration.
  public mutating func proposeConfChange(_ change: ConfChange) throws(StepError) {}

  /// Asks for the index from which a linearizable read may be answered; the answer comes as a
  /// `ReadState` with the same `context`, or not at all.
  public mutating func readIndex(context: [UInt8]) {}

  /// Starts an election.
  public mutating func campaign() {}

  /// Asks the leader to hand over to `member`.
  public mutating func transferLeadership(to member: MemberID) {}

  /// Makes a follower forget its leader, so that it votes for others.
  public mutating func forgetLeader() {}

  /// Tells that the last message to `member` was not delivered.
  public mutating func reportUnreachable(_ member: MemberID) {}

  /// Tells how sending a snapshot to `member` ended.
  public mutating func reportSnapshot(to member: MemberID, succeeded: Bool) {}

  /// Whether `takeReady(into:)` would give work.
  public var hasReady: Bool { false }

  /// Moves the work gathered so far into `ready`, whose buffers are reused. False if there is none.
  public mutating func takeReady(into ready: inout Ready) -> Bool { false }

  /// Tells that the last `Ready` is durable and its committed entries are applied. Not with
  /// asynchronous storage writes.
  public mutating func advance() {}

  /// Puts a committed change into force; to be called when its entry is applied.
  @discardableResult
  public mutating func applyConfChange(_ change: ConfChange) -> ConfState { ConfState() }

  /// The events since the last call; empty unless `options.recordsEvents`.
  public mutating func takeEvents() -> [CoreEvent] { [] }

  /// Why the member stopped, if it did. It then ignores all input.
  public var fault: CoreFault? { nil }

  public var id: MemberID { options.id }
  public var term: Term { 0 }
  public var vote: MemberID { .none }
  public var lead: MemberID { .none }
  public var role: Role { .follower }
  public var isLeader: Bool { role == .leader }
  public var commit: LogIndex { 0 }
  public var applied: LogIndex { 0 }
  /// Last index of the log, durable or not.
  public var lastIndex: LogIndex { 0 }
  /// The member that leadership is being handed to, or `none`.
  public var leadTransferee: MemberID { .none }
  public var configuration: Configuration { Configuration() }

  /// A look at everything. Allocates.
  public var status: Status {
    Status(
      id: id, hardState: HardState(), softState: SoftState(), applied: 0,
      leadTransferee: .none, configuration: Configuration(), progress: [])
  }
}
