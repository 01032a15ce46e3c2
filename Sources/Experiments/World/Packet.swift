import RaftCore
import RaftHost
import SimKernel

/// A Raft message on its way from one member to another.
struct Packet: Sendable {
  var message: Message
  /// Dense number of the receiving member.
  var target: Int32
  var sent: SimTime
  var way: AppendTrace
  var state: StateSnapshot?
  /// For a snapshot: in which of their lives the two were when it left.
  var lives: (sender: UInt32, target: UInt32) = (0, 0)

  /// What of it goes into the run's digest.
  var digestWord: UInt64 {
    let head =
      UInt64(message.type.rawValue) | message.from.rawValue << 8 | message.term.rawValue << 24
    let body = message.index.rawValue << 40 ^ message.commit.rawValue << 16
    return head ^ body ^ UInt64(message.entries.count) << 4 ^ (message.reject ? 1 << 63 : 0)
  }
}
