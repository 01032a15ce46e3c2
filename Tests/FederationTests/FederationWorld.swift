import Federation
import KeyValue
import SimKernel

/// A few clusters that mirror each other, over links that lose, double, reorder and cut, with
/// stores that commit after a fixed delay. Everything random comes from the seed.
final class FederationWorld {
  struct Cut {
    var between: (Int, Int)
    var from: SimTime
    var until: SimTime
    /// Only packets from the first to the second are lost.
    var isOneWay = false
  }

  struct Options {
    var clusters = 3
    var keysPerCluster = 10
    var settings = PeerWatchSettings()
    var oneWay = SimDuration.milliseconds(40)
    var jitter = SimDuration.zero
    var lossPartsPerMillion: Int64 = 0
    var duplicatesPartsPerMillion: Int64 = 0
    var commitDelay = SimDuration.milliseconds(5)
    /// Local transactions of mirrors whose outcome is reported unknown; half of these are applied
    /// late, half never.
    var unknownPartsPerMillion: Int64 = 0
    /// Largest lag of the second member of each cluster.
    var memberLag = SimDuration.milliseconds(0)
    var meanBetweenWrites: SimDuration? = .milliseconds(200)
    var largestTransaction: UInt64 = 4
    var meanBetweenRestarts: SimDuration?
    var compactEvery: SimDuration? = .seconds(300)
    var cuts: [Cut] = []
    /// Writes and random faults end then; cuts are as written.
    var activeUntil = SimTime.zero + .seconds(120)
  }

  enum Event {
    case start(importer: Int, origin: Int)
    case toServer(FederationMessage, origin: Int, importer: Int)
    case toMirror(FederationMessage, origin: Int, importer: Int)
    case wakeServer(origin: Int, importer: Int)
    case wakeMirror(origin: Int, importer: Int)
    case write(cluster: Int)
    case apply(cluster: Int, Transaction)
    case unknown(CommitToken, origin: Int, importer: Int)
    case catchUp(cluster: Int)
    case compact(cluster: Int)
    case disturb(cluster: Int)
  }

  struct Transaction {
    var mutations: [Mutation]
    /// The mirror's token, if a mirror asked and is to be answered.
    var token: CommitToken?
    var origin: Int?
    var epoch: UInt32 = 0
  }

  enum LogEntry {
    case transaction([Mutation])
    case compaction(Revision)
  }

  /// A cluster: what is committed, and two members that have applied more or less of it.
  struct Cluster {
    var log: [(at: SimTime, entry: LogEntry)] = []
    var members = [Store(), Store()]
    var applied = [0, 0]
    /// The member that servers and mirrors here read from.
    var serving = 0
    var keys: [KeyID] = []
    var counter: UInt64 = 0
  }

  let options: Options
  var agenda: Agenda<Event>
  var catalogue: ObjectCatalogue
  var clusters: [Cluster]
  /// servers[origin][importer], mirrors[importer][origin].
  var servers: [[WatchServer]]
  var mirrors: [[PeerMirror]]
  var epochs: [[UInt32]]
  var draws: Draws
  var checker: MirrorChecker
  var observations: [(importer: Int, origin: Int, MirrorObservation)] = []
  var messagesSent = 0
  var bytesByCause = [TrafficCause: Int]()
  /// Told of every applied transaction: cluster, mutations, revision.
  var onApply: ((FederationWorld, Int, [Mutation], Revision) -> Void)?

  var now: SimTime { agenda.now }

  init(seed: UInt64, _ options: Options) {
    self.options = options
    let count = options.clusters
    agenda = Agenda(actorCount: count)
    catalogue = ObjectCatalogue(clusterCount: count)
    clusters = Array(repeating: Cluster(), count: count)
    draws = Draws(seed: seed, .networkLoss, 0)
    servers = (0..<count).map { i in
      (0..<count).map { j in
        WatchServer(
          origin: ClusterID(i), importer: ClusterID(j), settings: options.settings,
          draws: Draws(seed: seed, .federation, UInt64(i), UInt64(100 + j)))
      }
    }
    mirrors = (0..<count).map { j in
      (0..<count).map { i in
        PeerMirror(
          origin: ClusterID(i), importer: ClusterID(i == j ? (j + 1) % count : j),
          settings: options.settings,
          draws: Draws(seed: seed, .federation, UInt64(j), UInt64(200 + i)))
      }
    }
    epochs = Array(repeating: Array(repeating: 0, count: count), count: count)
    checker = MirrorChecker(clusterCount: count, batchLimit: options.settings.batchLimit)
    for i in 0..<count {
      for k in 0..<options.keysPerCluster {
        clusters[i].keys.append(intern("o\(k)", in: i))
      }
    }
    scheduleStart()
  }

  func intern(_ name: String, kind: ResourceKind = .configMap, in cluster: Int) -> KeyID {
    catalogue.intern(
      ObjectKey(kind: kind, namespace: "ns", name: name, origin: ClusterID(cluster)))
  }

  private func scheduleStart() {
    for j in clusters.indices {
      for i in clusters.indices where i != j {
        schedule(.start(importer: j, origin: i), after: .zero, .control, j)
      }
      if let mean = options.meanBetweenWrites {
        schedule(.write(cluster: j), after: draws.exponential(mean: mean), .client, j)
      }
      if let mean = options.meanBetweenRestarts {
        schedule(.disturb(cluster: j), after: draws.exponential(mean: mean), .fault, j)
      }
      if let every = options.compactEvery {
        schedule(.compact(cluster: j), after: every, .control, j)
      }
      schedule(.catchUp(cluster: j), after: .milliseconds(50), .control, j)
    }
  }

  func schedule(
    _ event: Event, after delay: SimDuration, _ eventClass: EventClass, _ actor: Int
  ) {
    agenda.schedule(event, at: now + delay, eventClass, actor: ActorID(actor))
  }

  /// Runs all events up to `end`.
  func run(until end: SimTime) {
    while let event = agenda.next(by: end) { handle(event) }
  }

  /// The store that `cluster`'s controllers read.
  func serving(_ cluster: Int) -> Store { clusters[cluster].members[clusters[cluster].serving] }

  /// The most current store of `cluster`.
  func truth(_ cluster: Int) -> Store { clusters[cluster].members[0] }

  /// Commits a transaction of a client of `cluster` after the commit delay.
  func write(_ mutations: [Mutation], in cluster: Int) {
    schedule(
      .apply(cluster: cluster, Transaction(mutations: mutations)), after: options.commitDelay,
      .message, cluster)
  }

  /// A put of a new version.
  func put(_ key: KeyID, in cluster: Int, size: UInt32 = 100) -> Mutation {
    clusters[cluster].counter += 1
    let version = ObjectVersion(
      origin: ClusterID(cluster), counter: clusters[cluster].counter)
    return .put(key, Value(version, sizeInBytes: size))
  }

  func count(_ matches: (MirrorObservation) -> Bool) -> Int {
    observations.count { matches($0.2) }
  }
}
