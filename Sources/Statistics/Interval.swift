/// The median of a sample and how far it can be trusted.
public struct Interval: Hashable, Sendable {
  /// Sample size.
  public var count: Int
  /// The middle value; the mean of the two middle ones, rounded down, for an even `count`.
  public var median: Int64
  /// Ends of the 95% order-statistic interval of the median; of the range while `count` is under 6.
  public var low: Int64
  public var high: Int64

  /// Fewer values than this allow no 95% interval: 2 / 2^5 > 0.05.
  public static let least = 6

  /// Whether `low` and `high` are a 95% interval and not just the range.
  public var isConfidence: Bool { count >= Self.least }

  /// The interval of `values`, nil when there are none. O(n log n).
  public init?(of values: [Int64]) {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let n = sorted.count
    count = n
    let (a, b) = (sorted[(n - 1) / 2], sorted[n / 2])
    median = Int64((Int128(a) + Int128(b)) >> 1)
    let rank = MedianRank.lower(of: n)
    low = sorted[rank - 1]
    high = sorted[n - rank]
  }
}

/// Ranks of the order statistics that enclose a median.
public enum MedianRank {
  /// The largest r such that the r-th smallest and r-th largest of `count` values enclose the
  /// median with at least 95% confidence, from the binomial distribution with p = 1/2; 1 when even
  /// the extremes do not (`count` under 6). O(count).
  public static func lower(of count: Int) -> Int {
    precondition(count > 0, "median of \(count) values")
    // Weights C(n, i) relative to the middle one, so that no count overflows or vanishes entirely.
    var weights = [Double](repeating: 1, count: count + 1)
    let middle = count / 2
    for i in stride(from: middle - 1, through: 0, by: -1) {
      weights[i] = weights[i + 1] * Double(i + 1) / Double(count - i)
    }
    for i in stride(from: middle + 1, through: count, by: 1) {
      weights[i] = weights[i - 1] * Double(count - i + 1) / Double(i)
    }
    let limit = weights.reduce(0, +) / 40
    var (rank, below) = (0, 0.0)
    while rank < middle, below + weights[rank] <= limit {
      below += weights[rank]
      rank += 1
    }
    return Swift.max(1, rank)
  }
}
