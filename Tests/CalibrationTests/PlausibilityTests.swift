import Calibration
import ScenarioFormat
import XCTest

/// A topology that nobody measured: three members 37 ms from each other.
final class PlausibilityTests: XCTestCase {
  private static let text = """
    { "members": ["x", "y", "z"], "leader": "x", "data_dir": "tmpfs",
      "rtt_ms": [[0, 37, 37], [37, 0, 37], [37, 37, 0]],
      "latency_ms": {
        "x": { "put": { "p50": 38.3 }, "linearizable_get": { "p50": 38.3 },
               "serializable_get": { "p50": 0.25 } },
        "y": { "put": { "p50": 76 }, "linearizable_get": { "p50": 76 } } },
      "watch_ms": { "put from x": { "put_start_to_event": { "x": { "p50": 38.3 },
        "z": { "p50": 57 } } } },
      "throughput": [
        { "client_region": "x", "op": "put", "clients": 6, "ops_per_s": 150, "p50": 38 },
        { "client_region": "x", "op": "lget", "clients": 6, "ops_per_s": 80, "p50": 76 } ],
      "failover": { "trials": [ { "signal": "KILL", "candidacies_ms": [1200],
        "first_ok_ms": { "y": 1350 } } ] },
      "cold_start": { "leaders": 1 }, "cold_start_to_healthy_s": 1,
      "leader_transfer": { "ms": 101 },
      "quiet": { "seconds": 10, "leaders_elected": 0 } }
    """

  func testItsNumbersAreWhatDistanceAndMechanismsSay() throws {
    let report = try Measurements.report(Measurements.read(Self.text), trials: 12)
    // One round trip to a quorum, one more for a follower; between 0.8 and 2.5 ms of processing.
    let floors: [Double] = [37, 37, 0, 74, 74, 37, 55.5]
    for (row, floor) in zip(report.latencies, floors) {
      let most = row.operation == .serializableGet ? 0.6 : 2.9
      let over = row.simulated.p50 - floor
      XCTAssertTrue((0.1...most).contains(over), "\(row.client) \(row.operation): \(over) over")
    }
    // Puts pipeline; a concurrent read waits for the round under way and takes its own.
    XCTAssertEqual(report.throughput[0].simulatedP50, 38.3, accuracy: 1.5)
    XCTAssertEqual(report.throughput[1].simulatedP50, 76.5, accuracy: 2)
    // Detection takes 0.9 to 1.9 s, two rounds elect, and the first write takes two more.
    let failover = try XCTUnwrap(report.failover)
    XCTAssertTrue((1_148...1_700).contains(failover.simulated.p50), "\(failover.simulated.p50)")
    XCTAssertEqual(report.elections.map(\.isOutside), [false, false, false])
    XCTAssertEqual(report.elections.last?.simulated ?? 0, 100.8, accuracy: 1)
  }
}
