import RaftCore
import XCTest

@testable import Conformance

/// Our own directives of interaction scripts.
final class ExtensionTests: XCTestCase {
  private let three = "x-add-nodes 3 voters=(1,2,3)\n\n"

  /// The result of a script, whose commands are separated by blank lines.
  private func run(_ commands: String) -> FileResult {
    let text = commands.split(separator: "\n\n").map { "\($0)\n----\n?\n" }
      .joined(separator: "\n")
    return ScriptRunner.run(text: text, name: "a.txt")
  }

  /// The outputs of all cases, which must end without a problem.
  private func outputs(_ commands: String, line: UInt = #line) -> [String] {
    let result = run(commands)
    XCTAssertNil(result.diagnostic, line: line)
    return result.failures.map(\.actual)
  }

  /// The output of the last case.
  private func output(_ commands: String, line: UInt = #line) -> String {
    outputs(commands, line: line).last ?? ""
  }

  func testTheTableOfDirectives() {
    let names = ScriptExtension.all.map(\.name)
    XCTAssertEqual(Set(names).count, names.count)
    for directive in ScriptExtension.all {
      XCTAssertTrue(directive.name.hasPrefix("x-"), directive.usage)
      // What is in the table is known: its first complaint is about something else than its name.
      if case .unknownExtension? = run("\(directive.name) 77").diagnostic?.problem {
        XCTFail("\(directive.name) is in the table but not known")
      }
    }
  }

  private typealias Malformed = [(directive: String, problem: ScriptProblem, line: UInt)]

  /// A malformed directive ends the script, at its line.
  private func check(_ rows: Malformed) {
    for row in rows {
      let result = run(three + row.directive)
      XCTAssertEqual(
        result.diagnostic, Diagnostic(file: "a.txt", line: 5, problem: row.problem),
        line: row.line)
      XCTAssertFalse(result.diagnostic?.problem.text.isEmpty ?? true, line: row.line)
    }
  }

