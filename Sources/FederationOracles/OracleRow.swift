/// A figure that a known system or arithmetic gives, and the one that ours gives.
public struct OracleRow: Hashable, Sendable {
  /// What is measured of a simulated sample.
  public struct Sample: Hashable, Sendable {
    public var count: Int
    public var least: Double
    public var mean: Double
    public var p50: Double
    public var p99: Double
    public var p999: Double
    public var most: Double

    /// Summary of `values`, which must not be empty. O(n log n).
    public init(_ values: [Double]) {
      precondition(!values.isEmpty, "a sample of nothing")
      let sorted = values.sorted()
      func quantile(_ perMille: Int) -> Double { sorted[(sorted.count - 1) * perMille / 1_000] }
      count = sorted.count
      least = sorted[0]
      most = sorted[sorted.count - 1]
      mean = sorted.reduce(0, +) / Double(sorted.count)
      p50 = quantile(500)
      p99 = quantile(990)
      p999 = quantile(999)
    }
  }

  /// What must hold.
  public struct Expectation: Hashable, Sendable {
    /// No value of the sample may lie outside.
    public var range: ClosedRange<Double>?
    /// Not more than one value in a thousand may lie above: the largest of 20,000 draws on record.
    public var usualMost: Double?
    public var mean: Double?
    public var p50: Double?
    public var p99: Double?
    /// How far mean and quantiles may be off: a share of them, or, if `isAbsolute`, units.
    public var tolerance: Double
    public var isAbsolute: Bool

    public init(
      range: ClosedRange<Double>? = nil, usualMost: Double? = nil, mean: Double? = nil,
      p50: Double? = nil,
      p99: Double? = nil, tolerance: Double = 0.1, isAbsolute: Bool = false
    ) {
      self.range = range
      self.usualMost = usualMost
      self.mean = mean
      self.p50 = p50
      self.p99 = p99
      self.tolerance = tolerance
      self.isAbsolute = isAbsolute
    }

    /// Whether `sample` is as expected.
    public func isMet(by sample: Sample) -> Bool {
      if let range, sample.least < range.lowerBound || sample.most > range.upperBound {
        return false
      }
      if let usualMost, sample.p999 > usualMost { return false }
      func near(_ expected: Double?, _ got: Double) -> Bool {
        guard let expected else { return true }
        return abs(got - expected) <= (isAbsolute ? tolerance : tolerance * abs(expected))
      }
      return near(mean, sample.mean) && near(p50, sample.p50) && near(p99, sample.p99)
    }
  }

  public var name: String
  /// The exact rule that was simulated.
  public var rule: String
  /// Of all figures of the row.
  public var unit: String
  public var expected: Expectation
  public var simulated: Sample
  public var source: String

  public var isMet: Bool { expected.isMet(by: simulated) }
}
