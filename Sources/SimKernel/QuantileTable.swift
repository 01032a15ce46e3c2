/// A distribution given by its quantiles, sampled by piecewise-linear inversion in integers.
///
/// Points are (cumulative probability in parts per million, value); the first stands at 0, the last
/// at 1,000,000, and both columns never fall.
public struct QuantileTable: Hashable, Sendable {
  /// Cumulative probabilities, scaled to 2^32.
  @usableFromInline let thresholds: [UInt64]
  @usableFromInline let values: [Int64]
  /// The one value it gives, or nil when it varies.
  public let constant: Int64?

  /// A table through `points`; nil when they do not describe a distribution.
  public init?(points: [(partsPerMillion: Int64, value: Int64)]) {
    guard points.count >= 2, points[0].partsPerMillion == 0,
      points[points.count - 1].partsPerMillion == 1_000_000
    else { return nil }
    for (a, b) in zip(points, points.dropFirst())
    where a.partsPerMillion > b.partsPerMillion || a.value > b.value {
      return nil
    }
    guard points.allSatisfy({ abs($0.value) < 1 << 42 }) else { return nil }
    self.init(
      thresholds: points.map { (UInt64($0.partsPerMillion) << 32) / 1_000_000 },
      values: points.map(\.value))
  }

  /// A distribution that always gives `value`.
  public init(constant value: Int64) {
    self.init(thresholds: [0, 1 << 32], values: [value, value])
  }

  /// The value at the cumulative probability `bits` / 2^64. O(number of points).
  @inlinable public func value(at bits: UInt64) -> Int64 {
    let u = bits >> 32
    var i = 1
    while i < thresholds.count - 1 && thresholds[i] <= u { i += 1 }
    let (low, high) = (thresholds[i - 1], thresholds[i])
    guard high > low else { return values[i] }
    let fraction = Int64(((u - low) << 20) / (high - low))
    return values[i - 1] + ((values[i] - values[i - 1]) * fraction) >> 20
  }

  /// The value at `partsPerMillion`, for reports and floors.
  public func quantile(partsPerMillion: Int64) -> Int64 {
    guard partsPerMillion < 1_000_000 else { return values[values.count - 1] }
    return value(at: ((UInt64(max(0, partsPerMillion)) << 32) / 1_000_000) << 32)
  }

  /// The same distribution with every value moved by `shift`.
  public func shifted(by shift: Int64) -> QuantileTable {
    QuantileTable(thresholds: thresholds, values: values.map { $0 + shift })
  }

  private init(thresholds: [UInt64], values: [Int64]) {
    self.thresholds = thresholds
    self.values = values
    constant = values.first == values.last ? values.first : nil
  }
}
