import ScenarioFormat
import XCTest

final class DiagnosticFormTests: XCTestCase {
  private static let outage = """
    {
      "title": "EU outage",
      "question": "What does it cost?",
      "duration": "90s",
      "regions": ["us-east", "eu-west", "ap-south"],
      "links": [
        { "between": ["us-east", "eu-west"], "rtt": "76ms", "jiter": "2ms" },
        { "between": ["us-east", "ap-south"], "rtt": 190.4 },
        { "between": ["eu-west", "ap-south"], "rtt": "121.7ms" }
      ],
      "groups": [
        { "name": "e", "members": { "us-east": 2, "eu-west": 2, "ap-sout": 1 },
          "electionTimeout": "150ms", "heartbeat": "50ms" }
      ]
    }
    """

  func testTheFormForPeople() {
    let result = read(Self.outage, name: "eu-outage.json")
    XCTAssertNil(result.plan)
    XCTAssertEqual(
      Diagnostic.render(result.diagnostics, of: "eu-outage.json"),
      """
      error[E102]: unknown key "jiter" in a link
         --> eu-outage.json:7:57
        7 |     { "between": ["us-east", "eu-west"], "rtt": "76ms", "jiter": "2ms" },
          |                                                         ^^^^^^^
          = help: did you mean "jitter"? (keys: bandwidth, between, from, jitter, loss, mode, \
      oneWay, rtt, to)
      error[E110]: a duration needs a unit
         --> eu-outage.json:8:50
        8 |     { "between": ["us-east", "ap-south"], "rtt": 190.4 },
          |                                                  ^^^^^ number without unit
          = help: write "190.4ms"   (units: ns, us, ms, s, m, h)
      error[E120]: region "ap-sout" is not declared
         --> eu-outage.json:12:61
        5 |   "regions": ["us-east", "eu-west", "ap-south"],
          |              ---------------------------------- declared here
       12 |     { "name": "e", "members": { "us-east": 2, "eu-west": 2, "ap-sout": 1 },
          |                                                             ^^^^^^^^^ unknown
          = help: did you mean "ap-south"?
      warning[W203]: electionTimeout is shorter than 10 times the slowest round trip
         --> eu-outage.json:13:26
       13 |       "electionTimeout": "150ms", "heartbeat": "50ms" }
          |                          ^^^^^^^ slowest voter RTT is 190.4 ms
          = note: etcd advises at least 10 x RTT, which is 1904ms here
      eu-outage.json: 3 errors, 1 warning; nothing was simulated

      """)
  }

  func testTheFormForEditors() {
    let result = read(Self.outage, name: "eu-outage.json")
    XCTAssertEqual(
      Diagnostic.render(result.diagnostics, of: "eu-outage.json", as: .short),
      """
      eu-outage.json:7:57: error: unknown key "jiter" in a link [E102]
      eu-outage.json:8:50: error: a duration needs a unit [E110]
      eu-outage.json:12:61: error: region "ap-sout" is not declared [E120]
      eu-outage.json:13:26: warning: electionTimeout is shorter than 10 times the slowest round \
      trip [W203]

      """)
  }

  func testTheFormForTools() {
    let result = read("{\n \"duration\": 5 }", name: "a\"b.json")
    XCTAssertEqual(
      Diagnostic.render(Array(result.diagnostics.suffix(1)), of: "a\"b.json", as: .json),
      """
      {
        "diagnostics": [
          {"code": "E110", "column": 14, "file": "a\\"b.json", "help": "write \\"5ms\\"   \
      (units: ns, us, ms, s, m, h)", "label": "number without unit", "length": 1, "line": 2, \
      "message": "a duration needs a unit", "severity": "error"}
        ],
        "errors": 1,
        "file": "a\\"b.json",
        "warnings": 0
      }

      """)
    XCTAssertEqual(
      Diagnostic.render([], of: "x", as: .json),
      "{\n  \"diagnostics\": [],\n  \"errors\": 0,\n  \"file\": \"x\",\n  \"warnings\": 0\n}\n")
    XCTAssertEqual(Diagnostic.render([], of: "x"), "")
  }

  func testAValueThatIsNotEndedPointsAtItsEndAndWhereItsObjectOpened() {
    let text = "{\n  \"duration\": \"90s\"\n  \"title\": \"x\"\n}"
    let shown = Diagnostic.render(read(text, name: "x.json").diagnostics, of: "x.json")
    XCTAssertTrue(
      shown.hasPrefix(
        """
        error[E101]: expected ',' or '}' after this value
           --> x.json:2:19
          1 | {
            | - object opened here
          2 |   "duration": "90s"
            |                   ^

        """), shown)
  }

