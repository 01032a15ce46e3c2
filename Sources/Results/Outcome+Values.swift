import Statistics

/// One number of a metric for each seed, and for all of them together.
public struct MetricValues: Sendable, Equatable {
  public struct SeedValue: Sendable, Equatable {
    public var seed: UInt64
    /// In the metric's unit; nil where the seed has no data.
    public var value: Int64?
    /// How many samples stand behind `value`.
    public var samples: Int64
    public init(seed: UInt64, value: Int64?, samples: Int64) {
      self.seed = seed
      self.value = value
      self.samples = samples
    }
  }
  /// One entry a run, in the outcome's order.
  public var perSeed: [SeedValue]
  /// From the merged histogram for a distribution, the median over the seeds for a scalar, the
  /// pooled share for a ratio; nil without data.
  public var merged: Int64?
  /// Samples of all seeds.
  public var samples: Int64

  public init(perSeed: [SeedValue], merged: Int64?, samples: Int64) {
    self.perSeed = perSeed
    self.merged = merged
    self.samples = samples
  }

  /// The values of the seeds that have data.
  public var present: [Int64] { perSeed.compactMap(\.value) }
  /// Median over the seeds with its order-statistic interval; nil without data.
  public var interval: Interval? { Interval(of: present) }
}

extension Outcome {
  /// `statistic` of `metric` over the samples whose labels match `filter` and that were recorded
  /// for `window` (nil: the whole measured run).
  ///
  /// Where several records match, distributions merge, `client.outage` and `convergence` take the
  /// longest, ratios are pooled by what they are shares of, and all else is summed.
  public func value(
    _ metric: Metric, _ statistic: Statistic, filter: Labels = .none,
    window: ExpectRule.Window? = nil
  ) -> MetricValues {
    values(metric, [statistic], filter: filter, window: window)[0]
  }

  /// The same for several statistics at once, which merges only once. As many as `statistics`.
  public func values(
    _ metric: Metric, _ statistics: [Statistic], filter: Labels = .none,
    window: ExpectRule.Window? = nil
  ) -> [MetricValues] {
    switch metric.entry.kind {
    case .distribution: return distributionValues(metric, statistics, filter, window)
    case .scalar:
      let values = scalarValues(metric, filter, window)
      return statistics.map { _ in values }
    }
  }

  /// Whether any run recorded `metric` under `filter`.
  public func hasData(_ metric: Metric, filter: Labels = .none) -> Bool {
    runs.contains { run in
      run.records.contains { record in
        guard record.metric == metric, record.window == nil, record.labels.matches(filter) else {
          return false
        }
        if case .distribution(let histogram) = record.value { return histogram.count > 0 }
        return true
      }
    }
  }

  /// The samples of all seeds that match, merged; empty without data.
  public func histogram(
    _ metric: Metric, filter: Labels = .none, window: ExpectRule.Window? = nil
  ) -> Histogram {
    runs.reduce(into: Histogram()) {
      $0.merge($1.histogram(metric, filter: filter, window: window) ?? Histogram())
    }
  }

  /// Every value that label `name` takes among the records of `metric`, in ascending order.
  public func labelValues(_ name: LabelName, of metric: Metric) -> [String] {
    var found: Set<String> = []
    for run in runs {
      for record in run.records where record.metric == metric {
        if let value = record.labels[name] { found.insert(value) }
      }
    }
    return found.sorted()
  }

  private func distributionValues(
    _ metric: Metric, _ statistics: [Statistic], _ filter: Labels, _ window: ExpectRule.Window?
  ) -> [MetricValues] {
    var whole = Histogram()
    var results = statistics.map { _ in MetricValues(perSeed: [], merged: nil, samples: 0) }
    for run in runs {
      let own = run.histogram(metric, filter: filter, window: window)
      if let own { whole.merge(own) }
      for (index, statistic) in statistics.enumerated() {
        results[index].perSeed.append(
          .init(seed: run.seed, value: own?.value(of: statistic), samples: own?.count ?? 0))
      }
    }
    for (index, statistic) in statistics.enumerated() {
      let hasData = results[index].perSeed.contains { $0.value != nil }
      results[index].merged = hasData ? whole.value(of: statistic) : nil
      results[index].samples = whole.count
    }
    return results
  }

  private func scalarValues(
    _ metric: Metric, _ filter: Labels, _ window: ExpectRule.Window?
  ) -> MetricValues {
    let found = runs.map { $0.scalar(metric, filter: filter, window: window) }
    let perSeed = zip(runs, found).map { run, scalar in
      MetricValues.SeedValue(
        seed: run.seed, value: scalar?.value, samples: scalar?.samples ?? 0)
    }
    let present = found.compactMap { $0 }
    let merged =
      metric.entry.unit == .ratio
      ? WeightedScalar.pooled(present)?.value : Interval(of: present.map(\.value))?.median
    return MetricValues(
      perSeed: perSeed, merged: merged, samples: present.reduce(0) { $0 + $1.samples })
  }
}

extension Histogram {
  /// `statistic` of the values; nil for a percentile or an extreme of nothing, and for `value`.
  public func value(of statistic: Statistic) -> Int64? {
    if statistic == .count { return count }
    guard count > 0 else { return nil }
    if let partsPerMillion = statistic.partsPerMillion {
      return quantile(partsPerMillion: partsPerMillion)
    }
    switch statistic {
    case .min: return min
    case .max: return max
    case .mean: return mean
    default: return nil
    }
  }
}
