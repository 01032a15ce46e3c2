import Conformance
import Foundation
import Results
import XCTest

@testable import fedsim

/// `conformance`: which files it takes, what it does to them, and how it ends.
final class ConformanceCommandTests: XCTestCase {
  private let good = "# Why it votes.\nvote cfg=(1) votes=(y)\n----\nVoteWon\n"
  private let wrong = "# Why it votes.\n\nvote cfg=(1) votes=(y)\n----\nVoteLost\n\n# The end.\n"
  private let torn = "vote cfg=(1) votes=(y)\n----\nVoteLost\n\nvote cfg=(1) votes=(y)\n"

  func testExitCodes() throws {
    try withFolder { folder in
      try write(good, to: folder + "/good.txt")
      try write(wrong, to: folder + "/wrong.txt")
      try write(torn, to: folder + "/torn.txt")
      try write("elect 1\n----\nok\n", to: folder + "/unknown.txt")
      let table: [(files: [String], code: ExitCode, line: UInt)] = [
        (["good.txt"], .done, #line),
        (["wrong.txt"], .expectationFailed, #line),
        (["good.txt", "wrong.txt"], .expectationFailed, #line),
        (["torn.txt"], .badInput, #line),
        (["wrong.txt", "torn.txt"], .badInput, #line),
        (["unknown.txt"], .expectationFailed, #line),
        (["none.txt"], .noInput, #line),
        (["good.txt", "none.txt"], .noInput, #line),
        ([""], .badInput, #line),
      ]
      for row in table {
        let stage = Stage()
        XCTAssertEqual(
          stage.run(["conformance"] + row.files.map { "\(folder)/\($0)" }), row.code,
          line: row.line)
      }
    }
  }

  /// The tree of etcd-io/raft as it is checked out, other files and all.
  func testACheckout() throws {
    try withFolder { folder in
      let other = [
        "raft.go", "README.md", "rafttest/interaction_env.go", "testdata/notes.md",
        "tla/MCetcdraft.cfg", "requirements.txt", "docs/notes.txt",
      ]
      let scripts = ["testdata/a.txt", "quorum/testdata/b.txt", "confchange/testdata/c.txt"]
      for name in other + scripts {
        let path = "\(folder)/\(name)"
        try FileManager.default.createDirectory(
          atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try write("Nothing to run.\n", to: path)
      }
      try write("add-nodes 1 voters=(1) index=1\n----\n" + bootstrap, to: folder + "/" + scripts[0])
      try write(good, to: folder + "/" + scripts[1])
      try write("simple\nl1\n----\nremoved all voters\n", to: folder + "/" + scripts[2])
      let stage = Stage()
      XCTAssertEqual(stage.run("conformance", folder), .done, stage.printed)
      XCTAssertTrue(stage.printed.hasSuffix("3 passed, 0 failed\n"), stage.printed)
      XCTAssertEqual(stage.complained.split(separator: "\n").count, 2, stage.complained)
      XCTAssertTrue(stage.complained.contains("requirements.txt' has no line '----'"))
      // A script that is torn is not passed over where scripts are expected, nor if it is named.
      try write("add-nodes 1\n", to: folder + "/" + scripts[0])
      XCTAssertEqual(Stage().run("conformance", folder), .badInput)
      XCTAssertEqual(Stage().run("conformance", folder + "/docs/notes.txt"), .badInput)
      let none = Stage()
      XCTAssertEqual(none.run("conformance", folder + "/docs"), .noInput)
      XCTAssertTrue(none.complained.contains("None of the files is a script."), none.complained)
    }
  }

  private let bootstrap = "index must be specified as > 1 due to bootstrap\n"

  func testRewriting() throws {
    try withFolder { folder in
      let (goodFile, wrongFile) = (folder + "/good.txt", folder + "/wrong.txt")
      let (tornFile, stopped) = (folder + "/torn.txt", folder + "/stopped.txt")
      try write(good, to: goodFile)
      try write(wrong, to: wrongFile)
      try write(torn, to: tornFile)
      try write("add-nodes 1\n----\nnothing\n\ncampaign 4\n----\nok\n", to: stopped)
      let stage = Stage()
      XCTAssertEqual(stage.run("conformance", "--rewrite", folder), .badInput)
      XCTAssertEqual(try read(goodFile), good)
      XCTAssertEqual(
        try read(wrongFile), wrong.replacingOccurrences(of: "VoteLost", with: "VoteWon"))
      XCTAssertEqual(try read(tornFile), torn)
      XCTAssertEqual(
        try read(stopped), "add-nodes 1\n----\nnothing\n\ncampaign 4\n----\nok\n")
      XCTAssertTrue(stage.printed.contains("1 of 1 rewritten"), stage.printed)
      XCTAssertEqual(Stage().run("conformance", wrongFile), .done)
      XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder).count, 4)
    }
  }

  func testRewritingEndsWell() throws {
    try withFolder { folder in
      try write(wrong, to: folder + "/wrong.txt")
      XCTAssertEqual(Stage().run("conformance", "--rewrite", folder), .done)
      XCTAssertEqual(Stage().run("conformance", folder), .done)
    }
    let stage = Stage(input: wrong)
    XCTAssertEqual(stage.run("conformance", "--rewrite", "-"), .usage)
    XCTAssertTrue(stage.complained.contains("standard input cannot be rewritten"))
  }

  func testVerdictsInJSON() throws {
    try withFolder { folder in
      try write(good, to: folder + "/a.txt")
      try write(wrong, to: folder + "/b.txt")
      try write(torn, to: folder + "/c.txt")
      let verdicts = { (words: [String]) -> [String] in
        let stage = Stage()
        stage.run(["conformance", "--format", "json", folder] + words)
        let rows = try JSONSerialization.jsonObject(with: Data(stage.printed.utf8))
        return (rows as? [[String: Any]] ?? []).map { $0["verdict"] as? String ?? "?" }
      }
      XCTAssertEqual(try verdicts([]), ["ok", "failed", "malformed"])
      XCTAssertEqual(try verdicts(["--rewrite"]), ["ok", "rewritten", "malformed"])
    }
  }

  /// The help lists what the runner knows, each by a line of its own.
  func testTheHelpListsEveryDirective() {
    let stage = Stage()
    stage.run("help", "conformance")
    let lines = stage.printed.split(separator: "\n")
    for directive in ScriptExtension.all {
      XCTAssertTrue(lines.contains { $0.hasPrefix("  " + directive.usage) }, directive.name)
    }
  }
}
