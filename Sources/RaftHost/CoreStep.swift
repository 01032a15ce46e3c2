import RaftCore

/// What a member did with its Raft core, for those who tell a run step by step.
public enum CoreStep: Sendable {
  /// The core was made: the member starts for the first time, or again.
  case start(RaftOptions)
  case tick
  /// An input of its own as the local message that says it (etcd raft node.go): a proposal, a read,
  /// a campaign, a transfer, the report on a snapshot.
  case request(Message)
  case receive(Message)
  case takeReady(Ready)
  /// The Ready taken last is durable, and the core was told so.
  case finishReady
  /// A committed change of the configuration came into force.
  case applyConfChange(ConfChange)
  /// The Ready taken last is durable, but the core is not told so yet.
  case storeReady
  /// The storage has a snapshot of the own state machine at `index`; its log begins after `base`.
  case storeSnapshot(at: LogIndex, base: LogIndex)
  /// A snapshot message that a Ready asked for leaves, with the newest state in it.
  case sendSnapshot(Message)
  /// A message from or to a member that was removed is thrown away.
  case discard(Message)
  /// The storage was put in place of the old one, for a new cluster to begin with.
  case beginAnew
}

/// A step, and how the core stood right after it.
public struct CoreNote: Sendable {
  public var step: CoreStep
  public var status: Status
  /// Last index of the log, durable or not.
  public var lastIndex: LogIndex
  /// Ticks without a leader after which it campaigns.
  public var electionTimeout: Int
}

/// `note` follows each use of the core: whoever adds one adds its note. It costs a test of one word
/// when nobody wants notes.
extension Member {
  @inline(__always) var keepsNotes: Bool { notes != nil }

  @inline(never) mutating func note(_ step: CoreStep) {
    notes?.append(
      CoreNote(
        step: step, status: node.status, lastIndex: node.lastIndex,
        electionTimeout: node.electionTimeout))
  }

  // Out of line, so that the hot path has nothing of it but the test.

  @inline(never) mutating func noteReady() { note(.takeReady(ready)) }

  @inline(never) mutating func noteFinished() { note(.finishReady) }

  @inline(never) mutating func noteReceived(_ message: Message) { note(.receive(message)) }

  @inline(never) mutating func noteDiscarded(_ message: Message) { note(.discard(message)) }

  /// A request of `type`, which proposes or asks `entry`.
  @inline(never) mutating func noteRequest(_ type: MessageType, _ entry: Entry) {
    note(.request(Message(type, entries: [entry])))
  }

  /// Keeps notes from now on; the first is that the member started.
  public mutating func keepNotes() {
    notes = []
    note(.start(node.options))
  }

  /// The notes since the last call.
  public mutating func takeNotes() -> [CoreNote] {
    guard let taken = notes else { return [] }
    notes = []
    return taken
  }
}
