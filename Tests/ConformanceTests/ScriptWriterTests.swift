import RaftCore
import SimKernel
import TestSupport
import XCTest

@testable import Conformance

/// A script that was written passes and does what the group did; where it would not, it is refused.
final class ScriptWriterTests: XCTestCase {
  func testScriptsOfRandomGroupsPass() throws {
    var tally: [String: Int] = [:]
    var entries: UInt64 = 0
    try forEverySeed(count: 48) { draws in
      var group = try ExportedGroup(&draws)
      do throws(ExportProblem) {
        for _ in 0..<1200 {
          do {
            try group.step(&draws)
          } catch let problem as ExportProblem {
            throw problem
          } catch {
            XCTFail("\(error)")
          }
        }
      } catch {
        XCTFail("\(error)")
        return
      }
      let script = try group.finish()
      let result = ScriptRunner.run(text: script, name: "a.txt")
      XCTAssertTrue(result.isPassed, "\(result.failures.first.map { "\($0)" } ?? "")")
      XCTAssertEqual(result.passed, group.writer.caseCount)
      tally.merge(group.tally) { $0 + $1 }
      entries += group.lastIndex.rawValue
    }
    XCTAssertGreaterThan(entries, 200)
    for (what, least) in [
      ("lost", 80), ("append", 160), ("readIndexResponse", 2), ("heartbeatResponse", 40),
      ("snapshot", 2), ("merged", 2), ("snapshot stored", 8), ("crash", 16), ("applied", 16),
      ("refused", 2), ("stored", 8), ("timeoutNow", 0), ("joint", 8),
    ] { XCTAssertGreaterThan(tally[what] ?? 0, least, what) }
  }

  // MARK: By hand

  private let options = {
    var options = RaftOptions(id: 1, electionTick: 3)
    options.electionTimeouts = .fixed(ticks: 9)
    return options
  }()

  private func lone() throws -> (node: RawNode, writer: ScriptWriter) {
    let confState = ConfState(voters: [1])
    let node = try RawNode(options: options, storage: MemoryStorage(confState: confState))
    return (
      node,
      try ScriptWriter(
        count: 1, confState: confState, options: node.options, heading: ["A\nstory."])
    )
  }

  func testAStory() throws {
    var (node, writer) = try lone()
    func check() throws {
      try writer.check(
        0, status: node.status, lastIndex: node.lastIndex, electionTimeout: node.electionTimeout)
    }
    try check()
    writer.enter("nowhere, and left at once")
    writer.enter("1s n1")
    node.tick()
    try writer.tick(0)
    try check()
    node.campaign()
    try writer.request(Message(.hup), at: 0, meaning: "")
    for isSlow in [false, true, false] {
      var ready = Ready()
      XCTAssertTrue(node.takeReady(into: &ready))
      try writer.takeReady(ready, at: 0)
      if isSlow { writer.enter("2s n1") }
      try node.store(hardState: ready.hardState, entries: ready.entries)
      node.advance()
      try writer.finishReady(at: 0)
      try check()
    }
    let entry = Entry(data: [1, 10, 2], omittedBytes: 97)
    try node.propose([entry])
    try writer.request(Message(.propose, entries: [entry]), at: 0, meaning: "put k=1")
    let script = try writer.finish(logs: [node.storage.entries])
    let directives = script.split(separator: "\n").filter { $0.hasPrefix("#") || isDirective($0) }
    XCTAssertEqual(
      directives,
      [
        "# A story.",
        "x-add-nodes 1 voters=(1) inflight=256 snapshots=stored conf-changes=held",
        "# 1s n1", "set-randomized-election-timeout 1 timeout=9", "tick-heartbeat 1",
        "campaign 1", "process-ready 1", "x-take-ready 1", "# 2s n1", "x-finish-ready 1",
        "process-ready 1", "x-propose 1 put-k-1#1 size=100", "# The outcome.", "x-state",
        "raft-log 1",
      ])
  }

  private func isDirective(_ line: Substring) -> Bool {
    line.first?.isLowercase == true && line != "ok"
  }

  func testDivergencesAreNamed() throws {
    let (node, writer) = try lone()
    let table: [(line: UInt, named: String, step: (inout ScriptWriter) throws -> Void)] = [
      (
        #line, "stands at",
        { try $0.check(0, status: node.status, lastIndex: 5, electionTimeout: 3) }
      ),
      (
        #line, "another Ready",
        {
          var ready = Ready()
          ready.hardState = HardState(term: 7, vote: 1, commit: 0)
          try $0.takeReady(ready, at: 0)
        }
      ),
      (
        #line, "not under way: 2->1 MsgHeartbeat",
        { try $0.receive(Message(.heartbeat, to: 1, from: 2, term: 1)) }
      ),
      (#line, "not under way", { try $0.lose(Message(.heartbeat, to: 1, from: 2, term: 1)) }),
      (#line, "another log", { _ = try $0.finish(logs: [[Entry(term: 1, index: 1)]]) }),
      (
        #line, "no configuration change",
        { try $0.apply(ConfChange([ConfChangeSingle(.addNode, 2)]), at: 0) }
      ),
    ]
    for row in table {
      var writer = writer
      XCTAssertThrowsError(try row.step(&writer), line: row.line) { error in
        guard case .diverged(let how)? = error as? ExportProblem else {
          return XCTFail("\(error)", line: row.line)
        }
        XCTAssertTrue(how.contains(row.named), how, line: row.line)
      }
    }
  }

  func testWhatCannotBeSaidIsRefused() throws {
    let entry = Entry(data: [1])
    let table: [(message: Message, line: UInt)] = [
      (Message(.beat), #line), (Message(.propose), #line),
      (Message(.propose, entries: [Entry(data: [])]), #line),
      // Shorter than any word.
      (Message(.propose, entries: [entry]), #line),
      (Message(.propose, entries: [ConfChange([]).entry, entry]), #line),
    ]
    for row in table {
      var writer = try lone().writer
      XCTAssertThrowsError(
        try writer.request(row.message, at: 0, meaning: "put"), line: row.line
      ) { error in
        guard case .unsayable? = error as? ExportProblem else {
          return XCTFail("\(error)", line: row.line)
        }
      }
    }
    var async = options
    async.asyncStorageWrites = true
    XCTAssertThrowsError(
      try ScriptWriter(count: 1, confState: ConfState(), options: async, heading: []))
  }
}
