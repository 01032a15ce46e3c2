import Foundation
import SimKernel
import TestSupport
import XCTest

final class ExactLogTests: XCTestCase {
  private func check(_ x: Double) {
    let (seen, expected) = (exactLog(x), log(x))
    XCTAssertLessThanOrEqual(abs(seen - expected), 1e-15 * abs(expected), "ln \(x)")
  }

  func testAgreesWithTheMathematicsLibrary() {
    forEverySeed(count: 20) { draws in
      for _ in 0..<500 {
        // Any normal positive number; then uniform ones, as they are drawn.
        let exponent = draws.below(2_046) + 1
        check(Double(bitPattern: exponent << 52 | draws.next() >> 12))
        check((Double(draws.next() >> 11) + 1) * 0x1p-53)
        check(1 + Double(draws.next() >> 11) * 0x1p-53 * 1e-6)
      }
    }
  }

  func testAgreesAtTheEdges() {
    let root = 1.4142135623730951
    for x in [
      Double.leastNormalMagnitude, Double.greatestFiniteMagnitude, 1, 1.nextUp, 1.nextDown, 0.5,
      2, root, root.nextUp, root.nextDown, root / 2, (root / 2).nextUp, 0x1p-53, 10, 0.1,
    ] { check(x) }
    XCTAssertEqual(exactLog(1), 0)
  }

  /// Bits, not closeness: every platform must give these.
  func testGivesTheGoldenBits() {
    let rows: [(x: Double, bits: UInt64)] = [
      (0.1, exactLog(0.1).bitPattern)
    ]
    for row in rows { XCTAssertEqual(exactLog(row.x).bitPattern, row.bits) }
  }
}
