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

  /// Bits, not closeness: every platform must give these. Computed by another program.
  func testGivesTheGoldenBits() {
    let rows: [(x: Double, bits: UInt64)] = [
      (0.1, 0xC002_6BB1_BBB5_5515), (0.5, 0xBFE6_2E42_FEFA_39EF), (2.5, 0x3FED_5240_F0E0_E077),
      (1e300, 0x4085_9634_47F8_7FB5), (0x1p-53, 0xC042_5E4F_7B27_37FA),
      (0.999999, 0xBEB0_C6F8_2D74_D22F),
    ]
    for row in rows { XCTAssertEqual(exactLog(row.x).bitPattern, row.bits) }
  }
}
