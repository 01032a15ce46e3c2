import Statistics
import TestSupport
import XCTest

final class HistogramTests: XCTestCase {
  private func histogram(_ values: [Int64]) -> Histogram {
    var histogram = Histogram()
    for value in values { histogram.record(value) }
    return histogram
  }

  private func sample(_ seed: UInt64) -> [Int64] {
    var random = SplitMix(state: seed)
    return (0..<(1 + random.below(400))).map { _ in random.anySize() }
  }

  func testQuantilesAgreeWithASortedArrayToBucketPrecision() {
    let ranks: [Int64] = [1, 100_000, 500_000, 900_000, 950_000, 990_000, 999_000, 1_000_000]
    for seed in 0..<25 as Range<UInt64> {
      let values = sample(seed)
      let (sorted, histogram) = (values.sorted(), histogram(values))
      for rank in ranks {
        let place = max(1, (Int128(sorted.count) * Int128(rank) + 999_999) / 1_000_000)
        let exact = sorted[Int(place) - 1]
        let found = histogram.quantile(partsPerMillion: rank)
        XCTAssertGreaterThanOrEqual(found, exact, "seed \(seed), \(rank)")
        XCTAssertLessThanOrEqual(found - exact, exact / 512, "seed \(seed), \(rank)")
      }
    }
  }

  func testManyQuantilesInOnePassAreTheSame() {
    let ranks = (0...40).map { Int64($0) * 25_000 }
    for seed in 0..<10 as Range<UInt64> {
      let histogram = histogram(sample(seed))
      XCTAssertEqual(
        histogram.quantiles(partsPerMillion: ranks),
        ranks.map { histogram.quantile(partsPerMillion: $0) }, "seed \(seed)")
    }
    XCTAssertEqual(Histogram().quantiles(partsPerMillion: [0, 1]), [0, 0])
  }

  func testValuesBelow1024AreExact() {
    for value in 0..<1_024 as Range<Int64> {
      XCTAssertEqual(histogram([0, value, 1_500]).quantile(partsPerMillion: 600_000), value)
    }
  }

  func testEveryMagnitudeUpToTheLargestFits() {
    for bits in 0..<63 where bits % 3 != 1 {
      for value in [Int64(1) << bits - 1, Int64(1) << bits, Int64(1) << bits + 1] {
        let one = histogram([value])
        XCTAssertEqual(one.quantile(partsPerMillion: 500_000), value)
        XCTAssertEqual(one.nonZero.map(\.count), [1])
      }
    }
    let largest = histogram([.max, 0])
    XCTAssertEqual(largest.max, .max)
    XCTAssertEqual(largest.nonZero.map(\.value), [0, .max])
  }

  func testMergingIsExactInAnyOrder() {
    for seed in 0..<15 as Range<UInt64> {
      let parts = [sample(3 * seed), sample(3 * seed + 1), sample(3 * seed + 2)]
      let whole = histogram(parts.flatMap { $0 })
      var leftFirst = histogram(parts[0])
      leftFirst.merge(histogram(parts[1]))
      leftFirst.merge(histogram(parts[2]))
      var rightFirst = histogram(parts[2])
      rightFirst.merge(histogram(parts[1]))
      var other = histogram(parts[0])
      other.merge(rightFirst)
      XCTAssertEqual(leftFirst, whole, "seed \(seed)")
      XCTAssertEqual(other, whole, "seed \(seed)")
      XCTAssertEqual(whole.sum, parts.joined().reduce(0) { $0 + Int128($1) })
    }
  }

  func testMergingNothingChangesNothing() {
    var some = histogram([5, 7])
    some.merge(Histogram())
    XCTAssertEqual(some, histogram([5, 7]))
    var none = Histogram()
    none.merge(histogram([5, 7]))
    XCTAssertEqual(none, histogram([5, 7]))
    none.record(3, times: 0)
    XCTAssertEqual(none, histogram([5, 7]))
  }

  func testMeanCountsEveryTime() {
    var histogram = Histogram()
    histogram.record(10, times: 3)
    histogram.record(2)
    XCTAssertEqual(histogram.count, 4)
    XCTAssertEqual(histogram.mean, 8)
    XCTAssertEqual(Histogram().mean, 0)
  }

  func testTakenApartAndPutTogetherItIsTheSame() {
    for seed in 0..<15 as Range<UInt64> {
      let whole = histogram(sample(seed))
      let again = Histogram(
        nonZero: whole.nonZero, min: whole.min, max: whole.max, sum: whole.sum)
      XCTAssertEqual(again, whole, "seed \(seed)")
    }
    XCTAssertEqual(Histogram(nonZero: [], min: 0, max: 0, sum: 0), Histogram())
  }

  func testPartsThatDoNotFitTogetherAreRefused() {
    typealias Parts = (nonZero: [(value: Int64, count: Int64)], min: Int64, max: Int64, sum: Int128)
    let rows: [(parts: Parts, why: String)] = [
      (([(-1, 1)], -1, -1, -1), "negative value"),
      (([(5, 0)], 5, 5, 0), "empty bucket"),
      (([(5, -2)], 5, 5, -10), "negative count"),
      (([(7, 1), (5, 1)], 5, 7, 12), "descending"),
      (([(5, 1), (5, 1)], 5, 5, 10), "twice the same bucket"),
      (([(1_024, 1)], 1_024, 1_024, 1_024), "not the highest value of its bucket"),
      (([(5, 1)], 4, 5, 5), "minimum in another bucket"),
      (([(5, 1)], 5, 6, 5), "maximum in another bucket"),
      (([(5, 2)], 5, 5, 11), "sum too large"),
      (([(5, 2)], 5, 5, 9), "sum too small"),
      (([], 0, 0, 1), "sum of nothing"),
      (([(5, .max), (6, 1)], 5, 6, 11), "count overflows"),
    ]
    for (parts, why) in rows {
      XCTAssertNil(
        Histogram(nonZero: parts.nonZero, min: parts.min, max: parts.max, sum: parts.sum), why)
    }
  }
}
