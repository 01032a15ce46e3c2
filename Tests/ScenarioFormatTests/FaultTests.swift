import ScenarioFormat
import SimKernel
import XCTest

final class FaultTests: XCTestCase {
  private static let twoGroups = """
    [{ "name": "etcd", "members": { "east": 2, "west": 1 } },
     { "name": "side", "members": { "west": 3 } }]
    """

  private func faults(_ text: String, groups: String? = nil) throws -> [FaultPlan] {
    var parts = ["faults": "[\(text)]"]
    parts["groups"] = groups
    return try readPlan(parts).faults
  }

  private func kind(_ keys: String, groups: String? = nil) throws -> FaultPlan.Kind {
    try faults("{ \"at\": \"1s\", \"for\": \"5s\", \(keys) }", groups: groups)[0].kind
  }

  func testEveryKind() throws {
    let east = FaultPlan.Endpoint.region(0)
    let west = FaultPlan.Endpoint.region(1)
    let rows: [(keys: String, expected: FaultPlan.Kind, line: UInt)] = [
      ("\"kind\": \"crash\", \"target\": \"leader\"", .crash(.leader(group: 0)), #line),
      ("\"kind\": \"crash\", \"target\": \"etcd/leader\"", .crash(.leader(group: 0)), #line),
      ("\"kind\": \"crash\", \"target\": \"west\"", .crash(.region(1)), #line),
      (
        "\"kind\": \"pause\", \"target\": \"etcd/east-b\"",
        .pause(.member(group: 0, member: 1)), #line
      ),
      ("\"kind\": \"pause\", \"target\": \"west-a\"", .pause(.member(group: 0, member: 2)), #line),
      (
        "\"kind\": \"slowDisk\", \"target\": \"leader\", \"extra\": \"50ms\"",
        .slowDisk(.leader(group: 0), extra: .milliseconds(50)), #line
      ),
      ("\"kind\": \"regionLoss\", \"region\": \"east\"", .regionLoss(region: 0), #line),
      (
        "\"kind\": \"partition\", \"isolate\": \"east\"",
        .partition(from: [east], to: [west], bothWays: true), #line
      ),
      (
        "\"kind\": \"partition\", \"from\": \"west\", \"to\": [\"east\"], \"oneWay\": true",
        .partition(from: [west], to: [east], bothWays: false), #line
      ),
      (
        "\"kind\": \"partition\", \"isolate\": \"etcd/west-a\"",
        .partition(from: [.member(group: 0, member: 2)], to: [east, west], bothWays: true), #line
      ),
      (
        "\"kind\": \"linkDelay\", \"between\": [\"east\", \"west\"], \"rtt\": \"90ms\"",
        .linkDelay(from: 0, to: 1, oneWay: .milliseconds(45), bothWays: true), #line
      ),
      (
        "\"kind\": \"linkDelay\", \"from\": \"west\", \"to\": \"east\", \"oneWay\": \"90ms\"",
        .linkDelay(from: 1, to: 0, oneWay: .milliseconds(90), bothWays: false), #line
      ),
      (
        "\"kind\": \"linkLoss\", \"between\": [\"east\", \"west\"], \"loss\": \"5%\"",
        .linkLoss(from: 0, to: 1, partsPerMillion: 50_000, bothWays: true), #line
      ),
    ]
    for row in rows { XCTAssertEqual(try kind(row.keys), row.expected, row.keys, line: row.line) }
    XCTAssertEqual(
      try faults("{ \"at\": \"1s\", \"kind\": \"transferLeader\", \"target\": \"west\" }")[0].kind,
      .transferLeader(group: 0, member: 2))
  }

  func testSeveralMembersCutOffTogetherStayTogether() throws {
    let kind = try kind("\"kind\": \"partition\", \"isolate\": [\"etcd/west-a\", \"etcd/east-a\"]")
    guard case .partition(let from, let to, _) = kind else { return XCTFail("\(kind)") }
    XCTAssertEqual(from, [.member(group: 0, member: 2), .member(group: 0, member: 0)])
    XCTAssertEqual(to, [.member(group: 0, member: 1)])
  }

  func testTargetsAmongSeveralGroups() throws {
    let groups = Self.twoGroups
    XCTAssertEqual(
      try kind("\"kind\": \"crash\", \"target\": \"leader\", \"group\": \"side\"", groups: groups),
      .crash(.leader(group: 1)))
    XCTAssertEqual(
      try kind("\"kind\": \"crash\", \"target\": \"side/west-b\"", groups: groups),
      .crash(.member(group: 1, member: 1)))
    XCTAssertEqual(
      try kind("\"kind\": \"crash\", \"target\": \"east-a\"", groups: groups),
      .crash(.member(group: 0, member: 0)))
  }

  func testStartsAndDurations() throws {
    let crash = "\"kind\": \"crash\", \"target\": \"leader\""
    let faults = try faults(
      """
      { "id": "first", "at": "3s", \(crash), "restartAfter": "5s" },
      { "when": { "leaderElected": 2 }, \(crash) },
      { "when": { "commitReached": 500, "group": "etcd" }, "for": "1s", \(crash) },
      { "when": { "afterFault": "last", "delay": "2s" }, \(crash) },
      { "id": "last", "when": { "afterFault": "first" }, \(crash) }
      """)
    XCTAssertEqual(
      faults.map(\.start),
      [
        .at(.seconds(3)), .leaderElected(2, group: nil), .commitReached(500, group: 0),
        .afterFault(4, delay: .seconds(2)), .afterFault(0, delay: .zero),
      ])
    XCTAssertEqual(faults.map(\.duration), [.seconds(5), nil, .seconds(1), nil, nil])
    XCTAssertEqual(
      faults.map(\.text), ["first", "crash leader", "crash leader", "crash leader", "last"])
  }

  func testNamesForChartsAreShort() throws {
    let rows: [(keys: String, expected: String, line: UInt)] = [
      ("\"kind\": \"partition\", \"isolate\": \"east\"", "cut east", #line),
      ("\"kind\": \"regionLoss\", \"region\": \"east\"", "lose east", #line),
      ("\"kind\": \"pause\", \"target\": \"west-a\"", "pause west-a", #line),
      (
        "\"kind\": \"linkDelay\", \"between\": [\"east\", \"west\"], \"rtt\": \"90ms\"",
        "east - west at 90ms", #line
      ),
      (
        "\"kind\": \"linkLoss\", \"from\": \"east\", \"to\": \"west\", \"loss\": \"5%\"",
        "east to west loses 5%", #line
      ),
    ]
    for row in rows {
      let fault = try faults("{ \"at\": \"1s\", \"for\": \"1s\", \(row.keys) }")[0]
      XCTAssertEqual(fault.text, row.expected, line: row.line)
    }
  }

  func testEndpointsOfAService() throws {
    let parts = [
      "groups": "[{ \"name\": \"local\", \"perRegion\": 1 }]",
      "federation": """
      { "strategy": "peerWatch", "services": [{ "name": "web", "endpoints": { "east": 2 } }] }
      """,
    ]
    let fault = "\"at\": \"1s\", \"kind\": \"endpoints\", \"service\": \"web\", \"ready\": 0"
    let here = "[{ \(fault), \"group\": \"east\" }]"
    XCTAssertEqual(
      try readPlan(parts.merging(["faults": here]) { old, _ in old }).faults[0].kind,
      .endpoints(service: 0, group: 0, ready: 0))
    let elsewhere = "[{ \(fault), \"group\": \"west\" }]"
    let result = read(scenario(parts.merging(["faults": elsewhere]) { old, _ in old }))
    XCTAssertEqual(codes(result), ["E123"])
  }

  func testWhatIsWrongWithFaultsIsSaid() {
    let crash = "\"kind\": \"crash\", \"target\": \"leader\""
    let rows: [(faults: String, codes: [String], line: UInt)] = [
      ("{ \(crash) }", ["E115"], #line), ("{ \"at\": \"1s\" }", ["E115"], #line),
      ("{ \"at\": \"1s\", \"when\": { \"leaderElected\": 1 }, \(crash) }", ["E116"], #line),
      ("{ \"when\": {}, \(crash) }", ["E115"], #line),
      ("{ \"when\": { \"leaderElected\": 1, \"delay\": \"1s\" }, \(crash) }", ["E116"], #line),
      ("{ \"when\": { \"afterFault\": \"x\" }, \(crash) }", ["E123"], #line),
      ("{ \"id\": \"x\", \"when\": { \"afterFault\": \"x\" }, \(crash) }", ["E116"], #line),
      ("{ \"at\": \"1s\", \"kind\": \"crahs\", \"target\": \"leader\" }", ["E117"], #line),
      ("{ \"at\": \"1s\", \"kind\": \"crash\" }", ["E115"], #line),
      ("{ \"at\": \"1s\", \"kind\": \"crash\", \"target\": \"etcd/east-z\" }", ["E122"], #line),
      ("{ \"at\": \"1s\", \"kind\": \"crash\", \"target\": \"eats\" }", ["E122"], #line),
      (
        "{ \"at\": \"1s\", \"kind\": \"regionLoss\", \"region\": \"west\", \"target\": \"x\" }",
        ["E102"], #line
      ),
      ("{ \"at\": \"1s\", \"for\": \"1s\", \"restartAfter\": \"1s\", \(crash) }", ["E116"], #line),
      ("{ \"at\": \"1s\", \"duration\": \"1s\", \(crash) }", ["E102"], #line),
      ("{ \"at\": \"1s\", \"kind\": \"partition\" }", ["E115"], #line),
      ("{ \"at\": \"1s\", \"kind\": \"partition\", \"from\": \"east\" }", ["E115"], #line),
      (
        "{ \"at\": \"1s\", \"kind\": \"partition\", \"from\": \"east\", \"to\": \"east\" }",
        ["E116"], #line
      ),
      (
        "{ \"at\": \"1s\", \"kind\": \"partition\", \"isolate\": [\"east\", \"west\"] }", ["E116"],
        #line
      ),
      (
        "{ \"at\": \"1s\", \"kind\": \"linkDelay\", \"between\": [\"east\", \"west\"] }", ["E115"],
        #line
      ),
      (
        """
        { "at": "1s", "kind": "linkDelay", "between": ["east", "west"], "latency": "1s" }
        """,
        ["E115", "E111"], #line
      ),
      (
        "{ \"at\": \"1s\", \"kind\": \"transferLeader\", \"target\": \"west\", \"for\": \"1s\" }",
        ["W208"], #line
      ),
      (
        "{ \"id\": \"x\", \"at\": \"1s\", \(crash) }, { \"id\": \"x\", \"at\": \"2s\", \(crash) }",
        ["E124", "W202"], #line
      ),
    ]
    for row in rows {
      let result = read(scenario(["faults": "[\(row.faults)]"]))
      XCTAssertEqual(codes(result), row.codes, row.faults, line: row.line)
    }
    let several = scenario(["groups": Self.twoGroups, "faults": "[{ \"at\": \"1s\", \(crash) }]"])
    XCTAssertEqual(codes(read(several)), ["E115"])
  }
}
