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
      let tolerance = Quantity.whole(words[place + 1].dropLast(), times: 10_000)
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

  /// What became of the rule for one scenario against the baseline.
  enum Finding: Sendable, Hashable {
    case holds(changeInPartsPerMillion: Int64)
    case doesNotHold(changeInPartsPerMillion: Int64)
    case noData
  }

  /// Judges `other` by the median of the ratios on seeds that both have. With six seeds or more the
  /// 95% interval must lie on the worse side too.
  func judge(_ other: Outcome, against baseline: Outcome) -> Finding {
    let ratios = ratios(other, baseline)
    guard let interval = Interval(of: ratios) else { return .noData }
    let change = interval.median - Self.one
    let isLowerBetter = reference.metric.entry.better == .lower
    let worsening = isLowerBetter ? change : -change
    let isSure =
      !interval.isConfidence || (isLowerBetter ? interval.low > Self.one : interval.high < Self.one)
    return worsening > tolerance && isSure
      ? .holds(changeInPartsPerMillion: change) : .doesNotHold(changeInPartsPerMillion: change)
  }

  private static let one: Int64 = 1_000_000

  private func ratios(_ other: Outcome, _ baseline: Outcome) -> [Int64] {
    let mine = other.value(reference.metric, reference.statistic).perSeed
    let theirs = baseline.value(reference.metric, reference.statistic).perSeed
    return mine.compactMap { seed in
      guard let a = seed.value,
        let b = theirs.first(where: { $0.seed == seed.seed })?.value
      else { return nil }
      if b == 0 { return a == 0 ? Self.one : Int64.max / 2 }
      return Int64(clamping: (Int128(a) * Int128(Self.one) + Int128(b) / 2) / Int128(b))
    }
  }
}
