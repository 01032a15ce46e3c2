import Foundation
import Results
import XCTest

@testable import fedsim

/// `fedsim calibrate --fit` as a command.
final class CalibrateFitTests: XCTestCase {
  static let measurement = """
    { "members": ["x", "y", "z"], "leader": "x", "data_dir": "tmpfs",
      "rtt_ms": [[0, 9, 9], [9, 0, 9], [9, 9, 0]],
      "latency_ms": { "x": { "put": { "p50": 11, "p90": 12, "p99": 13 } } } }
    """

  func testItPrintsAProcessingToPasteAndSaysHowGoodItIs() throws {
    let first = Stage(input: Self.measurement)
    let second = Stage(input: Self.measurement)
    XCTAssertEqual(first.run("calibrate", "-", "--fit", "--evaluations", "4"), .done)
    XCTAssertEqual(
      second.run("calibrate", "-", "--fit", "--evaluations", "4", "--threads", "1"), .done)
    XCTAssertEqual(first.printed, second.printed)
    XCTAssertTrue(first.complained.contains("after 4 evaluations"), first.complained)
    let document = try JSONSerialization.jsonObject(with: Data(first.printed.utf8))
    let times = (document as? [String: Any])?["processing"] as? [String: String]
    XCTAssertEqual(times?["backendCommit"], "1000us")
    // A scenario takes what was printed.
    let part = first.printed.dropFirst(2).dropLast(2)
    let scenario = Stage(
      input: """
        { "format": "fedsim.scenario/1", "title": "T", "question": "Q?", "duration": "10s",
          "regions": ["aws:us-east-1"],
          "groups": [{ "name": "g", "members": { "aws:us-east-1": 3 }, \(part) }] }
        """)
    XCTAssertEqual(scenario.run("validate", "-"), .done, scenario.complained + scenario.printed)
  }
}
