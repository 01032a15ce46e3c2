import Federation
import KeyValue
import ScenarioFormat
import SimKernel
import SimNetwork

/// The federation of a run: a mirror and a server for every ordered pair of clusters, the agents
/// they live in, and the services.
struct FederationState: Sendable {
  /// A pair (origin, importer): one direction of mirroring.
  struct Pair: Sendable {
    let origin: Int
    let importer: Int
    var mirror: PeerMirror
    var server: WatchServer
    let toOrigin: PathID
    let toImporter: PathID
    var epoch: UInt32 = 0
    /// The local transaction under way, and the member that has it.
    var commit: (token: CommitToken, member: Int)?
    var resyncs = 0
  }

  let choice: EndpointChoice
  var pairs: [Pair] = []
  /// Numbers of the pairs with this origin.
  var pairsByOrigin: [[Int]]
  var pairsByImporter: [[Int]]
  /// The member whose store a cluster's agent reads.
  var readsFrom: [Int]
  let agents: [Station]
  var directory: ServiceDirectory
  /// Ready endpoints in truth, by service and cluster.
  var ready: [[Int]]
  var versions: [[UInt64]]
  var packets = Slab<FederationPacket>()
  var effects: [ControllerEffect] = []
  /// Convergence marks set when faults ended, with the instant.
  var marks: [(mark: Int, at: SimTime)] = []

  mutating func stepMirror(
    _ p: Int, _ input: PeerMirror.Input, local: Store, _ catalogue: ObjectCatalogue,
    now: SimTime
  ) {
    pairs[p].mirror.step(
      input, local: local, catalogue: catalogue, now: now, into: &effects)
  }

  mutating func stepServer(
    _ p: Int, _ input: WatchServer.Input, store: Store, _ catalogue: ObjectCatalogue,
    now: SimTime
  ) {
    pairs[p].server.step(
      input, store: store, catalogue: catalogue, now: now, into: &effects)
  }
}

/// A federation message on its way between two agents.
struct FederationPacket: Sendable {
  var pair: Int32
  var isForServer: Bool
  var message: FederationMessage
}
