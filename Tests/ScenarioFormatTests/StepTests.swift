import ScenarioFormat
import SimKernel
import XCTest

final class StepTests: XCTestCase {
  private func plan(_ steps: String, _ parts: [String: String] = [:]) throws -> Plan {
    try readPlan(parts.merging(["steps": "[\(steps)]"]) { $1 })
  }

  private func kind(_ keys: String) throws -> StepPlan.Kind {
    try plan("{ \"at\": \"1s\", \(keys) }").steps[0].kind
  }

  func testEveryKind() throws {
    var upgraded = StepPlan.MemberChange()
    upgraded.preVote = true
    upgraded.snapshotEvery = 100_000
    upgraded.readRetryReusesContext = true
    let rows: [(keys: String, expected: StepPlan.Kind, line: UInt)] = [
      (
        "\"do\": \"addLearner\", \"region\": \"west\"",
        .addMember(group: 0, member: 3, isLearner: true), #line
      ),
      (
        "\"do\": \"addMember\", \"region\": \"east\"",
        .addMember(group: 0, member: 3, isLearner: false), #line
      ),
      (
        "\"do\": \"promoteMember\", \"target\": \"west-a\"",
        .promoteMember(group: 0, member: 2), #line
      ),
      ("\"do\": \"removeMember\", \"target\": \"leader\"", .removeMember(.leader(group: 0)), #line),
      (
        "\"do\": \"removeMember\", \"target\": \"etcd/east-b\"",
        .removeMember(.member(group: 0, member: 1)), #line
      ),
      (
        "\"do\": \"replaceMember\", \"target\": \"east-b\", \"region\": \"west\"",
        .replaceMember(group: 0, old: 1, new: 3), #line
      ),
      (
        "\"do\": \"transferLeader\", \"target\": \"west\"",
        .transferLeader(group: 0, member: 2), #line
      ),
      (
        "\"do\": \"restart\"",
        .restart(group: 0, members: [0, 1, 2], down: .seconds(2), StepPlan.MemberChange()), #line
      ),
      (
        "\"do\": \"upgrade\", \"target\": \"west-a\", \"downFor\": \"5s\", \"preVote\": true, "
          + "\"preset\": \"etcd-3.5-small\"",
        .restart(group: 0, members: [2], down: .seconds(5), upgraded), #line
      ),
      ("\"do\": \"loseForever\", \"target\": \"west\"", .loseForever(.region(1)), #line),
      (
        "\"do\": \"restoreSnapshot\", \"members\": { \"west\": 2 }, \"savedEvery\": \"10s\"",
        .restoreSnapshot(
          group: 0, members: [3, 4], savedEvery: .seconds(10), takes: .seconds(30)), #line
      ),
      (
        "\"do\": \"forceNewCluster\", \"target\": \"east-a\", \"takes\": \"1m\"",
        .forceNewCluster(group: 0, member: 0, takes: .seconds(60)), #line
      ),
    ]
    for row in rows { XCTAssertEqual(try kind(row.keys), row.expected, row.keys, line: row.line) }
    XCTAssertEqual(rows.count, ScenarioSchema.stepKinds.count + 1)
  }

  func testMembersThatJoinLaterCanBeNamedAnywhereAndCountForNothingBefore() throws {
    let plan = try plan(
      """
      { "id": "in", "at": "5s", "do": "addLearner", "region": "west" },
      { "when": { "afterStep": "in", "delay": "2s" }, "do": "promoteMember", "target": "west-b" }
      """,
      ["faults": "[{ \"at\": \"20s\", \"kind\": \"crash\", \"target\": \"west-b\" }]"])
    XCTAssertEqual(plan.groups[0].members.map(\.name), ["east-a", "east-b", "west-a", "west-b"])
    XCTAssertEqual(plan.groups[0].members.map(\.joinsLater), [false, false, false, true])
    XCTAssertEqual(plan.faults[0].kind, .crash(.member(group: 0, member: 3)))
    XCTAssertEqual(
      plan.steps.map(\.start),
      [
        .event(.at(.seconds(5))), .afterStep(0, delay: .seconds(2)),
      ])
    XCTAssertEqual(plan.steps.map(\.text), ["in", "promote west-b"])
    XCTAssertEqual(plan.warnings, [], "three voters are no even number")
  }

  func testStepsChangeThePlansDigest() throws {
    let digests = try [
      "", "{ \"at\": \"1s\", \"do\": \"restart\" }", "{ \"at\": \"2s\", \"do\": \"restart\" }",
      "{ \"at\": \"2s\", \"do\": \"upgrade\", \"preVote\": false }",
      "{ \"at\": \"2s\", \"do\": \"restart\", \"patience\": \"10s\" }",
    ].map { try plan($0).digest }
    XCTAssertEqual(Set(digests).count, digests.count)
  }

  func testMistakesAreToldAsForFaults() throws {
    let rows: [(step: String, code: DiagnosticCode, says: String, line: UInt)] = [
      ("\"at\": \"1s\", \"do\": \"replace\"", .unknownChoice, "replaceMember", #line),
      ("\"at\": \"1s\", \"kind\": \"restart\"", .unknownKey, "is \"do\"", #line),
      ("\"do\": \"restart\"", .missingKey, "needs \"at\" or \"when\"", #line),
      (
        "\"at\": \"1s\", \"when\": { \"leaderElected\": 1 }, \"do\": \"restart\"",
        .conflictingKeys, "either", #line
      ),
      (
        "\"when\": { \"afterStep\": \"frist\" }, \"do\": \"restart\"", .unknownReference,
        "is not declared", #line
      ),
      (
        "\"at\": \"1s\", \"do\": \"removeMember\", \"target\": \"west-c\"", .unknownMember,
        "did you mean \"west-a\"", #line
      ),
      (
        "\"at\": \"1s\", \"do\": \"removeMember\", \"target\": \"west\"", .unknownMember,
        "one member", #line
      ),
      (
        "\"at\": \"1s\", \"do\": \"addLearner\", \"region\": \"wset\"", .unknownRegion,
        "did you mean \"west\"", #line
      ),
      ("\"at\": \"1s\", \"do\": \"upgrade\"", .missingKey, "\"preset\" or \"preVote\"", #line),
      ("\"at\": \"1s\", \"do\": \"addMember\"", .missingKey, "region", #line),
      ("\"at\": \"1s\", \"do\": \"restart\", \"downfor\": \"1s\"", .unknownKey, "downFor", #line),
      (
        "\"at\": \"1s\", \"do\": \"restart\", \"takes\": \"1s\"", .unknownKey, "takes", #line
      ),
    ]
    for row in rows {
      let result = read(scenario(["steps": "[{ \(row.step) }]"]))
      let found = result.diagnostics.filter { $0.code == row.code }
      XCTAssertFalse(found.isEmpty, "\(row.step): \(result.diagnostics)", line: row.line)
      let words = Diagnostic.render(found, of: "test.json")
      XCTAssertTrue(words.contains(row.says), words, line: row.line)
    }
  }

  func testStepsThatWaitForOneAnotherAreNoPlan() throws {
    let result = read(
      scenario([
        "steps": """
        [{ "id": "a", "when": { "afterStep": "b" }, "do": "restart" },
         { "id": "b", "when": { "afterStep": "a" }, "do": "restart" }]
        """
      ]))
    XCTAssertTrue(Diagnostic.render(result.diagnostics, of: "x").contains("in a circle"))
  }
}
