import Foundation
import RaftSubject
import Results
import XCTest

@testable import fedsim

/// `check`, `replay` and `explain`: a bug is planted, found, kept, run again, and told.
final class CheckCommandTests: XCTestCase {
  func testACleanRaftPassesWhateverTheNumberOfThreads() {
    let one = Stage()
    XCTAssertEqual(one.run("check", "--runs", "8", "--threads", "1"), .done, one.printed)
    XCTAssertTrue(one.printed.contains("8 passed, 0 failed, 0 undecided"), one.printed)
    let two = Stage()
    XCTAssertEqual(two.run("check", "--runs", "8", "--threads", "2"), .done)
    XCTAssertEqual(one.printed, two.printed)
  }

  func testAPlantedBugIsFoundKeptRunAgainAndTold() throws {
    try withFolder { folder in
      let path = folder + "/bug.json"
      let stage = Stage()
      XCTAssertEqual(
        stage.run(
          "check", "--mutant", "ignoreEarlierVote", "--runs", "4", "--shrink", "40", "--save",
          path),
        .violation, stage.printed)
      XCTAssertTrue(stage.printed.contains("SAFETY R2: "), stage.printed)
      XCTAssertTrue(stage.printed.contains("fedsim replay \(path)"), stage.printed)

      let again = Stage()
      XCTAssertEqual(again.run("replay", path), .violation, again.printed)
      XCTAssertTrue(again.printed.contains("The same run as then, to the bit"), again.printed)

      let told = Stage()
      XCTAssertEqual(told.run("explain", path, "--limit", "5"), .done)
      XCTAssertTrue(told.printed.hasPrefix("R2  a node gives one vote in a term"), told.printed)

      // Without the bug the same trial passes.
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let mended = text.replacingOccurrences(of: "\"ignoreEarlierVote\"", with: "")
      XCTAssertNotEqual(text, mended)
      try mended.write(toFile: path, atomically: true, encoding: .utf8)
      let passing = Stage()
      XCTAssertEqual(passing.run("replay", path), .done, passing.printed)
      XCTAssertTrue(passing.printed.hasPrefix("It passes now."), passing.printed)
    }
  }

  func testTheTableOfMutants() {
    let stage = Stage()
    XCTAssertEqual(
      stage.run(
        "check", "--mutants", "--mutant", "ignoreEarlierVote", "--mutant", "checksAlwaysPass",
        "--runs", "6", "--campaigns", "1", "--shrink", "0"),
      .done, stage.printed)
    XCTAssertTrue(stage.printed.hasSuffix("2 of 2 mutations found\n"), stage.printed)
  }

  func testMistakes() throws {
    try withFolder { folder in
      let path = folder + "/other.json"
      try "{}".write(toFile: path, atomically: true, encoding: .utf8)
      let table: [(words: [String], code: ExitCode, says: String, line: UInt)] = [
        (["check", "--mutant", "ignorEarlier"], .usage, "did you mean ignoreEarlierVote", #line),
        (["check", "--runs", "0"], .usage, "from 1 to 10000000", #line),
        (["check", "--mutants", "--seed", "1"], .usage, "do not go with it", #line),
        (["replay", path], .badInput, "is no failing trial", #line),
        (["replay", folder + "/none.json"], .noInput, "none.json", #line),
        (["explain", path, "--around", "soon"], .usage, "It must be a time", #line),
      ]
      for row in table {
        let stage = Stage()
        XCTAssertEqual(stage.run(row.words), row.code, line: row.line)
        XCTAssertTrue(stage.complained.contains(row.says), stage.complained, line: row.line)
        XCTAssertEqual(stage.printed, "", line: row.line)
      }
    }
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "fedsim-check-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }
}