  func testMalformedInputsAndCrashes() {
    let number = "a number from 0 to 18446744073709551615"
    check([
      ("x-tik 1", .unknownExtension("x-tik"), #line),
      ("x-", .unknownExtension("x-"), #line),
      ("x-tick", .missingArgument("node"), #line),
      ("x-tick 4", .noSuchNode(4, count: 3), #line),
      (
        "x-tick 1 0", .badArgument("count", value: "0", expected: "a number from 1 to 1000000"),
        #line
      ),
      ("x-tick 1 1 1", .unknownArgument("1"), #line),
      ("x-tick 1 by=2", .unknownArgument("by"), #line),
      ("x-read 1", .missingArgument("argument 2"), #line),
      ("x-read 1 a b", .unknownArgument("b"), #line),
      ("x-propose 1", .missingArgument("argument 2"), #line),
      (
        "x-propose 1 a size=b",
        .badArgument(
          "size", value: "b", expected: "a number from 0 to 4294967295"), #line
      ),
      ("x-propose 1 size=3 a", .argumentOrder("a"), #line),
      ("x-propose 1 a size=3 size=4", .unknownArgument("size"), #line),
      ("x-report-snapshot 1 2", .missingArgument("argument 3"), #line),
      (
        "x-report-snapshot 1 2 maybe",
        .badArgument("outcome", value: "maybe", expected: "ok or failed"), #line
      ),
      ("x-crash", .missingArgument("node"), #line),
      ("x-crash 1 x", .badArgument("node", value: "x", expected: number), #line),
      (
        "x-restart 1 applied=9",
        .badArgument("applied", value: "9", expected: "a number from 0 to 0"), #line
      ),
    ])
  }

  func testMalformedNetworksAndNodes() {
    check([
      ("x-take-ready 1 2", .unknownArgument("2"), #line),
      ("x-finish-ready", .missingArgument("node"), #line),
      ("x-deliver 1 2", .unknownArgument("2"), #line),
      ("x-deliver 1 to=2", .unknownArgument("to"), #line),
      (
        "x-drop 1 type=MsgNone",
        .badArgument("type", value: "MsgNone", expected: "a message type, like MsgApp"), #line
      ),
      (
        "x-duplicate 1 nth=0",
        .badArgument("nth", value: "0", expected: "a number from 1 to 1099511627776"), #line
      ),
      (
        "x-deliver 1 from=(2,3)",
        .badArgument(
          "from", value: "(2, 3)", expected: "one value"), #line
      ),
      ("x-partition", .missingArgument("node"), #line),
      ("x-cut from=1", .missingArgument("to"), #line),
      ("x-cut from=1 to=4", .noSuchNode(4, count: 3), #line),
      ("x-cut 1 2", .unknownArgument("1"), #line),
      ("x-heal 1", .unknownArgument("1"), #line),
      ("x-state 9", .noSuchNode(9, count: 3), #line),
      ("x-add-nodes", .missingArgument("count"), #line),
      ("x-add-nodes 1 ticks=3", .unknownArgument("ticks"), #line),
      (
        "x-add-nodes 1 log=(1,3,2)",
        .badArgument("log", value: "2", expected: "a number from 3 to 1099511627776"), #line
      ),
      (
        "x-add-nodes 1 election-tick=1",
        .options(.electionTickNotAbove(heartbeatTick: 1, electionTick: 1)), #line
      ),
      (
        "x-add-nodes 1 voters=(4) log=(1,1) commit=3",
        .options(.commitOutOfRange(3, allowed: 0...2)), #line
      ),
      // Those keys are ours; etcd's own directive does not take them.
      ("add-nodes 1 election-tick=9", .unknownArgument("election-tick"), #line),
    ])
  }

  /// What makes no sense at the moment is told in the output, and the script goes on.
  func testWhatMakesNoSenseNow() {
    let rows: [(script: String, output: String, line: UInt)] = [
      ("x-crash 1\n\ncampaign 1", "node 1 is down\n", #line),
      ("x-crash 1\n\nprocess-ready 1", "node 1 is down\n", #line),
      ("x-crash 1\n\nx-crash 1", "node 1 is down\n", #line),
      ("x-finish-ready 1", "node 1 has no Ready to finish\n", #line),
      (
        "campaign 1\n\nx-take-ready 1\n\nx-take-ready 1",
        "node 1 has a Ready that is not finished\n", #line
      ),
      (
        "campaign 1\n\nx-take-ready 1\n\nprocess-ready 1",
        "node 1 has a Ready that is not finished\n", #line
      ),
      (
        "x-add-nodes 1 voters=(4) async-storage-writes=true\n\nx-take-ready 4",
        "node 4 writes by its storage threads\n", #line
      ),
      ("x-take-ready 1", "<empty Ready>\n", #line),
      ("x-messages", "no messages\n", #line),
      ("x-deliver 2", "no messages\n", #line),
      ("x-heal", "ok\n", #line),
    ]
    for row in rows { XCTAssertEqual(output(three + row.script), row.output, line: row.line) }
  }

  func testSingleTicks() {
    let script = three + "set-randomized-election-timeout 1 timeout=5\n\n"
    XCTAssertEqual(output(script + "x-tick 1 4"), "ok\n")
    XCTAssertTrue(output(script + "x-tick 1 4\n\nx-tick 1").contains("starting a new election"))
    XCTAssertTrue(output(script + "x-tick 1 5").contains("starting a new election"))
  }

  /// One message can be delivered, lost or repeated; the others stay where they are.
  func testSingleMessages() {
    let script =
      three + "log-level none\n\ncampaign 1\n\nstabilize\n\nx-propose 1 a\n\nx-propose 1 b\n\n"
      + "process-ready 1\n\nlog-level info\n\n"
    func append(_ index: Int, _ data: String) -> String {
      "1->2 MsgApp Term:1 Log:1/\(index - 1) Commit:1 "
        + "Entries:[1/\(index) EntryNormal \"\(data)\"]\n"
    }
    let (first, second) = (append(2, "a"), append(3, "b"))
    XCTAssertEqual(output(script + "x-messages 2"), first + second)
    XCTAssertEqual(output(script + "x-deliver 2 nth=1"), first)
    XCTAssertEqual(output(script + "x-deliver 2 nth=3"), "no messages\n")
    XCTAssertEqual(output(script + "x-deliver 2 from=3"), "no messages\n")
    XCTAssertEqual(output(script + "x-deliver 2 type=MsgHeartbeat"), "no messages\n")
    XCTAssertEqual(output(script + "x-drop 2 nth=1\n\nx-messages 2"), second)
    XCTAssertEqual(
      output(script + "x-duplicate 2 from=1 type=MsgApp nth=1\n\nx-messages 2"),
      first + second + first)
    // The second arrives before the first, and is refused.
    let late = output(script + "log-level debug\n\nx-deliver 2 nth=2")
    XCTAssertEqual(
      late,
      second + "DEBUG 2 [logterm: 0, index: 2] rejected MsgApp [logterm: 1, index: 2] from 1\n")
  }

  func testCutLinks() {
    let script = three + "campaign 1\n\nprocess-ready 1\n\n"
    let (toTwo, toThree) = ("1->2 MsgVote Term:1 Log:0/0\n", "1->3 MsgVote Term:1 Log:0/0\n")
    XCTAssertEqual(output(script + "x-partition 1\n\ndeliver-msgs 2"), "lost: " + toTwo)
    XCTAssertEqual(output(script + "x-partition 2 3\n\ndeliver-msgs 2"), "lost: " + toTwo)
    XCTAssertTrue(output(script + "x-partition 1 2\n\ndeliver-msgs 2").hasPrefix(toTwo))
    XCTAssertEqual(output(script + "x-partition 1 2\n\ndeliver-msgs 3"), "lost: " + toThree)
    XCTAssertTrue(output(script + "x-partition 1\n\nx-heal\n\ndeliver-msgs 2").hasPrefix(toTwo))
    XCTAssertEqual(output(script + "x-cut from=1 to=2\n\ndeliver-msgs 2"), "lost: " + toTwo)
    XCTAssertTrue(output(script + "x-cut from=2 to=1\n\ndeliver-msgs 2").hasPrefix(toTwo))
  }

  /// A crash loses the write that was under way, and with it the vote of the candidate itself.
  func testACrashLosesAnUnfinishedWrite() {
    let script = three + "campaign 1\n\nx-take-ready 1\n\n"
    XCTAssertEqual(
      output(script + "x-crash 1\n\nx-disk 1"), "HardState Term:0 Commit:0\nFirstIndex 1\n")
    XCTAssertEqual(
      output(script + "x-finish-ready 1\n\nx-crash 1\n\nx-disk 1"),
      "HardState Term:1 Vote:1 Commit:0\nFirstIndex 1\n")
    XCTAssertEqual(
      output(script + "x-finish-ready 1\n\nx-restart 1\n\nx-state 1"),
      "1: StateFollower Term:1 Vote:1 Lead:0 Commit:0 Applied:0 Last:0/0\n")
    XCTAssertEqual(
      output(script + "x-crash 1 2\n\nraft-state"),
      "1: down\n2: down\n3: StateFollower (Voter) Term:0 Lead:0\n")
    XCTAssertEqual(
      output(script + "x-finish-ready 1\n\nx-crash 2\n\ndeliver-msgs 2"),
      "lost: 1->2 MsgVote Term:1 Log:0/0\n")
  }

  /// With storage threads, what they did not get to is lost, and so are their answers.
  func testACrashLosesTheWorkOfStorageThreads() {
    let script =
      "x-add-nodes 1 voters=(1) async-storage-writes=true\n\ncampaign 1\n\nprocess-ready 1\n\n"
    XCTAssertEqual(
      output(script + "x-restart 1\n\nprocess-append-thread 1"), "no append work to perform\n")
    XCTAssertEqual(
      outputs(script + "process-append-thread 1\n\nx-messages 1\n\nx-restart 1\n\nx-messages 1")
        .suffix(3).map { $0.split(separator: "\n").last.map(String.init) },
      [
        "1->1 MsgVoteResp Term:1 Log:0/0",
        "INFO newRaft 1 [peers: [1], term: 1, commit: 0, applied: 0, lastindex: 0, lastterm: 0]",
        "no messages",
      ])
  }

  /// A restarted node has its configuration from its state machine, and applies again what the
  /// state machine is said to have lost.
  func testRestartsAfterAConfigurationChange() {
    let script =
      "log-level none\n\nx-add-nodes 1 voters=(1)\n\ncampaign 1\n\nstabilize\n\n"
      + "propose-conf-change 1\nl7\n\nstabilize\n\nx-propose 1 x\n\nstabilize\n\nlog-level info\n\n"
    XCTAssertEqual(
      output(script + "x-restart 1"),
      """
      INFO 1 switched to configuration voters=(1) learners=(7)
      INFO 1 became follower at term 1
      INFO newRaft 1 [peers: [1], term: 1, commit: 3, applied: 3, lastindex: 3, lastterm: 1]

      """)
    XCTAssertEqual(
      output(script + "x-restart 1 applied=1\n\nstabilize"),
      """
      > 1 handling Ready
        Ready MustSync=false:
        CommittedEntries:
        1/2 EntryConfChangeV2 l7
        1/3 EntryNormal "x"
        INFO 1 switched to configuration voters=(1) learners=(7)

      """)
    XCTAssertEqual(output(script + "x-restart 1 applied=2\n\nx-machine"), "1: 2 \"\"\n")
    XCTAssertEqual(
      output(script + "x-restart 1 applied=1\n\nstabilize\n\nx-machine"), "1: 3 \"x\"\n")
  }

  /// Paper logs can be written down.
  func testStoredLogs() {
    XCTAssertEqual(
      output("x-add-nodes 1 voters=(1) log=(1,1,4) vote=1 commit=2\n\nx-disk 1"),
      "HardState Term:4 Vote:1 Commit:2\nFirstIndex 1\n1/1 EntryNormal \"\"\n"
        + "1/2 EntryNormal \"\"\n4/3 EntryNormal \"\"\n")
    XCTAssertEqual(
      output("x-add-nodes 1 voters=(1) index=5 log=(2) term=9\n\nx-state"),
      "1: StateFollower Term:9 Vote:0 Lead:0 Commit:5 Applied:5 Last:2/6\n")
  }

  func testOptionsOfOurOwn() {
    let script = "log-level none\n\nx-add-nodes 2 voters=(1,2) "
    let elected = "\n\ncampaign 1\n\nstabilize\n\nlog-level debug\n\n"
    let forwarding = script + "disable-proposal-forwarding=true" + elected + "x-propose 2 a"
    XCTAssertEqual(
      output(forwarding),
      "INFO 2 not forwarding to leader 1 at term 1; dropping proposal\nraft proposal dropped\n")
    let limit = script + "max-uncommitted-size=10" + elected + "x-propose 1 a size=10\n\n"
    XCTAssertTrue(output(limit + "x-propose 1 b").hasPrefix("WARN 1 appending new entries"))
    XCTAssertEqual(output(limit + "x-propose 1 b\n\nx-state 1").suffix(4), "1/2\n")
    let ticks = script + "election-tick=9 heartbeat-tick=4" + elected
    XCTAssertEqual(output(ticks + "x-tick 1 3\n\nx-messages"), "no messages\n")
    XCTAssertTrue(output(ticks + "x-tick 1 4\n\nprocess-ready 1").contains("MsgHeartbeat"))
  }
}
