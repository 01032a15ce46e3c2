import SimKernel
import SimNetwork
import XCTest

final class RoundTripMatrixTests: XCTestCase {
  private typealias Problem = RoundTripMatrixError.Problem

  /// What the text says, in microseconds; nil where there is nothing.
  private func microseconds(_ text: String, line: UInt = #line) -> [[Int64?]] {
    do throws(RoundTripMatrixError) {
      let matrix = try RoundTripMatrix(csv: text)
      return matrix.names.indices.map { from in
        matrix.names.indices.map {
          matrix.roundTrip(from: from, to: $0).map { $0.nanoseconds / 1000 }
        }
      }
    } catch {
      XCTFail("\(error.problems)", line: line)
      return []
    }
  }

  private func problems(_ text: String, line: UInt = #line) -> [Problem] {
    problems(Array(text.utf8), line: line)
  }

  private func problems(_ bytes: [UInt8], line: UInt = #line) -> [Problem] {
    // The first letter decides: enough to see that the names are asked.
    func nearest(_ name: String, _ names: [String]) -> String? {
      names.first { $0.first == name.first }
    }
    do throws(RoundTripMatrixError) {
      _ = try RoundTripMatrix(csv: bytes, nearest: nearest)
      XCTFail("no problem found", line: line)
      return []
    } catch {
      XCTAssertFalse(error.problems.isEmpty, line: line)
      return error.problems
    }
  }

