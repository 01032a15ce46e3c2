import Conformance
import XCTest

/// What the quorum and confchange files do, where etcd's own show nothing of it.
final class FamilyScriptTests: XCTestCase {
  /// The output of the only case of a script.
  private func output(_ text: String, line: UInt = #line) -> String {
    let result = ScriptRunner.run(text: text + "\n----\nnot this\n", name: "a.txt")
    XCTAssertNil(result.diagnostic, line: line)
    return result.failures.last?.actual ?? ""
  }

  func testVotes() {
    let rows: [(arguments: String, result: String, line: UInt)] = [
      ("", "VoteWon", #line),
      ("cfg=(1,2) votes=(y,_)", "VotePending", #line),
      ("cfg=(1,2) votes=(n,_)", "VoteLost", #line),
      ("cfg=(1,2) cfgj=(3) votes=(y,y,_)", "VotePending", #line),
      ("cfg=(1,2) cfgj=(3) votes=(y,y,n)", "VoteLost", #line),
      ("cfg=(1,2) cfgj=(3) votes=(y,y,y)", "VoteWon", #line),
      ("cfg=(1,2) cfgj=zero votes=(y,y)", "VoteWon", #line),
      // Values belong to the members of cfg first, wherever it stands.
      ("cfgj=(3) cfg=(1,2) votes=(y,y,n)", "VoteLost", #line),
      ("cfgj=(3) cfg=(1,2) votes=(n,y,y)", "VoteLost", #line),
      ("cfgj=(3) cfg=(1,2,4) votes=(n,y,y,y)", "VoteWon", #line),
      // A voter of both halves has one value.
      ("cfg=(1,2) cfgj=(2,3) votes=(y,y,y)", "VoteWon", #line),
    ]
    for row in rows {
      XCTAssertEqual(output("vote \(row.arguments)"), row.result + "\n", line: row.line)
    }
  }

  func testMismatchedValues() {
    XCTAssertEqual(
      output("committed cfg=(2,1) idx=(5,_,7)"),
      "error: mismatched input (explicit or _) for voters map[1:{} 2:{}]: [5 0 7]\n")
    XCTAssertEqual(
      output("vote cfg=(1,2) votes=(y)"),
      "error: mismatched input (explicit or _) for voters map[1:{} 2:{}]: [2]\n")
  }

  func testTables() {
    XCTAssertEqual(output("committed"), "<empty majority quorum>∞\n")
    XCTAssertEqual(
      output("committed cfg=(10,2) cfgj=(10) idx=(100000,18446744073709551615)"),
      "      idx\nx>  18446744073709551615    (id=2)\n>   100000    (id=a)\n100000\n")
  }

  func testConfChanges() {
    let rows: [(script: String, output: String, line: UInt)] = [
      ("simple\nv1", "voters=(1)\n1: StateProbe match=0 next=1\n", #line),
      ("simple\nx1", "unknown input: x1\n", #line),
      ("simple\nv", "unknown token v\n", #line),
      ("simple\nv1  v2", "unknown token \n", #line),
      ("simple\nvx", "strconv.ParseUint: parsing \"x\": invalid syntax\n", #line),
      (
        "simple\nv18446744073709551616",
        "strconv.ParseUint: parsing \"18446744073709551616\": value out of range\n", #line
      ),
      ("simple\nv1 v2", "more than one voter changed without entering joint config\n", #line),
      ("leave-joint", "can't leave a non-joint config\n", #line),
      ("leave-joint\nv1", "this command takes no input\n", #line),
      ("enter-joint", "can't make a zero-voter config joint\n", #line),
    ]
    for row in rows { XCTAssertEqual(output(row.script), row.output, line: row.line) }
    let result = ScriptRunner.run(
      text: "simple\nv1\n----\n\nno-such\n----\n\nsimple\nv2\n----\n", name: "a.txt")
    XCTAssertEqual(result.failures.map(\.actual)[1], "unknown command\n")
    // The failing command counted too: next is 2.
    XCTAssertEqual(
      result.failures.map(\.actual)[2],
      "voters=(1 2)\n1: StateProbe match=0 next=1\n2: StateProbe match=0 next=2\n")
  }
}
