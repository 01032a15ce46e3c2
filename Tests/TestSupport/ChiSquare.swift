/// How far counts are from what they should be.
public enum ChiSquare {
  /// Pearson's statistic of `observed` against `expected` counts.
  public static func statistic(observed: [Int], expected: [Double]) -> Double {
    zip(observed, expected).reduce(0) { sum, pair in
      let difference = Double(pair.0) - pair.1
      return sum + difference * difference / pair.1
    }
  }

  /// The statistic of `observed` against equal counts.
  public static func statistic(uniform observed: [Int]) -> Double {
    let mean = Double(observed.reduce(0, +)) / Double(observed.count)
    return statistic(observed: observed, expected: Array(repeating: mean, count: observed.count))
  }

  /// A bound that a true hypothesis with `cells` cells passes in practice always: the mean of the
  /// chi-square distribution and eight of its standard deviations.
  public static func bound(cells: Int) -> Double {
    let freedom = Double(cells - 1)
    return freedom + 8 * (2 * freedom).squareRoot()
  }
}
