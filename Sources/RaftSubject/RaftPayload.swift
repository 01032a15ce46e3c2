import HostileWorld
import RaftCore
import RaftHost
import SimKernel

/// What members send to each other.
public struct RaftPayload: SimPayload {
  enum Content: Sendable {
    /// A message of Raft's; a snapshot goes with the state machine and how it came about.
    case raft(Message, StateSnapshot?, [Entry])
    /// The snapshot message with this number arrived whole.
    case snapshotArrived(UInt64)
  }

  /// Its fields are behind one pointer: on its way an event is moved and copied often. They lie
  /// side by side, for what is taken out of an enum is copied.
  private final class Fields: Sendable {
    let message: Message
    let state: StateSnapshot?
    let journal: [Entry]
    let arrived: UInt64?
    let number: UInt64
    let life: UInt32
    let peerLife: UInt32?

    init(_ content: Content, _ number: UInt64, _ life: UInt32, _ peerLife: UInt32?) {
      switch content {
      case .raft(let message, let state, let journal):
        (self.message, self.state, self.journal, arrived) = (message, state, journal, nil)
      case .snapshotArrived(let number):
        (message, state, journal, arrived) = (Message(.hup), nil, [], number)
      }
      self.number = number
      self.life = life
      self.peerLife = peerLife
    }
  }

  private let fields: Fields

  init(content: Content, number: UInt64, life: UInt32, peerLife: UInt32?) {
    fields = Fields(content, number, life, peerLife)
  }

  /// Raft's message, if `arrived` is nil.
  var message: Message { fields.message }
  /// The state machine that goes with a snapshot, and the entries that it came from.
  var state: StateSnapshot? { fields.state }
  var journal: [Entry] { fields.journal }
  /// The number of the snapshot message that arrived whole, if it tells of one.
  var arrived: UInt64? { fields.arrived }
  /// Numbers what a life of its sender sent. Connections deliver a message once, so a receiver
  /// drops a forwarded request that it has seen.
  var number: UInt64 { fields.number }
  /// The life of the sender.
  var life: UInt32 { fields.life }
  /// The life of the receiver that the sender knows of.
  var peerLife: UInt32? { fields.peerLife }

  public var wireBytes: Int {
    fields.arrived == nil ? Int(clamping: fields.message.encodedSize) : 64
  }

  public var kindName: String {
    fields.arrived == nil ? fields.message.type.text : "snapshotArrived"
  }

  /// Whether it hands a client's request on: what may happen once only.
  var isForwarded: Bool {
    fields.message.type == .propose || fields.message.type == .readIndex
  }

  public func combine(into digest: inout RunDigest) {
    digest.combine(fields.number)
    if let arrived = fields.arrived { return digest.combine(arrived) }
    digest.combine(
      UInt64(fields.message.type.rawValue) << 1 | (fields.message.reject ? 1 : 0))
    digest.combine(fields.message.term.rawValue)
    digest.combine(fields.message.logTerm.rawValue)
    digest.combine(fields.message.index.rawValue)
    digest.combine(fields.message.commit.rawValue)
    digest.combine(fields.message.rejectHint.rawValue)
    for entry in fields.message.entries { digest.combine(entry.digest) }
    if let snapshot = fields.message.snapshot { digest.combine(snapshot.index.rawValue) }
  }
}

extension Entry {
  /// Equal for equal entries, wherever they are.
  var digest: UInt64 {
    var value = mixed(term.rawValue &+ UInt64(kind.rawValue) &* 0x9E37_79B9_7F4A_7C15)
    var word: UInt64 = 0
    for (i, byte) in data.enumerated() {
      word = word << 8 | UInt64(byte)
      if i & 7 == 7 {
        value = mixed(value ^ word)
        word = 0
      }
    }
    return mixed(value ^ word ^ UInt64(data.count) << 56)
  }
}
