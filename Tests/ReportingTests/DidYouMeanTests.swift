import Results
import XCTest

final class DidYouMeanTests: XCTestCase {
  func testSuggestsTheNearestNameOrNothing() {
    let keys = ["bandwidth", "between", "jitter", "loss", "rtt"]
    let rows: [(typed: String, among: [String], expected: String?, line: UInt)] = [
      ("jiter", keys, "jitter", #line),  // left out
      ("jjitter", keys, "jitter", #line),  // put in
      ("litter", keys, "jitter", #line),  // replaced
      ("jittre", keys, "jitter", #line),  // swapped: one edit, not two
      ("JITTER", keys, "jitter", #line),  // case does not count
      ("rtt", ["RTT"], "RTT", #line),
      ("Rtt", keys, "rtt", #line),
      ("rt", keys, "rtt", #line),  // a short name may be one off
      ("rx", keys, nil, #line),  // but not two
      ("latency", keys, nil, #line),
      ("", keys, nil, #line),
      ("jiter", [], nil, #line),
      ("bandwith", keys, "bandwidth", #line),
      ("bndwdt", keys, nil, #line),  // three off: more than a third of six
      ("bndwdth", keys, "bandwidth", #line),  // two off: no more than a third of seven
      ("cat", ["bat", "car", "cats"], "bat", #line),  // the first of equals
      ("cart", ["bat", "cars", "cat"], "cars", #line),
      ("tacr", ["tax", "tar", "tcar"], "tar", #line),
      ("aws:us-esat-1", ["aws:us-west-1", "aws:us-east-1"], "aws:us-east-1", #line),
      ("são-paulo", ["sao-paulo", "santiago"], "sao-paulo", #line),
      ("ca-west", ["abc-west"], nil, #line),  // a swapped pair is not edited again
    ]
    for row in rows {
      XCTAssertEqual(nearestName(to: row.typed, among: row.among), row.expected, line: row.line)
    }
  }

  func testTheLimitGrowsWithTheLengthTyped() {
    // Of n letters, n/3 replaced still suggest, one more does not.
    for length in 1...40 {
      let name = String(repeating: "a", count: length)
      for edits in 0...length {
        let typed = String(repeating: "b", count: edits) + name.dropFirst(edits)
        let expected = edits <= max(1, length / 3) ? name : nil
        XCTAssertEqual(nearestName(to: typed, among: [name]), expected, "\(edits) of \(length)")
      }
    }
  }

  func testAHugeNameGetsNoSuggestion() {
    let huge = String(repeating: "x", count: 1_000_000)
    XCTAssertNil(nearestName(to: huge, among: [huge + "y", "x"]))
    XCTAssertNil(nearestName(to: "x", among: [huge]))
    XCTAssertEqual(nearestName(to: "y", among: [huge, "x"]), "x")
  }
}
