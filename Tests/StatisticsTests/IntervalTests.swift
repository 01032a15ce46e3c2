import Statistics
import TestSupport
import XCTest

final class IntervalTests: XCTestCase {
  func testRanksAreThoseOfTheExactBinomial() {
    for n in 1...120 {
      // 2 * P(X <= r - 1) <= 5%, with exact whole numbers.
      var (choose, below, rank) = (Int128(1), Int128(0), 0)
      while rank < n / 2, (below + choose) * 40 <= Int128(1) << Int128(n) {
        below += choose
        choose = choose * Int128(n - rank) / Int128(rank + 1)
        rank += 1
      }
      XCTAssertEqual(MedianRank.lower(of: n), max(1, rank), "n = \(n)")
    }
  }

  /// Conover, Practical Nonparametric Statistics, table A3: ranks of 95% intervals.
  func testKnownRanks() {
    let known = [6: 1, 8: 1, 9: 2, 11: 2, 12: 3, 15: 4, 17: 5, 20: 6, 25: 8, 32: 10, 50: 18]
    for (n, rank) in known { XCTAssertEqual(MedianRank.lower(of: n), rank, "n = \(n)") }
    XCTAssertEqual(MedianRank.lower(of: 10_000), 4_902)
  }

  func testMedianOfOddAndEvenCounts() {
    XCTAssertNil(Interval(of: []))
    XCTAssertEqual(Interval(of: [7])?.median, 7)
    XCTAssertEqual(Interval(of: [9, 1, 4])?.median, 4)
    XCTAssertEqual(Interval(of: [1, 2])?.median, 1)
    XCTAssertEqual(Interval(of: [.max, .max - 2])?.median, .max - 1)
    XCTAssertEqual(Interval(of: [-3, -2])?.median, -3)
  }

  func testUnderSixValuesTheRangeIsGivenAndSaysSo() {
    let five = Interval(of: [5, 3, 1, 2, 4])
    XCTAssertEqual(five?.low, 1)
    XCTAssertEqual(five?.high, 5)
    XCTAssertEqual(five?.isConfidence, false)
    XCTAssertEqual(Interval(of: [5, 3, 1, 2, 4, 6])?.isConfidence, true)
  }

  func testIntervalEnclosesTheMedian() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = SplitMix(state: seed)
      let values = (0..<(1 + random.below(60))).map { _ in Int64(random.below(1_000)) }
      let interval = try XCTUnwrap(Interval(of: values))
      XCTAssertLessThanOrEqual(interval.low, interval.median, "seed \(seed)")
      XCTAssertLessThanOrEqual(interval.median, interval.high, "seed \(seed)")
    }
  }

  func testPairedRatioIsTheMedianOfRatiosNotTheRatioOfMedians() throws {
    let pairs: [(Int64, Int64)] = [(1, 10), (100, 10), (1_000, 10)]
    let ratio = try XCTUnwrap(PairedRatio(of: pairs.map { (base: $0.0, value: $0.1) }))
    XCTAssertEqual(ratio.median, 0.1)
    XCTAssertEqual(ratio.low, 0.01)
    XCTAssertEqual(ratio.high, 10)
    XCTAssertTrue(ratio.includesOne)
  }

  func testPairedRatioOfOneSidedPairs() throws {
    XCTAssertNil(PairedRatio(of: []))
    XCTAssertEqual(PairedRatio(of: [(0, 5)])?.median, .infinity)
    XCTAssertEqual(PairedRatio(of: [(5, 0)])?.median, 0)
    XCTAssertEqual(PairedRatio(of: [(0, 0)])?.median, 1)
    XCTAssertEqual(PairedRatio(of: [(0, 5), (0, 6)])?.median, .infinity)
    XCTAssertEqual(PairedRatio(of: [(2, 1), (1, 2)])?.median, 1.25)
  }
}
