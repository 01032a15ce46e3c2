import Results

/// Metrics by the names that people may write.
enum MetricNames {
  /// The metric called `text`, by name or short form; a statistic may be tied on: "write.p99".
  static func find(_ text: String) -> (metric: Metric, statistic: Statistic?)? {
    if let metric = metric(text) { return (metric, nil) }
    // The longest statistic first: "write.p99.9" ends with no shorter one, but "p99" is in it.
    let statistics = Statistic.allCases.sorted { $0.rawValue.count > $1.rawValue.count }
    for statistic in statistics where text.hasSuffix("." + statistic.rawValue) {
      if let metric = metric(String(text.dropLast(statistic.rawValue.count + 1))) {
        return (metric, statistic)
      }
    }
    return nil
  }

  private static func metric(_ text: String) -> Metric? {
    Metric(rawValue: text) ?? Metric.allCases.first { $0.entry.aliases.contains(text) }
  }

  /// Everything that did-you-mean may suggest.
  static let all = Metric.allCases.map(\.rawValue) + Metric.allCases.flatMap(\.entry.aliases)

  /// Statistics that can be taken from `metric`.
  static func statistics(of metric: Metric) -> [String] {
    Statistic.allCases.filter { $0.applies(to: metric.entry.kind) }.map(\.rawValue)
  }
}

extension Metric.Unit {
  /// What a limit of this unit looks like in a scenario.
  var limitType: SchemaType {
    switch self {
    case .duration: .duration(DurationRange.instant)
    case .count: .integer(0...JSONNumber.largestInteger)
    case .bytes: .size(0...JSONNumber.largestInteger)
    case .rate: .rate
    case .ratio: .either([.decimal(0...1_000_000), .percentage])
    }
  }

  /// The grains of `limitType` in the metric's own unit.
  func limit(fromGrains grains: Int64) -> Int64 {
    // A rate is read in thousandths an hour and judged in thousandths a second.
    self == .rate ? (grains + 1_800) / 3_600 : grains
  }
}
