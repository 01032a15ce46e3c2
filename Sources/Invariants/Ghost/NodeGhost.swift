import HostileWorld
import SimKernel

/// What the checks know of one node.
struct NodeGhost: Sendable {
  struct Vote: Hashable, Sendable {
    var term: UInt64
    var candidate: NodeID
  }

  var isUp = false
  /// It restarted and has not told yet what it came back with.
  var isRecovering = false
  /// Its disk was wiped, or lied: what it told before no longer binds it.
  var hasLost = false
  var lies = false
  var probe: ConsensusProbe?
  /// Its log as it is in memory, by index: places in the tree. The first is the root.
  var log: ContiguousArray<Int32> = [0]
  /// It noted entries: the log is known.
  var hasLog = false
  /// Last entry that is durable, with all before it.
  var durable: Int32 = 0
  /// Last entry that it was told to be durable, or acknowledged, in whatever life: a crash must
  /// not lose it. What it came back with without a sync is no promise yet.
  var promised: Int32 = 0
  /// The vote that it came back with.
  var recoveredVote: Vote?
  /// Highest term that is durable.
  var durableTerm: UInt64 = 0
  /// Votes that were durable, ascending by term.
  var durableVotes: ContiguousArray<Vote> = []
  /// Votes that it cast, ascending by term.
  var votes: ContiguousArray<Vote> = []
  var commit: UInt64 = 0
  /// Last index applied in this life; nil before the first.
  var applied: UInt64?
  /// Index of the last snapshot installed in this life.
  var installed: UInt64 = 0
  /// What it acts by, since when, and what it acted by before.
  var configuration: NodeConfiguration
  var configurationIndex: UInt64 = 0
  var configuredAt = SimTime.zero
  var formerConfiguration: NodeConfiguration
  /// Indexes of the changes of members in its log that it told of, ascending.
  var configured: ContiguousArray<UInt64> = []
  /// The write that took effect last.
  var effect: (request: RequestID, index: UInt64)?
  /// The term in which a leader's truncation waits to be judged.
  var truncatedAsLeader: UInt64?
  var clock = NodeClock()

  init(_ configuration: NodeConfiguration) {
    self.configuration = configuration
    formerConfiguration = configuration
  }

  var lastIndex: UInt64 { UInt64(log.count - 1) }

  /// The entry at `index`, or nil beyond its log.
  func entry(at index: UInt64) -> Int32? {
    index < UInt64(log.count) ? log[Int(index)] : nil
  }

  /// Whether it leads `term` as far as its last probe says.
  func leads(_ term: UInt64) -> Bool {
    guard let probe else { return false }
    return probe.role == .leader && probe.term == term
  }

  /// A new life begins.
  mutating func restart() {
    isUp = true
    isRecovering = hasLog || !durableVotes.isEmpty
    probe = nil
    commit = 0
    applied = nil
    installed = 0
    effect = nil
    truncatedAsLeader = nil
  }
}
