import Federation
import KeyValue
import RaftHost
import Results
import ScenarioFormat
import SimKernel
import SimNetwork
import Workloads

/// Everything of one run: members, network, clients, faults, and those who watch.
///
/// A run is `while let event = agenda.next(by: end) { handle(event) }`. Handlers live in one file
/// for each kind of event.
struct World {
  let plan: Plan
  let seed: UInt64
  let measuredFrom: SimTime
  let end: SimTime
  var agenda: Agenda<Event>
  var digest = RunDigest()
  var network: Network
  var groups: [Group]
  var members: ContiguousArray<Member>
  var runtimes: ContiguousArray<MemberRuntime>
  var loads: [Load]
  let keys: KeySpace
  var federation: FederationState?
  var proposals = Slab<Proposal>()
  /// Who lacks which acknowledged version; nil when no reader could be stale.
  var ledger: StalenessLedger?
  var lagSamples: [LagSample] = []
  /// Regions that are lost with everything in them.
  var lostRegions: [Bool]
  var packets = Slab<Packet>()
  var operations = Slab<Operation>()
  /// Guarded updates under way; never iterated.
  var updates: [OperationID: GuardedUpdate] = [:]
  /// What the operations of lease loads ask for; never iterated.
  var leaseRequests: [OperationID: LeaseRequest] = [:]
  var renewals = Slab<Renewal>()
  var leaseWatch = LeaseWatch()
  var watchers: [WatchClient] = []
  var watchFrames = Slab<WatchFrame>()
  /// Lists of watchers that were left behind; never iterated.
  var watchLists: [OperationID: WatchList] = [:]
  var output = MemberOutput()
  var faults: FaultState
  var steps: [StepState]
  var recorder: Recorder
  var elections = ElectionSafety()
  var probe: Probe?
  var follower: GroupFollower?

  var now: SimTime { agenda.now }

  /// Handles one event of the agenda.
  mutating func handle(_ event: Event) {
    digest.combine(now.nanoseconds)
    digest.combine(event.kind << 32 | UInt64(agenda.currentActor.index))
    switch event {
    case .fault(let index, let begins): strike(index, begins: begins)
    case .syncCompleted(let member, let incarnation): completeSync(Int(member), incarnation)
    case .packetArrived(let slot): receivePacket(slot)
    case .packetProcessed(let slot): processPacket(slot)
    case .tick(let member, let incarnation): tick(Int(member), incarnation)
    case .readRetry(let member, let incarnation): retryRead(Int(member), incarnation)
    case .memberExpiry(let member): expireRequests(Int(member))
    case .compaction(let group): compact(Int(group))
    case .requestArrived(let id): receiveRequest(id)
    case .requestProcessed(let id): serveRequest(id)
    case .replyArrived(let id): receiveReply(id)
    case .failureArrived(let id): receiveFailure(id)
    case .arrival(let load): arrive(Int(load))
    case .thought(let load): startOperation(Int(load))
    case .holder(let load, let holder): stepHolder(Int(load), Int(holder))
    case .renewal(let slot): renew(slot)
    case .watch(let what, let index, let life): step(what, Int(index), life)
    case .lessor(let member, let incarnation): runLessor(Int(member), incarnation)
    case .clientExpiry(let load): expireOperations(Int(load))
    case .proposal(let slot): propose(slot)
    case .federationArrived(let slot): receiveFederation(slot)
    case .federationWake(let pair, let isServer): wakeFederation(Int(pair), isServer: isServer)
    case .applyCompleted(let member, let incarnation): completeApply(Int(member), incarnation)
    case .snapshotReported(let member, let incarnation, let to, let succeeded):
      snapshotReported(Int(member), incarnation, to: Int(to), succeeded: succeeded)
    case .memberStops(let member, let incarnation): stopRemoved(Int(member), incarnation)
    case .step(let index, let token): advanceStep(Int(index), token: token)
    case .backup(let group): saveBackup(Int(group))
    case .federationExpiry(let pair, let token): loseCommit(Int(pair), CommitToken(token))
    }
  }
}

/// What the world keeps beside a member: where it stands, its processor, its open requests.
struct MemberRuntime: Sendable {
  let group: Int
  let station: Station
  let name: String
  /// Paths to the members of its group, by position there.
  var toPeer: [PathID]
  /// What its messages take at their targets, by position in the group.
  var toPeerHops: [Hop]
  var processor: Processor
  var backend: BackendCommits
  var open = DeadlineQueue<OperationID>()
  var hasExpiry = false
  /// Within the half second of its lessor's loop.
  let lessorPhase: SimDuration
  /// When the lessor looks for expired leases next.
  var lessorDue: SimTime?
  /// Keepalives of leases that have expired and are about to be revoked.
  var renewalsAtEnd: [UInt32] = []
  /// Clients that hold a watch here, in the order they came.
  var watchers: [Int] = []
  var isCatchingUp = false
  var isRetrying = false
  var isMonitored = false
  /// Looks in a row at which it knew no leader.
  var leaderlessRounds = 0
  /// When it last became leader.
  var electedAt: SimTime?
  var retryScheduled: SimTime?
  var isPaused = false
  /// It was removed from its group, or lost for ever: nothing starts it again.
  var isGone = false
  /// When its process started last; `.never` for one that joins later.
  var upSince = SimTime.beforeRun
  /// The leader the probe was told of last.
  var leaderSeen: Int?
  /// What happened to it while it was paused.
  var deferred: [Event] = []
  /// Store revision at the last compaction: what the next one forgets.
  var revisionAtCompaction = KeyValueRevision(1)
}

extension SimTime {
  /// When the members that a run begins with had started.
  static let beforeRun = SimTime.zero - .seconds(60)
  static let never = SimTime.zero - .seconds(120)
}
