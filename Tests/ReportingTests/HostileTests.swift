import Reporting
import Results
import Statistics
import TestSupport
import XCTest

/// Whatever an outcome holds, a report is text of the width asked for and controls no terminal.
final class HostileTests: XCTestCase {
  private static let names = [
    "", "a", "\u{1B}[31mred\u{1B}[0m", "東京リージョン", "tab\tand\nline",
    String(repeating: "x", count: 300),
    "e\u{301}e\u{301}", "🦑🦑", "a b  c", "\u{2028}",
  ]

  private func name(_ random: inout SplitMix) -> String { Self.names[random.below(10)] }

  private func outcome(_ random: inout SplitMix) -> Outcome {
    let clusters = (0..<random.below(6)).map { _ in
      Outcome.ClusterSummary(
        name: name(&random), members: (0..<random.below(4)).map { _ in name(&random) })
    }
    let regions = (0..<random.below(7)).map { _ in name(&random) }
    let runs = (0..<random.below(8)).map { index in run(UInt64(index), &random) }
    return Outcome(
      name: name(&random), title: name(&random), question: name(&random), summary: name(&random),
      scenarioDigest: "", document: "", loadSignature: name(&random),
      duration: [0, 1, 90_000_000_000, 1 << 56][random.below(4)],
      warmup: [0, 1 << 56][random.below(2)], regions: regions, clusters: clusters,
      roundTrips: regions.map { _ in regions.map { _ in random.anySize() >> 8 } },
      estimatedLinks: regions, sources: regions, hasFederation: true,
      faults: regions.map { .init(text: $0, start: 5, end: 4) }, rules: rules(&random),
      warnings: regions, runs: runs)
  }

  private func rules(_ random: inout SplitMix) -> [ExpectRule] {
    (0..<random.below(4)).map { _ in
      let metric = Metric.allCases[random.below(Metric.allCases.count)]
      return ExpectRule(
        subject: random.below(4) == 0
          ? .invariant(name(&random))
          : .metric(metric, metric.entry.kind == .scalar ? .value : .p99),
        filter: Labels([.init(.region, name(&random))]),
        comparison: .allCases[random.below(4)], limit: random.anySize(),
        window: random.below(2) == 0 ? nil : .init(from: 0, to: random.anySize()),
        hold: .percent(random.below(101)), versus: random.below(3) == 0 ? name(&random) : nil)
    }
  }

  private func run(_ seed: UInt64, _ random: inout SplitMix) -> RunResult {
    let records = (0..<random.below(12)).map { _ -> MetricRecord in
      let metric = Metric.allCases[random.below(Metric.allCases.count)]
      let labels = Labels([.init(.region, name(&random)), .init(.to, name(&random))])
      guard metric.entry.kind == .distribution else {
        return MetricRecord(metric: metric, labels: labels, value: .scalar(random.anySize()))
      }
      var histogram = Histogram()
      for _ in 0..<random.below(5) {
        histogram.record(random.anySize() >> Int64(20 + random.below(20)))
      }
      return MetricRecord(metric: metric, labels: labels, value: .distribution(histogram))
    }
    let events = (0..<random.below(12)).map { _ in
      TimelineEvent(
        time: random.anySize() >> 8, kind: .allCases[random.below(7)], cluster: name(&random),
        subject: name(&random), term: random.next(), fault: random.below(3) - 1,
        text: "cut " + name(&random))
    }
    let series = [Metric.writeLatency, .okRate, .staleness].map { metric in
      SeriesRecord(
        metric: metric, labels: .none, statistic: metric == .okRate ? .value : .p99,
        step: 1 + random.anySize() >> 8,
        values: (0..<random.below(40)).map { _ in
          random.below(3) == 0 ? nil : random.anySize() >> 8
        })
    }
    let found = SampleOutcome.attribution(
      name(&random), name(&random), total: 3_000_000 + random.anySize() >> 12)
    return RunResult(
      seed: seed, digest: "", isComplete: random.below(4) > 0, events: 0, endTime: 0,
      records: records, attributions: [found], timeline: events, series: series,
      violations: (0..<random.below(2)).map { _ in
        Violation(invariant: name(&random), time: 5, text: name(&random))
      })
  }

  private func columns(_ line: Substring) -> Int {
    line.reduce(0) { sum, character in
      guard let scalar = character.unicodeScalars.first else { return sum }
      return sum + (0x1100...0x1FAFF ~= scalar.value && !(0x2000...0x2BFF ~= scalar.value) ? 2 : 1)
    }
  }

  func testNoLineIsWiderThanAskedAndNothingControlsTheTerminal() {
    for seed in 0..<15 as Range<UInt64> {
      var random = SplitMix(state: seed)
      let outcomes = (0..<(2 + random.below(3))).map { _ in outcome(&random) }
      let options = ReportOptions(
        width: 40 + random.below(161), charset: .allCases[random.below(3)],
        timeUnit: .allCases[random.below(4)], accessible: random.below(4) == 0,
        charts: ChartKind.allCases, by: random.below(2) == 0 ? .region : nil,
        noisePercent: random.below(30))
      let texts = [
        RunReport.text(outcomes[0], judgement: Judgement(outcomes[0]), options: options),
        CompareReport.text(
          outcomes, judgements: Judgement.comparing(outcomes), options: options),
      ]
      for text in texts {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
          XCTAssertLessThanOrEqual(columns(line), options.width, "seed \(seed): \(line)")
          XCTAssertFalse(line.hasSuffix(" "), "seed \(seed): \(line)")
        }
        let controls = text.unicodeScalars.filter {
          $0.value < 0x20 && $0 != "\n" || 0x7F...0x9F ~= $0.value || $0.value == 0x2028
        }
        XCTAssertTrue(controls.isEmpty, "seed \(seed)")
      }
      _ = CompareReport.markdown(
        outcomes, judgements: Judgement.comparing(outcomes), options: options)
      _ = RunReport.csv(outcomes[0])
    }
  }

  func testEverythingCanBeWrittenAndReadBack() throws {
    for seed in 0..<20 as Range<UInt64> {
      var random = SplitMix(state: seed)
      var outcome = outcome(&random)
      for index in outcome.runs.indices { outcome.runs[index].records.removeAll() }
      let bytes = ResultFile.encode(outcome)
      XCTAssertEqual(ResultFile.encode(try ResultFile.decode(bytes)), bytes, "seed \(seed)")
    }
  }

  func testColourAddsOnlySequencesAroundTheSameText() {
    let outcomes = [
      SampleOutcome.stretched(seeds: 1..<2), SampleOutcome.federated(seeds: 1..<2),
    ]
    let judgements = Judgement.comparing(outcomes)
    for theme in ReportOptions.Theme.allCases {
      for has256 in [true, false] {
        var options = ReportOptions(charset: .braille, has256Colors: has256, theme: theme)
        let plain = CompareReport.text(outcomes, judgements: judgements, options: options)
        options.color = true
        let colored = CompareReport.text(outcomes, judgements: judgements, options: options)
        let stripped = colored.split(separator: "\u{1B}", omittingEmptySubsequences: false)
          .enumerated().map { index, piece in
            index == 0 ? String(piece) : String(piece.drop { $0 != "m" }.dropFirst())
          }.joined()
        XCTAssertEqual(stripped, plain)
        XCTAssertNotEqual(colored, plain)
        XCTAssertEqual(colored.contains("38;5;"), has256 && theme != .mono)
        XCTAssertFalse(colored.contains("\u{1B}[32m"), "no green")
      }
    }
  }
}
