import Experiments
import Foundation
import Results
import ScenarioFormat
import SimKernel
import XCTest

@testable import fedsim

/// `trace --to datadriven`: what is written passes `conformance` and tells the simulation; what
/// cannot be told is refused, and then nothing is written.
final class TraceCommandTests: XCTestCase {
  /// A scenario with one group, `etcd`, over `members`.
  private func scenario(
    members: String, duration: String = "2s", group: String = "", loss: String = "0%",
    faults: String = "", steps: String = ""
  ) -> String {
    """
    { "format": "fedsim.scenario/1", "title": "Traced", "duration": "\(duration)", "warmup": "0s",
      "regions": [
        { "name": "a", "rtt": { "b": "20ms", "c": "35ms" } },
        { "name": "b", "rtt": { "c": "15ms" } }, "c"
      ],
      "network": { "loss": "\(loss)", "mode": "datagram" },
      "groups": [
        { "name": "etcd", "members": \(members), "heartbeat": "50ms", "electionTimeout": "500ms",
          "disk": "cloud-ssd-fleet"\(group) }
      ],
      "load": [
        { "name": "mixed", "from": "a", "arrivals": { "poisson": "20/s" },
          "mix": { "put": 50, "delete": 5, "compareAndSwap": 15, "linearizableGet": 30 },
          "keys": { "count": 20 }, "valueSize": 256 }
      ],
      "faults": [\(faults)], "steps": [\(steps)] }
    """
  }

  private let crash = """
    { "at": "1s", "for": "600ms", "kind": "crash", "target": "leader", "group": "etcd" }
    """

