import ScenarioFormat
import SimKernel
import SimNetwork
import XCTest

final class RegionTests: XCTestCase {
  private func oneWay(_ plan: Plan, _ from: Int, _ to: Int) -> Int64 {
    plan.links[from * plan.regions.count + to].oneWay.nanoseconds
  }

  private func regions(_ text: String, links: String = "") throws -> Plan {
    try readPlan([
      "regions": text, "links": links,
      "groups": "[{ \"name\": \"local\", \"perRegion\": 1 }]",
    ])
  }

  func testACataloguedPairHasHalfItsMeasuredRoundTrip() throws {
    let plan = try regions("[\"aws:us-east-1\", \"aws:eu-west-1\"]")
    let catalogue = RegionCatalogue.builtIn
    let pair = [
      try catalogue.region(named: "aws:us-east-1"), try catalogue.region(named: "aws:eu-west-1"),
    ]
    let measured = catalogue.roundTrip(from: pair[0], to: pair[1]).duration.nanoseconds
    XCTAssertEqual(oneWay(plan, 0, 1), measured / 2)
    XCTAssertEqual(oneWay(plan, 1, 0), measured / 2)
    XCTAssertFalse(plan.links[1].isEstimated)
    XCTAssertEqual(plan.links[1].jitter.name, "cloud-wan")
    XCTAssertEqual(plan.regions[0].interZone, catalogue.interZoneRoundTrip(in: pair[0]).duration)
  }

  func testANeighbourAddsItsRoundTrip() throws {
    let plan = try regions(
      """
      ["aws:us-east-1", "aws:eu-west-1", { "name": "lab", "near": "aws:eu-west-1", "rtt": "4ms" },
       { "name": "desk", "near": "lab", "rtt": "1ms" }]
      """)
    XCTAssertEqual(oneWay(plan, 2, 1), 2_000_000)
    XCTAssertEqual(oneWay(plan, 0, 2), oneWay(plan, 0, 1) + 2_000_000)
    XCTAssertEqual(oneWay(plan, 3, 2), 500_000)
    XCTAssertEqual(oneWay(plan, 3, 0), oneWay(plan, 1, 0) + 2_500_000)
  }

  func testANeighbourNeedNotBeDeclared() throws {
    let plan = try regions(
      """
      ["aws:us-east-1", { "name": "lab", "near": "aws:eu-west-1", "rtt": "4ms" },
       { "name": "desk", "near": "aws:eu-west-1", "rtt": "6ms" }]
      """)
    let declared = try regions("[\"aws:us-east-1\", \"aws:eu-west-1\"]")
    XCTAssertEqual(oneWay(plan, 0, 1), oneWay(declared, 0, 1) + 2_000_000)
    XCTAssertEqual(oneWay(plan, 1, 2), 5_000_000)
  }

  func testCoordinatesGiveAnEstimate() throws {
    let plan = try regions(
      "[\"aws:eu-west-1\", { \"name\": \"ship\", \"latitude\": 0, \"longitude\": -30.5 }]")
    XCTAssertTrue(plan.links[1].isEstimated)
    XCTAssertTrue(30_000_000...90_000_000 ~= oneWay(plan, 0, 1), "\(oneWay(plan, 0, 1))")
  }

  func testOwnRoundTripsBeatTheCatalogueAndLinksBeatBoth() throws {
    let own =
      "[\"aws:us-east-1\", { \"name\": \"aws:eu-west-1\", \"rtt\": { \"us-east-1\": \"50ms\" } }]"
    XCTAssertEqual(oneWay(try regions(own), 0, 1), 25_000_000)
    let link = "[{ \"from\": \"aws:us-east-1\", \"to\": \"eu-west-1\", \"oneWay\": \"7ms\" }]"
    let linked = try regions(own, links: link)
    XCTAssertEqual(oneWay(linked, 0, 1), 7_000_000)
    XCTAssertEqual(oneWay(linked, 1, 0), 25_000_000)
  }

