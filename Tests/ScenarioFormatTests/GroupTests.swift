import ScenarioFormat
import SimKernel
import XCTest

final class GroupTests: XCTestCase {
  private func group(_ keys: String, regions: String = "[\"east\", \"west\"]") throws -> GroupPlan {
    let plan = try readPlan(["groups": "[{ \"name\": \"etcd\", \(keys) }]", "regions": regions])
    return plan.groups[0]
  }

  func testDefaultsAreThoseOfEtcd() throws {
    let group = try group("\"members\": { \"east\": 2, \"west\": 1 }")
    XCTAssertEqual(group.members.map(\.name), ["east-a", "east-b", "west-a"])
    XCTAssertEqual(group.members.map(\.region), [0, 0, 1])
    XCTAssertEqual(group.members.map(\.zone), [0, 1, 0])
    XCTAssertEqual(group.heartbeat, .milliseconds(100))
    XCTAssertEqual(group.electionTicks, 10)
    XCTAssertTrue(group.preVote && group.checkQuorum)
    XCTAssertEqual([group.snapshotEvery, group.snapshotKeep], [10_000, 5_000])
    XCTAssertEqual(group.compactEvery, .seconds(300))
    XCTAssertEqual(
      [group.machine.request, group.machine.message], [.microseconds(30), .microseconds(15)])
    XCTAssertEqual(group.requestTimeout, .seconds(7))
    XCTAssertEqual(group.preset, "etcd-3.6")
    XCTAssertNil(group.preferredLeaderRegion)
    XCTAssertEqual(group.members[0].disk.name, "cloud-ssd-fleet")
  }

  func testPresetsSetTimesAndKeysOverrideThem() throws {
    let rows: [(name: String, heartbeat: Int64, ticks: Int, snapshot: Int)] = [
      ("etcd-3.6", 100, 10, 10_000), ("etcd-3.5-small", 100, 10, 100_000),
      ("openshift-slower", 500, 5, 10_000), ("rancher", 500, 10, 10_000),
      ("cozystack", 1_000, 10, 10_000),
    ]
    for row in rows {
      let group = try group("\"members\": { \"east\": 3 }, \"preset\": \"\(row.name)\"")
      XCTAssertEqual(group.heartbeat, .milliseconds(row.heartbeat), row.name)
      XCTAssertEqual(
        [group.electionTicks, group.snapshotEvery], [row.ticks, row.snapshot], row.name)
    }
    let group = try group(
      """
      "members": { "east": 3 }, "preset": "rancher", "electionTimeout": "3s", "snapshotEvery": 7,
      "compactEvery": "never", "processing": { "message": "1ms" }, "preVote": false,
      "requestTimeout": "2s"
      """)
    XCTAssertEqual([group.electionTicks, group.snapshotEvery], [6, 7])
    XCTAssertNil(group.compactEvery)
    XCTAssertEqual(
      [group.machine.request, group.machine.message], [.microseconds(30), .milliseconds(1)])
    XCTAssertFalse(group.preVote)
    XCTAssertEqual(group.requestTimeout, .seconds(2))
  }

  func testMembersTakeZonesInOrder() throws {
    let two = "[{ \"name\": \"east\", \"zones\": 2 }, \"west\"]"
    XCTAssertEqual(
      try group("\"members\": { \"east\": 5 }", regions: two).members.map(\.zone), [0, 1, 0, 1, 0])
    let listed = try group(
      "\"members\": [\"west\", { \"region\": \"east\", \"zone\": 1 }, \"east\", \"west\"]",
      regions: two)
    XCTAssertEqual(listed.members.map(\.name), ["west-a", "east-a", "east-b", "west-b"])
    XCTAssertEqual(listed.members.map(\.zone), [0, 1, 1, 1])
  }

  func testLearnersFollowTheVotersAndShareTheirLetters() throws {
    let group = try group(
      """
      "members": { "east": 1, "west": 2 }, "learners": { "east": 1 }, "leader": "west"
      """
    )
    XCTAssertEqual(group.members.map(\.name), ["east-a", "west-a", "west-b", "east-b"])
    XCTAssertEqual(group.members.map(\.isLearner), [false, false, false, true])
    XCTAssertEqual(group.preferredLeaderRegion, 1)
  }

