import Results
import Statistics

/// How many times more or less: always at least 1, with a sign that tells the direction.
enum RatioText {
  /// "÷49.3", "×1.01", "new" for something out of nothing, "gone" for the reverse.
  static func text(_ ratio: Double) -> String {
    if ratio == .infinity { return "new" }
    if ratio <= 0 { return "gone" }
    let (sign, factor) = ratio < 1 ? ("÷", 1 / ratio) : ("×", ratio)
    // A small difference that is shown must not read as none.
    if factor < 1.005 {
      return sign + NumberText.fixed(Int64(factor * 1e9 + 0.5), per: 1_000_000_000, decimals: 4)
    }
    return sign + number(factor)
  }

  /// Closer to 1 than this no ratio is written.
  static let least = 1.000_05

  /// "[48.4, 50.0]" in the direction of `ratio`'s median; "-" where an end is not a number.
  static func interval(_ ratio: PairedRatio) -> String {
    let isInverse = ratio.median < 1 && !ratio.includesOne
    let (low, high) =
      isInverse ? (1 / ratio.high, 1 / ratio.low) : (ratio.low, ratio.high)
    guard low.isFinite, high.isFinite, ratio.median > 0, ratio.median.isFinite else { return "-" }
    return "[\(number(low)), \(number(high))]"
  }

  /// Three significant digits, never fewer than the whole ones; "12.3M" from a million on.
  static func number(_ ratio: Double) -> String {
    guard ratio.isFinite else { return "-" }
    for (size, name) in [(1e18, "E"), (1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M")]
    where ratio >= size {
      return NumberText.significant(Int64(min(ratio / size, 1e9) * 1e6 + 0.5), per: 1_000_000)
        + name
    }
    return NumberText.significant(Int64(ratio * 1e9 + 0.5), per: 1_000_000_000)
  }
}
