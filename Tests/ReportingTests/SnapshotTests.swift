import Reporting
import Results
import XCTest

/// Whole reports against files in testdata/. `FEDSIM_UPDATE_GOLDEN=1` rewrites them; the difference
/// is reviewed like code.
final class SnapshotTests: XCTestCase {
  private static let widths = [40, 80, 120]
  private static let charsets = [ReportOptions.Charset.ascii, .braille]

  private let stretched = SampleOutcome.stretched(seeds: 1..<7, rules: rules)
  private let federated = SampleOutcome.federated(
    seeds: 1..<7,
    rules: rules + [
      ExpectRule(
        subject: .metric(.writeLatency, .p50), comparison: .below, limit: 100_000,
        versus: "stretched", line: 35)
    ])

  private static var rules: [ExpectRule] {
    [
      ExpectRule(
        subject: .metric(.writeLatency, .p99), comparison: .below, limit: 2_000_000_000, line: 31),
      ExpectRule(
        subject: .metric(.staleness, .p99), filter: SampleOutcome.label(.to, "eu-west"),
        comparison: .below, limit: 300_000_000, minSamples: 100, line: 32),
      ExpectRule(
        subject: .metric(.elections, .max), comparison: .below, limit: 2, level: .warn,
        hold: .percent(90), line: 33),
      ExpectRule(subject: .invariant("raft.leader-completeness"), line: 34),
    ]
  }

  private func check(_ text: String, _ name: String, width: Int) throws {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      XCTAssertLessThanOrEqual(line.count, width, "\(name): \(line)")
      XCTAssertFalse(line.hasSuffix(" "), "\(name) has trailing spaces: \(line)")
      XCTAssertFalse(line.contains("\u{2800}"), "\(name) has an empty braille cell")
    }
    XCTAssertFalse(text.contains("\u{1B}"), "\(name) has an escape byte")
    if name.contains("ascii") {
      XCTAssertTrue(text.utf8.allSatisfy { $0 < 0x80 }, "\(name) is not ASCII")
    }
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "testdata/\(name).txt")
    if ProcessInfo.processInfo.environment["FEDSIM_UPDATE_GOLDEN"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, pair) in zip(lines, wanted).enumerated() where pair.0 != pair.1 {
      XCTFail("\(name).txt line \(number + 1) is now\n\(pair.0)\nand was\n\(pair.1)")
      return
    }
    XCTAssertEqual(lines.count, wanted.count, "lines of \(name).txt")
  }

  func testRunReports() throws {
    let outcome = stretched
    let judgement = Judgement(outcome)
    for width in Self.widths {
      for charset in Self.charsets {
        let options = ReportOptions(
          width: width, charset: charset,
          charts: [.summary, .percentiles, .timeline, .leaders, .heatmap, .why], by: .region)
        try check(
          RunReport.text(outcome, judgement: judgement, options: options),
          "run-\(width)-\(charset)", width: width)
      }
    }
  }

  func testCompareReports() throws {
    let outcomes = [stretched, federated]
    let judgements = Judgement.comparing(outcomes)
    for width in Self.widths {
      for charset in Self.charsets {
        try check(
          CompareReport.text(
            outcomes, judgements: judgements,
            options: ReportOptions(width: width, charset: charset)),
          "compare-\(width)-\(charset)", width: width)
      }
    }
  }

  func testTablesOfThreeAndFour() throws {
    var third = federated
    third.name = "hub"
    var fourth = stretched
    fourth.name = "a name that is far too long to be shown"
    let all = [stretched, federated, third, fourth]
    for (count, width) in [(3, 80), (4, 80), (3, 120), (4, 120)] {
      let outcomes = Array(all.prefix(count))
      try check(
        CompareReport.text(
          outcomes, judgements: Judgement.comparing(outcomes),
          options: ReportOptions(width: width, charset: .braille, charts: [.table])),
        "table-of-\(count)-\(width)", width: width)
    }
  }

  func testStaleness() throws {
    var outcome = federated
    let values = (0..<90 as Range<Int64>).map { t -> Int64? in
      32..<46 ~= t ? (t - 31) * 1_000_000_000 : 80_000_000 + t % 3 * 10_000_000
    }
    for (from, to, scale) in [("us-east", "eu-west", 1), ("us-east", "ap-south", 2)]
      as [(String, String, Int64)]
    {
      let series = SeriesRecord(
        metric: .staleness, labels: Labels([.init(.from, from), .init(.to, to)]),
        statistic: .p99, step: SampleOutcome.second,
        values: values.map { value in scale == 1 ? value : Swift.min(value ?? 0, 170_000_000) })
      outcome.runs[0].series.append(series)
    }
    outcome.runs[0].timeline = SampleOutcome.timeline
    let judgement = Judgement(outcome)
    for (width, charset) in [(40, ReportOptions.Charset.ascii), (80, .ascii), (80, .braille)] {
      let options = ReportOptions(width: width, charset: charset, charts: [.staleness])
      try check(
        RunReport.text(outcome, judgement: judgement, options: options),
        "staleness-\(width)-\(charset)", width: width)
    }
  }

  func testMarkdownAndTheSameBytesTwice() throws {
    let outcomes = [stretched, federated]
    let judgements = Judgement.comparing(outcomes)
    let options = ReportOptions()
    let text = CompareReport.markdown(outcomes, judgements: judgements, options: options)
    try check(text, "compare-markdown", width: 400)
    XCTAssertEqual(
      text, CompareReport.markdown(outcomes, judgements: judgements, options: options))
    try check(
      RunReport.markdown(outcomes[0], judgement: judgements[0], options: options),
      "run-markdown", width: 400)
  }
}
