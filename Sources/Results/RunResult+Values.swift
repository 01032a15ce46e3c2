import Statistics

/// A number and how many samples it stands for.
struct WeightedScalar {
  var value: Int64
  var samples: Int64

  /// The mean weighted by samples, rounded to nearest; unweighted where nothing was sampled.
  static func pooled(_ parts: [WeightedScalar]) -> WeightedScalar? {
    guard !parts.isEmpty else { return nil }
    let samples = parts.reduce(Int128(0)) { $0 + Int128($1.samples) }
    let sum = parts.reduce(Int128(0)) {
      $0 + Int128($1.value) * Int128(samples == 0 ? 1 : $1.samples)
    }
    let weight = samples == 0 ? Int128(parts.count) : samples
    return WeightedScalar(
      value: Int64(clamping: (sum + weight / 2) / weight), samples: Int64(clamping: samples))
  }
}

extension RunResult {
  /// The records of `metric` in `window` that together make up `filter`.
  ///
  /// A run may hold the same samples at several finenesses (everything, by region, by region and
  /// load); each is complete, so only the coarsest that can answer is used and nothing counts
  /// twice.
  func records(
    _ metric: Metric, filter: Labels, window: ExpectRule.Window?
  ) -> [MetricRecord] {
    let matching = records.filter {
      $0.metric == metric && $0.window == window && $0.labels.matches(filter)
    }
    let coarsest = matching.map { $0.labels.pairs.map(\.name) }.min { a, b in
      a.count != b.count ? a.count < b.count : a.lexicographicallyPrecedes(b)
    }
    return matching.filter { $0.labels.pairs.map(\.name) == coarsest }
  }

  /// The merged samples that match; nil when the run has no such record.
  public func histogram(
    _ metric: Metric, filter: Labels = .none, window: ExpectRule.Window? = nil
  ) -> Histogram? {
    var merged: Histogram?
    for record in records(metric, filter: filter, window: window) {
      guard case .distribution(let samples) = record.value else { continue }
      merged = merged ?? Histogram()
      merged?.merge(samples)
    }
    return merged
  }

  /// The merged number that matches; nil when the run has no such record.
  func scalar(
    _ metric: Metric, filter: Labels, window: ExpectRule.Window?
  ) -> WeightedScalar? {
    if metric == .okRatio, let share = okShare(filter: filter, window: window) { return share }
    var parts: [WeightedScalar] = []
    for record in records(metric, filter: filter, window: window) {
      guard case .scalar(let value) = record.value else { continue }
      let samples = self.samples(behind: metric, record.labels, window)
      parts.append(WeightedScalar(value: value, samples: samples))
    }
    guard !parts.isEmpty else { return nil }
    switch metric {
    case .outage, .convergence:
      return WeightedScalar(value: parts.map(\.value).max() ?? 0, samples: Int64(parts.count))
    case _ where metric.entry.unit == .ratio:
      return WeightedScalar.pooled(parts)
    default:
      let sum = parts.reduce(Int128(0)) { $0 + Int128($1.value) }
      return WeightedScalar(value: Int64(clamping: sum), samples: Int64(parts.count))
    }
  }

  /// Acknowledged of offered operations, from the two counts.
  private func okShare(filter: Labels, window: ExpectRule.Window?) -> WeightedScalar? {
    guard
      let offered = scalar(.operationsOffered, filter: filter, window: window)?.value,
      let succeeded = scalar(.operationsSucceeded, filter: filter, window: window)?.value,
      offered > 0
    else { return nil }
    let share = (Int128(succeeded) * 1_000_000 + Int128(offered) / 2) / Int128(offered)
    return WeightedScalar(value: Int64(clamping: share), samples: offered)
  }

  /// What a share is a share of: offered operations, lookups, reads. 1 for any other number.
  private func samples(
    behind metric: Metric, _ labels: Labels, _ window: ExpectRule.Window?
  ) -> Int64 {
    switch metric {
    case .okRatio: scalar(.operationsOffered, filter: labels, window: window)?.value ?? 0
    case .resolveLocalRatio:
      histogram(.resolveLatency, filter: labels, window: window)?.count ?? 0
    case .staleReadRatio: histogram(.staleness, filter: labels, window: window)?.count ?? 0
    default: 1
    }
  }
}
