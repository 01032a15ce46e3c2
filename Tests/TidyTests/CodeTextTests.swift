import XCTest

/// The reader of the tidy tests is held to examples itself.
final class CodeTextTests: XCTestCase {
  func testOnlyCodeIsLeft() {
    let rows: [(text: String, code: String, line: UInt)] = [
      ("a // b", "a     ", #line), ("a /* b /* c */ d */ e", "a                   e", #line),
      ("\"b\" + c", "\" \" + c", #line), (#"x("\"y") + z"#, #"x("   ") + z"#, #line),
      (##"#"a"b"# c"##, ##" "   "  c"##, #line),
      ("\"\"\"\n a \" b\n\"\"\" c", "\"\"\"\n      \n\"\"\" c", #line),
      (#""\(f("x")) y" z"#, #""           " z"#, #line), ("a / b", "a / b", #line),
    ]
    for row in rows {
      let code = String(decoding: CodeText.blanked(Array(row.text.utf8)), as: UTF8.self)
      XCTAssertEqual(code, row.code, line: row.line)
    }
  }

  func testFunctionsAreMeasured() {
    let file = SwiftFile(
      path: "X.swift",
      text: """
        protocol P {
          func bodiless(_ x: Int) -> Int
          init(y: Int)
        }
        struct S {
          init(y: Int) { self.y = y }
          func long(
            _ f: () -> Void = {}
          ) {
            if y > 0 {
              // }
            }
          }
          var z: Int { 3 }
        }
        """)
    XCTAssertEqual(
      FunctionFinder.functions(in: file),
      [
        .init(name: "init", line: 6, lineCount: 1), .init(name: "long", line: 7, lineCount: 7),
      ])
  }
}
