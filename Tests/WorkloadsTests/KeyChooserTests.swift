import SimKernel
import TestSupport
import Workloads
import XCTest

final class KeyChooserTests: XCTestCase {
  private func counts(
    _ kind: KeyChooser.Kind, count: Int, operations: Int, _ draws: Draws
  ) -> [Int] {
    var chooser = KeyChooser(kind, count: count, draws: draws)
    var counts = Array(repeating: 0, count: count)
    for _ in 0..<operations { counts[chooser.next()] += 1 }
    return counts
  }

  func testZipfChoosesTheKeyRankedNInProportionToOneOverN() {
    forEverySeed(count: 3) { draws in
      for count in [1, 2, 10, 100] {
        let seen = counts(.zipf, count: count, operations: 20_000, draws)
        let weights = (1...count).map { 1 / Double($0) }
        let scale = 20_000 / weights.reduce(0, +)
        guard count > 1 else { return XCTAssertEqual(seen, [20_000]) }
        XCTAssertLessThan(
          ChiSquare.statistic(observed: seen, expected: weights.map { $0 * scale }),
          ChiSquare.bound(cells: count), "\(count) keys")
      }
    }
  }

  func testUniformChoosesAllKeysAlike() {
    forEverySeed(count: 3) { draws in
      let seen = counts(.uniform, count: 50, operations: 20_000, draws)
      XCTAssertLessThan(ChiSquare.statistic(uniform: seen), ChiSquare.bound(cells: 50))
    }
  }

  func testSequentialGoesAroundAndAround() {
    var chooser = KeyChooser(.sequential, count: 3, draws: Draws(seed: 1, .keys, 1))
    XCTAssertEqual((0..<8).map { _ in chooser.next() }, [0, 1, 2, 0, 1, 2, 0, 1])
  }

  func testAMillionKeysAreReachedToTheLast() {
    forEverySeed(count: 2) { draws in
      var chooser = KeyChooser(.zipf, count: 300_000, draws: draws)
      let seen = (0..<20_000).map { _ in chooser.next() }
      XCTAssertLessThan(seen.max() ?? 0, 300_000)
      // Half of a Zipf law's weight lies below the square root of its length.
      let low = Double(seen.count { $0 < 548 }) / 20_000
      XCTAssertEqual(low, 0.52, accuracy: 0.04)
    }
  }
}
