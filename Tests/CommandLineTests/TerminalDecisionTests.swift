import XCTest

@testable import fedsim

final class TerminalDecisionTests: XCTestCase {
  private let terminal = Surroundings.Stream(isTerminal: true, columns: 100)

  private func variables(_ text: String) -> [String: String] {
    var found: [String: String] = [:]
    for word in text.split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      found[String(parts[0])] = String(parts[1])
    }
    return found
  }

  func testColor() {
    let table: [(When, isTerminal: Bool, String, TerminalColor, line: Int)] = [
      (.auto, true, "TERM=xterm-256color", .twoHundredFiftySix, #line),
      (.auto, false, "TERM=xterm-256color", .none, #line),
      (.auto, true, "", .twoHundredFiftySix, #line),
      (.auto, true, "TERM=linux", .sixteen, #line),
      (.auto, true, "TERM=vt220", .sixteen, #line),
      (.auto, true, "TERM=xterm COLORTERM=truecolor", .twoHundredFiftySix, #line),
      (.auto, true, "TERM=dumb", .none, #line),
      (.auto, true, "NO_COLOR=1", .none, #line),
      (.auto, true, "NO_COLOR=", .twoHundredFiftySix, #line),
      (.auto, true, "NO_COLOR=1 FORCE_COLOR=1", .none, #line),
      (.auto, false, "FORCE_COLOR=1", .twoHundredFiftySix, #line),
      (.auto, false, "FORCE_COLOR=0", .none, #line),
      (.auto, false, "FORCE_COLOR=", .none, #line),
      (.auto, false, "CLICOLOR_FORCE=1", .twoHundredFiftySix, #line),
      (.auto, false, "CLICOLOR_FORCE=0 FORCE_COLOR=1", .twoHundredFiftySix, #line),
      (.auto, false, "CLICOLOR_FORCE=1 CLICOLOR=0 TERM=dumb", .twoHundredFiftySix, #line),
      (.auto, true, "CLICOLOR=0", .none, #line),
      (.auto, true, "CLICOLOR=1", .twoHundredFiftySix, #line),
      (.always, false, "NO_COLOR=1 TERM=dumb", .twoHundredFiftySix, #line),
      (.never, true, "FORCE_COLOR=1", .none, #line),
    ]
    for (choice, isTerminal, text, expected, line) in table {
      let stream = isTerminal ? terminal : .pipe
      let found = TerminalColor.decide(
        choice, theme: .dark, for: stream, in: Surroundings(variables: variables(text)))
      XCTAssertEqual(found, expected, "line \(line)")
    }
    XCTAssertEqual(
      TerminalColor.decide(.always, theme: .mono, for: terminal, in: Surroundings()), .none)
  }

  func testCharset() {
    let table: [(CharsetChoice, isTerminal: Bool, String, TerminalCharset, line: Int)] = [
      (.auto, true, "LANG=en_US.UTF-8", .braille, #line),
      (.auto, true, "LANG=C.utf8", .braille, #line),
      (.auto, false, "LANG=en_US.UTF-8", .ascii, #line),
      (.auto, true, "", .ascii, #line),
      (.auto, true, "LANG=C", .ascii, #line),
      (.auto, true, "LC_ALL=C LANG=en_US.UTF-8", .ascii, #line),
      (.auto, true, "LC_ALL= LANG=en_US.UTF-8", .braille, #line),
      (.auto, true, "LC_CTYPE=en_US.UTF-8 LANG=C", .braille, #line),
      (.auto, true, "LC_ALL=de_DE.ISO-8859-1 LC_CTYPE=en_US.UTF-8", .ascii, #line),
      (.auto, true, "TERM=linux LANG=en_US.UTF-8", .block, #line),
      (.auto, true, "TERM=vt340 LANG=en_US.UTF-8", .block, #line),
      (.auto, true, "LANG=ja_JP.UTF-8", .ascii, #line),
      (.auto, true, "LANG=ko_KR.UTF-8", .ascii, #line),
      (.auto, true, "LANG=zh_CN.UTF-8", .ascii, #line),
      (.auto, true, "LANG=kok_IN.UTF-8", .braille, #line),
      (.braille, false, "LANG=C", .braille, #line),
      (.ascii, true, "LANG=en_US.UTF-8", .ascii, #line),
    ]
    for (choice, isTerminal, text, expected, line) in table {
      let found = TerminalCharset.decide(
        choice, for: isTerminal ? terminal : .pipe,
        in: Surroundings(variables: variables(text)))
      XCTAssertEqual(found, expected, "line \(line)")
    }
  }

  func testWidth() {
    let unknown = Surroundings.Stream(isTerminal: true, columns: nil)
    let narrow = Surroundings.Stream(isTerminal: true, columns: 10)
    let table: [(Int?, Surroundings.Stream, String, Int, line: Int)] = [
      (nil, terminal, "", 100, #line),
      (nil, unknown, "", 80, #line),
      (nil, narrow, "", 40, #line),
      (nil, terminal, "COLUMNS=120", 120, #line),
      (nil, terminal, "COLUMNS=999", 200, #line),
      (nil, terminal, "COLUMNS=0", 100, #line),
      (nil, terminal, "COLUMNS=-5", 100, #line),
      (nil, terminal, "COLUMNS=wide", 100, #line),
      (nil, .pipe, "COLUMNS=120", 80, #line),
      (60, terminal, "COLUMNS=120", 60, #line),
      (60, .pipe, "", 60, #line),
    ]
    for (choice, stream, text, expected, line) in table {
      let found = TerminalWidth.decide(
        choice, for: stream, in: Surroundings(variables: variables(text)))
      XCTAssertEqual(found, expected, "line \(line)")
    }
  }

  func testProgress() {
    let table: [(ProgressChoice, isTerminal: Bool, String, String, ProgressStyle, line: Int)] = [
      (.auto, true, "", "", .redraw, #line),
      (.auto, false, "", "", .none, #line),
      (.auto, false, "", "FORCE_COLOR=1", .none, #line),
      (.auto, true, "", "TERM=dumb", .none, #line),
      (.auto, true, "accessible", "", .plain, #line),
      (.auto, true, "", "ACCESSIBLE=1", .plain, #line),
      (.auto, true, "", "ACCESSIBLE=", .redraw, #line),
      (.auto, false, "accessible", "", .none, #line),
      (.plain, false, "", "", .plain, #line),
      (.json, false, "", "", .json, #line),
      (.never, true, "", "", .none, #line),
      (.auto, true, "quiet", "", .none, #line),
      (.plain, true, "quiet", "", .none, #line),
    ]
    for (choice, isTerminal, flags, text, expected, line) in table {
      let found = ProgressStyle.decide(
        choice, isAccessible: flags == "accessible", isQuiet: flags == "quiet",
        in: Surroundings(variables: variables(text), error: isTerminal ? terminal : .pipe))
      XCTAssertEqual(found, expected, "line \(line)")
    }
  }
}
