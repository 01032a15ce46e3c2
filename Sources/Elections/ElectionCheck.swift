/// A figure of a sample of elections.
public enum ElectionStatistic: Hashable, Sendable {
  /// Share of first terms that end without a leader, 0 to 1.
  case splitShare
  /// Mean of the first timeouts beyond the range's lower bound, as a part of its width.
  case firstPart
  /// Kolmogorov-Smirnov distance of the first timeouts from theory, times the root of the size.
  case firstShape
  /// Mean time to a new leader, in ms.
  case mean
  /// The time to a new leader in ms that this share of elections does not exceed.
  case quantile(Double)

  /// As a table names it.
  public var text: String {
    switch self {
    case .splitShare: "split"
    case .firstPart: "first"
    case .firstShape: "KS"
    case .mean: "mean"
    case .quantile(let share): "p\(PlainNumber.text(share * 100))"
    }
  }
}

/// One published figure and how near a simulated one must come.
public struct ElectionCheck: Sendable {
  /// How wide the accepted band is. All bands have two sides.
  public enum Band: Hashable, Sendable {
    /// Standard errors of the published value at the sample's size.
    case standardErrors(Double)
    /// A part of the published value, or four standard errors where those are more.
    case relative(Double)
    /// So much to either side, or four standard errors where those are more.
    case absolute(Double)
    /// What a statistic without a published value must lie in.
    case within(ClosedRange<Double>)
  }

  /// "V1" and so on.
  public var id: String
  public var title: String
  public var setup: ElectionSetup
  public var statistic: ElectionStatistic
  /// nil if only a band is known.
  public var published: Double?
  public var band: Band
  public var source: String
  /// Why the simulated figure lies outside of the band, where it is known to.
  public var deviation: String?

  /// Judges a sample of the setup.
  public func judge(_ sample: ElectionSample) -> ElectionVerdict {
    let value = value(in: sample)
    let band = range(for: sample)
    return ElectionVerdict(
      id: id, title: title, statistic: statistic.text, published: published, value: value,
      count: sample.count, band: band, source: source,
      deviation: deviation)
  }

  private func value(in sample: ElectionSample) -> Double {
    switch statistic {
    case .splitShare: sample.splitShare
    case .firstPart: sample.meanFirstPart(of: setup.timeouts)
    case .firstShape: sample.kolmogorovSmirnov(live: setup.live, range: setup.timeouts)
    case .mean: sample.mean
    case .quantile(let share): sample.quantile(share)
    }
  }

  private func range(for sample: ElectionSample) -> ClosedRange<Double> {
    if case .within(let range) = band { return range }
    let middle = published ?? 0
    let error = standardError(in: sample)
    let half =
      switch band {
      case .standardErrors(let count): count * error
      case .relative(let part): max(part * middle, 4 * error)
      case .absolute(let part): max(part, 4 * error)
      case .within: 0.0
      }
    return middle - half...middle + half
  }

  /// Of the statistic at the sample's size; of a quantile, from its neighbours in rank.
  private func standardError(in sample: ElectionSample) -> Double {
    let count = Double(max(sample.count, 1))
    switch statistic {
    case .splitShare:
      let share = published ?? sample.splitShare
      return (share * (1 - share) / count).squareRoot()
    case .firstPart:
      // Variance of the least of s uniform values: s / ((s + 1)^2 (s + 2)).
      let live = Double(setup.live)
      return (live / ((live + 1) * (live + 1) * (live + 2)) / count).squareRoot()
    case .firstShape: return 0
    case .mean: return sample.elapsed.count > 1 ? sample.standardError : .infinity
    case .quantile(let share):
      let step = (share * (1 - share) / count).squareRoot()
      let (low, high) = (sample.quantile(share - step), sample.quantile(min(share + step, 1)))
      return high.isFinite ? (high - low) / 2 : .infinity
    }
  }
}

/// What a check came to.
public struct ElectionVerdict: Sendable {
  public var id: String
  public var title: String
  public var statistic: String
  public var published: Double?
  public var value: Double
  /// Elections in the sample.
  public var count: Int
  public var band: ClosedRange<Double>
  public var source: String
  /// Why the value is known to miss the band, if it does.
  public var deviation: String?

  public init(
    id: String, title: String, statistic: String, published: Double?, value: Double, count: Int,
    band: ClosedRange<Double>, source: String, deviation: String? = nil
  ) {
    (self.id, self.title, self.statistic, self.published) = (id, title, statistic, published)
    (self.value, self.count, self.band, self.source) = (value, count, band, source)
    self.deviation = deviation
  }

  public var isInside: Bool { band.contains(value) }
}

/// Numbers as text, without libraries that know locales.
enum PlainNumber {
  /// With one decimal, or none if that is 0.
  static func text(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
