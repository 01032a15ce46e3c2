import ScenarioFormat
import SimKernel
import XCTest

final class OverrideTests: XCTestCase {
  private static let load = """
    [{ "name": "writes", "from": "east", "arrivals": { "poisson": "9/s" } },
     { "name": "reads", "from": "west", "clients": 1, "operation": "linearizableGet" }]
    """

  private func plan(_ overrides: String...) throws -> Plan {
    try readPlan(["load": Self.load], set: overrides)
  }

  func testOverridesReachEveryPlace() throws {
    XCTAssertEqual(try plan("duration=30s").duration, .seconds(30))
    XCTAssertEqual(try plan("seed=7").seed, 7)
    XCTAssertEqual(try plan("links.0.rtt=20ms").links[1].oneWay, .milliseconds(10))
    let half = LoadPlan.Arrivals.poisson(meanGap: .milliseconds(2))
    XCTAssertEqual(try plan("load.writes.arrivals.poisson=500/s").loads[0].arrivals, half)
    XCTAssertEqual(try plan("load.0.arrivals.poisson=500/s").loads[0].arrivals, half)
    XCTAssertEqual(
      try plan("load.writes.arrivals={\"fixed\": \"500/s\"}").loads[0].arrivals,
      .fixed(gap: .milliseconds(2)))
    XCTAssertEqual(try plan("groups.etcd.members.west=3").groups[0].members.count, 5)
    XCTAssertEqual(try plan("groups.etcd.preVote=false").groups[0].preVote, false)
    XCTAssertEqual(try plan("title=a=b").title, "a=b")
    XCTAssertEqual(try plan("title=\"30\"").title, "30")
    XCTAssertEqual(try plan("network.loss=1%").links[1].lossPartsPerMillion, 10_000)
    XCTAssertEqual(try plan("load.1.from=[\"east\", \"west\"]").loads.count, 3)
  }

  func testLaterOverridesWin() throws {
    XCTAssertEqual(try plan("seed=7", "seed=8").seed, 8)
    XCTAssertEqual(
      try plan("network={\"loss\": \"1%\"}", "network.loss=2%").links[1].lossPartsPerMillion, 20_000
    )
  }

  func testTheDocumentHoldsTheOverrides() throws {
    let plan = try plan("duration=30s")
    XCTAssertTrue(plan.document.contains("\"duration\": \"30s\""), plan.document)
    XCTAssertEqual(read(plan.document).plan?.digest, plan.digest)
  }

  func testMistakesStandAgainstTheOverride() {
    let rows: [(text: String, codes: [String], column: Int, line: UInt)] = [
      ("duration", ["E127"], 1, #line), ("duration=30", ["E110"], 10, #line),
      ("=5", ["E127"], 1, #line), ("a..b=5", ["E127"], 1, #line),
      ("duratoin=5s", ["E102"], 1, #line), ("links.5.rtt=5ms", ["E127"], 7, #line),
      ("load.wirtes.clients=5", ["E127"], 6, #line), ("load.writes.rate=5", ["E102"], 13, #line),
      ("duration.x=5", ["E127"], 10, #line), ("regions=[\"a\",", ["E105"], 13, #line),
      ("groups.etcd.leader=wets", ["E120"], 20, #line),
      ("load.writes.arrivals.every=1s", ["E116"], 28, #line),
    ]
    for row in rows {
      let result = read(scenario(["load": Self.load]), set: [row.text])
      XCTAssertEqual(codes(result), row.codes, row.text, line: row.line)
      let place = result.diagnostics.first?.place
      XCTAssertEqual(place?.file, "--set", line: row.line)
      XCTAssertEqual(place?.line, 1, line: row.line)
      XCTAssertEqual(place?.column, row.column, row.text, line: row.line)
    }
  }

  func testTheLineOfAnOverrideIsItsNumber() {
    let result = read(scenario(["load": Self.load]), set: ["seed=1", "seed=2", "duration=x"])
    XCTAssertEqual(result.diagnostics.map { [$0.line, $0.column] }, [[3, 10]])
    let shown = Diagnostic.render(result.diagnostics, of: "test.json")
    XCTAssertTrue(shown.contains("  3 | duration=x\n    |          ^"), shown)
  }
}
