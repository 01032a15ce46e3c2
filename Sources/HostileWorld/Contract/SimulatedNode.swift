import SimKernel

/// A process that can be tested in a hostile world: a value that meets one event at a time and
/// asks for effects through its `NodeIO`.
///
/// Everything it does must follow from its arguments: no clock but `io.now`, no randomness but
/// `io.uniform`, no threads, and no walk over a `Set` or `Dictionary`. A crash drops the value; a
/// restart makes a new one from what the disk holds.
public protocol SimulatedNode {
  associatedtype Payload: SimPayload
  /// How the subject is set up; the same for all nodes unless option words or upgrades change it.
  associatedtype Options: Sendable

  /// Starts, for the first time with an empty `image`, or again after a crash.
  ///
  /// `peers` are the initial members but this node, ascending. A node whose ID is not among
  /// `io.members` is a spare that waits to be added.
  init(
    id: NodeID, peers: [NodeID], options: Options, image: DurableImage, io: inout NodeIO<Payload>)

  /// Meets one event. Effects happen after it returns, in the order in which they were asked for.
  mutating func step(_ event: NodeEvent<Payload>, io: inout NodeIO<Payload>)

  /// What it shows of itself; nil, the default, for black-box checks only.
  var probe: ConsensusProbe? { get }

  /// What the world asks after each event: `probe`, by default. A node of many words has a reason
  /// to say it again itself: being `mutating`, it is not copied for the question.
  mutating func show() -> ConsensusProbe?

  /// Changes one named option, for plans that mix or upgrade options node by node; false if it
  /// knows no such option. By default it knows none.
  static func set(_ option: String, to value: Int64, in options: inout Options) -> Bool
}

extension SimulatedNode {
  @inlinable public var probe: ConsensusProbe? { nil }
  @inlinable public mutating func show() -> ConsensusProbe? { probe }
  @inlinable public static func set(
    _ option: String, to value: Int64, in options: inout Options
  ) -> Bool { false }
}

/// What happens to a node.
@frozen public enum NodeEvent<Payload: SimPayload>: Sendable {
  case message(Payload, from: NodeID)
  /// A timer ran out.
  case timer(TimerKey)
  /// A sync or read ended.
  case disk(DiskTicket, DiskOutcome)
  /// A client asks; answer with `io.reply`.
  case client(ClientRequest)
}

/// How a sync or read ended.
@frozen public enum DiskOutcome: Hashable, Sendable {
  /// All writes issued to the file before the sync are durable.
  case synced
  /// The bytes that were asked for, as many as the file has.
  case bytes([UInt8])
  /// It failed. After a failed sync nobody knows which of the writes are durable.
  case failed(DiskFailure)
}

/// Why a disk refused.
@frozen public enum DiskFailure: String, Hashable, Sendable {
  /// Writes since the last sync did not fit and are lost.
  case full
  case readError
}
