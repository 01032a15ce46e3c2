import SimNetwork
import XCTest

final class RegionCatalogueTests: XCTestCase {
  func testKnownRoundTrip() throws {
    let catalogue = RegionCatalogue.builtIn
    let east = try catalogue.region(named: "aws:us-east-1")
    let west = try catalogue.region(named: "aws:us-west-2")
    XCTAssertEqual(catalogue.roundTrip(from: east, to: west).origin, .measured(.bothWays))
  }
}
