import KeyValue
import RaftHost
import ScenarioFormat
import SimKernel

/// One operation of a client, from its intended start until its answer.
struct Operation: Sendable {
  var load: Int32
  var kind: LoadPlan.Operation
  var key: KeyID
  var value: Value
  /// When the client meant to start it.
  var intended: SimTime
  /// The member that serves this attempt, as a dense number.
  var member: Int32
  var attempts: UInt8 = 1
  /// Whether it may be counted: intended after the warm-up.
  var isMeasured: Bool
  var isAnswered = false
  var failure: Failure?
  var way = OperationWay()

  /// Another attempt leaves for `member` at `now`.
  mutating func beginAttempt(at member: Int, _ now: SimTime) -> LoadPlan.Operation {
    self.member = Int32(member)
    isAnswered = false
    failure = nil
    way = OperationWay()
    way.sent = now
    return kind
  }
}

/// When an operation passed its stations.
struct OperationWay: Sendable {
  /// The attempt that succeeded left the client.
  var sent = SimTime.zero
  var arrived = SimTime.zero
  /// The serving member's processor is done with the request.
  var processed = SimTime.zero
  /// The member answered.
  var answered = SimTime.zero
  var commit = CommitTrace()
  var read = ReadTrace()
  /// The write was proposed by the serving member (it knew a leader).
  var proposed = SimTime.zero
}
