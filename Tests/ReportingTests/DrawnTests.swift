import Reporting
import Results
import Statistics
import XCTest

/// Rows and axes to the column as the specification of the terminal draws them.
final class DrawnTests: XCTestCase {
  /// Two outcomes whose writes all take the given microseconds, one a seed.
  private func pair(_ base: [Int64], _ other: [Int64]) -> [Outcome] {
    [("stretched", base), ("federated", other)].map { name, values in
      tinyOutcome(name, seeds: values.map { [exact(.convergence, $0 * 1_000)] })
    }
  }

  private func exact(_ metric: Metric, _ value: Int64) -> MetricRecord {
    SampleOutcome.scalar(metric, .none, value)
  }

  private func rows(_ outcomes: [Outcome], width: Int) -> [Substring] {
    CompareReport.text(
      outcomes, judgements: Judgement.comparing(outcomes),
      options: ReportOptions(width: width, charset: .braille, charts: [.table])
    ).split(separator: "\n")
  }

  private let base: [Int64] = [153_428, 155_000, 156_000, 156_281, 157_000, 158_000, 158_500]
  private let other: [Int64] = [3_170, 3_170, 3_170, 3_170, 3_170, 3_170, 3_170]

  func testComparisonAt80() {
    let lines = rows(pair(base, other), width: 80)
    XCTAssertTrue(
      lines.contains(
        "metric                        A median    B median  B vs A  95% CI       verdict"))
    XCTAssertTrue(
      lines.contains(
        "convergence after a cut         156 ms     3.17 ms   ÷49.3  [48.4, 50.0] better"),
      "\(lines)")
  }

  func testComparisonAt120() {
    var outcomes = pair(base, other)
    outcomes[1].rules = [
      ExpectRule(
        subject: .metric(.convergence, .value), comparison: .below, limit: 1_000_000_000)
    ]
    let lines = rows(outcomes, width: 120)
    let row = lines.first { $0.hasPrefix("convergence") } ?? ""
    XCTAssertTrue(row.hasSuffix("÷49.3  [48.4, 50.0] better  ok"), "\(row)")
    XCTAssertTrue(row.contains("156 ms [153, 159]"), "\(row)")
    XCTAssertTrue(lines.contains { $0.hasSuffix("B vs A  [95% CI]     verdict expect") })
  }

  func testEqualSidesAreTheSame() {
    let lines = rows(pair(base, base), width: 80)
    let row = lines.first { $0.hasPrefix("convergence") } ?? ""
    XCTAssertTrue(row.hasSuffix("~  [1.00, 1.00] same"), "\(row)")
  }

  func testFewSeedsShowTheirRange() {
    let lines = rows(pair(Array(base.prefix(3)), Array(other.prefix(3))), width: 80)
    XCTAssertTrue(lines.contains { $0.contains("range, n<6") }, "\(lines)")
  }

  func testNinesAxisAt80() {
    let histogram = { (low: Int64, high: Int64) -> MetricRecord in
      var histogram = Histogram()
      histogram.record(low, times: 144_000)
      histogram.record(high, times: 144_000)
      return MetricRecord(
        metric: .writeLatency, labels: .none, value: .distribution(histogram))
    }
    let outcomes = [
      tinyOutcome("stretched", seeds: [[histogram(100_000_000, 2_690_000_000)]]),
      tinyOutcome("federated", seeds: [[histogram(1_000_000, 266_000_000)]]),
    ]
    let lines = CompareReport.text(
      outcomes, judgements: Judgement.comparing(outcomes),
      options: ReportOptions(charset: .braille, charts: [.percentiles])
    ).split(separator: "\n")
    XCTAssertTrue(
      lines.contains("        └┴────┴─────────┴──────────────┴───────────────┴──────────────┴"))
    XCTAssertTrue(
      lines.contains("         0%  50%       90%            99%            99.9%         99.99%"))
    XCTAssertTrue(lines.contains { $0.hasPrefix("   10 s ┤") })
    XCTAssertTrue(lines.contains { $0.hasSuffix(" A 2.69 s") && $0.count == 80 })
    XCTAssertTrue(lines.contains { $0.hasSuffix(" B 266 ms") && $0.count == 80 })
    XCTAssertTrue(lines.contains("A ── stretched (solid)   B ─ ─ federated (dashed)"))
  }

  func testTimeAxesAt80And120() {
    let outcome = SampleOutcome.stretched(seeds: 1..<2)
    func lines(_ width: Int) -> [Substring] {
      RunReport.text(
        outcome, judgement: Judgement(outcome),
        options: ReportOptions(width: width, charset: .braille, charts: [.timeline])
      ).split(separator: "\n")
    }
    XCTAssertTrue(
      lines(80).contains(
        "         └┴──────┴───────┴──────┴───────┴──────┴───────┴──────┴───────┴──────┴"))
    XCTAssertTrue(
      lines(80).contains(
        "          0 s   10      20     30      40     50      60     70      80     90"))
    XCTAssertTrue(
      lines(120).contains(
        "         └┴───────────┴───────────┴───────────┴───────────┴──────────┴───────────┴"
          + "───────────┴───────────┴───────────┴"))
    XCTAssertTrue(
      lines(80).contains(
        "[=..=] fault span   X down   R restart   ? no leader   ▲ leader change (term)"))
  }
}
