import Conformance
import RaftCore
import XCTest

/// The interaction environment, where etcd's own files show nothing of it (etcd rafttest).
final class InteractionScriptTests: XCTestCase {
  /// The outputs of all cases of a script, whose commands are separated by blank lines.
  private func outputs(_ commands: String, line: UInt = #line) -> [String] {
    let text = commands.split(separator: "\n\n").map { "\($0)\n----\n?\n" }
      .joined(separator: "\n")
    let result = ScriptRunner.run(text: text, name: "testdata/a.txt")
    XCTAssertNil(result.diagnostic, line: line)
    return result.failures.map(\.actual)
  }

  private func problem(_ commands: String) -> (problem: ScriptProblem?, line: Int?) {
    let text = commands.split(separator: "\n\n").map { "\($0)\n----\n?\n" }
      .joined(separator: "\n")
    let diagnostic = ScriptRunner.run(text: text, name: "a.txt").diagnostic
    return (diagnostic?.problem, diagnostic?.line)
  }

  func testNodes() {
    let output = outputs(
      """
      raft-state

      add-nodes 1

      add-nodes 1 voters=(2,11) learners=(3) index=7 read-only=safe

      raft-state

      raft-log 1

      raft-log 2

      status 1
      """)
    XCTAssertEqual(
      output,
      [
        "ok\n",
        """
        INFO 1 switched to configuration voters=()
        INFO 1 became follower at term 0
        INFO newRaft 1 [peers: [], term: 0, commit: 0, applied: 0, lastindex: 0, lastterm: 0]

        """,
        """
        INFO 2 switched to configuration voters=(2 b) learners=(3)
        INFO 2 became follower at term 0
        INFO newRaft 2 [peers: [2,b], term: 0, commit: 7, applied: 7, lastindex: 7, lastterm: 1]

        """,
        "1: StateFollower (Non-Voter) Term:0 Lead:0\n2: StateFollower (Voter) Term:0 Lead:0\n",
        "log is empty: first index=1, last index=0\n",
        "log is empty: first index=8, last index=7\n",
        "ok\n",
      ])
  }

  func testErrorsThatAreOutput() {
    let output = outputs(
      """
      add-nodes 1 voters=(1)

      log-level quiet

      log-level none

      add-nodes 1 voters=(1) index=2

      propose 1 x

      no-such-command

      propose-conf-change 1
      v

      propose-conf-change 1 v1=true
      v1 v2

      propose-conf-change 1 transition=never
      v1

      propose-conf-change 1 context=x
      v1

      compact 1 2

      deliver-msgs 1

      log-level Debug

      deliver-msgs 1

      process-append-thread 1

      process-apply-thread 1
      """)
    XCTAssertEqual(
      output,
      [
        "index must be specified as > 1 due to bootstrap\n",
        "log levels must be either of [DEBUG INFO WARN ERROR FATAL NONE]\n",
        "ok\n", "ok\n", "raft proposal dropped\n", "unknown command\n", "unknown token v\n",
        "v1 conf change can only have one operation and no transition\n",
        "unknown transition never\n", "unknown command context\n",
        "requested index is unavailable due to compaction\n", "ok\n", "ok\n", "no messages\n",
        "no append work to perform\n", "no apply work to perform\n",
      ])
  }

  /// At most what is asked for: levels, types, one pass a recipient.
  func testLevelsAndDelivery() {
    let output = outputs(
      """
      log-level none

      add-nodes 3 voters=(1,2,3) index=2

      log-level warn

      campaign 1

      process-ready 1

      deliver-msgs type=MsgApp 2 3

      deliver-msgs drop=(3) 2

      process-ready 1 2 3

      log-level none

      stabilize

      log-level error

      campaign 1

      stabilize log-level=info

      log-level info

      raft-state
      """)
    XCTAssertEqual(output[3], "ok\n", "no line of the level")
    XCTAssertTrue(
      output[4].hasPrefix("Ready MustSync=true:\nLead:0 State:StateCandidate\n"), output[4])
    XCTAssertEqual(output[5], "no messages\n")
    XCTAssertEqual(
      output[6],
      "dropped: 1->3 MsgVote Term:1 Log:1/2\n1->2 MsgVote Term:1 Log:1/2\n")
    XCTAssertEqual(
      output[7].split(separator: "\n").filter { $0.hasPrefix(">") },
      ["> 1 handling Ready", "> 2 handling Ready", "> 3 handling Ready"])
    XCTAssertTrue(output[7].contains("> 3 handling Ready\n  <empty Ready>\n"))
    XCTAssertEqual(output[9], "ok\n")
    XCTAssertEqual(output[12], "ok\n", "nothing to do any more")
    XCTAssertTrue(output[14].contains("1: StateLeader (Voter) Term:1 Lead:1\n"))
  }

