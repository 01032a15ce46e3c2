import Results
import Statistics
import TestSupport
import XCTest

final class JudgementPropertyTests: XCTestCase {
  /// Values of a seed kept as a plain list, and the rule's meaning written down naively.
  private struct Naive {
    var seeds: [[Int64]]
    var rule: ExpectRule
    var statistic: Statistic

    private func number(_ values: [Int64]) -> Int64? {
      let sorted = values.sorted()
      if statistic == .count { return Int64(sorted.count) }
      guard let first = sorted.first, let last = sorted.last else { return nil }
      switch statistic {
      case .min: return first
      case .max: return last
      case .mean: return sorted.reduce(0, +) / Int64(sorted.count)
      default:
        let rank = statistic.partsPerMillion ?? 0
        return sorted.first { value in
          Int64(sorted.count { $0 <= value }) * 1_000_000 >= rank * Int64(sorted.count)
        }
      }
    }

    var verdict: Judgement.Verdict {
      let values = seeds.map { $0.count < rule.minSamples ? nil : number($0) }
      let known = values.compactMap { $0 }
      if known.isEmpty { return .undecided }
      func holds(_ value: Int64) -> Bool {
        switch rule.comparison {
        case .below: value < rule.limit
        case .above: value > rule.limit
        case .atMost: value <= rule.limit
        case .atLeast: value >= rule.limit
        }
      }
      // Every way the unknown seeds could have gone; a verdict needs them all to agree.
      func verdict(unknownHold: Bool) -> Bool {
        let good = values.count { $0.map(holds) ?? unknownHold }
        switch rule.hold {
        case .everySeed: return good == values.count
        case .percent(let share): return good * 100 >= share * values.count
        case .median: return false
        }
      }
      if rule.hold == .median {
        guard known.count == values.count else { return .undecided }
        let sorted = known.sorted()
        let middle = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        return holds(middle) ? .met : .failed
      }
      let (best, worst) = (verdict(unknownHold: true), verdict(unknownHold: false))
      return best != worst ? .undecided : best ? .met : .failed
    }
  }

  private func randomCase(_ random: inout SplitMix) -> Naive {
    // Below 1,024, so that histograms are exact and the two must agree to the last digit.
    let seeds = (0..<(1 + random.below(9))).map { _ in
      (0..<random.below(6)).map { _ in Int64(random.below(40)) }
    }
    let statistics = Statistic.allCases.filter { $0.applies(to: .distribution) }
    let statistic = statistics[random.below(statistics.count)]
    let holds: [ExpectRule.Hold] = [.everySeed, .median, .percent(random.below(101))]
    let rule = ExpectRule(
      subject: .metric(.writeLatency, statistic),
      comparison: ExpectRule.Comparison.allCases[random.below(4)],
      limit: Int64(random.below(40)), minSamples: Int64(random.below(3)),
      hold: holds[random.below(3)])
    return Naive(seeds: seeds, rule: rule, statistic: statistic)
  }

  func testEveryRuleAgreesWithANaiveEvaluator() throws {
    var seen: Set<Judgement.Verdict> = []
    for seed in 0..<3_000 as Range<UInt64> {
      var random = SplitMix(state: seed)
      let naive = randomCase(&random)
      let outcome = tinyOutcome(rules: [naive.rule], seeds: naive.seeds.map { [latency($0)] })
      let item = try XCTUnwrap(Judgement(outcome).items.first)
      XCTAssertEqual(item.verdict, naive.verdict, "seed \(seed): \(naive)")
      seen.insert(item.verdict)
    }
    XCTAssertEqual(seen, [.met, .failed, .undecided])
  }

  func testTheValueShownIsTheOneThatDecided() throws {
    for seed in 0..<3_000 as Range<UInt64> {
      var random = SplitMix(state: seed)
      let naive = randomCase(&random)
      let outcome = tinyOutcome(rules: [naive.rule], seeds: naive.seeds.map { [latency($0)] })
      let item = try XCTUnwrap(Judgement(outcome).items.first)
      guard let actual = item.actual, item.undecidedSeeds.isEmpty else { continue }
      guard item.rule.hold != .percent(0) else { continue }
      XCTAssertEqual(
        naive.rule.comparison.holds(actual, naive.rule.limit), item.verdict == .met,
        "seed \(seed): \(naive)")
    }
  }

  /// A limit moved to the actual value or past it turns the verdict.
  func testMovingTheLimitFlipsTheVerdict() throws {
    for seed in 0..<1_000 as Range<UInt64> {
      var random = SplitMix(state: seed)
      var naive = randomCase(&random)
      naive.rule.minSamples = 0
      naive.seeds = naive.seeds.map { $0.map { $0 + 2 } + [7] }
      if naive.statistic == .count { continue }
      for (comparison, halfIsWorse) in [(ExpectRule.Comparison.below, true), (.above, false)] {
        naive.rule.comparison = comparison
        let place = Judgement(
          tinyOutcome(rules: [naive.rule], seeds: naive.seeds.map { [latency($0)] }))
        guard let actual = place.items.first?.actual, naive.rule.hold != .percent(0) else {
          continue
        }
        for (limit, met) in [(2 * actual, halfIsWorse), (actual / 2, !halfIsWorse)] {
          naive.rule.limit = limit
          let outcome = tinyOutcome(rules: [naive.rule], seeds: naive.seeds.map { [latency($0)] })
          let item = try XCTUnwrap(Judgement(outcome).items.first)
          XCTAssertEqual(item.verdict, met ? .met : .failed, "seed \(seed) \(limit): \(naive)")
        }
      }
    }
  }
}
