import XCTest

@testable import Conformance

/// Taking files apart, comparing, and putting them together again.
final class ScriptTests: XCTestCase {
  private func run(_ text: String) -> FileResult {
    ScriptRunner.run(text: text, name: "dir/a.txt")
  }

  func testCases() {
    let script = Script(
      Array(
        """
        # A comment.

        first a
        ----
        one
        two

          # Another one.
        second \\
          b \\
          c
        input 1

        input 2
        ----

        third
        ----
        ----
        with a

        blank line
        ----
        ----

        fourth
        ----
        """.utf8))
    XCTAssertNil(script.problem)
    XCTAssertEqual(
      script.cases.map(\.directive.text), ["first a", "second  b  c", "third", "fourth"])
    XCTAssertEqual(script.cases.map(\.start), [2, 8, 16, 25])
    XCTAssertEqual(script.cases.map(\.input), ["", "input 1\n\ninput 2", "", ""])
    XCTAssertEqual(
      script.cases.map { String(decoding: $0.expected, as: UTF8.self) },
      ["one\ntwo\n", "", "with a\n\nblank line\n", ""])
  }

  /// Windows line ends are no difference.
  func testCarriageReturns() {
    let result = run("vote cfg=(1) votes=(y)\r\n----\r\nVoteWon\r\n\r\n")
    XCTAssertTrue(result.isPassed)
    XCTAssertEqual(result.rewritten, "vote cfg=(1) votes=(y)\r\n----\r\nVoteWon\r\n\r\n")
  }

  /// Text compares by its bytes; no spaces are trimmed, and letters are not normalised.
  func testComparing() {
    for (expected, isSame) in [
      ("VoteWon", true), ("VoteWon ", false), (" VoteWon", false), ("Votewon", false), ("", false),
    ] {
      let result = run("vote cfg=(1) votes=(y)\n----\n\(expected)\n")
      XCTAssertEqual(result.isPassed, isSame, expected)
      XCTAssertNil(result.diagnostic)
    }
    let accented = run("add-nodes 1 voters=(1) index=2\n----\nok\n\npropose 1 é\n----\nxx\n")
    XCTAssertEqual(accented.failures.count, 2)
  }

  /// What is proposed is a matter of bytes, which need not be UTF-8.
  func testBytesThatAreNotText() {
    let head = Array(
      "log-level none\n----\nok\n\nadd-nodes 1 voters=(1) index=2\n----\nok\n\n".utf8)
    let elected = Array("campaign 1\n----\nok\n\nstabilize\n----\nok\n\npropose 1 \u{A0}a".utf8)
    let tail = Array("\u{A0}\n----\nok\n\nstabilize\n----\nok\n\nraft-log 1\n----\nok\n".utf8)
    let more = Array("\nlog-level info\n----\nok\n\nraft-log 1\n----\nok\n".utf8)
    let result = ScriptRunner.run(
      bytes: head + elected + [0xFF, 0x62, 0xC3] + tail + more, name: "a.txt")
    XCTAssertNil(result.diagnostic)
    // White space at the end of the line is none of the data; at the other place it is.
    XCTAssertEqual(
      result.failures.map(\.actual),
      ["1/3 EntryNormal \"\"\n1/4 EntryNormal \"\\u00a0a\\xffb\\xc3\"\n"])
  }

  func testAFailure() throws {
    let result = run(
      """
      # First comment.
      vote cfg=(1) votes=(y)
      ----
      VoteWon

      committed cfg=(1,2) idx=(3,_)
      ----
        idx
      x>   3    (id=1)
      ?    0    (id=2)
      0

      vote cfg=(1) votes=(n)
      ----
      VoteLost
      """)
    XCTAssertFalse(result.isPassed)
    XCTAssertEqual(result.passed, 2)
    let failure = try XCTUnwrap(result.failures.first)
    XCTAssertEqual(failure.line, 6)
    XCTAssertEqual(failure.differenceLine, 8)
    XCTAssertEqual(failure.directive.command, "committed")
    XCTAssertEqual(failure.expected, "  idx\nx>   3    (id=1)\n?    0    (id=2)\n0\n")
    XCTAssertEqual(
      failure.difference.map(\.description),
      [
        "-  idx", "-x>   3    (id=1)", "-?    0    (id=2)", "+      idx",
        "+x>      3    (id=1)", "+?       0    (id=2)", " 0",
      ])
    // Rewritten, the file passes, and only that case has changed.
    XCTAssertTrue(run(result.rewritten).isPassed)
    XCTAssertTrue(result.rewritten.hasPrefix("# First comment.\nvote cfg=(1) votes=(y)\n"))
    XCTAssertTrue(result.rewritten.hasSuffix("0\n\nvote cfg=(1) votes=(n)\n----\nVoteLost"))
  }

