import Calibration
import ScenarioFormat
import XCTest

/// Names and order of a file's members are for people: they change no number.
final class PermutationTests: XCTestCase {
  func testOrderAndNamesOfMembersChangeNoNumber() throws {
    let plain = try Measurements.report(
      Measurements.read(Measurements.twoPlaces()), trials: 2)
    let others: [(order: [Int], names: [String])] = [
      ([4, 2, 0, 3, 1], ["b2", "b1", "a3", "a2", "a1"]),
      ([0, 1, 2, 3, 4], ["zoe", "yan", "xia", "b", "a"]),
    ]
    for (order, names) in others {
      let text = Measurements.twoPlaces(order: order, names: names)
      let report = try Measurements.report(Measurements.read(text), trials: 2)
      XCTAssertEqual(report.failover, plain.failover, "\(names)")
      XCTAssertEqual(report.elections, plain.elections)
      XCTAssertEqual(report.latencies.count, plain.latencies.count)
      for row in plain.latencies {
        let place = try XCTUnwrap(Measurements.plain.firstIndex(of: row.client))
        let twin = try XCTUnwrap(report.latencies.first { $0.client == names[place] })
        XCTAssertEqual(twin.simulated, row.simulated, "\(row.client) as \(names[place])")
      }
      XCTAssertEqual(report.throughput.map(\.simulatedRate), plain.throughput.map(\.simulatedRate))
      XCTAssertEqual(report.throughput.map(\.simulatedP50), plain.throughput.map(\.simulatedP50))
    }
  }
}