  func testTwoPlacesOnOneLineShareIt() {
    let text = "{ \"duration\": \"90s\", \"duration\": \"80s\" }"
    let shown = Diagnostic.render(read(text, name: "x.json").diagnostics, of: "x.json")
    XCTAssertTrue(
      shown.contains(
        """
          1 | { "duration": "90s", "duration": "80s" }
            |   ---------- first here
            |                      ^^^^^^^^^^

        """), shown)
  }

  func testCaretsStandUnderWideCharactersAndTabs() {
    let rows: [(text: String, source: String, carets: String, column: Int, line: UInt)] = [
      ("{\t\"x-\": tru}", "{  \"x-\": tru}", "         ^^^", 9, #line),
      ("{\"x-漢字\": tru}", "{\"x-漢字\": tru}", "           ^^^", 10, #line),
      ("{\"x-e\u{301}\": tru}", "{\"x-e\u{301}\": tru}", "        ^^^", 9, #line),
      ("{\"x-\u{9B}31m\": tru}", "{\"x-\u{FFFD}31m\": tru}", "           ^^^", 12, #line),
    ]
    for row in rows {
      let shown = Diagnostic.render(read(row.text, name: "x").diagnostics, of: "x")
      let lines = shown.split(separator: "\n", omittingEmptySubsequences: false)
      XCTAssertEqual(lines[1], "   --> x:1:\(row.column)", line: row.line)
      XCTAssertEqual(lines[2], "  1 | \(row.source)", line: row.line)
      XCTAssertTrue(lines[3].hasPrefix("    | " + row.carets), shown, line: row.line)
    }
  }

  func testNothingFromAFileCanMoveTheCursor() {
    let nasty = "\u{1B}[31m\u{202E}\u{9B}2J\u{7}"
    let texts = ["{\"\(nasty)\": 1}", "{\"duration\": \"\(nasty)\"}", "\(nasty)", "[\"\(nasty)"]
    for text in texts {
      let result = read(text, name: nasty)
      for form in Diagnostic.Form.allCases {
        let shown = Diagnostic.render(result.diagnostics, of: nasty, as: form)
        XCTAssertFalse(result.diagnostics.isEmpty)
        XCTAssertFalse(
          shown.unicodeScalars.contains { scalar in
            scalar.value < 0x20 && scalar != "\n" || 0x7F..<0xA0 ~= scalar.value
          }, "\(form): \(shown.debugDescription)")
      }
    }
  }

  func testLongLinesAreCutAroundThePlace() {
    for pad in [0, 10, 80, 95, 500, 100_000] {
      let before = String(repeating: "a", count: pad)
      let after = String(repeating: "b", count: 300)
      let result = read("{\"x-\(before)\": tru, \"y\": \"\(after)\"}", name: "x")
      XCTAssertEqual(result.diagnostics.first?.column, pad + 8)
      let lines = Diagnostic.render(result.diagnostics, of: "x").split(separator: "\n")
      XCTAssertLessThan(lines[2].count, 110)
      let start = lines[3].firstIndex(of: "^") ?? lines[3].startIndex
      let offset = lines[3].distance(from: lines[3].startIndex, to: start)
      XCTAssertEqual(lines[2].dropFirst(offset).prefix(3), "tru", "\(lines)")
    }
  }

  func testErrorsBeyondTwentyAreCounted() {
    let keys = (0..<34).map { "\"y\($0)\": 1" }.joined(separator: ",\n")
    let result = read(scenario(["x": "1"]).replacing("\"x\": 1", with: keys))
    XCTAssertEqual(result.diagnostics.count, 20)
    XCTAssertEqual(result.omittedErrors, 14)
    let shown = Diagnostic.render(
      result.diagnostics, of: "test.json", omitted: result.omittedErrors)
    XCTAssertTrue(
      shown.hasSuffix("test.json: the first 20 of 34 errors; nothing was simulated\n"), shown)
  }

  func testWarningsAloneDoNotStopASimulation() {
    let result = read(scenario(["groups": "[{ \"name\": \"e\", \"members\": { \"east\": 2 } }]"]))
    XCTAssertNotNil(result.plan)
    let shown = Diagnostic.render(result.diagnostics, of: "test.json")
    XCTAssertTrue(shown.hasSuffix("test.json: 1 warning\n"), shown)
  }

  func testEveryCodeIsExplainedOnce() {
    let explanations = DiagnosticCode.allCases.map(\.explanation)
    XCTAssertEqual(Set(explanations).count, explanations.count)
    for code in DiagnosticCode.allCases {
      XCTAssertTrue(code.explanation.hasSuffix("."), code.rawValue)
      XCTAssertEqual(code.severity, code.rawValue.hasPrefix("E1") ? .error : .warning)
    }
  }
}
