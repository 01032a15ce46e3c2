import SimKernel

/// What a member's machine takes beside distance and the disk's fsync. One set for a whole group:
/// nothing here depends on where a member stands.
///
/// Work occupies the member's processor, one thing after the other; hops only delay, and messages
/// of one stream keep their order. Presets say what their numbers were fitted to.
public struct MachinePlan: Hashable, Sendable {
  /// Processor time of one client request.
  public var request: SimDuration
  /// Processor time of one peer message, its sending and the bookkeeping around it included.
  public var message: SimDuration
  /// Median time of a hop between client and member in gRPC and the network stack.
  public var clientHop: SimDuration
  /// Median time of a hop between members: transport, network stack, hand-over to the Raft loop.
  public var peerHop: SimDuration
  /// Multipliers of both hops, parts per million, 1,000,000 at the median.
  public var hopSpread: DistributionPlan
  /// Time to write a batch to the WAL file, before its fsync.
  public var walWrite: SimDuration
  /// What a processor needs to wake when it was idle for `idleAfter` or longer: a core sleeps, a
  /// virtual one is halted and must be scheduled again.
  public var wakeUp: SimDuration
  public var idleAfter: SimDuration
  /// How long a commit of the backend keeps writes from being applied; it happens every 100 ms or
  /// 10,000 writes, whichever comes first (etcd --backend-batch-interval, --backend-batch-limit).
  public var backendCommit: SimDuration
  /// Time that applying one entry takes, beside the processor (etcd applies in its own thread).
  public var apply: SimDuration

  public init(
    request: SimDuration = .zero, message: SimDuration = .zero, clientHop: SimDuration = .zero,
    peerHop: SimDuration = .zero, hopSpread: DistributionPlan = MachinePlan.steady,
    walWrite: SimDuration = .zero, wakeUp: SimDuration = .zero, idleAfter: SimDuration = .zero,
    backendCommit: SimDuration = .zero, apply: SimDuration = .zero
  ) {
    self.request = request
    self.message = message
    self.clientHop = clientHop
    self.peerHop = peerHop
    self.hopSpread = hopSpread
    self.walWrite = walWrite
    self.wakeUp = wakeUp
    self.idleAfter = idleAfter
    self.backendCommit = backendCommit
    self.apply = apply
  }

  /// Every hop takes its median.
  public static let steady = DistributionPlan(
    name: "steady", points: [.init(0, 1_000_000), .init(1_000_000, 1_000_000)])

  /// How often etcd commits its backend (--backend-batch-interval).
  public static let backendInterval = SimDuration.milliseconds(100)
  /// Writes after which it commits at once (--backend-batch-limit).
  public static let backendLimit = 10_000

  /// Everything, as one line of a plan's canonical text.
  var canonicalText: String {
    let times = [
      request, message, clientHop, peerHop, walWrite, wakeUp, idleAfter, backendCommit, apply,
    ]
    let spread = hopSpread.points.map { "\($0.partsPerMillion):\($0.value)" }
    return times.map { "\($0.nanoseconds)" }.joined(separator: " ") + " "
      + spread.joined(separator: ",")
  }
}
