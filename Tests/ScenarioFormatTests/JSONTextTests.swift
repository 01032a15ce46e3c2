import XCTest

@testable import ScenarioFormat

final class JSONTextTests: XCTestCase {
  private func findings(_ text: String, comments: Bool = false) -> [String] {
    findings(Array(text.utf8), comments: comments)
  }

  private func findings(_ bytes: [UInt8], comments: Bool = false) -> [String] {
    var findings = Findings()
    _ = JSONText.parse(bytes, allowsComments: comments, findings: &findings)
    let source = SourceText(name: "t", bytes: Array(bytes.prefix(10_000)))
    return findings.diagnostics(in: [.file: source]).map {
      "\($0.code.rawValue) \($0.line):\($0.column) \($0.message)"
    }
  }

  private func root(_ text: String) -> JSONNode? {
    var findings = Findings()
    return JSONText.parse(Array(text.utf8), findings: &findings).root
  }

  func testValidTextsGiveTheirValuesAndNoFinding() {
    let rows: [(text: String, expected: String, line: UInt)] = [
      ("null", "null", #line), ("true", "true", #line), (" [ ] ", "[]", #line),
      ("[1, -2.5, 1e3, 0.0e-5]", "[1, -2.5, 1e3, 0.0e-5]", #line),
      (#""\u0041\ud83d\ude00\n\/""#, "\"A\u{1F600}\\n/\"", #line),
      ("\"ä漢\u{301}\"", "\"ä漢\u{301}\"", #line),
      (#"{"b":1,"a":{"c":[]}}"#, "{\n  \"b\": 1,\n  \"a\": {\n    \"c\": []\n  }\n}", #line),
      ("9007199254740992", "9007199254740992", #line),
    ]
    for row in rows {
      XCTAssertEqual(findings(row.text), [], line: row.line)
      XCTAssertEqual(root(row.text)?.documentText(), row.expected, line: row.line)
    }
  }

  func testEveryStructuralMistakeHasItsCodeAndPlace() {
    let rows: [(text: String, expected: [String], line: UInt)] = [
      ("", ["E101 1:1 the file is empty"], #line),
      (" \n ", ["E101 2:1 the file holds no value"], #line),
      ("{\"a\": 1,}", ["E104 1:8 a comma after the last value"], #line),
      ("[1, 2,\n]", ["E104 1:6 a comma after the last value"], #line),
      ("{\"a\": 1 \"b\": 2}", ["E101 1:7 expected ',' or '}' after this value"], #line),
      ("{\"a\": \"x\"\n \"b\": 2}", ["E101 1:9 expected ',' or '}' after this value"], #line),
      ("[1 2]", ["E101 1:2 expected ',' or ']' after this value"], #line),
      ("{\"a\": [1, 2}", ["E101 1:12 expected ']', found '}'"], #line),
      ("{\"a\": 1", ["E105 1:7 expected ',' or '}' after this value"], #line),
      ("{\"a\":", ["E105 1:5 the file ends before a value"], #line),
      ("{\"a\"", ["E101 1:2 expected ':' after this key"], #line),
      ("{", ["E105 1:1 the file ends before '}'"], #line),
      ("[1,", ["E105 1:3 the file ends before ']'"], #line),
      ("{\"a\" 1}", ["E101 1:2 expected ':' after this key"], #line),
      ("{\"a\" = 1}", ["E101 1:2 expected ':' after this key"], #line),
      ("{a: 1}", ["E101 1:2 a key needs double quotes"], #line),
      ("{'a': 1}", ["E101 1:2 strings and keys need double quotes"], #line),
      ("{\"a\": 1, \"a\": 2}", ["E103 1:10 key \"a\" stands twice in this object"], #line),
      ("[True]", ["E101 1:2 expected a value, found \"True\" without quotes"], #line),
      ("[1] x", ["E101 1:5 expected the end of the file after this value"], #line),
      ("{} }", ["E101 1:4 expected the end of the file after this value"], #line),
      ("{\"a\":: 1}", ["E101 1:6 expected a value"], #line),
      ("[\0]", ["E101 1:2 expected a value"], #line),
      ("[1] // x", ["E119 1:5 comments are allowed only in .jsonc files"], #line),
      ("\u{FEFF}[1]", ["W200 1:1 the file starts with a byte order mark"], #line),
      ("[\"漢字é\", tru]", ["E101 1:9 expected a value, found \"tru\" without quotes"], #line),
    ]
    for row in rows { XCTAssertEqual(findings(row.text), row.expected, line: row.line) }
  }

  func testEveryMistakeInAValueHasItsCodeAndPlace() {
    let beyond = "E108 1:2 the number lies beyond 2^53, where digits are lost"
    let rows: [(text: String, expected: [String], line: UInt)] = [
      ("[01]", ["E107 1:2 a number has no leading zeros"], #line),
      ("[+1]", ["E107 1:2 a number starts with a digit or '-'"], #line),
      ("[.5]", ["E107 1:2 a number starts with a digit or '-'"], #line),
      ("[1.]", ["E107 1:2 \"1.\" is not a number"], #line),
      ("[80ms]", ["E107 1:2 a quantity with a unit is a string"], #line),
      ("[1e999]", ["E108 1:2 the number is too large"], #line),
      ("[1e-999]", ["E108 1:2 the number is too small to differ from 0"], #line),
      ("[9007199254740993]", [beyond], #line), ("[-1e17]", [beyond], #line),
      (
        "[0.123456789012345678]",
        ["E108 1:2 the number has more than 17 significant digits"], #line
      ),
      ("\"abc", ["E105 1:1 this string is not closed on its line"], #line),
      ("[\"abc\n]", ["E105 1:2 this string is not closed on its line"], #line),
      ("[\"\\x\"]", ["E106 1:3 \"\\x\" is no escape"], #line),
      ("[\"\\u12\"]", ["E106 1:3 \\u needs four hexadecimal digits"], #line),
      ("[\"\\ud800\"]", ["E106 1:3 half a surrogate pair"], #line),
      ("[\"\\udc00x\"]", ["E106 1:3 half a surrogate pair"], #line),
      ("[\"\\ud800\\u0041\"]", ["E106 1:3 half a surrogate pair"], #line),
      ("[\"a\tb\"]", ["E106 1:4 control character U+0009 in a string"], #line),
      ("[\"a\0b\"]", ["E106 1:4 control character U+0000 in a string"], #line),
    ]
    for row in rows { XCTAssertEqual(findings(row.text), row.expected, line: row.line) }
  }

  func testSeveralMistakesAreFoundAtOnce() {
    let text = """
      {
        "a": 01,
        "b": "open,
        "c": tru,
        "d": [1, 2,],
        "d": 1e999
        "e": 'x'
      }
      """
    let places = findings(text).map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
    XCTAssertEqual(
      places,
      [
        "E107 2:8", "E105 3:8", "E101 4:8", "E104 5:13", "E103 6:3", "E108 6:8", "E101 6:12",
        "E101 7:8",
      ])
  }

  func testCommentsAreAllowedWhereTheyAre() {
    XCTAssertEqual(findings("// a\n[1, // b\n2]// c", comments: true), [])
    XCTAssertEqual(findings("[1] /* c */", comments: true).count, 1)
  }

  func testAFaultInTheEncodingIsPlaced() {
    let rows: [(bytes: [UInt8], place: String, line: UInt)] = [
      ([0x5B, 0x0A, 0x22, 0xFF, 0x22, 0x5D], "E100 2:2", #line),
      ([0x22, 0xC3], "E100 1:2", #line),
      ([0x22, 0xED, 0xA0, 0x80, 0x22], "E100 1:2", #line),
      ([0xFF, 0xFE, 0x7B, 0x00], "E100 1:1", #line),
    ]
    for row in rows {
      XCTAssertEqual(findings(row.bytes).map { String($0.prefix(8)) }, [row.place], line: row.line)
    }
  }

  func testHostileInputEndsInOneDiagnostic() {
    let deep = findings(String(repeating: "[", count: 200_000))
    XCTAssertEqual(deep, ["E109 1:65 nesting is deeper than 64 levels"])
    let objects = findings(String(repeating: "{\"a\":", count: 200_000))
    XCTAssertEqual(objects, ["E109 1:321 nesting is deeper than 64 levels"])
    let large = findings(Array(repeating: UInt8(ascii: "["), count: 50_000_000))
    XCTAssertEqual(large, ["E109 1:1 the file is larger than 4 MiB"])
    let many = findings("[" + String(repeating: "1,", count: 200_000) + "1]")
    XCTAssertEqual(many.map { String($0.prefix(4)) }, ["E109"])
    let digits = findings("[" + String(repeating: "9", count: 1_000_000) + "]")
    XCTAssertEqual(digits, ["E108 1:2 the number is too large"])
    let string = findings("\"" + String(repeating: "a", count: 3_000_000))
    XCTAssertEqual(string.map { String($0.prefix(8)) }, ["E105 1:1"])
  }

  func testDepthIsLimitedExactly() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    XCTAssertEqual(findings(nested(64)), [])
    XCTAssertEqual(findings(nested(65)).count, 1)
  }

  func testReadingStopsAfterTwentyErrors() {
    let text = "[" + Array(repeating: "01", count: 100).joined(separator: ",\n") + "]"
    XCTAssertEqual(findings(text).count, Findings.errorLimit)
  }

  func testNumbersKeepTheirExactValue() {
    let rows: [(text: String, power: Int, expected: Int64?, line: UInt)] = [
      ("190.4", 1, 1904, #line), ("190.4", 0, nil, #line), ("1e3", 0, 1000, #line),
      ("0.001", 3, 1, #line), ("-12.50", 2, -1250, #line), ("0", 0, 0, #line), ("0e9", 0, 0, #line),
      ("9007199254740992", 6, nil, #line),
    ]
    for row in rows {
      guard case .success(let number) = JSONNumber.reading(row.text) else {
        XCTFail("\(row.text) is a number", line: row.line)
        continue
      }
      XCTAssertEqual(number.scaled(by: row.power), row.expected, line: row.line)
    }
  }
}
