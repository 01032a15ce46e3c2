import KeyValue
import RaftCore
import SimKernel

/// How a member of a group is set up (etcd flags and constants).
public struct MemberOptions: Sendable {
  public var id: MemberID
  /// Voters and learners the group starts with.
  public var confState: ConfState
  /// Ticks; one tick is the heartbeat interval (etcd --heartbeat-interval).
  public var electionTicks: Int
  public var preVote: Bool
  public var checkQuorum: Bool
  /// Entries applied between two snapshots (etcd --snapshot-count), and kept behind one.
  public var snapshotEvery: Int
  public var snapshotKeep: Int
  /// Longest a request waits here for a leader (etcd: 5 s + 2 x election timeout).
  public var requestTimeout: SimDuration
  /// Seed of the randomized election timeouts; each life of the member draws its own.
  public var electionSeed: UInt64

  /// What a new leader gives every lease beyond what it has left (etcd Promote).
  public var electionTimeout = SimDuration.seconds(1)
  public var store = StoreOptions()
  public var watches = WatchHub.Options()
  /// Time that applying one entry takes; nothing by default.
  public var applyCost = SimDuration.zero
  /// Whether a read that had no answer for 500 ms is asked again under the same context, as in etcd
  /// 3.5, whose Raft then tells reads by their context; else each question has its own.
  public var readRetryReusesContext = false
  /// Faults planted in the host to try tests with.
  public var mutations = HostMutations()
  /// Faults planted in its core.
  public var coreMutations = CoreMutations()
  /// Whether the leader of a single voter holds reads back until it has committed an entry of its
  /// term. etcd's raft answers at once, from before what it committed in a former life
  /// (etcd-io/raft PR 105).
  public var holdsReadsOfSingleVoter = false
  /// Bytes of entries in one append at most, at least one entry; etcd's 1 MiB
  /// (server/etcdserver/raft.go, maxSizePerMsg).
  public var maxSizePerMessage: UInt64 = 1 << 20
  /// Bytes of entries handed out for applying at a time; 0 for those of a message. It must not be
  /// none at all, for Raft would hand out nothing then.
  public var maxCommittedSizePerReady: UInt64 = 0
  /// Appends under way to one member at most (server/etcdserver/raft.go, maxInflightMsgs).
  public var maxInflightMessages = 512
  /// Whether a leader that is removed or demoted steps down at once (etcd raft,
  /// StepDownOnRemoval; etcd itself stops the removed member instead).
  public var stepDownOnRemoval = false
  /// Whether disk and state machine are threads that Raft sends messages to, and `appends` of the
  /// output are to be made durable, in place of an fsync for each Ready.
  public var asyncStorageWrites = false

  public init(
    id: MemberID, confState: ConfState, electionTicks: Int, preVote: Bool, checkQuorum: Bool,
    snapshotEvery: Int, snapshotKeep: Int, requestTimeout: SimDuration, electionSeed: UInt64
  ) {
    self.id = id
    self.confState = confState
    self.electionTicks = electionTicks
    self.preVote = preVote
    self.checkQuorum = checkQuorum
    self.snapshotEvery = snapshotEvery
    self.snapshotKeep = snapshotKeep
    self.requestTimeout = requestTimeout
    self.electionSeed = electionSeed
  }

  /// Whether questions that are asked again keep their context.
  var asksUnderOneContext: Bool {
    readRetryReusesContext || mutations.contains(.staleReadContext)
  }

  /// The options of the core in the member's life number `incarnation`.
  func raftOptions(incarnation: UInt32, applied: LogIndex) -> RaftOptions {
    var options = RaftOptions(id: id, electionTick: electionTicks, heartbeatTick: 1)
    options.preVote = preVote
    options.checkQuorum = checkQuorum
    options.electionTimeouts = ElectionTimeouts(
      seed: electionSeed &+ UInt64(incarnation) &* 0x9E37_79B9_7F4A_7C15)
    options.applied = applied
    options.readConfirmation = asksUnderOneContext ? .context : .position
    options.mutations = coreMutations
    options.maxSizePerMessage = maxSizePerMessage
    options.maxCommittedSizePerReady = maxCommittedSizePerReady
    options.maxInflightMessages = maxInflightMessages
    options.stepDownOnRemoval = stepDownOnRemoval
    options.asyncStorageWrites = asyncStorageWrites
    return options
  }
}
