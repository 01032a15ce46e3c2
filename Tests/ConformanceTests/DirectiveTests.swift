import XCTest

@testable import Conformance

/// Directive lines (cockroachdb/datadriven v1.0.2).
final class DirectiveTests: XCTestCase {
  private func arguments(_ line: String) throws -> [String] {
    try Directive(parsing: line).arguments.map { argument in
      argument.key + (argument.values.map { " \($0)" } ?? "")
    }
  }

  func testForms() throws {
    let rows: [(text: String, arguments: [String], line: UInt)] = [
      ("cmd", [], #line),
      ("cmd a  b", ["a", "b"], #line),
      // Any white space may stand between arguments, though only a space ends one.
      ("cmd a \t b\tc ", ["a", "b\tc"], #line),
      ("cmd a=1 b=xyz", [#"a ["1"]"#, #"b ["xyz"]"#], #line),
      ("cmd a= b", [#"a [""]"#, "b"], #line),
      ("cmd a=", [#"a [""]"#], #line),
      ("cmd a=(1,2,  3)", [#"a ["1", "2", "3"]"#], #line),
      ("cmd a=(1 2)", [#"a ["1 2"]"#], #line),
      ("cmd a=()", ["a []"], #line),
      ("cmd a=(,x)", [#"a ["", "x"]"#], #line),
      ("cmd a=(f(1, 2), g) b", [#"a ["f(1, 2)", "g"]"#, "b"], #line),
      // Quotes mean nothing.
      (#"propose 1 "foo""#, ["1", #""foo""#], #line),
      ("cmd a=b=c", [#"a ["b=c"]"#], #line),
    ]
    for row in rows {
      XCTAssertEqual(try arguments(row.text), row.arguments, line: row.line)
    }
    XCTAssertEqual(try Directive(parsing: "add-nodes 3 x=1").command, "add-nodes")
  }

  func testWhatCannotBeRead() {
    let rows: [(line: String, column: Int)] = [
      ("cmd a=(1,2", 8), ("cmd =1", 5), ("cmd a=(1)b", 10),
    ]
    for row in rows {
      XCTAssertThrowsError(try Directive(parsing: row.line), row.line) { error in
        guard case .syntax(_, let column)? = error as? ScriptProblem else {
          return XCTFail("\(error)")
        }
        XCTAssertEqual(column, row.column, row.line)
      }
    }
  }

  func testNumbersAndTruthValues() throws {
    XCTAssertEqual(try unsigned("18446744073709551615", of: "x"), .max)
    for text in ["", "-1", "+1", "1.0", "0x1", "18446744073709551616", " 1"] {
      XCTAssertThrowsError(try unsigned(text, of: "x"), text)
    }
    for text in ["1", "t", "T", "TRUE", "true", "True"] {
      XCTAssertTrue(try boolean(text, of: "x"))
    }
    for text in ["0", "f", "F", "FALSE", "false", "False"] {
      XCTAssertFalse(try boolean(text, of: "x"))
    }
    XCTAssertThrowsError(try boolean("yes", of: "x"))
  }
}
