import Results
import ScenarioFormat
import SimKernel
import Statistics

/// What readers and mirrors of a run saw, by owning region and reading region.
struct FederationRecords: Sendable {
  private let regionCount: Int
  private var staleness: [Histogram]
  private var behind: [Histogram]
  private var lag: [Histogram]
  /// By reading region.
  private var stale: [Int64]
  private var lookups: [Lookups]
  /// By from * regions + to; set at the end of a run with a federation.
  var unseen: [Int64] = []
  var resyncs: [Int64] = []
  var convergence: SimDuration?

  private struct Lookups: Sendable {
    var all: Int64 = 0
    var local: Int64 = 0
    var wrong: Int64 = 0
  }

  init(regionCount: Int) {
    self.regionCount = regionCount
    staleness = Array(repeating: Histogram(), count: regionCount * regionCount)
    behind = staleness
    lag = staleness
    stale = Array(repeating: 0, count: regionCount)
    lookups = Array(repeating: Lookups(), count: regionCount)
  }

  mutating func read(from: Int, to: Int, age: SimDuration, versionsBehind: Int) {
    staleness[from * regionCount + to].record(age.nanoseconds)
    behind[from * regionCount + to].record(Int64(versionsBehind))
    if age > .zero { stale[to] += 1 }
  }

  mutating func synchronized(from: Int, to: Int, lag: SimDuration) {
    self.lag[from * regionCount + to].record(lag.nanoseconds)
  }

  mutating func resolved(region: Int, isLocal: Bool, isWrong: Bool) {
    lookups[region].all += 1
    if isLocal { lookups[region].local += 1 }
    if isWrong { lookups[region].wrong += 1 }
  }

  func append(_ plan: Plan, to result: inout [MetricRecord]) {
    for from in 0..<regionCount {
      for to in 0..<regionCount { appendPair(plan, from, to, &result) }
    }
    for region in 0..<regionCount { appendRegion(plan, region, &result) }
    if let convergence {
      result.append(
        MetricRecord(
          metric: .convergence, labels: .none, value: .scalar(convergence.nanoseconds)))
    }
  }

  private func appendPair(
    _ plan: Plan, _ from: Int, _ to: Int, _ result: inout [MetricRecord]
  ) {
    let cell = from * regionCount + to
    let labels = Labels([
      .init(.from, plan.regions[from].name), .init(.to, plan.regions[to].name),
    ])
    for (metric, histograms) in [
      (Metric.staleness, staleness), (.versionsBehind, behind), (.syncLag, lag),
    ] where histograms[cell].count > 0 {
      result.append(
        MetricRecord(metric: metric, labels: labels, value: .distribution(histograms[cell])))
    }
    guard !unseen.isEmpty, plan.federation != nil, from != to else { return }
    result.append(
      MetricRecord(metric: .federationUnseen, labels: labels, value: .scalar(unseen[cell])))
    result.append(
      MetricRecord(metric: .federationResyncs, labels: labels, value: .scalar(resyncs[cell])))
  }

  private func appendRegion(_ plan: Plan, _ region: Int, _ result: inout [MetricRecord]) {
    let name = plan.regions[region].name
    let reads = (0..<regionCount).reduce(Int64(0)) {
      $0 + staleness[$1 * regionCount + region].count
    }
    if reads > 0 {
      result.append(
        MetricRecord(
          metric: .staleReadRatio, labels: Labels([.init(.to, name)]),
          value: .scalar(stale[region] * 1_000_000 / reads)))
    }
    guard lookups[region].all > 0 else { return }
    let labels = Labels([.init(.region, name)])
    result.append(
      MetricRecord(
        metric: .resolveWrong, labels: labels, value: .scalar(lookups[region].wrong)))
    result.append(
      MetricRecord(
        metric: .resolveLocalRatio, labels: labels,
        value: .scalar(lookups[region].local * 1_000_000 / lookups[region].all)))
  }
}

extension Recorder {
  mutating func read(
    from: Int, to: Int, age: SimDuration, versionsBehind: Int, at now: SimTime
  ) {
    if plan.federation != nil, from != to {
      steps.record(staleness: age, from: from, to: to, at: now)
    }
    federation.read(from: from, to: to, age: age, versionsBehind: versionsBehind)
  }

  mutating func synchronized(from: Int, to: Int, lag: SimDuration) {
    federation.synchronized(from: from, to: to, lag: lag)
  }

  mutating func resolved(region: Int, isLocal: Bool, isWrong: Bool) {
    federation.resolved(region: region, isLocal: isLocal, isWrong: isWrong)
  }
}
