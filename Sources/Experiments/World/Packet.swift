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

  /// What of it goes into the run's digest.
  var digestWord: UInt64 {
    UInt64(message.type.rawValue) | message.from.rawValue << 8 | message.term.rawValue << 24
      ^ message.index.rawValue << 40
  }
}
