/// How many times larger one quantity is than another, over pairs of runs with common randomness.
public struct PairedRatio: Hashable, Sendable {
  /// Number of pairs.
  public var count: Int
  /// Median of value / base over the pairs; infinite where most bases are 0, never NaN.
  public var median: Double
  /// Ends of the 95% order-statistic interval; of the range while `count` is under 6.
  public var low: Double
  public var high: Double

  /// Whether `low` and `high` are a 95% interval and not just the range.
  public var isConfidence: Bool { count >= Interval.least }
  /// Whether a difference is not shown.
  public var includesOne: Bool { low <= 1 && 1 <= high }

  /// The ratios of `pairs`, which must not be negative; nil when there are none. Two zeros are
  /// equal. An even number of pairs takes the mean of the two middle ratios.
  public init?(of pairs: [(base: Int64, value: Int64)]) {
    guard !pairs.isEmpty else { return nil }
    let ratios = pairs.map { Self.ratio($0.base, $0.value) }.sorted()
    let n = ratios.count
    count = n
    let (a, b) = (ratios[(n - 1) / 2], ratios[n / 2])
    median = a == b ? a : (a + b) / 2
    let rank = MedianRank.lower(of: n)
    low = ratios[rank - 1]
    high = ratios[n - rank]
  }

  private static func ratio(_ base: Int64, _ value: Int64) -> Double {
    if base == value { return 1 }
    return base == 0 ? .infinity : Double(value) / Double(base)
  }
}
