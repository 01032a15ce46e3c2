import Federation
import KeyValue
import ScenarioFormat
import SimKernel
import SimNetwork

extension FederationState {
  /// Every ordered pair of clusters, with its agents' paths opened in `network`.
  init(
    _ federation: FederationPlan, _ plan: Plan, groups: [Group], stations: [Station],
    keys: inout KeySpace, network: inout Network, seed: UInt64
  ) {
    let n = groups.count
    agents = groups.map {
      let beside = stations[$0.firstMember]
      return Station(region: beside.region, zone: beside.zone, key: mixed(beside.key))
    }
    readsFrom = groups.map(\.firstMember)
    choice =
      switch federation.endpointChoice {
      case .localFirst: .localFirst
      case .all: .all
      }
    pairsByOrigin = Array(repeating: [], count: n)
    pairsByImporter = Array(repeating: [], count: n)
    let settings = PeerWatchSettings(
      batchLimit: federation.batchLimit, backoff: federation.backoff,
      streamDeadAfter: federation.streamDeadAfter, bookmarkEvery: federation.bookmarkEvery)
    let agents = agents
    let distances = agents.map { a in
      agents.map { SimDuration(nanoseconds: World.delay(from: a, to: $0, plan)) }
    }
    directory = ServiceDirectory(distances: distances)
    (ready, versions) = ([], [])
    for origin in 0..<n {
      for importer in 0..<n where importer != origin {
        pairsByOrigin[origin].append(pairs.count)
        pairsByImporter[importer].append(pairs.count)
        pairs.append(
          Self.pair(origin, importer, settings, agents, network: &network, seed: seed))
      }
    }
    addServices(federation.services, clusterCount: n, keys: &keys)
  }

  private static func pair(
    _ origin: Int, _ importer: Int, _ settings: PeerWatchSettings, _ agents: [Station],
    network: inout Network, seed: UInt64
  ) -> Pair {
    let (a, b) = (agents[origin].key, agents[importer].key)
    return Pair(
      origin: origin, importer: importer,
      mirror: PeerMirror(
        origin: ClusterID(origin), importer: ClusterID(importer), settings: settings,
        draws: Draws(seed: seed, .federation, a, b)),
      server: WatchServer(
        origin: ClusterID(origin), importer: ClusterID(importer), settings: settings,
        draws: Draws(seed: seed, .federation, b, mixed(a))),
      toOrigin: network.open(from: agents[importer], to: agents[origin]),
      toImporter: network.open(from: agents[origin], to: agents[importer]))
  }

  private mutating func addServices(
    _ services: [ServicePlan], clusterCount: Int, keys: inout KeySpace
  ) {
    for service in services {
      guard let name = try? ServiceName(namespace: service.namespace, name: service.name) else {
        continue
      }
      let id = directory.add(name)
      var row = Array(repeating: 0, count: clusterCount)
      for backend in service.backends {
        row[backend.group] = backend.endpoints
        keys.extend {
          directory.addBacking(
            of: id, in: ClusterID(backend.group), capacity: max(1, backend.endpoints),
            catalogue: &$0)
        }
      }
      ready.append(row)
      versions.append(Array(repeating: 0, count: clusterCount))
    }
  }
}
