import RaftCore
import RaftHost
import SimKernel

/// Where one step of an operator stands.
struct StepState: Sendable {
  enum Phase: Sendable { case waiting, running, ended }

  var phase = Phase.waiting
  var began = SimTime.zero
  /// Which part of it is under way, and when that part began.
  var stage = 0
  var stageBegan = SimTime.zero
  /// Dense numbers of the members that it goes through, and the position of the present one.
  var targets: [Int] = []
  var cursor = 0
  /// Counts what it waits for; what an older count waited for is void.
  var token: UInt32 = 0
  /// Whether a request for a change of the membership is open.
  var isAsking = false
  /// Why the last request was refused.
  var problem: MembershipError?

  mutating func enter(_ next: Int, at now: SimTime) {
    stage = next
    stageBegan = now
  }
}

/// A request of an operator's step, as a member knows it.
struct StepRequest: Sendable {
  var step: Int
  var token: UInt32

  private static let mark: UInt64 = 1 << 62

  init(step: Int, token: UInt32) {
    self.step = step
    self.token = token
  }

  init(_ id: RequestID) {
    step = Int((id.rawValue & ~Self.mark) >> 32)
    token = UInt32(truncatingIfNeeded: id.rawValue)
  }

  var id: RequestID { RequestID(Self.mark | UInt64(step) << 32 | UInt64(token)) }
}
