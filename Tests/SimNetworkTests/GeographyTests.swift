import Foundation
import SimKernel
import SimNetwork
import XCTest

final class GeographyTests: XCTestCase {
  /// The same distance from the C library, by a formula that is precise near and far.
  private func distance(_ one: GeoPoint, _ other: GeoPoint) -> Double {
    let (a, b) = (one.latitude * .pi / 180, other.latitude * .pi / 180)
    let along = (other.longitude - one.longitude) * .pi / 180
    let crosswise = hypot(cos(b) * sin(along), cos(a) * sin(b) - sin(a) * cos(b) * cos(along))
    let lengthwise = sin(a) * sin(b) + cos(a) * cos(b) * cos(along)
    return 6_371_008_800 * atan2(crosswise, lengthwise)
  }

  private func point(_ latitude: Double, _ longitude: Double) -> GeoPoint {
    guard let point = GeoPoint(latitude: latitude, longitude: longitude) else {
      preconditionFailure("\(latitude), \(longitude) is not on the Earth")
    }
    return point
  }

  /// A grid with the poles, the date line, the corners of the folding, and odd places between.
  private var grid: [GeoPoint] {
    let latitudes = [-90, -67.123457, -45, -22.5, -0.000001, 0, 0.000001, 33.3, 45, 89.999999, 90]
    let longitudes = [
      -180, -179.999999, -135, -90.000001, -45, -1e-6, 0, 12.345678, 45, 90, 134.9999, 135, 180,
    ]
    return latitudes.flatMap { latitude in longitudes.map { point(latitude, $0) } }
  }

  func testDistanceIsWithinAMillimetreOfTheCLibrary() {
    let places = grid + RegionCatalogue.builtIn.regions.map(\.coordinates)
    for from in places {
      for to in places {
        let error = abs(Double(from.distanceInMillimetres(to: to)) - distance(from, to))
        XCTAssertLessThan(error, 1, "\(from) to \(to)")
      }
    }
  }

  func testDistanceIsTheSameBothWaysAndZeroOnlyToItself() {
    let places = grid + RegionCatalogue.builtIn.regions.map(\.coordinates)
    for from in places {
      XCTAssertEqual(from.distanceInMillimetres(to: from), 0)
      for to in places {
        XCTAssertEqual(from.distanceInMillimetres(to: to), to.distanceInMillimetres(to: from))
      }
    }
    // One microdegree is 111 mm.
    XCTAssertEqual(point(0, 0).distanceInMillimetres(to: point(0.000001, 0)), 111)
    XCTAssertEqual(point(0, 0).distanceInMillimetres(to: point(0, -0.000001)), 111)
    XCTAssertEqual(point(0, 179.9999995).distanceInMillimetres(to: point(0, -180)), 0)
  }

  func testKnownDistances() {
    let half: Int64 = 20_015_114_442  // half the sphere's girth: pi times the radius
    let rows: [(GeoPoint, GeoPoint, Int64, line: UInt)] = [
      (point(90, 0), point(-90, 77), half, #line),
      (point(0, 0), point(0, 180), half, #line),
      (point(30, -60), point(-30, 120), half, #line),
      (point(0, 0), point(0, 90), half / 2, #line),
      (point(90, 0), point(0, 12), half / 2, #line),
      (point(0, 0), point(0, 1), 111_195_080, #line),
    ]
    for row in rows {
      XCTAssertEqual(
        Double(row.0.distanceInMillimetres(to: row.1)), Double(row.2), accuracy: 1, line: row.line)
    }
  }

  func testEstimateIsExact() {
    // A quarter of the girth: 4 ms and 1.8 ms per 100 km.
    let trip = RegionCatalogue.builtIn.roundTrip(from: point(0, 0), to: point(0, 90))
    XCTAssertEqual(trip.duration.nanoseconds, 4_000_000 + 180_136_030)
    XCTAssertEqual(trip.origin, .estimated)
    let same = RegionCatalogue.builtIn.roundTrip(from: point(5, 5), to: point(5, 5))
    XCTAssertEqual(same.duration, .milliseconds(4))
    XCTAssertEqual(
      DistanceEstimator.lightInFibreRoundTrip(overMillimetres: 100_000_000), .milliseconds(1))
  }

  func testPointsOffTheEarthAreRefused() {
    let rows: [(Double, Double)] = [
      (90.000001, 0), (-91, 0), (0, 180.5), (0, -181), (.nan, 0), (0, .nan), (.infinity, 0),
      (0, -.infinity),
    ]
    for (latitude, longitude) in rows {
      XCTAssertNil(GeoPoint(latitude: latitude, longitude: longitude), "\(latitude) \(longitude)")
    }
    XCTAssertNil(GeoPoint(latitudeMicrodegrees: 90_000_001, longitudeMicrodegrees: 0))
    XCTAssertNil(GeoPoint(latitudeMicrodegrees: 0, longitudeMicrodegrees: .min))
    XCTAssertNotNil(GeoPoint(latitude: -90, longitude: 180))
    XCTAssertEqual(point(52.37, 4.9).latitudeMicrodegrees, 52_370_000)
  }

  func testEstimatesReproduceThePublishedErrorBands() throws {
    let catalogue = RegionCatalogue.builtIn
    for provider in catalogue.providers {
      let estimator = catalogue.estimator(of: provider)
      let regions = catalogue.regions(of: provider)
      var ratios: [Double] = []
      for (index, from) in regions.enumerated() {
        for to in regions[(index + 1)...] {
          let estimate = estimator.roundTrip(from: from.coordinates, to: to.coordinates)
          let truth = catalogue.roundTrip(from: from, to: to).duration
          ratios.append(Double(estimate.nanoseconds) / Double(truth.nanoseconds))
        }
      }
      ratios.sort()
      let band = try XCTUnwrap(estimator.errorBand)
      XCTAssertEqual(ratios.count, estimator.fittedPairs)
      for (published, share) in [(band.p05, 0.05), (band.p50, 0.5), (band.p95, 0.95)] {
        let found = ratios[Int(share * Double(ratios.count))]
        XCTAssertEqual(found, Double(published) / 1000, accuracy: 0.005, "\(provider) \(share)")
      }
    }
  }
}
