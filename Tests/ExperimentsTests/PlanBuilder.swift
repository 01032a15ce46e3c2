import Results
import ScenarioFormat
import SimKernel
import Statistics

/// A plan with everything fixed: no jitter, no loss, no processing cost; tests change what they
/// are about.
struct PlanBuilder {
  var duration = SimDuration.seconds(20)
  var warmup = SimDuration.seconds(1)
  /// One-way delays, row-major; the diagonal is unused.
  var oneWay: [[SimDuration]]
  var groups: [GroupPlan] = []
  var loads: [LoadPlan] = []
  var faults: [FaultPlan] = []
  var steps: [StepPlan] = []
  var rules: [ExpectRule] = []
  var federation: FederationPlan?
  var jitter = DistributionPlan(name: "none", points: [.init(0, 1_000_000)])

  /// Regions `roundTrips.count`, symmetric round trips in milliseconds.
  init(roundTripsInMilliseconds rtt: [[Int64]]) {
    oneWay = rtt.map { $0.map { SimDuration(nanoseconds: $0 * 500_000) } }
  }

  init(oneWay: [[SimDuration]]) { self.oneWay = oneWay }

  var plan: Plan {
    let n = oneWay.count
    let links = (0..<n * n).map { i in
      LinkPlan(
        oneWay: oneWay[i / n][i % n], jitter: jitter, lossPartsPerMillion: 0, isReliable: true,
        bytesPerSecond: nil, isEstimated: false, source: "the test")
    }
    return Plan(
      name: "test", title: "Test", question: "", duration: duration, warmup: warmup, seed: 1,
      regions: (0..<n).map {
        RegionPlan(name: "r\($0)", interZone: .microseconds(0), intraZone: .zero)
      }, links: links, groups: groups, loads: loads, federation: federation, faults: faults,
      steps: steps, rules: rules, warnings: [], document: "")
  }

  static func disk(_ duration: SimDuration) -> DistributionPlan {
    DistributionPlan(name: "fixed", points: [.init(0, duration.nanoseconds)])
  }

  /// A group with one member in each of `regions`, fsyncs of `disks`, led from `leader`.
  static func group(
    _ name: String = "etcd", regions: [Int], disks: [SimDuration], leader: Int?
  ) -> GroupPlan {
    GroupPlan(
      name: name,
      members: zip(regions, disks).enumerated().map { i, pair in
        MemberPlan(
          name: "\(name)-\(i)", region: pair.0, zone: 0, isLearner: false,
          disk: disk(pair.1))
      }, preferredLeaderRegion: leader, heartbeat: .milliseconds(100), electionTicks: 10,
      preVote: true, checkQuorum: true, snapshotEvery: 10_000, snapshotKeep: 5_000,
      compactEvery: .seconds(300), machine: MachinePlan(),
      requestTimeout: .seconds(7), preset: "test")
  }

  static func load(
    _ name: String = "load", region: Int, group: Int = 0,
    _ arrivals: LoadPlan.Arrivals = .closed(clients: 1, think: .milliseconds(700)),
    _ operation: LoadPlan.Operation = .put, valueSize: Int = 256
  ) -> LoadPlan {
    LoadPlan(
      name: name, region: region, target: .group(group), arrivals: arrivals,
      mix: [.init(operation: operation, weight: 1)], keyCount: 100, keyChoice: .uniform,
      ownership: .own, resource: .configMap, valueSize: valueSize, timeout: nil, service: nil)
  }
}

extension RunResult {
  func histogram(_ metric: Metric) -> (count: Int64, min: Int64, max: Int64) {
    let h = histogram(metric, filter: .none, window: nil)
    return (h?.count ?? 0, h?.min ?? 0, h?.max ?? 0)
  }
}
