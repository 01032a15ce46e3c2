import ScenarioFormat
import SimKernel
import XCTest

final class ReadingTests: XCTestCase {
  func testAFileOfFewLinesIsEnough() throws {
    let measurement = try Measurements.read(
      """
      { "members": ["a", "b"], "rtt_ms": [[0, 10.25], [10.25, 0]], "leader": "b" }
      """)
    XCTAssertEqual(measurement.roundTrips, [[0, 10_250_000], [10_250_000, 0]])
    XCTAssertEqual(measurement.leader, 1)
    XCTAssertEqual(measurement.heartbeat, .milliseconds(100))
    XCTAssertEqual(measurement.electionTicks, 10)
    XCTAssertEqual(measurement.valueSize, 256)
    XCTAssertEqual(
      measurement.missing,
      [
        "latency_ms", "latency_ms_direct_to_leader", "watch_ms", "throughput", "failover",
        "quiet", "cold_start", "leader_transfer",
      ])
  }

  func testEverySectionIsRead() throws {
    let measurement = try Measurements.read(Measurements.twoPlaces())
    XCTAssertEqual(measurement.latencies.map(\.member), [0, 1, 3])
    XCTAssertEqual(measurement.latencies[2].quantiles.p90, 23.3)
    XCTAssertEqual(measurement.throughput.map(\.clients), [3])
    XCTAssertEqual(measurement.trials.map(\.firstWrite), [1020.5])
    XCTAssertEqual(measurement.trials[0].candidacies, 1)
  }

  func testMistakesAreNamedAtTheirPlaces() {
    let start = "{ \"members\": [\"a\", \"b\"],\n\"rtt_ms\": [[0, 1], [1, 0]],\n\"leader\": \"a\""
    let table: [(String, String)] = [
      ("[]", "m.json:1:1: error: a measurement is an object [E113]"),
      ("{}", "m.json:1:1: error: a measurement needs \"members\" [E115]"),
      (
        "{ \"members\": [\"a\", \"a\"], \"rtt_ms\": [[0, 1], [1, 0]], \"leader\": \"a\" }",
        "m.json:1:20: error: member \"a\" is named twice [E124]"
      ),
      (
        "{ \"members\": [\"a\", \"b\"], \"rtt_ms\": [[0, 1]], \"leader\": \"a\" }",
        "m.json:1:36: error: rtt_ms has one row for each of the 2 members [E126]"
      ),
      (
        start + ",\n\"format\": 2 }",
        "m.json:4:11: error: this format is not known to this version of fedsim [E118]"
      ),
      (
        start + ",\n\"latency_ms\": { \"c\": {} } }",
        "m.json:4:17: error: there is no member \"c\" [E122]"
      ),
      (
        start + ",\n\"latency_ms\": { \"a\": { \"put\": { \"p50\": \"x\" } } } }",
        "m.json:4:40: error: a number is expected here, found a string [E113]"
      ),
      (
        start + ",\n\"throughput\": [{ \"op\": \"put\" }] }",
        "m.json:4:16: error: a throughput row needs \"client_region\" and \"op\" [E115]"
      ),
      (
        start + ",\n\"election_timeout_ms\": 150 }",
        "m.json:4:24: error: the election timeout is shorter than two heartbeats [E141]"
      ),
      (
        start + ",\n\"wacth_ms\": {} }",
        "m.json:4:1: warning: \"wacth_ms\" means nothing in a measurement [W208]"
      ),
      (start, "m.json:3:13: error: "),
    ]
    for (text, expected) in table {
      let result = MeasurementReader.read(bytes: Array(text.utf8), name: "m.json")
      let first = result.diagnostics.first?.shortLine ?? "nothing"
      XCTAssertTrue(first.hasPrefix(expected), "\(first), expected \(expected)")
      XCTAssertEqual(result.measurement == nil, !expected.contains("warning"), text)
    }
  }
}
