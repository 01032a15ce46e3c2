import RaftCore
import XCTest

@testable import Conformance

/// Directives of our own for what etcd's server does around its core.
final class HostDirectiveTests: XCTestCase {
  /// The outputs of directives that are separated by blank lines; all must run.
  private func outputs(_ commands: String, line: UInt = #line) -> [String] {
    let text = commands.split(separator: "\n\n").map { "\($0)\n----\n?\n" }
      .joined(separator: "\n")
    let result = ScriptRunner.run(text: text, name: "a.txt")
    XCTAssertNil(result.diagnostic, line: line)
    return result.failures.map(\.actual)
  }

  /// A leader alone, with entries 1 (empty), 2 ("a") applied.
  private let lone = """
    x-add-nodes 1 voters=(1) conf-changes=held snapshots=stored

    log-level none

    campaign 1

    stabilize

    propose 1 a

    stabilize

    log-level info


    """

  func testConfChangesAreHeldUntilTheyAreApplied() {
    let results = outputs(
      lone
        + """
        propose-conf-change 1 v1=true
        l2

        propose 1 b

        process-ready 1

        process-ready 1

        x-machine 1

        x-apply 1

        x-machine 1

        x-apply 1

        x-apply 1 refuse
        """.replacing("\n\nx-apply 1 refuse", with: ""))
    XCTAssertEqual(
      results.suffix(4),
      [
        "1: 2 \"a\"\n",
        "INFO 1 switched to configuration voters=(1) learners=(2)\n",
        "1: 4 \"ab\"\n",
        "node 1 holds no configuration change back\n",
      ])
  }

  func testARefusedChangeTakesItsPlaceAndNoEffect() {
    let results = outputs(
      lone + """
        propose-conf-change 1 v1=true
        l2

        process-ready 1

        process-ready 1

        x-apply 1 refused

        x-state
        """)
    XCTAssertEqual(results.suffix(2).first, "INFO 1 switched to configuration voters=(1)\n")
    XCTAssertTrue(results.last?.hasSuffix("Commit:3 Applied:3 Last:1/3\n") == true, "\(results)")
  }

  func testSnapshotsAreStoredAndTheLogForgotten() {
    let results = outputs(
      lone + """
        x-snapshot 1 index=9

        x-snapshot 1 index=1

        x-snapshot 1 compact=1

        x-snapshot 1

        raft-log 1

        x-restart 1 applied=2

        x-machine 1
        """)
    let state = "ConfState:Voters:[1] VotersOutgoing:[] Learners:[] LearnersNext:[] AutoLeave:false"
    XCTAssertEqual(
      results.suffix(7).prefix(5),
      [
        "node 1 does not know its state at 9\n",
        "Snapshot Index:1 Term:1 \(state)\nFirstIndex 1\n",
        "Snapshot Index:2 Term:1 \(state)\nFirstIndex 2\n",
        "requested index is older than the existing snapshot\n",
        "1/2 EntryNormal \"a\"\n",
      ])
    XCTAssertEqual(results.last, "1: 2 \"a\"\n")
  }

  /// A follower behind the leader's log is sent the stored snapshot, until the newest state is put
  /// in its place.
  func testStoredAndMergedSnapshots() {
    let results = outputs(
      """
      x-add-nodes 3 voters=(1,2,3) snapshots=stored

      log-level none

      campaign 1

      stabilize 1 2

      propose 1 a

      stabilize 1 2

      deliver-msgs drop=3

      x-snapshot 1 compact=2

      propose 1 b

      stabilize 1 2

      deliver-msgs drop=3

      tick-heartbeat 1

      stabilize 1

      x-deliver 3

      stabilize 3

      deliver-msgs 1

      log-level info

      process-ready 1

      x-merge-snapshot 3 from=1

      x-merge-snapshot 3 from=1 index=2

      x-merge-snapshot 3 from=2
      """)
    func snapshot(_ index: Int) -> String {
      "1->3 MsgSnap Term:1 Log:0/0\n  Snapshot: Index:\(index) Term:1 "
        + "ConfState:Voters:[1 2 3] VotersOutgoing:[] Learners:[] LearnersNext:[] AutoLeave:false\n"
    }
    XCTAssertEqual(
      results.suffix(4),
      [
        "Ready MustSync=false:\nMessages:\n" + snapshot(2), snapshot(3), snapshot(2),
        "no messages\n",
      ])
  }

  func testAStoredReadySurvivesACrashWithoutItsAnswer() {
    func vote(_ middle: String) -> String? {
      outputs(
        """
        x-add-nodes 2 voters=(1,2)

        log-level none

        campaign 1

        process-ready 1

        deliver-msgs 2

        x-take-ready 2
        \(middle)

        x-crash 2

        x-restart 2

        log-level info

        x-state 2
        """
      ).last
    }
    XCTAssertTrue(vote("")?.hasPrefix("2: StateFollower Term:0 Vote:0") == true)
    XCTAssertTrue(vote("\nx-store-ready 2")?.hasPrefix("2: StateFollower Term:1 Vote:1") == true)
    XCTAssertEqual(
      outputs("x-add-nodes 1 voters=(1)\n\nx-store-ready 1").last,
      "node 1 has no Ready to store\n")
  }

  /// A read that is asked again under its old context is confirmed by an old answer in etcd 3.5.
  func testReadsByContext() {
    func isConfirmedByAnOldAnswer(_ confirmation: String) -> Bool? {
      outputs(
        """
        x-add-nodes 2 voters=(1,2) read-confirmation=\(confirmation)

        log-level none

        campaign 1

        stabilize

        x-read 1 r

        process-ready 1

        stabilize 2

        x-duplicate 1

        x-deliver 1 nth=1

        process-ready 1

        x-read 1 r

        process-ready 1

        x-deliver 1 nth=1

        log-level info

        process-ready 1
        """
      ).last?.contains("ReadStates [{1 [114]}]")
    }
    XCTAssertEqual(isConfirmedByAnOldAnswer("position"), false)
    XCTAssertEqual(isConfirmedByAnOldAnswer("context"), true)
  }

  func testMalformed() {
    let table: [(directive: String, problem: ScriptProblem, line: UInt)] = [
      (
        "x-apply 1 refuse",
        .badArgument("outcome", value: "refuse", expected: "refused"), #line
      ),
      ("x-apply 1 2 3", .unknownArgument("3"), #line),
      ("x-snapshot 1 2", .unknownArgument("2"), #line),
      ("x-snapshot 1 kept=2", .unknownArgument("kept"), #line),
      ("x-merge-snapshot 1 type=MsgSnap", .unknownArgument("type"), #line),
      ("x-merge-snapshot 9", .noSuchNode(9, count: 1), #line),
      ("x-store-ready", .missingArgument("node"), #line),
      (
        "x-add-nodes 1 conf-changes=kept",
        .badArgument("conf-changes", value: "kept", expected: "applied or held"), #line
      ),
      (
        "x-add-nodes 1 snapshots=old",
        .badArgument("snapshots", value: "old", expected: "newest or stored"), #line
      ),
      ("add-nodes 1 snapshots=stored", .unknownArgument("snapshots"), #line),
    ]
    for row in table {
      let text = "x-add-nodes 1 voters=(1)\n----\n?\n\n\(row.directive)\n----\n?\n"
      let problem = ScriptRunner.run(text: text, name: "a.txt").diagnostic?.problem
      XCTAssertEqual(problem, row.problem, line: row.line)
    }
  }
}
