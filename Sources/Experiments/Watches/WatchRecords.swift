import Results
import ScenarioFormat
import SimKernel
import Statistics

/// What the watchers of a run met.
struct WatchRecords: Sendable {
  /// By load.
  var events: [Int64]
  var relists: [Int64]
  var resumes: [Int64]
  var progress: [Int64]
  private var listing: [Histogram]
  /// By load, writer's region, and 0 for the whole run or 1 + window; empty for other loads.
  private var delay: [[[Histogram]]]
  private var sinceCommit: [[[Histogram]]]
  /// How often events went each way.
  var routes: [WatchRoute: Int64] = [:]

  init(plan: Plan, windows: Int) {
    let count = plan.loads.count
    events = Array(repeating: 0, count: count)
    (relists, resumes, progress) = (events, events, events)
    listing = Array(repeating: Histogram(), count: count)
    let perRegion = Array(
      repeating: Array(repeating: Histogram(), count: windows + 1), count: plan.regions.count)
    delay = plan.loads.map { load in
      load.mix.contains { $0.operation == .watch } ? perRegion : []
    }
    sinceCommit = delay
  }

  /// An event of a write from region `writer` reached a watcher of load `l`.
  mutating func delivered(
    _ l: Int, writer: Int, intended: SimTime, delay: SimDuration, sinceCommit: SimDuration,
    windows: [ExpectRule.Window]
  ) {
    for w in 0...windows.count where w == 0 || windows[w - 1].contains(intended.nanoseconds) {
      self.delay[l][writer][w].record(delay.nanoseconds)
      self.sinceCommit[l][writer][w].record(sinceCommit.nanoseconds)
    }
  }

  mutating func listed(_ l: Int, _ duration: SimDuration, isMeasured: Bool) {
    if isMeasured { listing[l].record(duration.nanoseconds) }
  }

  /// The records of one window, or of the whole run, whose counts they bring.
  func append(
    _ w: Int, _ window: ExpectRule.Window?, _ recorder: Recorder,
    to result: inout [MetricRecord]
  ) {
    let plan = recorder.plan
    for g in plan.groups.indices {
      for to in plan.regions.indices {
        let own = plan.loads.indices.filter {
          recorder.groupOfLoad[$0] == g && plan.loads[$0].region == to && !delay[$0].isEmpty
        }
        if own.isEmpty { continue }
        appendDelays(own, g, to, w, window, plan, &result)
        if w == 0 { appendCounts(own, g, to, plan, &result) }
      }
    }
  }

  private func appendDelays(
    _ own: [Int], _ g: Int, _ to: Int, _ w: Int, _ window: ExpectRule.Window?, _ plan: Plan,
    _ result: inout [MetricRecord]
  ) {
    for from in plan.regions.indices {
      for (metric, cells) in [(Metric.watchDelay, delay), (.watchCommitDelay, sinceCommit)] {
        var merged = Histogram()
        for l in own { merged.merge(cells[l][from][w]) }
        guard merged.count > 0 else { continue }
        let labels = Labels([
          .init(.cluster, plan.groups[g].name), .init(.from, plan.regions[from].name),
          .init(.to, plan.regions[to].name),
        ])
        result.append(
          MetricRecord(
            metric: metric, labels: labels, window: window, value: .distribution(merged)))
      }
    }
  }

  private func appendCounts(
    _ own: [Int], _ g: Int, _ region: Int, _ plan: Plan, _ result: inout [MetricRecord]
  ) {
    let place = Labels.Pair(.region, plan.regions[region].name)
    let rows: [(Metric, [Int64])] = [
      (.watchEvents, events), (.watchRelists, relists), (.watchResumes, resumes),
      (.watchProgress, progress),
    ]
    for (metric, counts) in rows {
      let sum = own.reduce(0) { $0 + counts[$1] }
      result.append(MetricRecord(metric: metric, labels: Labels([place]), value: .scalar(sum)))
    }
    var merged = Histogram()
    for l in own { merged.merge(listing[l]) }
    guard merged.count > 0 else { return }
    let labels = Labels([.init(.cluster, plan.groups[g].name), place])
    result.append(
      MetricRecord(metric: .watchRelistTime, labels: labels, value: .distribution(merged)))
  }
}

extension Recorder {
  /// A watch was ended, or not begun, with this error.
  mutating func watchFailed(_ load: Int, _ failure: Failure, at now: SimTime) {
    for w in 0...windows.count
    where w == 0 ? now >= measuredFrom : windows[w - 1].contains(now.nanoseconds) {
      counts[load][w].errors[failure, default: 0] += 1
    }
  }
}
