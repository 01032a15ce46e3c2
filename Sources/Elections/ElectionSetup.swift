import RaftCore

/// One experiment on leader elections: who takes part, and how long everything takes. Times in
/// integer nanoseconds.
public struct ElectionSetup: Hashable, Sendable {
  /// Members of the group, live or not; a majority of these elects.
  public var servers: Int
  /// Members that are up; the others never answer.
  public var live: Int
  /// Election timeouts are uniform over this range.
  public var timeouts: ClosedRange<Int64>
  /// One-way delay of vote requests and of heartbeats, uniform.
  public var request: ClosedRange<Int64>
  /// One-way delay of answers, uniform.
  public var reply: ClosedRange<Int64>
  /// The leader's interval between heartbeats; it crashes at a uniform moment of one. 0 for timers
  /// that all start afresh when it crashes.
  public var heartbeat: Int64 = 0
  /// Logs of different lengths, so that some members cannot win (Raft §9.3).
  public var hasDistinctLogs = false
  /// A range of their own for candidates (Raft Refloated §5), if they have one.
  public var candidateTimeouts: ClosedRange<Int64>?
  /// Whether a member that refuses a vote lets its timer run on, as Raft figure 2 and LogCabin have
  /// it; etcd's core starts it again with every new term.
  public var keepsTimers = false
  /// An election that takes longer counts as never decided.
  public var patience: Int64 = 20_000_000_000

  public init(
    servers: Int, live: Int, timeouts: ClosedRange<Int64>, request: ClosedRange<Int64>,
    reply: ClosedRange<Int64>? = nil
  ) {
    precondition(1...64 ~= servers && 1...servers ~= live, "\(live) of \(servers) servers")
    (self.servers, self.live, self.timeouts, self.request) = (servers, live, timeouts, request)
    self.reply = reply ?? request
  }

  /// One tick of the members' clocks: 1 ms, or less so that every range has 100 ticks or more.
  public var tick: Int64 {
    var tick: Int64 = 1_000_000
    for range in [timeouts, candidateTimeouts ?? timeouts] where range.count > 1 {
      tick = min(tick, max((range.upperBound - range.lowerBound) / 100, 1_000))
    }
    return tick
  }

  /// The range in ticks. A member's ticks begin at a random moment, which makes its first timeout
  /// uniform over the whole range, not over multiples of a tick.
  func ticks(_ range: ClosedRange<Int64>) -> ClosedRange<Int> {
    let lowest = Int(range.lowerBound / tick)
    return lowest...max(lowest, Int(range.upperBound / tick) - 1)
  }
}
