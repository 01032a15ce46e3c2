import Experiments
import Foundation
import Results
import XCTest

@testable import fedsim

/// `run` with a simulator that ends at once: seed n has n failed operations.
final class RunCommandTests: XCTestCase {
  private let base = ["run", "builtin:three-regions", "--expect", "none"]

  private func run(_ words: String..., stage: Stage = Stage()) -> (ExitCode, Stage) {
    (stage.run(base + words), stage)
  }

  /// Seeds in a result file, in order.
  private func seeds(_ text: String) throws -> [UInt64] {
    try ResultFile.decode(Array(text.utf8)).runs.map(\.seed)
  }

  func testExpectationsDecideTheExitCode() {
    let table: [([String], ExitCode, line: Int)] = [
      ([], .done, #line),
      (["--expect", "client.failed < 4"], .done, #line),
      (["--expect", "client.failed < 3"], .expectationFailed, #line),
      (["--expect", "write p99 < 1s"], .undecided, #line),
      (["--expect", "write p99 < 1s", "--expect", "client.failed < 3"], .expectationFailed, #line),
      (["--seed", "2", "--expect", "client.failed < 3"], .done, #line),
    ]
    for (words, expected, line) in table {
      let stage = Stage()
      let seeds = words.contains("--seed") ? [] : ["--seeds", "1..3"]
      XCTAssertEqual(stage.run(base + seeds + words), expected, "line \(line)")
      XCTAssertFalse(stage.printed.isEmpty, "line \(line)")
    }
  }

  func testAViolationBeatsAFailedExpectation() {
    let simulator = Simulator(
      run: { plan, seed, control throws(SimulatorBug) in
        var run = RunResult.made(seed: seed, isComplete: true, plan: plan)
        run.violations = [
          Violation(invariant: "raft.election-safety", time: 1, text: "two leaders")
        ]
        return run
      },
      outcome: Simulator.experiments.outcome)
    let (code, _) = run("--expect", "client.failed < 1", stage: Stage(simulator: simulator))
    XCTAssertEqual(code, .violation)
  }

  func testOutputDoesNotDependOnJobsOrSurroundings() {
    func printed(_ words: [String], _ variables: [String: String]) -> String {
      let stage = Stage(variables: variables)
      stage.run(base + ["--seeds", "1..9"] + words)
      return stage.printed
    }
    for format in ["text", "json", "csv", "markdown"] {
      let expected = printed(["--format", format, "--jobs", "1"], [:])
      XCTAssertFalse(expected.isEmpty && format == "json")
      XCTAssertEqual(printed(["--format", format, "--jobs", "8"], ["LANG": "C.UTF-8"]), expected)
      XCTAssertEqual(printed(["--format", format], ["COLUMNS": "120", "TERM": "xterm"]), expected)
    }
  }

  func testFailFastStopsAtTheFirstSeedThatFailsWhateverTheJobs() throws {
    for jobs in ["1", "8"] {
      let (code, stage) = run(
        "--seeds", "1..20", "--expect", "client.failed < 4", "--fail-fast", "--jobs", jobs,
        "--format", "json")
      XCTAssertEqual(code, .expectationFailed)
      XCTAssertEqual(try seeds(stage.printed), [1, 2, 3, 4])
      XCTAssertTrue(stage.complained.contains("seed 4 failed"), stage.complained)
    }
  }

  func testAnInterruptedRunReportsWhatThereIs() throws {
    let simulator = Simulator(
      run: { plan, seed, control throws(SimulatorBug) in
        while seed > 2, !control.isStopped { Thread.sleep(forTimeInterval: 0.001) }
        return RunResult.made(seed: seed, isComplete: !control.isStopped, plan: plan)
      },
      outcome: Simulator.experiments.outcome)
    let stage = Stage(
      simulator: simulator, interrupt: Interrupt(listen: {}, isRaised: { true }))
    let (code, _) = run(
      "--seeds", "1..50", "--format", "json", "--jobs", "1", "--expect", "client.failed < 99",
      stage: stage)
    XCTAssertEqual(code, .interrupted)
    XCTAssertTrue(stage.complained.contains("interrupted: "), stage.complained)
    if !stage.printed.isEmpty {
      let outcome = try ResultFile.decode(Array(stage.printed.utf8))
      XCTAssertLessThan(outcome.runs.count, 50)
      XCTAssertTrue(stage.printed.contains("\"exitCode\": 130"), "the file says 130")
    }
  }

  func testDocumentsGoToFilesAndTextToStandardOutput() throws {
    try withFolder { folder in
      let path = folder + "/out"
      let (code, stage) = run(
        "--format", "json", "-o", path, "--save", path + ".result", "--export",
        "csv=\(path).csv", "--export", "markdown=\(path).md", "--seeds", "1..2")
      XCTAssertEqual(code, .done)
      XCTAssertFalse(stage.printed.hasPrefix("{"))
      XCTAssertEqual(try seeds(read(path)), [1, 2])
      XCTAssertEqual(try read(path), try read(path + ".result"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      XCTAssertEqual(names, ["out", "out.csv", "out.md", "out.result"])
    }
  }

  func testAWarningAboutTheScenarioIsToldOnce() {
    let table: [(words: [String], report: Bool, diagnostic: Bool, line: UInt)] = [
      ([], true, false, #line),
      (["-v"], true, true, #line),
      (["--format", "csv"], false, true, #line),
      (["-q"], false, false, #line),
    ]
    for (words, report, diagnostic, line) in table {
      let stage = Stage()
      let code = stage.run(base + words + ["--set", "groups.0.electionTimeout=1s"])
      XCTAssertEqual(code, .done, line: line)
      XCTAssertEqual(stage.printed.contains("warning: "), report, stage.printed, line: line)
      XCTAssertEqual(
        stage.complained.contains("warning[W"), diagnostic, stage.complained, line: line)
    }
  }

  func testQuietLeavesErrorsAndTheExitCode() {
    let (code, stage) = run("-q", "--expect", "client.failed < 1")
    XCTAssertEqual(code, .expectationFailed)
    XCTAssertEqual(stage.printed + stage.complained, "")
    let other = Stage()
    XCTAssertEqual(other.run("run", "-q", "none.json"), .noInput)
    XCTAssertTrue(other.complained.hasPrefix("Error: "), other.complained)
  }

  func testOverridesAndStandardInput() throws {
    let template = Stage()
    template.run("new", "three-zones")
    let stage = Stage(input: template.printed)
    XCTAssertEqual(
      stage.run(["run", "-", "--set", "duration=33s", "--expect", "none", "--format", "json"]),
      .done)
    XCTAssertEqual(try ResultFile.decode(Array(stage.printed.utf8)).duration, 33_000_000_000)
    let wrong = Stage()
    XCTAssertEqual(wrong.run(base + ["--set", "duratoin=33s"]), .badInput)
    XCTAssertTrue(wrong.complained.contains("duration"), wrong.complained)
  }

  func testStreamsAndTemplatesHaveNamesThatDoNotDependOnTheCaller() {
    let table = [
      ("builtin:annotated", "annotated.jsonc"), ("-", "-"), ("/dev/fd/63", "-"),
      ("/dev/stdin", "-"), ("eu/outage.json", "eu/outage.json"),
    ]
    for (argument, name) in table { XCTAssertEqual(ScenarioSource(argument).name, name) }
  }

  func testABadScenarioStopsAllBeforeAnythingIsSimulated() throws {
    try withFolder { folder in
      try write("{ \"duration\": 3, }", to: folder + "/bad.json")
      let stage = Stage()
      XCTAssertEqual(stage.run("run", "builtin:three-zones", folder + "/bad.json"), .badInput)
      XCTAssertEqual(stage.printed, "")
      XCTAssertTrue(stage.complained.contains("nothing was simulated"), stage.complained)
    }
  }
}
