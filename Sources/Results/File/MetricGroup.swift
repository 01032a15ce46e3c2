import Statistics

/// What all seeds recorded of one metric under one set of labels and one window.
struct MetricGroup {
  let metric: Metric
  let labels: Labels
  let window: ExpectRule.Window?
  /// In the runs' order.
  var values: [(seed: UInt64, value: MetricRecord.Value)]

  private struct Key: Hashable {
    var metric: Metric
    var labels: Labels
    var window: ExpectRule.Window?
  }

  /// The groups of `outcome` in the catalogue's order, then by labels, the whole run first.
  static func all(of outcome: Outcome) -> [MetricGroup] {
    var places: [Key: Int] = [:]
    var groups: [MetricGroup] = []
    for run in outcome.runs {
      for record in run.records {
        let key = Key(metric: record.metric, labels: record.labels, window: record.window)
        let place = places[key] ?? groups.count
        if place == groups.count {
          places[key] = place
          groups.append(
            MetricGroup(
              metric: record.metric, labels: record.labels, window: record.window, values: []))
        }
        groups[place].values.append((run.seed, record.value))
      }
    }
    let ranks = Dictionary(uniqueKeysWithValues: Metric.allCases.enumerated().map { ($1, $0) })
    return groups.sorted { a, b in
      if a.metric != b.metric { return ranks[a.metric, default: 0] < ranks[b.metric, default: 0] }
      if a.labels != b.labels { return a.labels < b.labels }
      guard let right = b.window else { return false }
      guard let left = a.window else { return true }
      return left < right
    }
  }

  func encoded(_ outcome: Outcome) -> JSONText {
    let entry = metric.entry
    var members: [(String, JSONText)] = [
      ("id", .string(metric.rawValue)), ("labels", labels.encoded),
      ("window", window?.encoded ?? .null), ("unit", .string(entry.unit.rawValue)),
      ("better", .string(entry.better.rawValue)),
    ]
    switch entry.kind {
    case .distribution: members += distributionMembers
    case .scalar: members += scalarMembers
    }
    return .object(members)
  }

  private var scalarMembers: [(String, JSONText)] {
    let numbers = values.map { seed, value -> (seed: UInt64, value: Int64?) in
      guard case .scalar(let number) = value else { return (seed, nil) }
      return (seed, number)
    }
    let interval = Interval(of: numbers.compactMap(\.value))
    return [
      ("kind", .string("scalar")),
      ("value", .optional(interval?.median)), ("ci95", Self.confidence(interval)),
      (
        "perSeed",
        .array(
          numbers.map {
            .object([("seed", .number("\($0.seed)")), ("value", .optional($0.value))])
          }
        )
      ),
    ]
  }

  private var distributionMembers: [(String, JSONText)] {
    let samples = values.map { seed, value -> (seed: UInt64, histogram: Histogram) in
      guard case .distribution(let histogram) = value else { return (seed, Histogram()) }
      return (seed, histogram)
    }
    var whole = Histogram()
    for sample in samples { whole.merge(sample.histogram) }
    let quantiles = Self.quantiles.map { rank, statistic -> JSONText in
      let each = samples.compactMap { $0.histogram.value(of: statistic) }
      return .object([
        ("q", .fraction(rank)), ("value", .optional(whole.value(of: statistic))),
        ("ci95", Self.confidence(Interval(of: each))),
      ])
    }
    return [
      ("kind", .string("histogram")), ("quantiles", .array(quantiles)),
      ("perSeed", .array(samples.map { .object(Self.members($0.seed, $0.histogram)) })),
    ] + Self.members(nil, whole).filter { $0.0 != "quantiles" }
  }

  private static let quantiles: [(Int64, Statistic)] = Statistic.allCases.compactMap { statistic in
    statistic.partsPerMillion.map { ($0, statistic) }
  }

  private static func confidence(_ interval: Interval?) -> JSONText {
    guard let interval, interval.isConfidence else { return .null }
    return .array([.integer(interval.low), .integer(interval.high)])
  }

  private static func members(
    _ seed: UInt64?, _ histogram: Histogram
  ) -> [(String, JSONText)] {
    let isEmpty = histogram.count == 0
    let pairs = quantiles.map { rank, statistic -> JSONText in
      .array([.fraction(rank), .optional(histogram.value(of: statistic))])
    }
    return (seed.map { [("seed", .number("\($0)"))] } ?? []) + [
      ("count", .integer(histogram.count)),
      ("min", isEmpty ? .null : .integer(histogram.min)),
      ("max", isEmpty ? .null : .integer(histogram.max)),
      ("sum", .number("\(histogram.sum)")),
      ("quantiles", .array(pairs)),
      (
        "buckets",
        .object([
          ("scheme", .string("hdr")), ("subBucketCount", .integer(1_024)),
          ("nonZero", .pairs(histogram.nonZero.map { ($0.value, $0.count) })),
        ])
      ),
    ]
  }
}
