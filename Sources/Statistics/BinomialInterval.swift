/// The exact interval for a share that was seen as `successes` in `trials` (Clopper and Pearson
/// 1934).
public struct BinomialInterval: Hashable, Sendable {
  public let low: Double
  public let high: Double

  /// - Parameters:
  ///   - successes: 0 to `trials`.
  ///   - trials: at least 1.
  ///   - confidence: such as 0.99; half of the rest is left at each side.
  public init(successes: Int, trials: Int, confidence: Double) {
    precondition(trials > 0 && 0...trials ~= successes, "\(successes) of \(trials)")
    let tail = (1 - confidence) / 2
    low =
      successes == 0
      ? 0
      : Self.solve { Self.atMost(successes - 1, trials, $0) >= 1 - tail }
    high = successes == trials ? 1 : Self.solve { Self.atMost(successes, trials, $0) > tail }
  }

  public func contains(_ share: Double) -> Bool { low <= share && share <= high }

  /// The largest share for which `holds`; it holds from 0 up to there.
  private static func solve(_ holds: (Double) -> Bool) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if holds(middle) { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// Probability of at most `count` successes in `trials` of probability `p`.
  static func atMost(_ count: Int, _ trials: Int, _ p: Double) -> Double {
    guard p > 0 else { return 1 }
    guard p < 1 else { return count >= trials ? 1 : 0 }
    // Relative to the likeliest count, so that nothing vanishes.
    let mode = min(trials, Int(Double(trials + 1) * p))
    var weights = [Double](repeating: 1, count: trials + 1)
    let odds = p / (1 - p)
    for i in stride(from: mode + 1, through: trials, by: 1) {
      weights[i] = weights[i - 1] * Double(trials - i + 1) / Double(i) * odds
    }
    for i in stride(from: mode - 1, through: 0, by: -1) {
      weights[i] = weights[i + 1] * Double(i + 1) / Double(trials - i) / odds
    }
    return weights[0...count].reduce(0, +) / weights.reduce(0, +)
  }
}