  func testMembersAreNamedAfterTheRegionWithoutItsProvider() throws {
    let result = read(
      scenario([
        "regions": "[\"aws:us-east-1\", \"ibm:us-east\", \"azure:eastus\"]", "links": "",
        "groups": """
        [{ "name": "etcd", "members": { "aws:us-east-1": 1, "ibm:us-east": 1, "azure:eastus": 1 } }]
        """,
      ]))
    XCTAssertEqual(
      result.plan?.groups[0].members.map(\.name), ["us-east-1a", "us-east-a", "eastus-a"])
  }

  func testOneGroupARegion() throws {
    let plan = try readPlan([
      "groups": "[{ \"name\": \"local\", \"perRegion\": 3, \"preset\": \"rancher\" }]"
    ])
    XCTAssertEqual(plan.groups.map(\.name), ["east", "west"])
    XCTAssertEqual(plan.groups.map { $0.members.map(\.zone) }, [[0, 1, 2], [0, 1, 2]])
    XCTAssertEqual(Set(plan.groups[1].members.map(\.region)), [1])
    let some = "[{ \"name\": \"local\", \"perRegion\": 3, \"regions\": [\"west\"] }]"
    XCTAssertEqual(try readPlan(["groups": some]).groups.map(\.name), ["west"])
  }

  func testDisksByProfileDurationPointsAndRegion() throws {
    XCTAssertEqual(
      try group("\"members\": { \"east\": 1 }, \"disk\": \"2ms\"").members[0].disk.points.map(
        \.value),
      [2_000_000, 2_000_000])
    let mixed = try group(
      """
      "members": { "east": 1, "west": 2 },
      "disk": { "default": "local-nvme", "west": [[0, "1ms"], [1, "9ms"]] }
      """)
    XCTAssertEqual(mixed.members.map(\.disk.name), ["local-nvme", "own points", "own points"])
    XCTAssertEqual(mixed.members[1].disk.points.map(\.value), [1_000_000, 9_000_000])
  }

  func testWhatIsWrongWithGroupsIsSaid() {
    let rows: [(keys: String, codes: [String], line: UInt)] = [
      ("\"members\": {}", ["E114"], #line), ("\"members\": []", ["E114"], #line),
      ("\"voters\": { \"east\": 3 }", ["E115", "E102"], #line),
      ("\"members\": { \"east\": 3 }, \"perRegion\": 3", ["E116"], #line),
      ("\"perRegion\": 3, \"leader\": \"east\"", ["E116"], #line),
      ("\"members\": { \"east\": 0 }", ["E114"], #line),
      ("\"members\": { \"east\": 51, \"west\": 2 }", ["E114"], #line),
      ("\"members\": { \"eats\": 3 }", ["E120"], #line),
      ("\"members\": { \"east\": 3 }, \"leader\": \"west\"", ["E122"], #line),
      ("\"members\": { \"east\": 3 }, \"electionTimeout\": \"100ms\"", ["E141"], #line),
      ("\"members\": { \"east\": 3 }, \"electionTimeout\": \"1050ms\"", ["W208"], #line),
      ("\"members\": { \"east\": 3 }, \"disk\": \"fast\"", ["E117"], #line),
      ("\"members\": { \"east\": 3 }, \"disk\": \"5\"", ["E110"], #line),
      ("\"members\": { \"east\": 3 }, \"disk\": { \"eats\": \"5ms\" }", ["E120"], #line),
      ("\"members\": { \"east\": 3 }, \"preset\": \"etcd-3.7\"", ["E117"], #line),
      ("\"members\": { \"east\": 3 }, \"snapshotEvery\": 1.5", ["E114"], #line),
      ("\"members\": { \"east\": 3 }, \"preVote\": \"yes\"", ["E113"], #line),
      ("\"members\": { \"east\": 3 }, \"heartbeat\": null", ["E113"], #line),
      ("\"members\": [{ \"region\": \"east\", \"zone\": 3 }]", ["E114"], #line),
      ("\"members\": 3", ["E113"], #line),
    ]
    for row in rows {
      let result = read(scenario(["groups": "[{ \"name\": \"etcd\", \(row.keys) }]"]))
      XCTAssertEqual(codes(result), row.codes, row.keys, line: row.line)
    }
    let twins =
      """
      [{ "name": "a", "members": { "east": 1 } }, { "name": "a", "members": { "east": 1 } }]
      """
    XCTAssertEqual(codes(read(scenario(["groups": twins]))), ["E124"])
  }
}
