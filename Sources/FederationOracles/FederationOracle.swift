import Federation
import SimKernel

/// The figures that the parts of the federation are held against before any scenario is believed
/// (federation-model.md section 16, federation-systems.md section 2).
public enum FederationOracle {
  /// All rows, from `samples` runs of each (fewer where one run is long). From 1,000 on every
  /// figure is judged; below, quantiles are not.
  public static func rows(seed: UInt64, samples: Int) -> [OracleRow] {
    detection(seed: seed, samples: samples) + membership(seed: seed, samples: samples)
      + gossip(seed: seed, samples: samples) + missedMembers(seed: seed, samples: samples)
      + lostUpdates(seed: seed, samples: samples)
      + arithmetic(seed: seed, samples: samples)
  }

  /// An expected quantile, unless the sample is too small to judge it by.
  static func quantile(_ expected: Double?, of count: Int) -> Double? {
    count < 400 ? nil : expected
  }

  /// Draws of the sample `n` of the row `row`.
  static func draws(_ seed: UInt64, _ row: UInt64, _ n: Int) -> Draws {
    Draws(seed: seed, .federation, row, UInt64(n))
  }
}