  func testReadsWhatPeopleBring() {
    let expected: [[Int64?]] = [
      [nil, 68_500, 80_000], [68_500, 900, 12_000], [80_000, 12_000, nil],
    ]
    let texts: [(String, line: UInt)] = [
      (",a,b,c\na,,68.5,80\nb,68.5,0.9,12\nc,80,12,\n", #line),
      ("rtt,a,b,c\na,0,68.5,80\nb,68.5,0.9,12\nc,80,12,0", #line),  // no end of line, zeros
      (",a,b,c\na,-,68.5,80\nb,-,0.9,12\nc,-,-,-\n", #line),  // the upper half
      (",a,b,c\na\nb,68.5,0.9\nc,80,12\n", #line),  // the lower half, ragged
      (",a,b,c\na,,68.5,80\nb,,0.9,12\n", #line),  // a row that is not needed
      (",a,b,c\nc,80,12,\nb,68.5,0.9,12\na,,68.5,80\n", #line),  // rows in another order
      (",a,b,c\r\na,,68.5,80\r\nb,68.5,0.9,12\r\nc,80,12,\r\n", #line),
      (",a,b,c\ra,,68.5,80\rb,68.5,0.9,12\rc,80,12,\r", #line),
      ("\u{FEFF},a,b,c\na,,68.5,80\nb,68.5,0.9,12\nc,80,12,\n", #line),
      ("\n\n,a,b,c\n\na,,68.5,80\n  \t\nb,68.5,0.9,12\n,,,\nc,80,12,\n\n", #line),
      (" , a , b ,c \n a , , 68.5 , 80 \nb,68.5,0.9,12\nc,80,12,\n", #line),
      ("\"\",\"a\",\"b\",\"c\"\n\"a\",\"\",\"68.5\",80\nb,68.5,0.9,12\nc,80, \"12\" ,\n", #line),
      (",a,b,c,,\na,,68.5,80,,\nb,68.5,0.9,12,,\nc,80,12,,,\n", #line),  // trailing separators
      (";a;b;c\na;;68.5;80\nb;68.5;0.9;12\nc;80;12;\n", #line),
      ("\ta\tb\tc\na\t\t68.5\t80\nb\t68.5\t0.9\t12\nc\t80\t12\t\n", #line),
      (",a,b,c\na,,68.5ms,80 ms\nb,68500us,900us,12000000ns\nc,0.08s,12ms,\n", #line),
      (",a,b,c\na,,68.50000000000001,080.0\nb,68.5,.9,12\nc,80,12,0ms\n", #line),
    ]
    for (text, line) in texts {
      XCTAssertEqual(microseconds(text, line: line), expected, line: line)
    }
  }

  func testNamesMayHoldSeparatorsAndQuotes() throws {
    let text = "x,\"Paris, France\",\"the \"\"lab\"\"\",são-paulo\n\"Paris, France\",,1,2\n"
    let matrix = try RoundTripMatrix(csv: text + "\"the \"\"lab\"\"\",,,3\n")
    XCTAssertEqual(matrix.names, ["Paris, France", "the \"lab\"", "são-paulo"])
    XCTAssertEqual(matrix.roundTrip(from: 2, to: 1), .milliseconds(3))
  }

  func testDirectionsMayDiffer() throws {
    let directed = try RoundTripMatrix(csv: ",a,b\na,,10\nb,12,\n")
    XCTAssertTrue(directed.isDirected)
    XCTAssertEqual(directed.roundTrip(from: 0, to: 1), .milliseconds(10))
    XCTAssertEqual(directed.roundTrip(from: 1, to: 0), .milliseconds(12))
    XCTAssertFalse(try RoundTripMatrix(csv: ",a,b\na,5,10\nb,10,7\n").isDirected)
  }

  func testEachMistakeIsSaidWithItsPlace() {
    let round = "a number of milliseconds (12.5) or a duration (800us; units: ns, us, ms, s)"
    let rows: [(text: String, expected: String, line: UInt)] = [
      ("", "1:1: there is nothing in the text; expected a row of region names", #line),
      (" \n\r\n", "1:1: there is nothing in the text; expected a row of region names", #line),
      (
        "a|b\n",
        "1:1: the first row names no regions; "
          + "expected region names after the first comma, semicolon or tab", #line
      ),
      (",a,,b\na,,,1\n", "1:4: this column has no name; expected a region's name", #line),
      (",a,b,a\n", "1:6: \"a\" heads two columns; expected each region once", #line),
      (
        ",a,b\na,,x\n", "2:4: \"x\" is not a round trip; expected \(round)", #line
      ),
      (",a,b\na,,1.2.3\n", "2:4: \"1.2.3\" is not a round trip; expected \(round)", #line),
      (",a,b\na,,5.\n", "2:4: \"5.\" is not a round trip; expected \(round)", #line),
      (",a,b\na,,nan\n", "2:4: \"nan\" is not a round trip; expected \(round)", #line),
      (",a,b\na,,-5\n", "2:4: \"-5\" is negative; expected \(round)", #line),
      (
        ",a,b\na,,5MS\n",
        "2:4: \"5MS\" has the unknown unit \"MS\"; expected \(round); "
          + "did you mean \"5ms\"?", #line
      ),
      (
        ",a,b\na,,5m\n", "2:4: \"5m\" has the unknown unit \"m\"; expected \(round)", #line
      ),
      (
        ";a;b\na;;6,5\n",
        "2:4: \"6,5\" has a decimal comma; expected a decimal point; "
          + "did you mean \"6.5\"?", #line
      ),
      (
        ",a,b\na,,61s\n", "2:4: \"61s\" is over a minute; expected a round trip of 60 s or less",
        #line
      ),
      (
        ",a,b\na,,0\n", "2:4: a round trip of 0 between two regions; expected more than 0", #line
      ),
      (
        ",alfa,bravo\nalfa,,1\nbrvo,1,\n",
        "3:1: \"brvo\" is not in the first row; "
          + "expected a region of the first row; did you mean \"bravo\"?", #line
      ),
      (
        ",a,b\n ,1,2\na,,1\n", "2:2: this row has no name; expected a region of the first row",
        #line
      ),
      (
        ",a,b\na,,1\na,,1\n",
        "3:1: \"a\" has a row already, on line 2; "
          + "expected one row for each region", #line
      ),
      (
        ",a,b\na,,1,7\n",
        "2:6: a value beyond the last column; "
          + "expected 2 values, as many as the first row names regions", #line
      ),
      (
        ",a,b,c\na,,1,1\nb,,,\nc,,,\n",
        "3:1: no round trip between \"b\" and \"c\"; expected one in either direction", #line
      ),
      (
        ",a,b,c\na,,1,\nb,,,\n",
        "1:1: \"c\" has no row; expected a row for each region of the first row", #line
      ),
      (
        ",a,b\na,,\"1\n", "2:4: the quote is not closed; expected a closing quote on this line",
        #line
      ),
      (
        ",a,b\na,,\"1\"2\n",
        "2:7: text after the closing quote of a field; "
          + "expected the end of the field, or a doubled quote", #line
      ),
      (
        ",a,b\na,,1\"2\n",
        "2:5: a quote inside a field that does not begin with one; "
          + "expected the whole field in quotes, and quotes in it doubled", #line
      ),
      // Columns count characters, not bytes.
      (",são,b\nsão,,x\n", "2:6: \"x\" is not a round trip; expected \(round)", #line),
      ("\u{FEFF},a,a\n", "1:4: \"a\" heads two columns; expected each region once", #line),
    ]
    for row in rows {
      XCTAssertEqual(
        problems(row.text, line: row.line).map(\.description), [row.expected], line: row.line)
    }
  }

  func testAllProblemsAreReportedInOrderUpToTwenty() {
    let found = problems(",a,b,c\nb,x,,\nz,1,1,1\na,,-1,0\n").map(\.description)
    XCTAssertEqual(found.map { $0.prefix(4) }, ["2:3:", "3:1:", "4:4:", "4:7:"])

    let names = (1...30).map { "r\($0)" }
    let wrong = names.map { $0 + String(repeating: ",x", count: 30) }
    let many = problems(([",\(names.joined(separator: ","))"] + wrong).joined(separator: "\n"))
    XCTAssertEqual(many.count, 20)
    XCTAssertEqual(many.map(\.line), Array(repeating: 2, count: 20))
    let missing = problems(",a,b,c,d,e,f,g,h\na\nb\nc\nd\ne\nf\ng\nh\n")
    XCTAssertEqual(missing.count, 20)  // of 28
  }

  func testARowThatCouldNotBeReadIsNotMissingToo() {
    XCTAssertEqual(problems(",a,b\na,,\nbb,1,\n").map(\.line), [3])
    XCTAssertEqual(problems(",a,b\na,,\nb,\"1,\n").map(\.line), [3])
    // But what the read rows lack among themselves is.
    XCTAssertEqual(problems(",a,b,c\na,,\nb,,,\ncc,1,1,\n").map(\.line), [2, 4])
  }

  func testRefusesWhatIsNoText() {
    let rows: [([UInt8], Int, Int, String, line: UInt)] = [
      (Array(",a,b\na,,".utf8) + [0], 2, 4, "byte 0 is not text", #line),
      (Array(",a,b\na".utf8) + [0xC3, 0x28], 2, 2, "this is not UTF-8", #line),
      (Array(",a,b\na,,1".utf8) + [0xE2, 0x82], 2, 5, "this is not UTF-8", #line),
      ([0xFF, 0xFE, 0x2C, 0], 1, 1, "the text is in UTF-16", #line),
      ([0xFE, 0xFF, 0, 0x2C], 1, 1, "the text is in UTF-16", #line),
      ([0x1F, 0x8B, 8, 0], 1, 1, "byte 31 is not text", #line),
    ]
    for (bytes, line, column, message, row) in rows {
      let found = problems(bytes, line: row)
      XCTAssertEqual(found.map(\.message), [message], line: row)
      XCTAssertEqual(found.map(\.line), [line], line: row)
      XCTAssertEqual(found.map(\.column), [column], line: row)
    }
  }

  func testRefusesWhatIsTooMuch() {
    func message(_ bytes: [UInt8]) -> [String] { problems(bytes).map(\.message) }
    let huge = [UInt8](repeating: UInt8(ascii: ","), count: 50_000_000)
    XCTAssertEqual(message(huge), ["the text has 50000000 bytes"])
    XCTAssertEqual(message(Array(huge[..<300_000])), ["the line has 300000 bytes"])
    let regions = (1...1025).map { ",r\($0)" }.joined()
    XCTAssertEqual(message(Array(regions.utf8)), ["the first row names 1025 regions"])
    let name = String(repeating: "n", count: 201)
    XCTAssertEqual(message(Array(",\(name)\n\(name),".utf8)), ["this name is too long"])
  }

  func testManyRegionsAreRead() throws {
    let names = (0..<200).map { "r\($0)" }
    var text = "," + names.joined(separator: ",")
    for row in names.indices {
      text += "\n" + names[row] + ","
      text += (0..<row).map { "\(row + $0)" }.joined(separator: ",")
    }
    let matrix = try RoundTripMatrix(csv: text)
    XCTAssertEqual(matrix.names, names)
    XCTAssertEqual(matrix.roundTrip(from: 3, to: 100), .milliseconds(103))
    XCTAssertEqual(matrix.roundTrip(from: 100, to: 3), .milliseconds(103))
    XCTAssertFalse(matrix.isDirected)
  }

  func testTheMostRegionsThereMayBeAreAccepted() {
    let names = (1...RoundTripMatrix.maximumRegions).map { "r\($0)" }
    let found = problems("," + names.joined(separator: ",")).map(\.message)
    XCTAssertEqual(found, (1...20).map { "\"r\($0)\" has no row" })
  }

  func testDurationsAreExact() throws {
    let rows: [(String, Int64?, line: UInt)] = [
      ("1", 1_000_000, #line), ("0.000001", 1, #line), ("0.0000005", 1, #line),
      ("1ns", 1, #line), ("1.5us", 1500, #line), ("1.5µs", 1500, #line), ("1.5μs", 1500, #line),
      ("60s", 60_000_000_000, #line), ("60000", 60_000_000_000, #line),
      ("60000000000ns", 60_000_000_000, #line), ("59.9999999999s", 60_000_000_000, #line),
      ("0.123456789s", 123_456_789, #line), ("000000000000000012", 12_000_000, #line),
      ("60.000000001s", nil, #line), ("60000000001ns", nil, #line),
      ("18446744073.709551616s", nil, #line), ("18446744073709551616", nil, #line),
      ("99999999999999999999999999999999999999", nil, #line), ("0.0000004", nil, #line),
      ("1e3", nil, #line), ("+1", nil, #line), ("١", nil, #line), ("1 000", nil, #line),
    ]
    for (text, expected, line) in rows {
      let matrix = try? RoundTripMatrix(csv: ",a,b\na,,\(text)\n")
      XCTAssertEqual(matrix?.roundTrip(from: 1, to: 0)?.nanoseconds, expected, text, line: line)
    }
  }
}
