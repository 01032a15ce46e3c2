import FederationOracles
import XCTest

/// Every oracle row is met, and a row can fail.
final class OracleRowTests: XCTestCase {
  func testEveryRowIsMet() {
    for row in FederationOracle.rows(seed: 7, samples: 200) {
      XCTAssertTrue(
        row.isMet, "\(row.name): \(row.simulated), expected \(row.expected); rule: \(row.rule)")
    }
  }

  func testRowsAreAFunctionOfTheSeed() {
    XCTAssertEqual(
      FederationOracle.rows(seed: 3, samples: 5), FederationOracle.rows(seed: 3, samples: 5))
    XCTAssertNotEqual(
      FederationOracle.rows(seed: 3, samples: 5), FederationOracle.rows(seed: 4, samples: 5))
  }

  func testARowCanFail() {
    let sample = OracleRow.Sample([1, 2, 3, 4])
    let rows: [(OracleRow.Expectation, Bool, UInt)] = [
      (.init(range: 1...4, mean: 2.5), true, #line),
      (.init(range: 1.1...4), false, #line),
      (.init(range: 1...3.9), false, #line),
      (.init(mean: 2.7), true, #line),
      (.init(mean: 2.8), false, #line),
      (.init(mean: 2.51, tolerance: 0.005, isAbsolute: true), false, #line),
      (.init(p99: 10), false, #line),
    ]
    for (expectation, isMet, line) in rows {
      XCTAssertEqual(expectation.isMet(by: sample), isMet, line: line)
    }
  }
}
