import Foundation
import XCTest

@testable import SimNetwork

final class FixedTrigonometryTests: XCTestCase {
  func testSineAndCosineAgreeWithTheCLibrary() {
    // Steps that hit every corner of the folding, and steps that hit none.
    for step in [FixedTrigonometry.turn / 16, 1_234_567] {
      for angle in stride(from: 0, through: 2 * FixedTrigonometry.turn, by: Int(step)) {
        let (sine, cosine) = FixedTrigonometry.sineAndCosine(ofHalfMicrodegrees: Int64(angle))
        let turns = Int64(angle) % FixedTrigonometry.turn
        let radians = Double(turns) * .pi / 360_000_000
        XCTAssertEqual(sine, sin(radians), accuracy: 2e-15, "\(angle)")
        XCTAssertEqual(cosine, cos(radians), accuracy: 2e-15, "\(angle)")
      }
    }
  }

  func testRightAnglesAreExact() {
    for (quarter, expected) in [(0.0, 1.0), (1, 0), (0, -1), (-1, 0)].enumerated() {
      let angle = Int64(quarter) * FixedTrigonometry.turn / 4
      let (sine, cosine) = FixedTrigonometry.sineAndCosine(ofHalfMicrodegrees: angle)
      XCTAssertEqual(sine, expected.0)
      XCTAssertEqual(cosine, expected.1)
    }
  }

  func testArctangentAgreesWithTheCLibrary() {
    for step in 0...10_000 {
      let tangent = Double(step) / 10_000
      XCTAssertEqual(FixedTrigonometry.arctangent(tangent), atan(tangent), accuracy: 1e-15)
    }
    XCTAssertEqual(FixedTrigonometry.arctangent(1e-12) / 1e-12, 1, accuracy: 1e-15)
  }

  func testSquareRootAgreesWithTheProcessor() {
    for exponent in -200...200 {
      for significand in stride(from: 1.0, to: 2, by: 0.01) {
        let number = Double(sign: .plus, exponent: exponent, significand: significand)
        let root = FixedTrigonometry.squareRoot(number)
        XCTAssertLessThanOrEqual(abs(root - number.squareRoot()), 2 * root.ulp, "\(number)")
      }
    }
    XCTAssertEqual(FixedTrigonometry.squareRoot(0), 0)
  }
}
