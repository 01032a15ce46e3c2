import SimKernel
import TestSupport
import Workloads
import XCTest

final class ArrivalProcessTests: XCTestCase {
  func testPoissonGapsHaveTheMean() {
    forEverySeed(count: 5) { draws in
      var arrivals = ArrivalProcess(.poisson(meanGap: .milliseconds(5)), draws: draws)
      let n = 20_000
      let total = (0..<n).reduce(0) { sum, _ in sum + arrivals.nextGap().nanoseconds }
      let ratio = Double(total) / Double(n) / 5e6
      XCTAssertEqual(ratio, 1, accuracy: 8 / Double(n).squareRoot())
    }
  }

  /// The number of arrivals in a window varies as much as it is large.
  func testPoissonCountsInAWindowHaveEqualMeanAndVariance() {
    forEverySeed(count: 3) { draws in
      var arrivals = ArrivalProcess(.poisson(meanGap: .milliseconds(10)), draws: draws)
      var counts = Array(repeating: 0.0, count: 2_000)
      var time = arrivals.nextGap().nanoseconds
      while time < 200_000_000_000 {
        counts[Int(time / 100_000_000)] += 1
        time += arrivals.nextGap().nanoseconds
      }
      let mean = counts.reduce(0, +) / Double(counts.count)
      let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(counts.count)
      XCTAssertEqual(mean, 10, accuracy: 0.6)
      XCTAssertEqual(variance / mean, 1, accuracy: 0.3)
    }
  }

  func testFixedGapsAreAllTheSame() {
    var arrivals = ArrivalProcess(
      .fixed(gap: .microseconds(123)), draws: Draws(seed: 1, .arrivals, 1))
    for _ in 0..<100 { XCTAssertEqual(arrivals.nextGap(), .microseconds(123)) }
  }

  func testTimeAlwaysGoesOn() {
    let kinds: [ArrivalProcess.Kind] = [
      .poisson(meanGap: .zero), .poisson(meanGap: SimDuration(nanoseconds: 2)), .fixed(gap: .zero),
    ]
    for kind in kinds {
      var arrivals = ArrivalProcess(kind, draws: Draws(seed: 1, .arrivals, 1))
      for _ in 0..<1_000 { XCTAssertGreaterThan(arrivals.nextGap(), .zero, "\(kind)") }
    }
  }
}
