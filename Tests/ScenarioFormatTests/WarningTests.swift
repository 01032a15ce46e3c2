import ScenarioFormat
import XCTest

final class WarningTests: XCTestCase {
  private func labels(_ parts: [String: String], code: String) -> [String] {
    read(scenario(parts)).diagnostics.filter { $0.code.rawValue == code }.map(\.label)
  }

  private func group(_ keys: String) -> [String: String] {
    ["groups": "[{ \"name\": \"etcd\", \(keys) }]"]
  }

  func testAnEvenNumberOfVoters() {
    let rows: [(members: String, labels: [String], line: UInt)] = [
      ("{ \"east\": 1 }", [], #line), ("{ \"east\": 3 }", [], #line),
      ("{ \"east\": 2 }", ["2 voters survive 0 failures, as 1 would"], #line),
      ("{ \"east\": 2, \"west\": 2 }", ["4 voters survive 1 failure, as 3 would"], #line),
    ]
    for row in rows {
      XCTAssertEqual(
        labels(group("\"members\": \(row.members)"), code: "W201"), row.labels, line: row.line)
    }
    XCTAssertEqual(labels(group("\"perRegion\": 2"), code: "W201").count, 1, "said once")
    let learner = "\"members\": { \"east\": 3 }, \"learners\": { \"west\": 1 }"
    XCTAssertEqual(labels(group(learner), code: "W201"), [])
  }

  func testElectionTimeoutsAgainstRoundTrips() {
    let far = "\"members\": { \"east\": 2, \"west\": 1 }"
    let rows: [(keys: String, codes: [String], line: UInt)] = [
      (far, [], #line), ("\(far), \"electionTimeout\": \"800ms\"", [], #line),
      ("\(far), \"electionTimeout\": \"700ms\"", ["W203"], #line),
      ("\"members\": { \"east\": 3 }, \"electionTimeout\": \"500ms\"", [], #line),
      ("\(far), \"heartbeat\": \"30ms\"", ["W208", "W204"], #line),
      ("\(far), \"heartbeat\": \"40ms\"", [], #line),
      ("\(far), \"heartbeat\": \"125ms\", \"electionTimeout\": \"2s\"", ["W204"], #line),
      ("\(far), \"heartbeat\": \"200ms\"", ["W204"], #line),
      ("\"members\": { \"east\": 3 }, \"heartbeat\": \"100ms\"", [], #line),
      ("\"members\": { \"east\": 1 }, \"heartbeat\": \"500ms\"", ["W207"], #line),
      ("\(far), \"heartbeat\": \"100ms\", \"electionTimeout\": \"60s\"", ["W207"], #line),
      ("\(far), \"preset\": \"openshift-slower\"", [], #line),
    ]
    for row in rows {
      XCTAssertEqual(codes(read(scenario(group(row.keys)))), row.codes, row.keys, line: row.line)
    }
  }

  func testQuorumsLostToFaults() {
    let west = "\"kind\": \"regionLoss\", \"region\": \"west\""
    let east = "\"kind\": \"regionLoss\", \"region\": \"east\""
    let crash = "\"kind\": \"crash\", \"target\": \"etcd"
    let rows: [(faults: String, labels: [String], line: UInt)] = [
      ("{ \"at\": \"1s\", \(west) }", [], #line),
      ("{ \"at\": \"1s\", \(east) }", ["1 of 3 voters left, a quorum is 2"], #line),
      (
        "{ \"when\": { \"leaderElected\": 2 }, \(east) }", ["1 of 3 voters left, a quorum is 2"],
        #line
      ),
      (
        "{ \"at\": \"1s\", \(crash)/east-a\" }, { \"at\": \"2s\", \(crash)/west-a\" }",
        ["1 of 3 voters left, a quorum is 2"], #line
      ),
      (
        """
        { "at": "1s", "for": "1s", \(crash)/east-a" }, { "at": "2s", \(crash)/west-a" }
        """,
        [], #line
      ),
      ("{ \"at\": \"1s\", \(crash)/leader\" }", [], #line),
      (
        "{ \"at\": \"1s\", \(crash)/leader\" }, { \"at\": \"2s\", \(west) }",
        ["1 of 3 voters left, a quorum is 2"], #line
      ),
      ("{ \"at\": \"1s\", \"kind\": \"partition\", \"isolate\": \"west\" }", [], #line),
      (
        """
        { "at": "1s", "kind": "partition", "isolate": "west" },
        { "at": "1s", "kind": "partition", "from": "etcd/east-a", "to": "etcd/east-b" }
        """, ["1 of 3 voters left, a quorum is 2"], #line
      ),
      ("{ \"at\": \"99s\", \(east) }", [], #line),
    ]
    for row in rows {
      XCTAssertEqual(
        labels(["faults": "[\(row.faults)]"], code: "W202"), row.labels, row.faults, line: row.line)
    }
  }

  func testFaultsAfterTheEnd() {
    let crash = "\"kind\": \"crash\", \"target\": \"leader\""
    XCTAssertEqual(
      labels(["faults": "[{ \"at\": \"60s\", \(crash) }]"], code: "W205"), ["the run ends at 1m"])
    XCTAssertEqual(labels(["faults": "[{ \"at\": \"59s\", \(crash) }]"], code: "W205"), [])
  }

  func testLoadsAboveTheBandwidthOfALink() {
    func parts(_ bandwidth: String, leader: String) -> [String: String] {
      [
        "links": """
        [{ "between": ["east", "west"], "rtt": "80ms", "bandwidth": "\(bandwidth)" }]
        """,
        "groups": """
        [{ "name": "etcd", "members": { "east": 2, "west": 1 }\(leader) }]
        """,
        "load": """
        [{ "from": "east", "arrivals": { "poisson": "1000/s" }, "valueSize": "1kB",
           "mix": { "put": 50, "linearizableGet": 50 } }]
        """,
      ]
    }
    let east = ", \"leader\": \"east\""
    XCTAssertEqual(
      labels(parts("3Mbit/s", leader: east), code: "W206"), ["4Mbit/s from east to west"])
    XCTAssertEqual(labels(parts("4Mbit/s", leader: east), code: "W206"), [])
    XCTAssertEqual(
      labels(parts("3Mbit/s", leader: ""), code: "W206"), [], "nobody knows the leader")
  }

  func testAWarmupAsLongAsTheRunIsAnError() {
    XCTAssertEqual(codes(read(scenario(["warmup": "\"60s\""]))), ["E140"])
    XCTAssertEqual(codes(read(scenario(["warmup": "\"59s\""]))), [])
  }

  func testWarningsAreInThePlanAsSentences() throws {
    let plan = try readPlan(group("\"members\": { \"east\": 2 }"))
    XCTAssertEqual(
      plan.warnings, ["an even number of voters (2 voters survive 0 failures, as 1 would)"])
  }
}
