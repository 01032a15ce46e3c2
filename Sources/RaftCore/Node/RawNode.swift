/// One member of a Raft group as a value: inputs are calls, work comes out as a `Ready` (etcd raft
/// rawnode.go).
///
/// It has no clock, disk, network or randomness of its own. A member that met a `fault` ignores all
/// further input.
public struct RawNode: Sendable {
  var box: NodeBox

  /// A member that starts, or restarts, from what `storage` holds.
  public init(options: RaftOptions, storage: MemoryStorage) throws(OptionsError) {
    box = NodeBox(try NodeCore(options: options, storage: storage))
  }

  /// Makes the state this value's own before it changes.
  @inline(__always)
  mutating func own() {
    if !isKnownUniquelyReferenced(&box) { box = NodeBox(NodeCore(copying: unsafe box.core)) }
  }

  // MARK: Work

  /// Whether `takeReady(into:)` would give work. Not while the `Ready` before is not advanced.
  public var hasReady: Bool { unsafe box.core.hasReady }

  /// Moves the work gathered so far into `ready`, whose buffers are reused. False if there is none.
  ///
  /// Without asynchronous storage writes, the one before must be advanced.
  public mutating func takeReady(into ready: inout Ready) -> Bool {
    own()
    return unsafe box.core.takeReady(into: &ready)
  }

  /// Tells that the last `Ready` is durable and its committed entries are applied. Not with
  /// asynchronous storage writes, whose answers are messages.
  ///
  /// A host may apply later than that, as etcd's leaders do, but not a joint change: the leader
  /// would leave the joint configuration twice, or enter the next one, and stop.
  public mutating func advance() {
    own()
    unsafe box.core.advance()
  }

  /// Writes what a `Ready`, or a message to the append thread, holds for the disk. To be called
  /// when that is durable.
  public mutating func store(
    hardState: HardState?, entries: [Entry], snapshot: Snapshot? = nil
  ) throws(StorageError) {
    own()
    try unsafe box.core.raft.log.storage.store(
      hardState: hardState, entries: entries, snapshot: snapshot)
  }

  // MARK: Inputs

  /// Lets one tick pass.
  public mutating func tick() {
    own()
    unsafe box.core.tick()
  }

  /// Meets a message of another member or of a storage thread.
  public mutating func step(_ message: Message) throws(StepError) {
    own()
    try unsafe box.core.step(message)
  }

  /// Proposes one normal entry.
  public mutating func propose(_ data: [UInt8], omittedBytes: UInt32 = 0) throws(StepError) {
    try propose([Entry(data: data, omittedBytes: omittedBytes)])
  }

  /// Proposes entries that are appended together or not at all; the leader gives them their terms
  /// and indexes.
  public mutating func propose(_ entries: consuming [Entry]) throws(StepError) {
    own()
    try unsafe box.core.propose(entries)
  }

  /// Proposes a change of the configuration. A leader that must not make it now appends an empty
  /// entry instead, without an error.
  public mutating func proposeConfChange(_ change: ConfChange) throws(StepError) {
    try propose([change.entry])
  }

  /// Asks for the index from which a linearizable read may be answered; the answer comes as a
  /// `ReadState` with the same `context`, or not at all.
  public mutating func readIndex(context: [UInt8]) {
    own()
    unsafe box.core.stepLocal(Message(.readIndex, entries: [Entry(data: context)]))
  }

  /// Starts an election, if the member may.
  public mutating func campaign() {
    own()
    unsafe box.core.stepLocal(Message(.hup))
  }

  /// Asks the leader to hand over to `member`.
  public mutating func transferLeadership(to member: MemberID) {
    own()
    unsafe box.core.stepLocal(Message(.transferLeader, from: member))
  }

  /// Makes a follower forget its leader, so that it votes for others.
  public mutating func forgetLeader() {
    own()
    unsafe box.core.stepLocal(Message(.forgetLeader))
  }

  /// Tells that a message to `member` was not delivered.
  public mutating func reportUnreachable(_ member: MemberID) {
    own()
    unsafe box.core.stepLocal(Message(.unreachable, from: member))
  }

  /// Tells how sending a snapshot to `member` ended.
  public mutating func reportSnapshot(to member: MemberID, succeeded: Bool) {
    own()
    unsafe box.core.stepLocal(Message(.snapshotStatus, from: member, reject: !succeeded))
  }

  /// Puts a committed change into force; to be called when its entry is applied.
  @discardableResult
  public mutating func applyConfChange(_ change: ConfChange) -> ConfState {
    own()
    return unsafe box.core.applyConfChange(change)
  }

  /// Replaces the election timeout that was drawn last, in ticks.
  public mutating func setElectionTimeout(ticks: Int) {
    own()
    unsafe box.core.raft.electionTimeout = ticks
  }
}

/// Where a member's state is, so that a `RawNode` is one word: reading one in an array would copy
/// all of a wide struct.
final class NodeBox: @unchecked Sendable {
  // Safe without the run-time check, which would cost more than many a step: `core` is changed only
  // through a `RawNode` that alone refers to it, and the compiler checks accesses to that.
  @exclusivity(unchecked) var core: NodeCore

  init(_ core: consuming NodeCore) { unsafe self.core = core }
}
