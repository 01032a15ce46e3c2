import SimKernel

/// What a run leaves behind.
public struct RunResult: Sendable {
  public var verdict: RunVerdict
  /// Digest of everything that was delivered: two runs went the same if theirs are equal.
  public var digest: RunDigest
  /// Events delivered.
  public var events: UInt64
  public var endedAt: SimTime
  /// Every call of a client, in the order of the calls.
  public var history: [OperationRecord]
  public var recovery: Recovery
  /// Why no progress was possible in phase 2, if the checks know.
  public var unavailability: String?
  public var counts: RunCounts
  /// Present if recording was asked for.
  public var trace: [TraceRecord]
  /// What each node showed last; nil for one that is down or shows nothing.
  public var probes: [ConsensusProbe?]

  public init(
    verdict: RunVerdict, digest: RunDigest, events: UInt64, endedAt: SimTime,
    history: [OperationRecord], recovery: Recovery, counts: RunCounts, trace: [TraceRecord],
    probes: [ConsensusProbe?] = []
  ) {
    self.verdict = verdict
    self.digest = digest
    self.events = events
    self.endedAt = endedAt
    self.history = history
    self.recovery = recovery
    self.counts = counts
    self.trace = trace
    self.probes = probes
  }
}

/// What became of phase 2.
public enum Recovery: Hashable, Sendable {
  /// The trial has none, or the run ended before.
  case notTried
  /// Every client got an answer, this long after healing.
  case recovered(after: SimDuration)
  /// These clients did not within the limit.
  case stalled(clients: [Int])
}

/// One call of a client.
public struct OperationRecord: Hashable, Sendable {
  /// How a call ended.
  public enum Ending: Hashable, Sendable {
    case answered(ClientReply, at: SimTime)
    /// It certainly had no effect.
    case refused(at: SimTime)
    /// It may have taken effect, or may still.
    case unknown
  }

  /// The client process: one client is several, one after the other, when outcomes stay unknown.
  public var id: RequestID
  /// The script's ID; `OperationRecord.operatorClient` for the operator.
  public var client: Int
  public var command: ClientCommand
  public var calledAt: SimTime
  public var ending: Ending = .unknown
  /// The node that answered.
  public var node: NodeID?
  /// The place in the subject's own order, if it told.
  public var logIndex: UInt64?

  public init(id: RequestID, client: Int, command: ClientCommand, calledAt: SimTime) {
    self.id = id
    self.client = client
    self.command = command
    self.calledAt = calledAt
  }

  /// The client that carries out the `admin` faults of a plan.
  public static var operatorClient: Int { ClientScript.limit }
}
