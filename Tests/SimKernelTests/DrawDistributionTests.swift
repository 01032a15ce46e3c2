import Foundation
import SimKernel
import TestSupport
import XCTest

/// Draws are as random as a simulation needs. Bounds lie eight standard deviations out, so that any
/// seed passes.
final class DrawDistributionTests: XCTestCase {
  func testEveryByteOfADrawIsUniform() {
    forEverySeed(count: 4) { draws in
      var counts = Array(repeating: Array(repeating: 0, count: 256), count: 8)
      for _ in 0..<10_000 {
        let word = draws.next()
        for byte in 0..<8 { counts[byte][Int(word >> UInt64(8 * byte) & 0xFF)] += 1 }
      }
      for byte in 0..<8 {
        XCTAssertLessThan(
          ChiSquare.statistic(uniform: counts[byte]), ChiSquare.bound(cells: 256), "byte \(byte)")
      }
    }
  }

  func testTheFirstDrawsOfNeighbouringEntitiesAreUniform() {
    forEverySeed(count: 4) { draws in
      let seed = draws.next()
      var counts = Array(repeating: 0, count: 64)
      for a in 0..<100 {
        for b in 0..<100 {
          let word = Draws(seed: seed, .networkLatency, UInt64(a), UInt64(b)).draw(0)
          counts[Int(word >> 58)] += 1
        }
      }
      XCTAssertLessThan(ChiSquare.statistic(uniform: counts), ChiSquare.bound(cells: 64))
    }
  }

  func testNeighbouringDrawsAreIndependent() {
    forEverySeed(count: 4) { draws in
      var counts = Array(repeating: 0, count: 256)
      var last = draws.next() >> 60
      for _ in 0..<20_000 {
        let next = draws.next() >> 60
        counts[Int(last << 4 | next)] += 1
        last = next
      }
      XCTAssertLessThan(ChiSquare.statistic(uniform: counts), ChiSquare.bound(cells: 256))
    }
  }

  func testBelowIsUniformForSmallBounds() {
    forEverySeed(count: 3) { draws in
      for bound in [2, 3, 10, 37] {
        var counts = Array(repeating: 0, count: bound)
        for _ in 0..<10_000 { counts[Int(draws.below(UInt64(bound)))] += 1 }
        XCTAssertLessThan(
          ChiSquare.statistic(uniform: counts), ChiSquare.bound(cells: bound), "\(bound)")
      }
    }
  }

  /// Three quarters of all words: without rejection every third number would come twice as often.
  func testBelowIsUniformForABoundNearTheWordSize() {
    forEverySeed(count: 3) { draws in
      let bound: UInt64 = 3 << 62
      var (residues, thirds) = ([0, 0, 0], [0, 0, 0])
      for _ in 0..<10_000 {
        let value = draws.below(bound)
        residues[Int(value % 3)] += 1
        thirds[Int(value / (bound / 3))] += 1
      }
      XCTAssertLessThan(ChiSquare.statistic(uniform: residues), ChiSquare.bound(cells: 3))
      XCTAssertLessThan(ChiSquare.statistic(uniform: thirds), ChiSquare.bound(cells: 3))
    }
  }

  func testChanceHappensAsOftenAsItSays() {
    forEverySeed(count: 3) { draws in
      for ppm in [1_000, 30_000, 500_000, 990_000] {
        let trials = 20_000.0
        let seen = (0..<Int(trials)).count { _ in draws.chance(partsPerMillion: Int64(ppm)) }
        let p = Double(ppm) / 1e6
        let spread = (trials * p * (1 - p)).squareRoot()
        XCTAssertLessThan(abs(Double(seen) - trials * p), 8 * spread + 1, "\(ppm) ppm")
      }
    }
  }

  func testExponentialHasItsMeanAndItsVariance() {
    forEverySeed(count: 4) { draws in
      let (mean, n) = (1_000_000.0, 40_000.0)
      var (sum, squares) = (0.0, 0.0)
      for _ in 0..<Int(n) {
        let value = Double(draws.exponential(mean: .milliseconds(1)).nanoseconds)
        sum += value
        squares += value * value
      }
      let seen = sum / n
      // Standard errors of the mean and of the variance of an exponential: 1 and sqrt 8.
      XCTAssertLessThan(abs(seen / mean - 1), 8 / n.squareRoot())
      let variance = squares / n - seen * seen
      XCTAssertLessThan(abs(variance / (mean * mean) - 1), 8 * (8 / n).squareRoot())
    }
  }

  func testExponentialFollowsItsDistribution() {
    forEverySeed(count: 3) { draws in
      // Cells of equal probability: value v stands in cell floor(20 * (1 - e^-v)).
      var counts = Array(repeating: 0, count: 20)
      for _ in 0..<20_000 {
        let value = Double(draws.exponential(mean: .seconds(1)).nanoseconds) / 1e9
        XCTAssertGreaterThanOrEqual(value, 0)
        counts[min(19, Int(20 * (1 - exp(-value))))] += 1
      }
      XCTAssertLessThan(ChiSquare.statistic(uniform: counts), ChiSquare.bound(cells: 20))
    }
  }

  func testExponentialOfMeanZeroIsZero() {
    var draws = Draws(seed: 1, .arrivals, 1)
    for _ in 0..<100 { XCTAssertEqual(draws.exponential(mean: .zero), .zero) }
  }
}
