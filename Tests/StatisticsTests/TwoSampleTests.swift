import SimKernel
import Statistics
import TestSupport
import XCTest

final class TwoSampleTests: XCTestCase {
  func testSamplesApartGiveTheCountOfOrders() throws {
    // Only the two orders with one sample wholly first are so far apart: 2 / C(m + n, m).
    for (m, n, orders) in [(3, 3, 20.0), (5, 5, 252.0), (2, 8, 45.0), (4, 10, 1_001.0)] {
      let test = try XCTUnwrap(
        TwoSample((0..<m).map { Double($0) }, (0..<n).map { Double($0 + 100) }))
      XCTAssertEqual(test.distance, 1)
      XCTAssertEqual(test.probability, 2 / orders, accuracy: 1e-12)
    }
  }

  func testPublishedCriticalValues() throws {
    // Two samples of 8 differ at 5% from 5/8 apart on, and at 4/8 not (Massey 1952, table 1).
    let base = (0..<8).map { Double($0) }
    XCTAssertEqual(
      try XCTUnwrap(TwoSample(base, base.map { $0 + 4.5 })).probability, 0.0870, accuracy: 5e-4)
    XCTAssertEqual(
      try XCTUnwrap(TwoSample(base, base.map { $0 + 5.5 })).probability, 0.0186, accuracy: 5e-4)
  }

  func testTheProbabilityIsThatOfAllOrders() throws {
    try forEverySeed(count: 20) { draws in
      let (m, n) = (2 + Int(draws.below(4)), 2 + Int(draws.below(4)))
      // Few different values: ties inside and between the samples.
      func values(_ count: Int, _ draws: inout Draws) -> [Double] {
        (0..<count).map { _ in Double(draws.below(5)) }
      }
      let (a, b) = (values(m, &draws), values(n, &draws))
      let test = try XCTUnwrap(TwoSample(a, b))
      let all = a + b
      var (extreme, orders) = (0, 0)
      for mask in 0..<(1 << (m + n)) where mask.nonzeroBitCount == m {
        let chosen = all.indices.filter { mask >> $0 & 1 == 1 }.map { all[$0] }
        let others = all.indices.filter { mask >> $0 & 1 == 0 }.map { all[$0] }
        orders += 1
        if Self.distance(chosen, others) >= test.distance - 1e-12 { extreme += 1 }
      }
      XCTAssertEqual(Self.distance(a, b), test.distance, accuracy: 1e-12)
      XCTAssertEqual(test.probability, Double(extreme) / Double(orders), accuracy: 1e-12)
    }
  }

  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    (a + b).map { value in
      abs(
        Double(a.count { $0 <= value }) / Double(a.count)
          - Double(b.count { $0 <= value }) / Double(b.count))
    }.max() ?? 0
  }

  func testEqualSamplesCannotBeToldApart() throws {
    XCTAssertEqual(try XCTUnwrap(TwoSample([1, 2, 3], [1, 2, 3])).probability, 1)
    XCTAssertEqual(try XCTUnwrap(TwoSample([7, 7], [7])).probability, 1)
    XCTAssertNil(TwoSample([], [1]))
    XCTAssertNil(TwoSample([1], []))
  }

  func testExactIntervalOfAShare() {
    // Clopper and Pearson: 0 of n ends where (1 - p)^n is half of what is left; tables give the
    // rest.
    let table: [(Int, Int, Double, Double)] = [
      (0, 20, 0, 0.2327), (5, 20, 0.0583, 0.5598), (10, 20, 0.2177, 0.7823), (20, 20, 0.7673, 1),
    ]
    for (successes, trials, low, high) in table {
      let interval = BinomialInterval(successes: successes, trials: trials, confidence: 0.99)
      XCTAssertEqual(interval.low, low, accuracy: 5e-4, "\(successes) of \(trials)")
      XCTAssertEqual(interval.high, high, accuracy: 5e-4, "\(successes) of \(trials)")
      XCTAssertTrue(interval.contains(Double(successes) / Double(trials)))
    }
    XCTAssertFalse(BinomialInterval(successes: 0, trials: 20, confidence: 0.99).contains(0.24))
  }
}
