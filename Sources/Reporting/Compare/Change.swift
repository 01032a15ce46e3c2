import Results
import Statistics

/// What became of one measure between the baseline and another outcome.
struct Change {
  enum Verdict: String {
    case better, worse, same
    /// More or less of what is neither good nor bad, or nothing to compare.
    case none = "-"
  }

  /// Over the seeds that both ran; nil without a pair of values.
  let ratio: PairedRatio?
  let verdict: Verdict
  /// "÷49.3", "~", "new", "gone" or "-".
  let text: String
  /// "[48.4, 50.0]" or "-".
  let interval: String

  init(_ measure: Measure, from base: MetricValues, to other: MetricValues, noisePercent: Int) {
    ratio = PairedRatio(of: Self.pairs(base, other))
    guard let ratio else {
      (text, verdict) = Self.oneSided(measure, base.interval?.median, other.interval?.median)
      interval = "-"
      return
    }
    interval = ratio.count > 1 ? RatioText.interval(ratio) : "-"
    let isNoise = Self.isNoise(ratio.median, noisePercent)
    if ratio.includesOne || isNoise {
      text = "~"
      verdict = .same
    } else {
      text = RatioText.text(ratio.median)
      verdict = Self.verdict(measure.better, isMore: ratio.median > 1)
    }
  }

  /// Values of the seeds that both have.
  static func pairs(_ base: MetricValues, _ other: MetricValues) -> [(base: Int64, value: Int64)] {
    let bases = Dictionary(
      base.perSeed.map { ($0.seed, $0.value) }, uniquingKeysWith: { first, _ in first })
    return other.perSeed.compactMap { own in
      guard let value = own.value, let paired = bases[own.seed], let base = paired else {
        return nil
      }
      return (max(0, base), max(0, value))
    }
  }

  private static func isNoise(_ ratio: Double, _ percent: Int) -> Bool {
    guard ratio > 0, ratio.isFinite else { return false }
    let factor = max(1 + Double(percent) / 100, RatioText.least)
    return ratio < factor && ratio > 1 / factor
  }

  private static func verdict(_ better: Metric.Better, isMore: Bool) -> Verdict {
    switch better {
    case .neither: .none
    case .lower: isMore ? .worse : .better
    case .higher: isMore ? .better : .worse
    }
  }

  /// Only one side has the metric. What only a federation has (staleness, unseen updates) is a
  /// price the other does not pay.
  private static func oneSided(
    _ measure: Measure, _ base: Int64?, _ other: Int64?
  ) -> (String, Verdict) {
    let isPrice = measure.metric.isFederationPrice
    switch (base, other) {
    case (nil, 0?), (0?, nil): return isPrice ? ("~", .same) : ("-", .none)
    case (nil, _?): return ("new", isPrice ? .worse : .none)
    case (_?, nil): return ("gone", isPrice ? .better : .none)
    default: return ("-", .none)
    }
  }
}

extension Metric {
  /// Whether it measures what asynchronous copies cost: 0 wherever there are none.
  var isFederationPrice: Bool {
    rawValue.hasPrefix("federation.") && entry.better == .lower
  }
}

extension Change.Verdict {
  var style: Style {
    switch self {
    case .worse: .bad
    case .same: .faint
    case .better, .none: .plain
    }
  }
}
