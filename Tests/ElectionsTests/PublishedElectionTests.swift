import Elections
import XCTest

/// The core's elections against published ones, with few elections.
final class PublishedElectionTests: XCTestCase {
  func testEveryFigureLiesInItsBand() throws {
    for verdict in try ElectionChecks.run(elections: 200, seed: 1) {
      XCTAssertTrue(verdict.isInside, "\(verdict)")
    }
  }
}
