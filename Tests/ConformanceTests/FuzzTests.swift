import Conformance
import SimKernel
import TestSupport
import XCTest

/// Whatever a script says, running it ends, with outputs or a diagnostic, and never traps.
final class FuzzTests: XCTestCase {
  private let commands = [
    "add-nodes 1", "add-nodes 2 voters=(1,2,3) index=4",
    "add-nodes 1 voters=(1,2) learners=(3) index=9",
    "add-nodes 1 index=3 voters=(1) async-storage-writes=true", "add-nodes 1 voters=(2) index=2",
    "add-nodes 1 voters=(1,2,3) index=2 disable-conf-change-validation=true inflight=1",
    "add-nodes 1 learners=(1,2) index=7",
    "add-nodes 1 voters=(1,2) index=5 prevote=true checkquorum=true",
    "x-add-nodes 2 voters=(1,2,3) snapshots=stored conf-changes=held read-confirmation=context",
    "add-nodes 1 voters=(1,0) index=5 max-committed-size-per-ready=1 step-down-on-removal=true",
    "campaign N", "compact N 5", "compact N 9", "deliver-msgs N N", "deliver-msgs drop=N",
    "deliver-msgs N type=MsgApp", "process-ready N", "process-ready N N", "process-append-thread N",
    "process-apply-thread N", "stabilize", "stabilize N N", "tick-election N", "tick-heartbeat N",
    "propose N x", "propose-conf-change N\nv1", "propose-conf-change N\nrN lN",
    "propose-conf-change N\nrN", "propose-conf-change N\nvN lN", "propose-conf-change N",
    "propose-conf-change N transition=explicit\nvN rN", "propose-conf-change N v1=true\nlN",
    "transfer-leadership from=N to=N", "forget-leader N", "report-unreachable N N",
    "send-snapshot N N", "set-randomized-election-timeout N timeout=1", "status N", "raft-state",
    "raft-log N", "log-level debug", "log-level none", "x-tick N", "x-read N c",
    "x-propose N a b size=50", "x-crash N", "x-restart N", "x-restart N N", "x-take-ready N",
    "x-finish-ready N", "x-deliver N", "x-deliver N nth=2", "x-drop N nth=1", "x-duplicate N",
    "x-snapshot N", "x-snapshot N index=3 compact=2", "x-merge-snapshot N", "x-apply N",
    "x-apply N refused", "x-store-ready N", "x-propose-conf-change N size=90\nlN", "x-partition N",
    "x-cut from=N to=N", "x-heal", "x-report-snapshot N N ok",
    "x-report-snapshot N N failed", "x-state", "x-disk N", "x-machine", "x-messages N",
  ]

  /// How many of the commands create nodes.
  private let creating = 10

  func testRandomScripts() {
    var stopped = 0
    forEverySeed(count: 150) { draws in
      var text = ""
      for step in 0..<draws.int(in: 2...60) {
        // Mostly four nodes to begin with, so that commands have somebody to talk to.
        let start = commands[..<creating].filter { $0.contains("voters") }
        let command =
          step > 0 ? draws.pick(commands) : draws.pick(start).replacing(/nodes \d/, with: "nodes 4")
        let filled = command.split(separator: "N", omittingEmptySubsequences: false)
          .joined(separator: "\(draws.int(in: 1...4))")
        text += "\(filled)\n----\nok\n\n"
      }
      let result = ScriptRunner.run(text: text, name: "a.txt")
      if result.diagnostic != nil { stopped += 1 }
      if result.diagnostic == nil {
        XCTAssertTrue(ScriptRunner.run(text: result.rewritten, name: "a.txt").isPassed, text)
      }
    }
    XCTAssertGreaterThan(stopped, 20)
  }

  /// Random bytes, and random lines of the right shape.
  func testNoise() {
    forEverySeed(count: 300) { draws in
      let alphabet = Array("vote cfg=(1,2)\n----\nsimple r3 idx \\#\"\u{E9}".utf8) + [0, 13, 255]
      let bytes = (0..<draws.int(in: 0...200)).map { _ in draws.pick(alphabet) }
      let result = ScriptRunner.run(bytes: bytes, name: "a.txt")
      XCTAssertEqual(result.isPassed, result.failures.isEmpty && result.diagnostic == nil)
    }
  }
}