  /// A snapshot sent by hand is one message, and no progress of the sender.
  func testSendingASnapshot() {
    let output = outputs(
      """
      log-level none

      add-nodes 1 voters=(1) index=3 content=abc

      add-nodes 1

      campaign 1

      stabilize 1

      propose 1 d

      stabilize 1

      log-level debug

      send-snapshot 1 2

      deliver-msgs 2
      """)
    XCTAssertEqual(
      output[8],
      "1->2 MsgSnap Term:1 Log:0/0\n  Snapshot: Index:5 Term:1 ConfState:Voters:[1] "
        + "VotersOutgoing:[] Learners:[] LearnersNext:[] AutoLeave:false\n")
    XCTAssertTrue(
      output[9].contains("WARN 2 attempted to restore snapshot but it is not in the ConfState"))
  }

  /// Leadership, timeouts, reports.
  func testCommandsOfOneMember() {
    let output = outputs(
      """
      log-level none

      add-nodes 2 voters=(1,2) index=2

      set-randomized-election-timeout 1 timeout=3

      tick-election 1

      stabilize

      log-level debug

      report-unreachable 1 2

      status 1

      transfer-leadership from=1 to=2

      tick-heartbeat 1

      forget-leader 2

      propose-conf-change 1
      r9
      """)
    XCTAssertEqual(
      output[6],
      "DEBUG 1 failed to send message to 2 because it is unreachable [StateProbe match=3 next=4]\n")
    XCTAssertEqual(
      output[7],
      "1: StateReplicate match=3 next=4\n2: StateProbe match=3 next=4\n")
    XCTAssertEqual(
      output[8],
      """
      INFO 1 [term 1] starts to transfer leadership to 2
      INFO 1 sends MsgTimeoutNow to 2 immediately as 2 already has up-to-date log

      """)
    XCTAssertEqual(output[10], "INFO 2 forgetting leader 1 at term 1\n")
    XCTAssertEqual(
      output[11],
      "DEBUG 1 [term 1] transfer leadership to 2 is in progress; dropping proposal\n"
        + "raft proposal dropped\n")
  }

  /// What would be a panic or the end of the test upstream is a problem with its line.
  func testProblems() {
    let nodes = "add-nodes 2 voters=(1,2) index=2\n\n"
    let rows: [(script: String, problem: ScriptProblem, line: Int)] = [
      ("campaign 1", .noSuchNode(1, count: 0), 1),
      (nodes + "campaign 3", .noSuchNode(3, count: 2), 5),
      (nodes + "campaign", .missingArgument("node"), 5),
      (
        nodes + "campaign x",
        .badArgument("node", value: "x", expected: "a number from 0 to 18446744073709551615"), 5
      ),
      ("add-nodes", .missingArgument("count"), 1),
      (
        "add-nodes 100000",
        .badArgument("count", value: "100000", expected: "a number from 0 to 1000"), 1
      ),
      ("add-nodes 1 voter=(1)", .unknownArgument("voter"), 1),
      (
        "add-nodes 1 prevote",
        .badArgument("prevote", value: "", expected: "followed by '=' and a value"), 1
      ),
      (
        "add-nodes 1 index=18446744073709551615",
        .badArgument(
          "index", value: "18446744073709551615", expected: "a number from 0 to 1099511627776"), 1
      ),
      (
        "add-nodes 1 prevote=maybe",
        .badArgument("prevote", value: "maybe", expected: "true or false"), 1
      ),
      (
        "add-nodes 1 read-only=never",
        .badArgument("read-only", value: "never", expected: "safe or lease-based"), 1
      ),
      ("add-nodes 1 read-only=lease-based", .options(.leaseReadsWithoutCheckQuorum), 1),
      ("add-nodes 1 inflight=0", .options(.maxInflightMessages(0)), 1),
      (nodes + "propose 1", .missingArgument("data"), 5),
      (nodes + "propose 1 x y", .unknownArgument("y"), 5),
      (nodes + "compact 1 9", .storage(.beyondEnd(9, last: 2)), 5),
      (nodes + "deliver-msgs 1 drop=1", .deliveredAndDropped(1), 5),
      (
        nodes + "deliver-msgs 1 type=MsgNone",
        .badArgument("type", value: "MsgNone", expected: "a message type, like MsgApp"), 5
      ),
      (nodes + "transfer-leadership from=1", .missingArgument("to"), 5),
      (
        nodes + "set-randomized-election-timeout 1 timeout=0",
        .badArgument("timeout", value: "0", expected: "a number from 1 to 1099511627776"), 5
      ),
      (nodes + "stabilize 1 loglevel=none", .unknownArgument("loglevel"), 5),
      (nodes + "send-snapshot 1 3", .noSuchNode(3, count: 2), 5),
      // Changes that cannot be applied, if nothing validates them.
      (
        "add-nodes 1 voters=(1) index=2 disable-conf-change-validation=true\n\ncampaign 1\n\n"
          + "stabilize\n\npropose-conf-change 1\n\nstabilize",
        .faulted(1, .confChange(.notJoint)), 17
      ),
    ]
    for row in rows {
      let found = problem(row.script)
      XCTAssertEqual(found.problem, row.problem, row.script)
      XCTAssertEqual(found.line, row.line, row.script)
    }
  }
}
