import Foundation
import SimKernel
import SimNetwork
import XCTest

/// Every figure of the tables against the files they were made from.
final class RegionTablesTests: XCTestCase {
  private struct ProviderFile: Decodable {
    struct Region: Decodable {
      let name: String
      let city: String
      let lat: Decimal
      let lon: Decimal
      let display: String?
      let sameRegionMedianMs: Decimal?
      let intraZoneMs: Decimal?
    }
    struct Estimator: Decodable {
      struct Errors: Decodable {
        let p05: Decimal
        let p50: Decimal
        let p95: Decimal
      }
      let baseMs: Decimal
      let stretch: Decimal
      let pairs: Int?
      let relErr: Errors?
    }
    let provider: String
    let statistic: String
    let endpointBiasMs: Decimal?
    let estimator: Estimator
    let regions: [Region]
    let rtt: [[Decimal]]
    let cellSource: [String]
  }

  private let catalogue = RegionCatalogue.builtIn

  func testEveryRegionIsAsInTheFiles() throws {
    for (provider, count) in [(CloudProvider.aws, 32), (.azure, 39), (.gcp, 40), (.ibm, 13)] {
      let file = try SharedData.latency("\(provider.rawValue).json", as: ProviderFile.self)
      let regions = catalogue.regions(of: provider)
      XCTAssertEqual(file.provider, provider.rawValue)
      XCTAssertEqual(regions.count, count)
      XCTAssertEqual(regions.map(\.name), file.regions.map(\.name))
      for (region, written) in zip(regions, file.regions) {
        XCTAssertEqual(region.description, "\(provider.rawValue):\(written.name)")
        XCTAssertEqual(region.city, written.city)
        XCTAssertEqual(region.title, written.display ?? written.name)
        let place = region.coordinates
        XCTAssertEqual(place.latitudeMicrodegrees, written.lat.whole(times: 1_000_000))
        XCTAssertEqual(place.longitudeMicrodegrees, written.lon.whole(times: 1_000_000))
        XCTAssertEqual(
          catalogue.sameRegionMedian(in: region)?.nanoseconds,
          written.sameRegionMedianMs?.whole(times: 1_000_000))
        if let intraZone = written.intraZoneMs {
          let trip = catalogue.intraZoneRoundTrip(in: region)
          XCTAssertEqual(trip.duration.nanoseconds, intraZone.whole(times: 1_000_000))
          XCTAssertEqual(trip.origin, .measured(.withinZone))
        }
      }
    }
  }

  func testEveryCellAndMarkIsAsInTheFiles() throws {
    let origins: [Character: RoundTrip.Origin] = [
      "m": .measured(.bothWays), "1": .measured(.oneWay), "z": .measured(.betweenZones),
      "s": .measured(.withinRegion), "d": .estimated, "e": .estimated,
    ]
    for provider in CloudProvider.allCases {
      let file = try SharedData.latency("\(provider.rawValue).json", as: ProviderFile.self)
      let regions = catalogue.regions(of: provider)
      for (from, (row, marks)) in zip(regions, zip(file.rtt, file.cellSource)) {
        for (to, (cell, mark)) in zip(regions, zip(row, marks)) {
          let trip = catalogue.roundTrip(from: from, to: to)
          XCTAssertEqual(
            trip.duration.nanoseconds, cell.whole(times: 1_000_000), "\(from) to \(to)")
          XCTAssertEqual(trip.origin, origins[mark], "\(from) to \(to)")
        }
        XCTAssertEqual(row.count, regions.count)
        XCTAssertEqual(marks.count, regions.count)
      }
      XCTAssertEqual(file.rtt.count, regions.count)
    }
  }

  func testProvenanceAndEstimatorsAreAsInTheFiles() throws {
    for provider in CloudProvider.allCases {
      let file = try SharedData.latency("\(provider.rawValue).json", as: ProviderFile.self)
      let provenance = catalogue.provenance(of: provider)
      XCTAssertTrue(file.statistic.hasPrefix(provenance.statistic), file.statistic)
      XCTAssertEqual(
        provenance.correctionMicroseconds, (file.endpointBiasMs ?? 0).whole(times: 1000))
      let estimator = catalogue.estimator(of: provider)
      let errors = try XCTUnwrap(file.estimator.relErr)
      XCTAssertEqual(estimator.baseMicroseconds, file.estimator.baseMs.whole(times: 1000))
      XCTAssertEqual(estimator.stretchPercent, file.estimator.stretch.whole(times: 100))
      XCTAssertEqual(estimator.fittedPairs, file.estimator.pairs)
      XCTAssertEqual(estimator.errorBand?.p05, errors.p05.whole(times: 1000))
      XCTAssertEqual(estimator.errorBand?.p50, errors.p50.whole(times: 1000))
      XCTAssertEqual(estimator.errorBand?.p95, errors.p95.whole(times: 1000))
    }
  }

  private struct CrossCloudFile: Decodable {
    let estimator: ProviderFile.Estimator
    let columnRegions: [String]
    let rtt: [String: [Decimal]]
  }

  func testEveryPairOfTwoProvidersIsMeasuredIfTheFileHasItAndElseEstimated() throws {
    let file = try SharedData.latency("cross-cloud.json", as: CrossCloudFile.self)
    let base = try XCTUnwrap(file.estimator.baseMs.whole(times: 1_000_000))
    let stretch = try XCTUnwrap(file.estimator.stretch.whole(times: 100))
    var measured = 0
    for from in catalogue.regions {
      for to in catalogue.regions where from.provider != to.provider {
        let trip = catalogue.roundTrip(from: from, to: to)
        let (gcp, aws) = from.provider == .gcp ? (from, to) : (to, from)
        let column = aws.provider == .aws ? file.columnRegions.firstIndex(of: aws.name) : nil
        if gcp.provider == .gcp, let column, let row = file.rtt[gcp.name] {
          measured += 1
          XCTAssertEqual(trip.origin, .measured(.oneWay))
          XCTAssertEqual(trip.duration.nanoseconds, row[column].whole(times: 1_000_000))
        } else {
          let length = from.coordinates.distanceInMillimetres(to: to.coordinates)
          XCTAssertEqual(trip.origin, .estimated)
          XCTAssertEqual(trip.duration.nanoseconds, base + (length * stretch + 5000) / 10_000)
        }
      }
    }
    XCTAssertEqual(measured, 2 * 12 * 8)
  }
}
