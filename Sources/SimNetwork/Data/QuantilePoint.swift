/// One point of a distribution given by its quantiles, for piecewise-linear sampling.
public struct QuantilePoint: Sendable, Hashable {
  /// The share of samples at or below `value`, in parts per million, 0 to 1,000,000.
  public let partsPerMillion: Int64
  /// The quantile, in the unit that the table states.
  public let value: Int64

  init(_ partsPerMillion: Int64, _ value: Int64) {
    (self.partsPerMillion, self.value) = (partsPerMillion, value)
  }
}

/// Points from pairs of (parts per million, value).
func points(_ pairs: [(Int64, Int64)]) -> [QuantilePoint] {
  pairs.map { QuantilePoint($0.0, $0.1) }
}
