import Results
import Statistics
import XCTest

final class ResultFileTests: XCTestCase {
  private func everyRule() -> [ExpectRule] {
    [
      ExpectRule(
        subject: .metric(.writeLatency, .p999), comparison: .below, limit: 2_000_000_000, line: 31,
        column: 5),
      ExpectRule(
        subject: .metric(.staleness, .p99), filter: SampleOutcome.label(.to, "eu-west"),
        comparison: .atMost, limit: 1, window: .init(from: 0, to: 60), minSamples: 100,
        level: .warn, hold: .percent(90)),
      ExpectRule(subject: .invariant("raft.leader-completeness")),
      ExpectRule(
        subject: .metric(.writeLatency, .p50), comparison: .below, limit: 100_000, hold: .median,
        versus: "stretched"),
    ]
  }

  private func samples() -> [Outcome] {
    var broken = SampleOutcome.stretched(seeds: 1..<3, rules: everyRule())
    broken.runs[1].isComplete = false
    broken.runs[0].violations = [
      Violation(invariant: "raft.leader-completeness", time: 41, text: "us-2 leads \"t7\"\n\u{1}é")
    ]
    broken.runs[0].records.append(
      MetricRecord(
        metric: .writeLatency, labels: .none, window: .init(from: 5, to: 9),
        value: .distribution(Histogram())))
    var empty = SampleOutcome.federated(seeds: 1..<1)
    empty.roundTrips = []
    return [broken, empty, SampleOutcome.federated(seeds: 1..<3, rules: everyRule())]
  }

  func testDecodingAndEncodingAgainGivesTheSameBytes() throws {
    for outcome in samples() {
      let bytes = ResultFile.encode(outcome)
      XCTAssertEqual(bytes, ResultFile.encode(outcome))
      let again = try ResultFile.decode(bytes)
      XCTAssertEqual(ResultFile.encode(again), bytes)
      XCTAssertEqual(again.rules, outcome.rules)
      XCTAssertEqual(again.runs.map(\.attributions), outcome.runs.map(\.attributions))
      XCTAssertEqual(again.runs.map(\.timeline), outcome.runs.map(\.timeline))
      XCTAssertEqual(again.document, outcome.document)
      XCTAssertEqual(Judgement(again), Judgement(outcome))
    }
  }

  func testTheFileSaysWhatWasFound() throws {
    let text = String(decoding: ResultFile.encode(samples()[0]), as: UTF8.self)
    for piece in [
      "\"format\": \"fedsim.result/1\"", "\"exitCode\": 130", "\"q\": 0.9999",
      "\"complete\": false", "\"pass\": null", "\"tNs\": 41", "\\\"t7\\\"\\n\\u0001é",
      "\"during\": [0, 60]", "\"hold\": \"90% of seeds\"", "\"unit\": \"ppm\"",
    ] {
      XCTAssertTrue(text.contains(piece), piece)
    }
    XCTAssertFalse(text.contains("/tmp"))
  }

  func testAnUnknownVersionIsRefusedByName() {
    let bytes = Array("{\n  \"format\": \"fedsim.result/2\"\n}".utf8)
    XCTAssertThrowsError(try ResultFile.decode(bytes)) { error in
      XCTAssertEqual(
        "\(error)",
        "2:13: format: format \"fedsim.result/2\" is not known; "
          + "this version reads \"fedsim.result/1\"")
    }
  }

  func testWhatIsWrongIsSaidWithItsPlace() {
    let whole = String(
      decoding: ResultFile.encode(SampleOutcome.stretched(seeds: 1..<2)), as: UTF8.self)
    let rows: [(from: String, to: String, says: String)] = [
      ("{", "{,", "1:2: a key in quotes is expected"),
      ("\"exitCode\": 0", "\"exitCode\": 01", "a number cannot begin with 0"),
      ("\"endNs\": 90000000000", "\"endNs\": 1.5", "runs[0].endNs: 1.5 is not a whole number"),
      ("\"endNs\": 90000000000", "\"endNs\": true", "a whole number is expected, not true or"),
      ("\"complete\": true", "\"completed\": true", "runs[0]: the key \"complete\" is missing"),
      ("\"seeds\": [", "\"seeds\": [\"\\ud800\", ", "half of a surrogate pair"),
      ("\"kind\": \"crash\"", "\"kind\": \"crush\"", "unknown kind of event \"crush\""),
      ("\"scenario\": {", "\"scenario\": {\"a\": 1, \"a\": 2,", "stands here twice"),
    ]
    for (from, to, says) in rows {
      guard let place = whole.range(of: from) else {
        XCTFail("no \(from) in the file")
        continue
      }
      let broken = whole.replacingCharacters(in: place, with: to)
      XCTAssertThrowsError(try ResultFile.decode(Array(broken.utf8)), to) { error in
        XCTAssertTrue("\(error)".contains(says), "\(error) should say \(says)")
      }
    }
  }

  func testHistogramsThatContradictThemselvesAreRefused() throws {
    let whole = String(
      decoding: ResultFile.encode(SampleOutcome.stretched(seeds: 1..<2)), as: UTF8.self)
    let from = "\"nonZero\": [["
    let to = "\"nonZero\": [[3, 1], ["
    // The first one written is of all seeds together and is not read; the last one is a seed's.
    let merged = try XCTUnwrap(whole.range(of: from))
    let harmless = whole.replacingCharacters(in: merged, with: to)
    XCTAssertNoThrow(try ResultFile.decode(Array(harmless.utf8)))
    let own = try XCTUnwrap(whole.range(of: from, options: .backwards))
    let broken = whole.replacingCharacters(in: own, with: to)
    XCTAssertThrowsError(try ResultFile.decode(Array(broken.utf8))) { error in
      XCTAssertTrue("\(error)".contains("do not fit together"), "\(error)")
    }
  }

  func testNoPrefixOfAFileIsAFileNorATrap() {
    let bytes = ResultFile.encode(SampleOutcome.federated(seeds: 1..<1))
    for length in stride(from: 0, to: bytes.count - 1, by: 7) {
      XCTAssertThrowsError(try ResultFile.decode(Array(bytes.prefix(length))), "\(length) bytes")
    }
  }

  func testNestingWithoutEndIsRefused() {
    let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    XCTAssertThrowsError(try ResultFile.decode(bytes)) { error in
      XCTAssertTrue("\(error)".contains("nested too deeply"), "\(error)")
    }
  }
}
