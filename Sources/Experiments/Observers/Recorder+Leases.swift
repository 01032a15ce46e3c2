import Results
import ScenarioFormat

extension Recorder {
  /// Leases of the clients of each region, and keys that went with some in each group.
  func appendLeases(to result: inout [MetricRecord]) {
    let holding = plan.loads.indices.filter { l in
      plan.loads[l].mix.contains { $0.operation == .lease }
    }
    for region in plan.regions.indices {
      let own = holding.filter { plan.loads[$0].region == region }
      guard !own.isEmpty else { continue }
      let labels = Labels([.init(.region, plan.regions[region].name)])
      let rows: [(Metric, Int64)] = [
        (.leasesGranted, own.reduce(0) { $0 + leases[$1].granted }),
        (.leasesLost, own.reduce(0) { $0 + leases[$1].lost }),
      ]
      for (metric, value) in rows {
        result.append(MetricRecord(metric: metric, labels: labels, value: .scalar(value)))
      }
    }
    for (g, group) in plan.groups.enumerated()
    where holding.contains(where: { groupOfLoad[$0] == g }) {
      result.append(
        MetricRecord(
          metric: .leaseKeysExpired, labels: Labels([.init(.cluster, group.name)]),
          value: .scalar(keysExpired[g])))
    }
  }
}