  private var stories: [(name: String, text: String)] {
    let spread = #"{ "a": 1, "b": 1, "c": 1 }"#
    let storm = """
      \(crash),
      { "at": "2500ms", "for": "700ms", "kind": "partition", "isolate": "a" },
      { "at": "4s", "for": "500ms", "kind": "pause", "target": "leader", "group": "etcd" },
      { "at": "5s", "for": "500ms", "kind": "regionLoss", "region": "b" }
      """
    return [
      ("one region", scenario(members: #"{ "a": 3 }"#)),
      ("three regions", scenario(members: spread, group: #", "leader": "a""#)),
      ("a lone member", scenario(members: #"{ "a": 1 }"#)),
      ("the leader crashes and comes back", scenario(members: spread, faults: crash)),
      ("messages are lost", scenario(members: spread, loss: "5%")),
      (
        "snapshots, learners and much else",
        scenario(
          members: #"{ "a": 2, "b": 2, "c": 1 }"#, duration: "6s",
          group: #", "learners": { "c": 1 }, "snapshotEvery": 8, "snapshotKeep": 2"#, loss: "5%",
          faults: storm)
      ),
      (
        "a member is replaced",
        scenario(
          members: spread, duration: "12s", group: #", "leader": "a", "snapshotEvery": 20"#,
          steps: #"{ "at": "7s", "do": "replaceMember", "target": "c-a" }"#)
      ),
      (
        "members are upgraded one by one",
        scenario(
          members: spread, duration: "6s",
          group: #", "leader": "a", "preVote": false, "preset": "etcd-3.5-small""#,
          steps: #"{ "at": "1s", "do": "upgrade", "preset": "etcd-3.6", "downFor": "200ms" }"#)
      ),
      (
        "the reads of etcd 3.5",
        scenario(members: spread, group: #", "preset": "etcd-3.5-small""#, loss: "5%")
      ),
    ]
  }

  func testWhatIsWrittenPassesAndEndsAsTheSimulation() throws {
    try withFolder { folder in
      for (name, text) in stories {
        for seed in [1] {
          try write(text, to: folder + "/s.json")
          let stage = Stage()
          let words = ["trace", folder + "/s.json", "--to", "datadriven", "--seed", "\(seed)"]
          XCTAssertEqual(stage.run(words + ["-o", folder + "/s.txt"]), .done, stage.complained)
          XCTAssertEqual(stage.printed, "", name)
          let runner = Stage()
          XCTAssertEqual(
            runner.run("conformance", folder + "/s.txt"), .done, "\(name): \(runner.printed)")
          try checkOutcome(of: read(folder + "/s.txt"), text, seed: UInt64(seed), name)
        }
      }
    }
  }

  /// Compares the last `x-state` of a script with what a probe saw of the same simulation.
  private func checkOutcome(
    of script: String, _ scenario: String, seed: UInt64, _ name: String
  ) throws {
    let plan = try XCTUnwrap(
      ScenarioReader.read(bytes: Array(scenario.utf8), name: "s.json", overrides: []) { _ in
        .failure(FileProblem("none"))
      }.plan)
    let seen = try Experiment(plan: plan).watch(
      seed: seed, with: Probe(loadCount: plan.loads.count, keepsApplied: true))
    let states = script.components(separatedBy: "x-state\n----\n").last?
      .components(separatedBy: "\n\n").first?.split(separator: "\n").map(String.init)
    let lines = try XCTUnwrap(states)
    let leader = try XCTUnwrap(seen.roles.last { $0.kind == .leader }, name)
    XCTAssertTrue(
      lines.contains { $0.hasPrefix("\(leader.member + 1): StateLeader Term:\(leader.term) ") },
      "\(name): \(lines) should have \(leader)")
    for (member, line) in lines.enumerated() where !line.hasSuffix(" down") {
      let commit = try XCTUnwrap(line.firstMatch(of: /Commit:(\d+)/).flatMap { UInt64($0.1) })
      let applied = seen.applied.filter { $0.member == member }.map(\.index).max() ?? 0
      // The last that were committed may not be handed out yet.
      XCTAssertTrue((applied...applied + 2).contains(commit), "\(name): \(line), \(applied)")
    }
  }

  func testOneSeedOneText() throws {
    let text = scenario(members: #"{ "a": 1, "b": 1, "c": 1 }"#, duration: "1s", loss: "5%")
    func script(_ seed: Int) -> String {
      let stage = Stage(input: text)
      XCTAssertEqual(
        stage.run("trace", "-", "--to", "datadriven", "--seed", "\(seed)"), .done)
      return stage.printed
    }
    XCTAssertEqual(script(1), script(1))
    XCTAssertNotEqual(script(1), script(2))
    XCTAssertFalse(script(1).contains("x-state\n----\n?"))
  }

  func testUntilCutsTheStory() throws {
    let text = scenario(members: #"{ "a": 3 }"#)
    func script(_ options: String...) -> (text: String, complaint: String) {
      let stage = Stage(input: text)
      XCTAssertEqual(stage.run(["trace", "-", "--to", "datadriven"] + options), .done)
      return (stage.printed, stage.complained)
    }
    let whole = script()
    let part = script("--until", "1.5s")
    XCTAssertLessThan(part.text.utf8.count, whole.text.utf8.count)
    let story = { (text: String) in
      text.components(separatedBy: "# The outcome.")[0].split(separator: "\n").dropFirst(2)
    }
    XCTAssertTrue(story(whole.text).starts(with: story(part.text)))
    XCTAssertEqual(script("--until", "9s").text, whole.text)
    XCTAssertTrue(script("--until", "9s").complaint.contains("ends at 2s"))
    XCTAssertEqual(whole.complaint, "")
  }

  // MARK: Refusals

  func testAFederationIsRefusedAtItsFirstWriteFromOutside() throws {
    let plan = """
      { "format": "fedsim.scenario/1", "title": "Federated", "duration": "5s", "warmup": "0s",
        "regions": [ { "name": "a", "rtt": { "b": "20ms" } }, "b" ],
        "groups": [ { "name": "local", "perRegion": 3, "regions": ["a", "b"], "disk": "1ms" } ],
        "load": [ { "name": "w", "from": "everywhere", "to": "nearest", "operation": "put",
                    "arrivals": { "poisson": "10/s" }, "keys": { "count": 9 } } ],
        "federation": { "strategy": "peerWatch" } }
      """
    try withFolder { folder in
      let (input, output) = (folder + "/f.json", folder + "/f.txt")
      try write(plan, to: input)
      try write("before", to: output)
      let several = Stage()
      XCTAssertEqual(several.run("trace", input, "--to", "datadriven", "-o", output), .badInput)
      XCTAssertTrue(several.complained.contains("at 0s at member "), several.complained)
      XCTAssertTrue(several.complained.contains("--group: a, b."), several.complained)
      let words = ["trace", input, "--to", "datadriven", "--group", "b", "-o", output]
      let stage = Stage()
      XCTAssertEqual(stage.run(words), .badInput)
      let pattern = /at ([\d.]+m?s) at member (\S+): a write that mirrors.*'--until (\S+)'/
      let match = try XCTUnwrap(stage.complained.firstMatch(of: pattern), stage.complained)
      XCTAssertTrue(match.2.hasPrefix("b"), String(match.2))
      XCTAssertEqual(stage.printed, "")
      XCTAssertEqual(try read(output), "before")
      XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder).count, 2)

      let helped = Stage()
      XCTAssertEqual(helped.run(words + ["--until", String(match.3)]), .done, helped.complained)
      XCTAssertEqual(Stage().run("conformance", output), .done)
      let time = try XCTUnwrap(DurationText.read(String(match.1)))
      XCTAssertEqual(
        Stage().run(words + ["--until", DurationText.exact(time)]), .badInput, "the event itself")
    }
  }

  func testAClusterThatBeginsAnewIsRefused() throws {
    let text = scenario(
      members: #"{ "a": 3 }"#, duration: "9s",
      steps: """
        { "id": "fire", "at": "2s", "do": "loseForever", "target": "a" },
        { "when": { "afterStep": "fire", "delay": "1s" }, "do": "restoreSnapshot",
          "members": { "b": 3 }, "savedEvery": "1s", "takes": "2s" }
        """)
    let stage = Stage(input: text)
    XCTAssertEqual(stage.run("trace", "-", "--to", "datadriven"), .badInput)
    XCTAssertTrue(stage.complained.contains("begins anew. '--until "), stage.complained)
    XCTAssertEqual(stage.printed, "")
  }

  func testMistakes() throws {
    try withFolder { folder in
      let path = folder + "/s.json"
      try write(scenario(members: #"{ "a": 3 }"#, duration: "1s"), to: path)
      let to = ["--to", "datadriven"]
      let table: [(words: [String], code: ExitCode, says: String, line: UInt)] = [
        ([path], .usage, "--to <format>", #line),
        ([path, "--to", "datadrive"], .usage, "datadriven", #line),
        ([path, "--until", "3"] + to, .usage, "with its unit", #line),
        ([path, "--until", "0s"] + to, .usage, "with its unit", #line),
        ([path, "--format", "json"] + to, .usage, "text", #line),
        ([path, "-o", path] + to, .usage, "overwrite an input", #line),
        ([path, "--group", "etdc"] + to, .badInput, "Did you mean 'etcd'?", #line),
        ([path, "--set", "duration=5"] + to, .badInput, "unit", #line),
        ([folder + "/none.json"] + to, .noInput, "no such file", #line),
        ([path, "-o", folder + "/no/s.txt"] + to, .cannotCreateOutput, "folder", #line),
      ]
      for row in table {
        let stage = Stage()
        XCTAssertEqual(stage.run(["trace"] + row.words), row.code, line: row.line)
        XCTAssertTrue(stage.complained.contains(row.says), stage.complained, line: row.line)
        XCTAssertEqual(stage.printed, "", line: row.line)
      }
    }
  }

  func testInterruptedNothingIsWritten() throws {
    try withFolder { folder in
      let output = folder + "/s.txt"
      let stage = Stage(
        input: scenario(members: #"{ "a": 3 }"#),
        interrupt: Interrupt(listen: {}, isRaised: { true }))
      XCTAssertEqual(stage.run("trace", "-", "--to", "datadriven", "-o", output), .interrupted)
      XCTAssertFalse(FileManager.default.fileExists(atPath: output))
    }
  }

  // MARK: Times

  func testTimesAreReadAsTheyAreShown() {
    let table: [(text: String, nanoseconds: Int64?, line: UInt)] = [
      ("3.2s", 3_200_000_000, #line), ("67ms", 67_000_000, #line), ("1.5us", 1_500, #line),
      ("0s", 0, #line), ("1ns", 1, #line), ("0.5ns", nil, #line), ("3", nil, #line),
      ("-1s", nil, #line), ("1e3s", nil, #line), ("s", nil, #line), ("", nil, #line),
      ("3.s", nil, #line), ("3 s", nil, #line), ("9999999999s", nil, #line),
    ]
    for row in table {
      XCTAssertEqual(DurationText.read(row.text), row.nanoseconds, line: row.line)
    }
    for time: Int64 in [0, 1, 999, 67_382_227, 3_200_000_000, 90_000_000_001] {
      XCTAssertEqual(DurationText.read(DurationText.exact(time)), time)
    }
  }

  func testARoundTimeShortlyBefore() {
    let table: [(time: Int64, before: Int64?, line: UInt)] = [
      (0, nil, #line), (1, nil, #line), (2, 1, #line), (67_382_227, 67_000_000, #line),
      (3_217_000_000, 3_200_000_000, #line), (1_000_000_000, 990_000_000, #line),
      (90_000_000_000, 89_000_000_000, #line),
    ]
    for row in table {
      XCTAssertEqual(DurationText.shortly(before: row.time), row.before, line: row.line)
    }
  }
}