  func testAMatrixFileGivesRoundTrips() throws {
    let text = scenario([
      "regions": "[\"a\", \"b\", { \"name\": \"c\", \"rtt\": { \"a\": \"9ms\" } }]", "links": "",
      "groups": "[{ \"name\": \"local\", \"perRegion\": 1 }]", "matrix": "\"rtt.csv\"",
    ])
    let csv = "rtt,a,b,c\na,,10,20\nb,12,,30ms\nc,,,\n"
    let plan = try XCTUnwrap(read(text, files: ["rtt.csv": csv]).plan)
    XCTAssertEqual(oneWay(plan, 0, 1), 5_000_000)
    XCTAssertEqual(oneWay(plan, 1, 0), 6_000_000)
    XCTAssertEqual(oneWay(plan, 0, 2), 4_500_000, "the region's own comes first")
    let missing = read(text)
    XCTAssertEqual(codes(missing).first, "E126")
    XCTAssertEqual(missing.diagnostics.first?.label, "no such file")
  }

  func testAMistakeInAMatrixFileIsPlacedInIt() throws {
    let text = scenario(["matrix": "\"rtt.csv\""])
    let result = read(text, files: ["rtt.csv": "rtt,east,west\neast,,1O\nwest,10,\n"])
    let first = try XCTUnwrap(result.diagnostics.first)
    XCTAssertEqual(first.code, .badMatrix)
    XCTAssertEqual(first.place.file, "rtt.csv")
    XCTAssertEqual([first.line, first.column], [2, 7])
    XCTAssertEqual(first.related.first?.place.file, "test.json")
    let shown = Diagnostic.render(result.diagnostics, of: "test.json")
    XCTAssertTrue(shown.contains("   ::: test.json:"), shown)
  }

  func testWhatIsWrongWithRegionsIsSaid() {
    let rows: [(regions: String, codes: [String], help: String, line: UInt)] = [
      ("[\"aws:us-est-1\"]", ["E120"], "did you mean \"aws:us-east-1\"?", #line),
      ("[\"aw:us-east-1\"]", ["E120"], "did you mean \"aws:us-east-1\"?", #line),
      ("[\"here\", \"us-east-1\"]", ["E125"], "did you mean \"aws:us-east-1\"?", #line),
      ("[\"here\", \"there\"]", ["E125"], "write a link", #line),
      ("[\"here\", \"here\"]", ["E124"], "", #line),
      ("[{ \"name\": \"a\", \"near\": \"aws:us-east-1\" }]", ["E115"], "such as", #line),
      ("[{ \"name\": \"a\", \"rtt\": \"4ms\" }]", ["E115"], "\"near\"", #line),
      ("[{ \"name\": \"a\", \"latitude\": 4 }]", ["E115"], "", #line),
      ("[{ \"name\": \"a\", \"latitude\": 91, \"longitude\": 0 }]", ["E114"], "", #line),
      (
        "[{ \"name\": \"aws:us-east-1\", \"near\": \"gcp:us-east1\", \"rtt\": \"1ms\" }]",
        ["E116"], "remove", #line
      ),
      (
        """
        [{ "name": "a", "near": "b", "rtt": "1ms" }, { "name": "b", "near": "a", "rtt": "1ms" }]
        """, ["E116"], "", #line
      ),
      ("[]", ["E114"], "", #line), ("[5]", ["E113"], "", #line), ("[\"\"]", ["E114"], "", #line),
    ]
    for row in rows {
      let text = scenario([
        "regions": row.regions, "links": "",
        "groups": "[{ \"name\": \"local\", \"perRegion\": 1 }]",
      ])
      let result = read(text)
      XCTAssertEqual(codes(result), row.codes, row.regions, line: row.line)
      let help = result.diagnostics.first?.help ?? ""
      XCTAssertTrue(row.help.isEmpty || help.contains(row.help), help, line: row.line)
    }
  }

  func testAMistypedRegionIsReportedOnceAndThenTakenForWhatWasMeant() {
    let text = scenario([
      "regions": "[\"aws:us-est-1\", \"aws:eu-west-1\"]", "links": "",
      "groups":
        "[{ \"name\": \"etcd\", \"members\": { \"aws:us-east-1\": 2, \"aws:us-est-1\": 1 } }]",
    ])
    XCTAssertEqual(codes(read(text)), ["E120"])
  }
}
