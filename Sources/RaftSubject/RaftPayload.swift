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

  /// Its fields are behind one pointer: on its way an event is moved and copied often.
  private final class Fields: Sendable {
    let content: Content
    let number: UInt64
    let life: UInt32
    let peerLife: UInt32?

    init(_ content: Content, _ number: UInt64, _ life: UInt32, _ peerLife: UInt32?) {
      self.content = content
      self.number = number
      self.life = life
      self.peerLife = peerLife
    }
  }

  private let fields: Fields

  init(content: Content, number: UInt64, life: UInt32, peerLife: UInt32?) {
    fields = Fields(content, number, life, peerLife)
  }

  var content: Content { fields.content }
  /// Numbers what a life of its sender sent. Connections deliver a message once, so a receiver
  /// drops a forwarded request that it has seen.
  var number: UInt64 { fields.number }
  /// The life of the sender.
  var life: UInt32 { fields.life }
  /// The life of the receiver that the sender knows of.
  var peerLife: UInt32? { fields.peerLife }

  public var wireBytes: Int {
    switch content {
    case .raft(let message, _, _): Int(clamping: message.encodedSize)
    case .snapshotArrived: 64
    }
  }

  public var kindName: String {
    switch content {
    case .raft(let message, _, _): message.type.text
    case .snapshotArrived: "snapshotArrived"
    }
  }

  /// Whether it hands a client's request on: what may happen once only.
  var isForwarded: Bool {
    guard case .raft(let message, _, _) = content else { return false }
    return message.type == .propose || message.type == .readIndex
  }

  public func combine(into digest: inout RunDigest) {
    digest.combine(number)
    switch content {
    case .raft(let message, _, _):
      digest.combine(UInt64(message.type.rawValue) << 1 | (message.reject ? 1 : 0))
      digest.combine(message.term.rawValue)
      digest.combine(message.logTerm.rawValue)
      digest.combine(message.index.rawValue)
      digest.combine(message.commit.rawValue)
      digest.combine(message.rejectHint.rawValue)
      for entry in message.entries { digest.combine(entry.digest) }
      if let snapshot = message.snapshot { digest.combine(snapshot.index.rawValue) }
    case .snapshotArrived(let number): digest.combine(number)
    }
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
