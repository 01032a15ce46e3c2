import Foundation
import Reporting
import Results
import XCTest

@testable import fedsim

final class CompareCommandTests: XCTestCase {
  private let calm = ["--set", "expect=[]"]
  private var pair: [String] {
    ["compare", "builtin:three-regions", "builtin:three-regions"] + calm
  }

  func testEverySideIsSimulatedUnderTheSameSeeds() {
    let stage = Stage()
    XCTAssertEqual(stage.run(pair + ["--seeds", "1..3", "-v"]), .done)
    XCTAssertFalse(stage.printed.isEmpty)
    XCTAssertTrue(
      stage.complained.contains("simulating three-regions, three-regions-2, 3 seeds each"),
      stage.complained)
  }

  func testDifferentLoadsAreRefusedByName() throws {
    try withFolder { folder in
      let template = Stage()
      template.run("new", "three-regions")
      try write(
        template.printed.replacing(/"duration": "\w+"/, with: "\"duration\": \"77s\""),
        to: folder + "/long.json")
      let words = ["compare", "builtin:three-regions", folder + "/long.json"] + calm
      let stage = Stage()
      XCTAssertEqual(stage.run(words), .badInput)
      XCTAssertTrue(stage.complained.contains("only in long: duration 77s"), stage.complained)
      XCTAssertEqual(stage.printed, "")
      let allowed = Stage()
      XCTAssertEqual(allowed.run(words + ["--allow-mismatch"]), .done)
      XCTAssertTrue(allowed.complained.contains("warning: the loads differ"), allowed.complained)
    }
  }

  func testSavedResultsAndScenariosMixAndGiveTheirSeeds() throws {
    try withFolder { folder in
      let first = Stage()
      XCTAssertEqual(
        first.run(pair + ["--seeds", "5..6", "--save", folder + "/results"]), .done)
      let saved = folder + "/results/three-regions.result.json"
      let outcome = try ResultFile.decode(Array(read(saved).utf8))
      XCTAssertEqual(outcome.runs.map(\.seed), [5, 6])
      let second = Stage()
      XCTAssertEqual(
        second.run("compare", saved, "builtin:three-regions", "-v", "--set", "expect=[]"), .done)
      XCTAssertTrue(second.complained.contains("2 seeds each"), second.complained)
      let third = Stage()
      XCTAssertEqual(third.run("compare", saved, saved), .done)
    }
  }

  func testTheBaselineIsFoundByNameOrRefused() {
    let stage = Stage()
    XCTAssertEqual(stage.run(pair + ["--baseline", "three-regions-2", "--seeds", "1"]), .done)
    let wrong = Stage()
    XCTAssertEqual(wrong.run(pair + ["--baseline", "tree-regions", "--seeds", "1"]), .usage)
    XCTAssertTrue(wrong.complained.contains("Did you mean 'three-regions'?"), wrong.complained)
  }

  func testFailOnRulesDecideTheExitCode() {
    let stage = Stage()
    let rule = ["--seeds", "1..2", "--fail-on", "client.failed worse 5%"]
    XCTAssertEqual(stage.run(pair + rule), .done)
    XCTAssertTrue(
      stage.printed.contains("ok    client.failed worse 5%   three-regions-2: no change"),
      stage.printed)
    XCTAssertFalse(stage.printed.contains("exit "), stage.printed)
    let undecided = Stage()
    XCTAssertEqual(
      undecided.run(pair + ["--seeds", "1", "--fail-on", "fsync.p99 worse 5%", "-q"]), .undecided)
    XCTAssertTrue(undecided.complained.contains("no seed has data"), undecided.complained)
  }

  func testEveryFormTellsTheExitCodeOfTheProcess() throws {
    let outcomes = ["a", "b"].map { Outcome.made($0, metric: .elections, values: [1]) }
    let undecided = [try FailOnRule.read("outage worse 5%")]
    let table: [(rules: [FailOnRule], isInterrupted: Bool, code: ExitCode, line: UInt)] = [
      ([], false, .done, #line),
      (undecided, false, .undecided, #line),
      ([], true, .interrupted, #line),
      (undecided, true, .interrupted, #line),
    ]
    for (rules, isInterrupted, code, line) in table {
      let comparison = fedsim.Comparison(
        outcomes: outcomes, rules: rules, isInterrupted: isInterrupted)
      XCTAssertEqual(comparison.exitCode, code, line: line)
      let text = comparison.rendered(as: .text, ReportOptions())
      XCTAssertEqual(
        text.matches(of: /(?m)^exit (\d+)$/).map { String($0.1) },
        code == .done ? [] : ["\(code.rawValue)"], text, line: line)
      let json = comparison.rendered(as: .json, ReportOptions())
      let document = try JSONSerialization.jsonObject(with: Data(json.utf8))
      XCTAssertEqual(
        (document as? [String: Any])?["exitCode"] as? Int, Int(code.rawValue), line: line)
    }
  }

  func testWhatDiffersIsNamedBySide() {
    func outcome(_ name: String, _ lines: String...) -> Outcome {
      .made(name, metric: .elections, values: [1], loadSignature: lines.joined(separator: "\n"))
    }
    let base = outcome("x", "duration 9s", "load a", "load a")
    let table: [(Outcome, [String], line: Int)] = [
      (outcome("y", "duration 9s", "load a", "load a"), [], #line),
      (
        outcome("y", "duration 8s", "load a", "load a"),
        ["only in x: duration 9s", "only in y: duration 8s"], #line
      ),
      (outcome("y", "duration 9s", "load a"), ["only in x: load a"], #line),
      (
        outcome("y", "duration 9s", "load a", "load a", "b", "c", "d", "e"),
        ["only in y: b", "only in y: c", "only in y: d", "and 1 more of y"], #line
      ),
    ]
    for (other, expected, line) in table {
      XCTAssertEqual(LoadMismatch.sentences([base, other]), expected, "line \(line)")
    }
  }
}
