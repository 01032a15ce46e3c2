import ScenarioFormat
import SimKernel
import XCTest

final class LinkTests: XCTestCase {
  func testALinkHasWhatItAndTheNetworkSay() throws {
    let plan = try readPlan([
      "network": "{ \"loss\": \"1%\", \"mode\": \"datagram\", \"jitter\": \"none\" }",
      "links": """
      [{ "between": ["east", "west"], "rtt": "80ms", "bandwidth": "8Mbit/s" },
       { "from": "west", "to": "east", "loss": "0.5%", "jitter": "cloud-zone" }]
      """,
    ])
    let (there, back) = (plan.links[1], plan.links[2])
    XCTAssertEqual([there.oneWay.nanoseconds, back.oneWay.nanoseconds], [40_000_000, 40_000_000])
    XCTAssertEqual([there.lossPartsPerMillion, back.lossPartsPerMillion], [10_000, 5_000])
    XCTAssertEqual([there.isReliable, back.isReliable], [false, false])
    XCTAssertEqual([there.bytesPerSecond, back.bytesPerSecond], [1_000_000, 1_000_000])
    XCTAssertEqual([there.jitter.name, back.jitter.name], ["none", "cloud-zone"])
    XCTAssertEqual(there.jitter.points.map(\.value), [1_000_000, 1_000_000])
  }

  func testWithoutAWordALinkIsReliableLosslessAndJitters() throws {
    let link = try readPlan().links[1]
    XCTAssertEqual(link.lossPartsPerMillion, 0)
    XCTAssertTrue(link.isReliable)
    XCTAssertNil(link.bytesPerSecond)
    XCTAssertEqual(link.jitter.name, "cloud-wan")
  }

  func testJitterByPointsIsKept() throws {
    let points = "[[0, 0.9], [0.5, 1], [\"99%\", 1.5], [1, 3]]"
    let plan = try readPlan([
      "links": "[{ \"between\": [\"east\", \"west\"], \"rtt\": \"80ms\", \"jitter\": \(points) }]"
    ])
    XCTAssertEqual(
      plan.links[1].jitter.points.map(\.partsPerMillion), [0, 500_000, 990_000, 1_000_000])
    XCTAssertEqual(
      plan.links[1].jitter.points.map(\.value), [900_000, 1_000_000, 1_500_000, 3_000_000])
  }

  func testWhatIsWrongWithLinksIsSaid() {
    let rows: [(link: String, codes: [String], line: UInt)] = [
      ("\"between\": [\"east\", \"west\"], \"latency\": \"80ms\"", ["E111"], #line),
      (
        "\"between\": [\"east\", \"west\"], \"rtt\": \"80ms\", \"oneWay\": \"40ms\"", ["E116"],
        #line
      ),
      ("\"between\": [\"east\", \"east\"], \"rtt\": \"80ms\"", ["E116"], #line),
      ("\"between\": [\"east\"], \"rtt\": \"80ms\"", ["E114"], #line),
      ("\"between\": [\"east\", \"west\"], \"from\": \"east\", \"rtt\": \"80ms\"", ["E116"], #line),
      ("\"from\": \"east\", \"rtt\": \"80ms\"", ["E115"], #line),
      ("\"between\": [\"east\", \"wets\"], \"rtt\": \"80ms\"", ["E120"], #line),
      ("\"between\": [\"east\", \"west\"], \"rtt\": \"61s\"", ["E114"], #line),
      ("\"between\": [\"east\", \"west\"], \"rtt\": \"1ms\", \"loss\": 0.1", ["E110"], #line),
      ("\"between\": [\"east\", \"west\"], \"rtt\": \"1ms\", \"loss\": \"101%\"", ["E114"], #line),
      ("\"between\": [\"east\", \"west\"], \"rtt\": \"1ms\", \"jitter\": \"wan\"", ["E117"], #line),
      (
        "\"between\": [\"east\", \"west\"], \"rtt\": \"1ms\", \"jitter\": [[0, 1], [0.9, 2]]",
        ["E114"], #line
      ),
      (
        "\"between\": [\"east\", \"west\"], \"rtt\": \"1ms\", \"jitter\": [[0, 2], [1, 1]]",
        ["E114"], #line
      ),
      (
        "\"between\": [\"east\", \"west\"], \"rtt\": \"1ms\", \"bandwidth\": \"8Mbps\"", ["E112"],
        #line
      ),
    ]
    for row in rows {
      let result = read(scenario(["links": "[{ \(row.link) }]"]))
      XCTAssertEqual(codes(result), row.codes, row.link, line: row.line)
    }
    let twice = """
      [{ "between": ["east", "west"], "rtt": "1ms" },
       { "from": "west", "to": "east", "rtt": "2ms" }]
      """
    XCTAssertEqual(codes(read(scenario(["links": twice]))), ["E124"])
    let idle = """
      [{ "between": ["east", "west"], "rtt": "1ms" }, { "from": "west", "to": "east" }]
      """
    XCTAssertEqual(codes(read(scenario(["links": idle]))), ["W208"])
    let half = "[{ \"from\": \"west\", \"to\": \"east\", \"rtt\": \"2ms\" }]"
    XCTAssertEqual(codes(read(scenario(["links": half]))), ["E125"])
  }
}
