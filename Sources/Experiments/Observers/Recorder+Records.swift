import Results
import ScenarioFormat
import SimKernel
import Statistics

extension Recorder {
  /// What was recorded, as metric records in ascending order.
  func records(groups: [Group], simulatedUntil end: SimTime) -> [MetricRecord] {
    var result: [MetricRecord] = []
    for w in 0...windows.count {
      let window = w == 0 ? nil : windows[w - 1]
      appendLatencies(w, window, to: &result)
      appendCounts(w, window, until: end, to: &result)
      appendErrors(w, window, to: &result)
      watches.append(w, window, self, to: &result)
    }
    appendOutages(to: &result)
    appendGroups(groups, to: &result)
    appendSteps(groups, to: &result)
    appendDisks(to: &result)
    appendTraffic(to: &result)
    appendLeases(to: &result)
    federation.append(plan, to: &result)
    return result.sorted(by: Self.precedes)
  }

  static func precedes(_ a: MetricRecord, _ b: MetricRecord) -> Bool {
    if a.metric != b.metric { return a.metric.rawValue < b.metric.rawValue }
    if a.labels != b.labels { return a.labels < b.labels }
    switch (a.window, b.window) {
    case (nil, nil): return false
    case (nil, _): return true
    case (_, nil): return false
    case (let x?, let y?): return x < y
    }
  }

  private func appendLatencies(
    _ w: Int, _ window: ExpectRule.Window?, to result: inout [MetricRecord]
  ) {
    for (l, load) in plan.loads.enumerated() {
      for (m, metric) in Self.latencyMetrics.enumerated() where latency[l][m][w].count > 0 {
        let labels = Labels([
          .init(.cluster, plan.groups[groupOfLoad[l]].name), .init(.load, load.name),
          .init(.region, plan.regions[load.region].name),
        ])
        result.append(
          MetricRecord(
            metric: metric, labels: labels, window: window,
            value: .distribution(latency[l][m][w])))
      }
    }
  }

  private func appendCounts(
    _ w: Int, _ window: ExpectRule.Window?, until end: SimTime,
    to result: inout [MetricRecord]
  ) {
    let from = max(window?.from ?? 0, measuredFrom.nanoseconds)
    let span = max(1, min(window?.to ?? .max, end.nanoseconds) - from)
    for region in plan.regions.indices {
      var sum = LoadCounts()
      for (l, load) in plan.loads.enumerated() where load.region == region {
        sum.offered += counts[l][w].offered
        sum.succeeded += counts[l][w].succeeded
        sum.failed += counts[l][w].failed
        sum.completed += counts[l][w].completed
        sum.completedWrites += counts[l][w].completedWrites
      }
      guard plan.loads.contains(where: { $0.region == region }) else { continue }
      let labels = Labels([.init(.region, plan.regions[region].name)])
      func add(_ metric: Metric, _ value: Int64) {
        result.append(
          MetricRecord(metric: metric, labels: labels, window: window, value: .scalar(value)))
      }
      func rate(_ count: Int64) -> Int64 {
        Int64(Int128(count) * 1_000_000_000_000 / Int128(span))
      }
      add(.operationsOffered, sum.offered)
      add(.operationsSucceeded, sum.succeeded)
      add(.operationsFailed, sum.failed)
      if sum.offered > 0 { add(.okRatio, sum.succeeded * 1_000_000 / sum.offered) }
      add(.okRate, rate(sum.completed))
      add(.writeRate, rate(sum.completedWrites))
    }
  }

  private func appendOutages(to result: inout [MetricRecord]) {
    for (g, group) in plan.groups.enumerated() {
      for region in plan.regions.indices
      where plan.loads.indices.contains(where: {
        plan.loads[$0].region == region && groupOfLoad[$0] == g
      }) {
        let labels = Labels([
          .init(.cluster, group.name), .init(.region, plan.regions[region].name),
        ])
        result.append(
          MetricRecord(
            metric: .outage, labels: labels,
            value: .scalar(outages[g][region].longest.nanoseconds)))
      }
    }
  }

  private func appendGroups(_ groups: [Group], to result: inout [MetricRecord]) {
    for group in groups {
      let labels = Labels([.init(.cluster, group.plan.name)])
      let rows: [(Metric, Int64)] = [
        (.elections, Int64(max(0, group.watch.elected - 1))),
        (.leaderChanges, Int64(group.watch.changes)),
        (.leaderless, group.watch.leaderless.nanoseconds),
        (.preVotes, Int64(group.watch.preVotes)),
      ]
      for (metric, value) in rows {
        result.append(MetricRecord(metric: metric, labels: labels, value: .scalar(value)))
      }
    }
  }

  private func appendDisks(to result: inout [MetricRecord]) {
    for (g, group) in plan.groups.enumerated() {
      for (r, region) in plan.regions.enumerated() where fsync[g][r].count > 0 {
        result.append(
          MetricRecord(
            metric: .walFsync,
            labels: Labels([.init(.cluster, group.name), .init(.region, region.name)]),
            value: .distribution(fsync[g][r])))
      }
    }
  }

  private func appendTraffic(to result: inout [MetricRecord]) {
    let n = plan.regions.count
    if traffic.allSatisfy({ $0.allSatisfy { $0.messages == 0 } }) {
      result.append(MetricRecord(metric: .wanBytes, labels: .none, value: .scalar(0)))
      result.append(MetricRecord(metric: .wanMessages, labels: .none, value: .scalar(0)))
    }
    for kind in TrafficKind.allCases {
      for from in 0..<n {
        for to in 0..<n where traffic[kind.rawValue][from * n + to].messages > 0 {
          let cell = traffic[kind.rawValue][from * n + to]
          let labels = Labels([
            .init(.from, plan.regions[from].name), .init(.to, plan.regions[to].name),
            .init(.kind, kind.name),
          ])
          result.append(
            MetricRecord(metric: .wanBytes, labels: labels, value: .scalar(cell.bytes)))
          result.append(
            MetricRecord(metric: .wanMessages, labels: labels, value: .scalar(cell.messages)))
        }
      }
    }
  }
}
