import KeyValue
import RaftCore
import RaftHost
import SimKernel

/// How a node of our Raft is set up.
public struct RaftSubjectOptions: Sendable {
  /// One tick, and the time between heartbeats.
  public var heartbeat = SimDuration.milliseconds(20)
  /// Ticks without a leader before an election.
  public var electionTicks = 10
  public var preVote = true
  public var checkQuorum = true
  public var stepDownOnRemoval = true
  /// Entries applied between two snapshots, and kept behind one.
  public var snapshotEvery = 50
  public var snapshotKeep = 10
  /// Bytes of entries in one append; one entry always goes.
  public var maxSizePerMessage: UInt64 = 1 << 20
  /// Bytes of entries handed out for applying at a time; one entry always goes.
  public var maxCommittedSizePerReady: UInt64 = 1 << 20
  public var maxInflightMessages = 256
  /// Time that applying one entry takes.
  public var applyCost = SimDuration.zero
  /// Time between two writes of the state machine's own file (etcd's backend: 100 ms).
  public var backendInterval = SimDuration.milliseconds(50)
  /// Whether reads that are asked again keep their context, as in etcd 3.5: not linearizable.
  public var readRetryReusesContext = false
  /// Whether several writes may be under way at once, and Raft goes on meanwhile.
  public var asyncStorage = false
  /// Faults planted in the core, the host and the store, to see whether checks find them.
  public var coreMutations = CoreMutations()
  public var hostMutations = HostMutations()
  public var storeMutations = StoreMutations()

  public init() {}

  /// The time after which a silent leader is suspected, at least.
  public var electionTimeout: SimDuration { heartbeat * Int64(electionTicks) }

  /// Changes one option by its word; false for a word that there is not.
  mutating func set(_ word: String, to value: Int64) -> Bool {
    let count = Int(clamping: max(0, value))
    switch word {
    case "tickNs": heartbeat = SimDuration(nanoseconds: max(1_000, value))
    case "electionTicks": electionTicks = max(2, count)
    case "preVote": preVote = value != 0
    case "checkQuorum": checkQuorum = value != 0
    case "stepDownOnRemoval": stepDownOnRemoval = value != 0
    case "snapshotEvery": snapshotEvery = max(1, count)
    case "snapshotKeep": snapshotKeep = count
    case "maxSizePerMessage": maxSizePerMessage = UInt64(count)
    case "maxCommittedSizePerReady": maxCommittedSizePerReady = UInt64(max(1, count))
    case "maxInflight": maxInflightMessages = max(1, count)
    case "applyCostNs": applyCost = SimDuration(nanoseconds: max(0, value))
    case "backendNs": backendInterval = SimDuration(nanoseconds: max(1_000, value))
    case "asyncStorage": asyncStorage = value != 0
    case "readRetryReusesContext": readRetryReusesContext = value != 0
    default: return false
    }
    return true
  }
}
