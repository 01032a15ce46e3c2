import SimKernel
import TestSupport
import Workloads
import XCTest

final class WeightedChoiceTests: XCTestCase {
  func testChoosesInProportionToTheWeights() {
    forEverySeed(count: 10) { draws in
      let weights = (0..<draws.int(in: 2...6)).map { _ in draws.int(in: 1...9) }
      var choice = WeightedChoice(
        weights.indices.map { ($0, weights[$0]) }, draws: Draws(seed: draws.next(), .operations, 1))
      var seen = Array(repeating: 0, count: weights.count)
      for _ in 0..<10_000 { seen[choice.next()] += 1 }
      let scale = 10_000 / Double(weights.reduce(0, +))
      XCTAssertLessThan(
        ChiSquare.statistic(observed: seen, expected: weights.map { Double($0) * scale }),
        ChiSquare.bound(cells: weights.count), "\(weights)")
    }
  }

  func testAWeightBelowOneCountsAsOne() {
    var choice = WeightedChoice(
      [("never written", 0), ("often", 3)], draws: Draws(seed: 2, .operations, 1))
    let seen = (0..<8_000).count { _ in choice.next() == "never written" }
    XCTAssertEqual(Double(seen) / 8_000, 0.25, accuracy: 0.04)
  }

  /// Choosing costs one draw whatever the options are, so that two scenarios that differ in their
  /// mix alone still draw alike elsewhere in the stream.
  func testEveryChoiceIsOneDraw() {
    let draws = Draws(seed: 3, .operations, 1)
    var (one, many) = (
      WeightedChoice([(0, 5)], draws: draws), WeightedChoice((0..<4).map { ($0, 1) }, draws: draws)
    )
    XCTAssertEqual((0..<100).map { _ in one.next() }, Array(repeating: 0, count: 100))
    for n in 0..<100 as Range<UInt64> {
      var alone = draws
      alone.count = n
      XCTAssertEqual(many.next(), Int(alone.below(4)), "choice \(n)")
    }
  }
}
