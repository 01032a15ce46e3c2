import Calibration
import Foundation
import ScenarioFormat
import Statistics
import TestSupport
import XCTest

/// A real cluster's measurements, where the external data are at hand.
final class SharedMeasurementTests: XCTestCase {
  func testThreeRegionsAreNear() throws {
    let file = try SharedFolder.item(at: "ground-truth/c-three-regions-tmpfs.json")
    var measurement = try read(file)
    // Throughput rows take long without optimization.
    measurement.throughput = measurement.throughput.filter { $0.clients == 1 }
    let report = try Measurements.report(measurement, trials: 10)
    let totals = CalibrationTotals([report])
    XCTAssertEqual(totals.latency.outside, 0)
    XCTAssertGreaterThan(totals.latency.rows, 15)
    XCTAssertLessThan(totals.medianError ?? 1, 0.01)
    XCTAssertEqual(totals.elections.outside, 0)
    let failover = try XCTUnwrap(report.failover)
    XCTAssertGreaterThan(failover.test.probability, 0.01)
  }

  func testEveryFileIsRead() throws {
    let folder = try SharedFolder.item(at: "ground-truth")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "json" }
    XCTAssertFalse(files.isEmpty)
    for file in files { XCTAssertFalse(try read(file).latencies.isEmpty, file.lastPathComponent) }
  }

  private func read(_ file: URL) throws -> ClusterMeasurement {
    let bytes = [UInt8](try Data(contentsOf: file))
    let result = MeasurementReader.read(bytes: bytes, name: file.lastPathComponent)
    XCTAssertEqual(result.diagnostics.map(\.shortLine), [])
    return try XCTUnwrap(result.measurement)
  }
}
