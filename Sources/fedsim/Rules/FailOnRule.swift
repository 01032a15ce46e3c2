import Results
import Statistics

/// A rule of `--fail-on`: "write.p99 worse 5%".
struct FailOnRule: Sendable, Hashable {
  let reference: MetricReference
  /// How much worse is still tolerated, in parts per million.
  let tolerance: Int64
  /// As the user gave it.
  let text: String

  static func read(_ text: String) throws(BadValue) -> FailOnRule {
    let words = text.split(separator: " ").map(String.init)
    guard let place = words.firstIndex(of: "worse"), place > 0, place == words.count - 2,
      words[place + 1].hasSuffix("%"),
      let tolerance = partsPerMillion(words[place + 1].dropLast())
    else {
      throw BadValue("It must be a metric, 'worse' and a percentage: 'write.p99 worse 5%'.")
    }
    let reference = try MetricReference.read(words[..<place].joined(separator: " "))
    guard reference.metric.entry.better != .neither else {
      throw BadValue("\(reference.metric.rawValue) is neither better nor worse when it changes.")
    }
    return FailOnRule(
      reference: reference, tolerance: tolerance, text: words.joined(separator: " "))
  }

  /// "2.5" per cent, to four decimals.
  private static func partsPerMillion(_ percent: Substring) -> Int64? {
    guard let match = percent.wholeMatch(of: /(\d{1,6})(?:\.(\d{1,4}))?/) else { return nil }
    let decimals = match.2 ?? ""
    return Int64(match.1 + decimals + String(repeating: "0", count: 4 - decimals.count))
  }

  /// What became of the rule for one scenario against the baseline.
  enum Finding: Sendable, Hashable {
    /// How many times the baseline's value it is.
    case holds(ratio: Double)
    case doesNotHold(ratio: Double)
    case noData
  }

  /// Judges `other` by the median of the ratios on seeds that both have, as the comparison table
  /// does. With six seeds or more the 95% interval must exclude 1 too.
  func judge(_ other: Outcome, against baseline: Outcome) -> Finding {
    guard let ratio = PairedRatio(of: pairs(other, baseline)) else { return .noData }
    let change = reference.metric.entry.better == .lower ? ratio.median - 1 : 1 - ratio.median
    let isSure = !ratio.isConfidence || !ratio.includesOne
    let isWorse = (change * 1_000_000).rounded() > Double(tolerance)
    return isWorse && isSure
      ? .holds(ratio: ratio.median) : .doesNotHold(ratio: ratio.median)
  }

  private func pairs(_ other: Outcome, _ baseline: Outcome) -> [(base: Int64, value: Int64)] {
    let mine = other.value(reference.metric, reference.statistic).perSeed
    let theirs = baseline.value(reference.metric, reference.statistic).perSeed
    return mine.compactMap { seed in
      guard let value = seed.value,
        let base = theirs.first(where: { $0.seed == seed.seed })?.value
      else { return nil }
      return (base, value)
    }
  }
}
