import SimKernel

/// An estimate of a round trip from distance alone: a base, and a stretch over light in fibre.
///
/// `rtt = max(base + stretch * km / 100, km / 100)` milliseconds: light in fibre covers about
/// 200 km in a millisecond, thus 100 km there and back. Each provider's two numbers were fitted to
/// its own measured pairs for the least absolute relative error; the misses are long detours (the
/// Gulf, India, southern Africa, South America).
public struct DistanceEstimator: Sendable, Hashable {
  /// The round trip at no distance, in microseconds.
  public let baseMicroseconds: Int64
  /// The length of the path by the great circle's, in hundredths.
  public let stretchPercent: Int64
  /// Pairs of regions the two numbers were fitted to.
  public let fittedPairs: Int
  /// Estimate by truth over those pairs at the 5th, 50th and 95th percentile, in thousandths, when
  /// it was published.
  public let errorBand: ErrorBand?

  /// Estimate by truth over the pairs of a fit, in thousandths.
  public struct ErrorBand: Sendable, Hashable {
    public let p05: Int64
    public let p50: Int64
    public let p95: Int64

    init(_ p05: Int64, _ p50: Int64, _ p95: Int64) {
      (self.p05, self.p50, self.p95) = (p05, p50, p95)
    }
  }

  /// The round trip between two points; the same in both directions.
  public func roundTrip(from: GeoPoint, to: GeoPoint) -> SimDuration {
    let millimetres = from.distanceInMillimetres(to: to)
    let fitted = baseMicroseconds * 1000 + (millimetres * stretchPercent + 5000) / 10_000
    let floor = DistanceEstimator.lightInFibreRoundTrip(overMillimetres: millimetres)
    return max(SimDuration(nanoseconds: fitted), floor)
  }

  /// The round trip of light in fibre over a path of that length one way.
  public static func lightInFibreRoundTrip(overMillimetres length: Int64) -> SimDuration {
    SimDuration(nanoseconds: (length + 50) / 100)
  }
}
