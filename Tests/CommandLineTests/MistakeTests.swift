import Foundation
import Results
import XCTest

@testable import fedsim

/// Command lines and files that are wrong, as people get them wrong.
final class MistakeTests: XCTestCase {
  func testBadCommandLinesSayErrorUsageAndWhereToLook() {
    let table: [(String, message: String, usage: String, line: Int)] = [
      ("rnu x.json", "Unknown subcommand 'rnu'. Did you mean 'run'?", "", #line),
      ("x.json", "Unknown subcommand 'x.json'. Did you mean 'fedsim run x.json'?", "", #line),
      ("sweep x.json", "Unknown subcommand 'sweep'.", "", #line),
      ("--color never", "Missing expected argument '<subcommand>'.", "", #line),
      ("--sede 3 run", "Unknown option '--sede'.", "", #line),
      (
        "--seed 3 run x.json",
        "Unknown option '--seed'. It belongs to 'run', 'trace', 'calibrate', 'validate-elections' "
          + "and 'check': write it after the subcommand, 'fedsim run --seed ...'.", "", #line
      ),
      ("run", "Missing expected argument '<scenario>'.", "run", #line),
      ("compare a.json", "Missing expected argument '<other>'.", "compare", #line),
      ("compare a b c d e", "Unexpected argument 'e'.", "compare", #line),
      (
        "run --sedes 1..3 x.json", "Unknown option '--sedes'. Did you mean '--seeds'?", "run", #line
      ),
      (
        "run --fail-on x x.json", "Unknown option '--fail-on'. It belongs to 'compare'.", "run",
        #line
      ),
      ("run --seed 1 --seeds 1..2 x", "'--seed' and '--seeds' exclude each other.", "run", #line),
      (
        "run --seeds 5..1 x",
        "The value '5..1' is invalid for '--seeds <a..b>'. The first seed is above the last; "
          + "did you mean '1..5'?",
        "run", #line
      ),
      (
        "run --chart sumary x",
        "The value 'sumary' is invalid for '--chart <list>'. Did you mean 'summary'? One of: "
          + "summary, percentiles, timeline, heatmap, leaders, staleness, why, all, none.",
        "run", #line
      ),
      (
        "run --export junit=x.xml x",
        "The value 'junit=x.xml' is invalid for '--export <fmt=file>'. "
          + "One of: csv, json, markdown.",
        "run", #line
      ),
      (
        "run --jobs 0 x",
        "The value '0' is invalid for '--jobs <n>'. It must be a whole number from 1 to 256.",
        "run", #line
      ),
      (
        "run --set duration x",
        "The value 'duration' is invalid for '--set <path=value>'. It must be a path, '=' and a "
          + "value, such as duration=30s.",
        "run", #line
      ),
      ("run - -", "Standard input ('-') can be read only once.", "run", #line),
      ("run x -o x", "The output 'x' would overwrite an input.", "run", #line),
      ("run x -o y --save y", "Two outputs would be written to 'y'.", "run", #line),
      (
        "run x y --format json",
        "--format json and csv, --output, --save and --export take one scenario each.", "run",
        #line
      ),
      ("run -qv x", "'--quiet' and '--verbose' exclude each other.", "run", #line),
      (
        "list metrix",
        "The value 'metrix' is invalid for '<topic>'. Did you mean 'metrics'? One of: "
          + "\(ListTopic.allCases.map(\.rawValue).joined(separator: ", ")).",
        "list", #line
      ),
      ("list metrics aws", "Unexpected argument 'aws'.", "list", #line),
      (
        "list regions asw",
        "The value 'asw' is invalid for '<provider>'. Did you mean 'aws'? "
          + "One of: aws, azure, gcp, ibm.",
        "list", #line
      ),
      (
        "schema scenarios",
        "The value 'scenarios' is invalid for '<scenario|result>'. Did you mean 'scenario'? "
          + "One of: scenario, result.",
        "schema", #line
      ),
      (
        "schema scenario --format csv",
        "The value 'csv' is invalid for '--format <format>'. One of: text, json.", "schema", #line
      ),
      (
        "help exit-code",
        "No subcommand or topic is called 'exit-code'. "
          + "Did you mean 'exit-codes'?", "help", #line
      ),
    ]
    for (words, message, usage, line) in table {
      let stage = Stage()
      let code = stage.run(words.split(separator: " ").map(String.init))
      XCTAssertEqual(code, .usage, "line \(line)")
      XCTAssertEqual(stage.printed, "", "line \(line)")
      let lines = stage.complained.split(separator: "\n", omittingEmptySubsequences: false)
      XCTAssertEqual(lines.first, "Error: \(message)", "line \(line)")
      let name = usage.isEmpty ? "fedsim" : "fedsim \(usage)"
      XCTAssertTrue(lines[1].hasPrefix("Usage: \(name) "), "line \(line): \(lines[1])")
      XCTAssertEqual(lines[2], "  See '\(name) --help' for more information.", "line \(line)")
      XCTAssertEqual(lines.count, 4, "line \(line)")
    }
  }

  func testFilesThatCannotBeRead() throws {
    try withFolder { folder in
      try write("{}", to: folder + "/europe.json")
      let table: [([String], part: String, line: Int)] = [
        (["run", folder + "/none.json"], "there is no such file", #line),
        (["run", folder + "/eurpoe.json"], "Did you mean '\(folder)/europe.json'?", #line),
        (["run", folder], "it is a folder", #line),
        (["run", "builtin:nosuch"], "No template is called 'nosuch'", #line),
        (["conformance", folder], "holds no .txt file", #line),
        (["validate", folder + "/none.json"], "there is no such file", #line),
      ]
      for (words, part, line) in table {
        let stage = Stage()
        XCTAssertEqual(stage.run(words), .noInput, "line \(line)")
        XCTAssertTrue(stage.complained.hasPrefix("Error: "), "line \(line)")
        XCTAssertTrue(stage.complained.contains(part), "line \(line): \(stage.complained)")
      }
    }
  }

  func testASavedResultIsNotAScenario() throws {
    try withFolder { folder in
      try write("{ \"format\" : \"fedsim.result/9\" }", to: folder + "/old.json")
      let stage = Stage()
      XCTAssertEqual(stage.run("run", folder + "/old.json"), .badInput)
      XCTAssertTrue(stage.complained.contains("is a saved result"), stage.complained)
      let other = Stage()
      XCTAssertEqual(other.run("compare", folder + "/old.json", folder + "/old.json"), .badInput)
      XCTAssertTrue(other.complained.contains("old.json:1:"), other.complained)
    }
  }

  func testOutputThatCannotBeCreatedIsFoundBeforeAnythingIsRead() {
    let stage = Stage()
    XCTAssertEqual(stage.run("run", "none.json", "-o", "/none/x"), .cannotCreateOutput)
    XCTAssertTrue(stage.complained.contains("its folder does not exist"), stage.complained)
  }

  func testAClosedPipeEndsQuietly() {
    let stage = Stage(outputResult: .closed)
    XCTAssertEqual(stage.run("list", "metrics"), .pipeClosed)
    XCTAssertEqual(stage.complained, "")
    XCTAssertEqual(Stage(outputResult: .failed("disk full")).run("list"), .cannotWrite)
  }
}
