import ScenarioFormat
import SimKernel

extension Model {
  /// How long a cluster is left to itself before anything is measured.
  var settling: SimDuration { .seconds(2) + longest * 4 }

  /// A plan of this cluster: each member in a region of its own, clients beside their members.
  func plan(
    duration: SimDuration, loads: [LoadPlan] = [], leader: Int? = 0, faults: [FaultPlan] = []
  ) -> Plan {
    let n = memberCount
    let links = (0..<n * n).map { i in link(from: i / n, to: i % n) }
    let group = GroupPlan(
      name: "etcd",
      members: (0..<n).map {
        MemberPlan(
          name: "m\($0)", region: $0, zone: 0, isLearner: false, disk: measurement.disk)
      }, preferredLeaderRegion: leader, heartbeat: measurement.heartbeat,
      electionTicks: measurement.electionTicks, preVote: measurement.preVote, checkQuorum: true,
      snapshotEvery: 100_000, snapshotKeep: 5_000, compactEvery: nil, machine: machine,
      requestTimeout: .seconds(5)
        + measurement.heartbeat * Int64(2 * measurement.electionTicks), preset: "")
    return Plan(
      name: "calibration", title: "", question: "", duration: duration, warmup: .zero, seed: 1,
      regions: (0..<n).map { RegionPlan(name: "r\($0)", interZone: .zero, intraZone: .zero) },
      links: links, groups: [group], loads: loads, federation: nil, faults: faults, rules: [],
      warnings: [], document: "")
  }

  private func link(from: Int, to: Int) -> LinkPlan {
    let oneWay = roundTrip(from, to) / 2
    var jitter = MachinePlan.steady
    if measurement.jitter > .zero, oneWay > .zero {
      let most =
        1_000_000 + measurement.jitter.nanoseconds * 1_000_000 / max(1, oneWay.nanoseconds)
      jitter = DistributionPlan(
        name: "uniform", points: [.init(0, 1_000_000), .init(1_000_000, most)])
    }
    return LinkPlan(
      oneWay: oneWay, jitter: jitter, lossPartsPerMillion: 0, isReliable: true,
      bytesPerSecond: nil, isEstimated: false, source: "measured")
  }

  /// Clients at `place` that talk to the member there, or to another.
  func load(
    at place: Int, to server: Int? = nil, _ arrivals: LoadPlan.Arrivals,
    _ operation: ClusterMeasurement.Operation
  ) -> LoadPlan {
    let kind: LoadPlan.Operation =
      switch operation {
      case .put: .put
      case .linearizableGet: .linearizableGet
      case .serializableGet: .serializableGet
      }
    return LoadPlan(
      name: "m\(place)", region: place, target: .group(0), arrivals: arrivals,
      mix: [.init(operation: kind, weight: 1)], keyCount: 1_000, keyChoice: .sequential,
      ownership: .own, resource: .configMap, valueSize: measurement.valueSize,
      timeout: .seconds(20), service: nil, member: server ?? place)
  }
}
