import Federation
import KeyValue
import RaftHost
import SimKernel
import SimNetwork

extension World {
  /// The endpoint controller of `cluster` writes what is ready now.
  mutating func publish(_ service: Int, _ cluster: Int, isExport: Bool) {
    guard let version = federation?.versions[service][cluster] else { return }
    let counter = version + 1
    federation?.versions[service][cluster] = counter
    guard let state = federation else { return }
    let (id, ready) = (ServiceID(service), state.ready[service][cluster])
    let mutations =
      isExport
      ? state.directory.export(
        id, from: ClusterID(cluster), readyEndpoints: ready, counter: counter)
      : state.directory.publish(
        id, from: ClusterID(cluster), readyEndpoints: ready, counter: counter)
    guard !mutations.isEmpty else { return }
    proposeAside(.mutations(mutations), request: .none, at: state.readsFrom[cluster])
  }

  /// A fault changes how many endpoints are ready; the controller follows at once.
  mutating func setEndpoints(_ service: Int, _ cluster: Int, ready: Int) {
    guard federation != nil else { return }
    federation?.ready[service][cluster] = ready
    publish(service, cluster, isExport: false)
  }

  /// Looks the name up as the member sees it, and judges the answer by the truth.
  mutating func resolve(_ service: Int, at m: Int, isMeasured: Bool, region: Int) {
    guard let state = federation, service < state.ready.count else { return }
    let g = runtimes[m].group
    let answer = state.directory.resolve(
      ServiceID(service), from: ClusterID(g), view: members[m].store, choice: state.choice)
    guard isMeasured else { return }
    let dead = answer.deadClusters { cluster in
      let c = Int(cluster.index)
      return lostRegions[state.agents[c].region] ? 0 : state.ready[service][c]
    }
    recorder.resolved(
      region: region, isLocal: answer.backends.contains { $0.cluster == ClusterID(g) },
      isWrong: !dead.isEmpty)
  }
}
