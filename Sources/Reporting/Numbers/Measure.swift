import Results
import Statistics

/// A row of a report: one number taken from each outcome, and what it is called.
struct Measure {
  var title: String
  var metric: Metric
  var statistic: Statistic
  var filter = Labels.none
  /// Divided by the measured time: bytes become bytes a second.
  var isPerSecond = false

  var better: Metric.Better { metric.entry.better }

  var quantity: Quantity {
    if isPerSecond { return .byteRate }
    return statistic == .count ? .count : Quantity(metric.entry.unit)
  }

  func values(of outcome: Outcome) -> MetricValues {
    inUnit(outcome.value(metric, statistic, filter: filter), of: outcome)
  }

  /// The values of `measures`, in order; those of one metric and filter that follow each other are
  /// merged only once.
  static func values(of outcome: Outcome, _ measures: [Measure]) -> [MetricValues] {
    var result: [MetricValues] = []
    while result.count < measures.count {
      let first = measures[result.count]
      let group = measures[result.count...].prefix {
        $0.metric == first.metric && $0.filter == first.filter
      }
      let values = outcome.values(first.metric, group.map(\.statistic), filter: first.filter)
      result += zip(group, values).map { $0.inUnit($1, of: outcome) }
    }
    return result
  }

  private func inUnit(_ found: MetricValues, of outcome: Outcome) -> MetricValues {
    var values = found
    guard isPerSecond else { return values }
    let measured = max(1, outcome.duration - outcome.warmup)
    func perSecond(_ amount: Int64) -> Int64 {
      Int64(clamping: Int128(amount) * 1_000_000_000 / Int128(measured))
    }
    for i in values.perSeed.indices {
      values.perSeed[i].value = values.perSeed[i].value.map(perSecond)
    }
    values.merged = values.merged.map(perSecond)
    return values
  }

  private init(_ title: String, _ metric: Metric, _ statistic: Statistic = .value) {
    self.title = title
    self.metric = metric
    self.statistic = statistic
    isPerSecond = metric == .wanBytes
  }

  /// The rows of a comparison, in order; those without data are left out later.
  static let standard: [Measure] =
    percentiles("write", .writeLatency, [.p50, .p90, .p99, .p999])
    + percentiles("read", .readLatency, [.p50, .p99])
    + percentiles("serializable read", .staleReadLatency, [.p50, .p99])
    + percentiles("resolve", .resolveLatency, [.p50, .p99])
    + percentiles("update", .updateLatency, [.p50, .p99])
    + percentiles("keepalive", .keepAliveLatency, [.p50, .p99])
    + percentiles("watch delay", .watchDelay, [.p50, .p99])
    + [
      Measure("watch re-lists", .watchRelists), Measure("leases lost", .leasesLost),
      Measure("ok rate", .okRate), Measure("ok share", .okRatio),
      Measure("failed operations", .operationsFailed),
      Measure("worst-region outage", .outage),
      Measure("cross-region traffic", .wanBytes),
      Measure("leader elections", .elections),
      Measure("time without leader", .leaderless),
    ]
    + percentiles("read staleness", .staleness, [.p50, .p99])
    + [Measure("stale reads", .staleReadRatio)]
    + percentiles("sync lag", .syncLag, [.p99])
    + [
      Measure("convergence after a cut", .convergence),
      Measure("updates unseen at the end", .federationUnseen),
      Measure("full re-lists", .federationResyncs),
      Measure("wrong answers", .resolveWrong), Measure("local answers", .resolveLocalRatio),
    ]

  private static func percentiles(
    _ title: String, _ metric: Metric, _ statistics: [Statistic]
  ) -> [Measure] {
    statistics.map { Measure("\(title) \($0.rawValue)", metric, $0) }
  }

  /// The rows for `metrics` when they were named.
  private static func named(_ metrics: [Metric]) -> [Measure] {
    metrics.flatMap { metric -> [Measure] in
      let usual = standard.filter { $0.metric == metric }
      if !usual.isEmpty { return usual }
      return metric.entry.kind == .scalar
        ? [Measure(metric.entry.title, metric)]
        : percentiles(metric.entry.title, metric, [.p50, .p99])
    }
  }

  /// The rows that say something about `outcomes`, split by a label when asked.
  static func rows(for outcomes: [Outcome], _ options: ReportOptions) -> [Measure] {
    let candidates = options.metrics.map(named) ?? standard
    let present = candidates.filter { measure in
      outcomes.contains { $0.hasData(measure.metric) }
    }
    guard let label = options.by else { return present }
    return present.flatMap { measure in [measure] + measure.split(by: label, outcomes) }
  }

  private func split(by label: LabelName, _ outcomes: [Outcome]) -> [Measure] {
    guard metric.entry.labels.contains(label) else { return [] }
    let values = Set(outcomes.flatMap { $0.labelValues(label, of: metric) }).sorted()
    guard values.count > 1 else { return [] }
    return values.map { value in
      var part = self
      part.title = "  \(value)"
      part.filter = Labels([.init(label, value)])
      return part
    }
  }
}
