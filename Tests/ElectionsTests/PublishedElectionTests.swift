import Elections
import XCTest

/// The core's elections against published ones, few of each: bands are at least four standard
/// errors wide.
final class PublishedElectionTests: XCTestCase {
  private static let elections = 200

  func testFiguresLieInTheirBandsUnlessKnownNotTo() throws {
    let verdicts = try ElectionChecks.run(elections: Self.elections, seed: 1)
    // Too few elections tell nothing of one in a thousand.
    let judged = verdicts.filter { $0.statistic != "p99.9" }
    XCTAssertEqual(judged.count, verdicts.count - 1)
    for verdict in judged where verdict.deviation == nil {
      XCTAssertTrue(verdict.isInside, "\(verdict)")
    }
    XCTAssertEqual(judged.filter { $0.deviation != nil }.map(\.title), ["150-155 ms"])
  }

  func testSetupsAreReadAsTheyAreWritten() throws {
    for text in ["servers=5 live=4 timeout=150-300 delay=1-3", "servers=3,timeout=10-20,delay=1"] {
      let setup = try ElectionSetup(text)
      XCTAssertEqual(try ElectionSetup(setup.text), setup, text)
    }
    for text in ["servers=5", "servers=0 timeout=1-2 delay=1", "nonsense", "live=9 servers=3"] {
      XCTAssertThrowsError(try ElectionSetup(text), text)
    }
  }
}