  /// The difference is found where it is, also when lines are missing or too many.
  func testDifferenceLines() {
    let rows: [(expected: String, line: Int)] = [
      ("", 3), ("VoteLost", 3), ("VoteWon\nmore", 4),
    ]
    for row in rows {
      let result = run("vote cfg=(1) votes=(y)\n----\n\(row.expected)\n")
      XCTAssertEqual(result.failures.map(\.line), [1])
      XCTAssertEqual(result.failures.map(\.differenceLine), [row.line], row.expected)
    }
  }

  func testEveryByteOfAnExpectedTextCounts() {
    let head = "committed cfg=(1,2,3) cfgj=(3,4) idx=(3,_,7,9)\n----\n"
    let good = run(head)
    let text = good.failures[0].actual
    XCTAssertTrue(run(head + text).isPassed)
    for place in text.utf8.indices {
      let offset = head.utf8.count + text.utf8.distance(from: text.utf8.startIndex, to: place)
      for bit in 0..<8 {
        var bytes = Array((head + text).utf8)
        let line = bytes[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
        bytes[offset] ^= 1 << UInt8(bit)
        let result = ScriptRunner.run(bytes: bytes, name: "a.txt")
        XCTAssertEqual(result.failures.map(\.line), [1], "byte \(offset), bit \(bit)")
        XCTAssertEqual(
          result.failures.map(\.differenceLine), [line], "byte \(offset), bit \(bit)")
      }
    }
  }

  /// What cannot be read ends the run there, with the line; what came before counts.
  func testTornFiles() {
    let good = "vote cfg=(1) votes=(y)\n----\nVoteWon\n\n"
    let rows: [(text: String, problem: ScriptProblem, line: Int)] = [
      ("", .empty, 1),
      ("# only a comment\n", .empty, 1),
      (good + "vote cfg=(1) votes=(y)", .truncated, 5),
      (good + "vote cfg=(1) votes=(y)\n---\nVoteWon\n", .truncated, 5),
      (good + "vote cfg=(1\n----\n", .syntax("a list is not closed", column: 11), 5),
      (good + "vote cfg=(1) votes=(y)\n----\n----\nVoteWon\n", .unterminated, 5),
      (
        good + "vote cfg=(1) votes=(y)\n----\n----\nVoteWon\n----\n----\nx\n", .missingBlankLine, 11
      ),
      (good + "elect 1\n----\n", .unknownCommand("elect"), 5),
      (
        good + "vote cfg=(x) votes=(y)\n----\n",
        .badArgument("member", value: "x", expected: "a number from 0 to 18446744073709551615"), 5
      ),
      (
        good + "vote cfg=(1) votes=(maybe)\n----\n",
        .badArgument("votes", value: "maybe", expected: "y, n or _"), 5
      ),
      (
        good + "committed cfg=(1) idx=(0)\n----\n",
        .badArgument("idx", value: "0", expected: "a number from 1 to 18446744073709551615"), 5
      ),
      (good + "vote config=(1) votes=(y)\n----\n", .unknownArgument("config"), 5),
    ]
    for row in rows {
      let result = run(row.text)
      XCTAssertEqual(
        result.diagnostic, Diagnostic(file: "dir/a.txt", line: row.line, problem: row.problem),
        row.text)
      XCTAssertFalse(result.isPassed)
      XCTAssertEqual(result.passed, row.line > 1 ? 1 : 0, row.text)
      XCTAssertEqual(
        result.diagnostic?.description.hasPrefix("dir/a.txt:\(row.line): "), true)
    }
  }

  /// Output with blank lines goes between doubled separators, and reads back.
  func testRewritingBlankLines() {
    let script = Script(Array("vote\n----\nold\n\nvote\n----\n".utf8))
    let bytes = script.rewritten([Array("a\n\nb\n".utf8), Array("c\n".utf8)])
    XCTAssertEqual(
      String(decoding: bytes, as: UTF8.self),
      "vote\n----\n----\na\n\nb\n----\n----\n\nvote\n----\nc\n")
    XCTAssertEqual(
      Script(bytes).cases.map { String(decoding: $0.expected, as: UTF8.self) },
      ["a\n\nb\n", "c\n"])
  }

  func testFamilies() {
    let rows: [(command: String?, name: String, family: ScriptRunner.Family)] = [
      ("vote", "testdata/a.txt", .quorum), ("simple", "a.txt", .confChange),
      ("add-nodes", "quorum/testdata/a.txt", .interaction), ("log-level", "a", .interaction),
      ("no-such", "quorum/testdata/a.txt", .quorum),
      ("no-such", "x/confchange/testdata/a.txt", .confChange), ("no-such", "a.txt", .interaction),
      (nil, "a.txt", .interaction),
    ]
    for row in rows {
      XCTAssertEqual(
        ScriptRunner.family(of: row.command, name: row.name), row.family,
        "\(row.command ?? "-") in \(row.name)")
    }
  }
}
