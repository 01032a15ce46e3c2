import SimKernel
import SimNetwork
import XCTest

/// What holds of the catalogue without the files it was made from.
final class RegionCatalogueTests: XCTestCase {
  private let catalogue = RegionCatalogue.builtIn

  private func region(_ name: String, line: UInt = #line) -> CloudRegion? {
    let found = try? catalogue.region(named: name)
    XCTAssertNotNil(found, name, line: line)
    return found
  }

  func testEveryRegionIsFoundByItsName() {
    XCTAssertEqual(catalogue.regions.count, 124)
    XCTAssertEqual(Set(catalogue.regions.map(\.description)).count, 124)
    for expected in catalogue.regions {
      XCTAssertEqual(region(expected.description), expected)
    }
    XCTAssertEqual(catalogue.providers.flatMap(catalogue.regions(of:)), catalogue.regions)
  }

  func testSaysWhyThereIsNoRegionOfAName() {
    func error(_ name: String) -> RegionLookupError? {
      do throws(RegionLookupError) {
        _ = try catalogue.region(named: name)
        return nil
      } catch {
        return error
      }
    }
    XCTAssertEqual(error("us-east1"), .noProvider(regions: ["gcp:us-east1"]))
    XCTAssertEqual(error("nowhere"), .noProvider(regions: []))
    XCTAssertEqual(error(""), .noProvider(regions: []))
    XCTAssertEqual(
      error("google:us-east1"),
      .unknownProvider("google", providers: ["aws", "azure", "gcp", "ibm"]))
    XCTAssertEqual(
      error(":us-east1"), .unknownProvider("", providers: ["aws", "azure", "gcp", "ibm"]))
    XCTAssertEqual(
      error("ibm:us-esat"),
      .unknownRegion("us-esat", of: .ibm, regions: catalogue.regions(of: .ibm).map(\.description)))
    XCTAssertEqual(error("ibm:us:east").map(\.message), "IBM Cloud has no region \"us:east\"")
    XCTAssertEqual(error("AWS:us-east-1").map(\.message), "the catalogue has no provider \"AWS\"")
  }

  func testSuggestsTheRegionThatWasMeant() {
    // Whatever ends alike: enough to see which names are asked.
    func nearest(_ name: String, _ names: [String]) -> String? {
      names.first { $0.suffix(6) == name.suffix(6) }
    }
    let rows: [(String, String?, line: UInt)] = [
      ("us-east1", "gcp:us-east1", #line),  // no provider
      ("google:us-east1", "gcp:us-east1", #line),  // no such provider
      ("AWS:us-east-1", "aws:us-east-1", #line),
      ("Ibm:US-East", "ibm:us-east", #line),
      ("aws:us-east1", nil, #line),  // the provider counts: not another's region
      ("aws:uss-east-1", "aws:us-east-1", #line),
      ("azur:sueurope", "azure:northeurope", #line),
      ("ibm:nowhere", nil, #line), ("", nil, #line), (":", nil, #line),
    ]
    for (name, expected, line) in rows {
      XCTAssertEqual(catalogue.suggestion(for: name, nearest: nearest), expected, line: line)
    }
  }

  func testKnownFigures() {
    let rows: [(from: String, to: String, Int64, RoundTrip.Origin, line: UInt)] = [
      ("aws:us-east-1", "aws:us-west-2", 61_600, .measured(.bothWays), #line),
      ("aws:us-east-1", "aws:us-east-1", 890, .measured(.betweenZones), #line),
      ("aws:ca-west-1", "aws:ca-west-1", 1000, .estimated, #line),
      ("azure:malaysiawest", "azure:qatarcentral", 89_000, .measured(.oneWay), #line),
      ("azure:eastus", "azure:eastus", 1000, .estimated, #line),
      ("gcp:us-east5", "gcp:us-east5", 500, .measured(.withinRegion), #line),
      ("gcp:asia-southeast1", "aws:ap-southeast-1", 2300, .measured(.oneWay), #line),
      ("aws:eu-west-2", "gcp:europe-west2", 4100, .measured(.oneWay), #line),
      ("ibm:us-south", "ibm:ca-tor", 34_500, .measured(.bothWays), #line),
    ]
    for row in rows {
      guard let from = region(row.from, line: row.line), let to = region(row.to, line: row.line)
      else { continue }
      let trip = catalogue.roundTrip(from: from, to: to)
      XCTAssertEqual(trip.duration, .microseconds(row.2), line: row.line)
      XCTAssertEqual(trip.origin, row.3, line: row.line)
    }
  }

  func testRoundTripsAreSymmetricAndSlowerThanLightInFibre() {
    for from in catalogue.regions {
      for to in catalogue.regions {
        let trip = catalogue.roundTrip(from: from, to: to)
        XCTAssertEqual(trip, catalogue.roundTrip(from: to, to: from), "\(from) to \(to)")
        guard from != to else { continue }
        // Published to 0.1 ms at best.
        let light = DistanceEstimator.lightInFibreRoundTrip(
          overMillimetres: from.coordinates.distanceInMillimetres(to: to.coordinates))
        XCTAssertGreaterThan(trip.duration + .microseconds(100), light, "\(from) to \(to)")
      }
    }
  }

  func testZonesLieBetweenOneZoneAndTheNextRegion() {
    for region in catalogue.regions {
      let interZone = catalogue.interZoneRoundTrip(in: region)
      XCTAssertEqual(interZone, catalogue.roundTrip(from: region, to: region))
      XCTAssertLessThan(
        catalogue.intraZoneRoundTrip(in: region).duration, interZone.duration, "\(region)")
      for other in catalogue.regions(of: region.provider) where other != region {
        let next = catalogue.roundTrip(from: region, to: other)
        XCTAssertLessThan(interZone.duration, next.duration, "\(region) to \(other)")
      }
    }
  }

  func testOneZoneIsTheMiddleOfThePublishedRange() {
    let rows: [(String, Int64, RoundTrip.Origin)] = [
      ("aws:us-east-1", 190, .estimated), ("azure:eastus", 205, .estimated),
      ("gcp:us-east1", 290, .estimated), ("ibm:us-east", 90, .measured(.withinZone)),
    ]
    for (name, microseconds, origin) in rows {
      guard let region = region(name) else { continue }
      let trip = catalogue.intraZoneRoundTrip(in: region)
      XCTAssertEqual(trip.duration, .microseconds(microseconds), name)
      XCTAssertEqual(trip.origin, origin, name)
    }
  }

  func testEveryFigureSaysWhereItComesFrom() {
    for from in catalogue.regions {
      let near = [catalogue.intraZoneRoundTrip(in: from), catalogue.interZoneRoundTrip(in: from)]
      for trip in near + catalogue.regions.map({ catalogue.roundTrip(from: from, to: $0) }) {
        XCTAssertFalse(trip.source.source.isEmpty)
        XCTAssertFalse(trip.source.date.isEmpty)
        XCTAssertFalse(trip.source.statistic.isEmpty)
      }
    }
  }
}
