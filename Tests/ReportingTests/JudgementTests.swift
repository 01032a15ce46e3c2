import Results
import Statistics
import XCTest

final class JudgementTests: XCTestCase {
  private func rule(
    _ comparison: ExpectRule.Comparison = .below, _ limit: Int64 = 10,
    hold: ExpectRule.Hold = .everySeed, level: ExpectRule.Level = .error, minSamples: Int64 = 1,
    versus: String? = nil
  ) -> ExpectRule {
    ExpectRule(
      subject: .metric(.writeLatency, .max), comparison: comparison, limit: limit,
      minSamples: minSamples, level: level, hold: hold, versus: versus)
  }

  /// One write a seed, of the given latency.
  private func outcome(_ values: [Int64], _ rules: [ExpectRule], name: String = "tiny") -> Outcome {
    tinyOutcome(name, rules: rules, seeds: values.map { [latency([$0])] })
  }

  func testVerdicts() throws {
    let rows: [(rule: ExpectRule, verdict: Judgement.Verdict, actual: Int64, line: UInt)] = [
      (rule(.below, 9), .failed, 9, #line),
      (rule(.below, 10), .met, 9, #line),
      (rule(.atMost, 9), .met, 9, #line),
      (rule(.above, 1), .failed, 1, #line),
      (rule(.atLeast, 1), .met, 1, #line),
      (rule(.atMost, 5, hold: .median), .met, 5, #line),
      (rule(.below, 5, hold: .median), .failed, 5, #line),
      (rule(.below, 5, hold: .percent(40)), .met, 2, #line),
      (rule(.below, 5, hold: .percent(41)), .failed, 5, #line),
      (rule(.above, 5, hold: .percent(40)), .met, 7, #line),
      (rule(.below, 9, minSamples: 1), .failed, 9, #line),
    ]
    for (rule, verdict, actual, line) in rows {
      let item = try XCTUnwrap(Judgement(outcome([1, 2, 5, 7, 9], [rule])).items.first)
      XCTAssertEqual(item.verdict, verdict, line: line)
      XCTAssertEqual(item.actual, actual, line: line)
    }
  }

  func testTheWorstSeedIsNamedWhenItIsBeyondTheLimit() {
    let failed = Judgement(outcome([1, 9, 5], [rule(.below, 5)])).items.first
    XCTAssertEqual(failed?.worstSeed, 2)
    XCTAssertEqual(failed?.failedSeeds, [2, 3])
    XCTAssertEqual(failed?.metSeeds, [1])
    XCTAssertNil(Judgement(outcome([1, 4], [rule(.below, 5)])).items.first?.worstSeed)
  }

  func testNoDataIsUndecidedAndNeverAPass() {
    let missing = tinyOutcome(rules: [rule(.atLeast, 0)], seeds: [[latency([1])], []])
    XCTAssertEqual(Judgement(missing).items.first?.verdict, .undecided)
    XCTAssertEqual(Judgement(missing).exitCode, .undecided)
    XCTAssertEqual(Judgement(missing).items.first?.reason, "no data")
    let few = outcome([1, 2], [rule(.atLeast, 0, minSamples: 2)])
    XCTAssertEqual(Judgement(few).items.first?.verdict, .undecided)
    XCTAssertEqual(Judgement(few).items.first?.reason, "1 samples of 2 asked for")
    let none = outcome([], [rule(.atLeast, 0), rule(hold: .median), rule(hold: .percent(0))])
    XCTAssertEqual(Judgement(none).items.map(\.verdict), [.undecided, .undecided, .undecided])
    var stopped = outcome([1], [rule()])
    stopped.runs[0].isComplete = false
    XCTAssertEqual(Judgement(stopped).items.first?.verdict, .undecided)
  }

  func testASeedBeyondTheLimitFailsWhateverTheOthersWouldSay() {
    let half = tinyOutcome(rules: [rule(.below, 5)], seeds: [[latency([9])], []])
    XCTAssertEqual(Judgement(half).items.first?.verdict, .failed)
    let enough = tinyOutcome(
      rules: [rule(.below, 5, hold: .percent(50))], seeds: [[latency([1])], []])
    XCTAssertEqual(Judgement(enough).items.first?.verdict, .met)
  }

  func testInvariantsFailOnAViolationOfTheirNameOnly() {
    var broken = outcome(
      [1, 1],
      [
        ExpectRule(subject: .invariant("raft.x")), ExpectRule(subject: .invariant("raft.y")),
      ])
    XCTAssertEqual(Judgement(broken).items.map(\.verdict), [.met, .met])
    broken.runs[1].violations = [Violation(invariant: "raft.x", time: 5, text: "")]
    let judgement = Judgement(broken)
    XCTAssertEqual(judgement.items.map(\.verdict), [.failed, .met])
    XCTAssertEqual(judgement.items.map(\.actual), [1, 0])
    XCTAssertEqual(judgement.items.first?.worstSeed, 2)
    XCTAssertEqual(judgement.exitCode, .violation)
  }

  func testExitCodes() {
    let met = rule(.below, 10)
    let failed = rule(.below, 1)
    let undecided = rule(.below, 10, minSamples: 99)
    let rows: [(rules: [ExpectRule], code: ExitCode)] = [
      ([], .done), ([met], .done), ([met, failed], .expectationFailed),
      ([undecided, failed], .expectationFailed), ([undecided, met], .undecided),
      ([rule(.below, 1, level: .warn)], .done),
      ([rule(.below, 10, level: .warn, minSamples: 99)], .done),
      ([rule(versus: "other")], .done),
    ]
    for (rules, code) in rows {
      var outcome = outcome([5], rules)
      XCTAssertEqual(Judgement(outcome).exitCode, code, "\(rules.count) rules")
      outcome.runs[0].violations = [Violation(invariant: "any", time: 0, text: "")]
      XCTAssertEqual(Judgement(outcome).exitCode, .violation)
    }
    XCTAssertEqual(ExitCode.combined([.undecided, .done, .expectationFailed]), .expectationFailed)
    XCTAssertEqual(ExitCode.combined([.expectationFailed, .violation]), .violation)
    XCTAssertEqual(ExitCode.combined([]), .done)
  }

  func testVersusDividesPairedSeeds() {
    let base = outcome([100, 100, 100], [], name: "base")
    let half = rule(.atMost, 500_000, versus: "base")
    XCTAssertEqual(
      Judgement.comparing([base, outcome([40, 50, 10], [half])])[1].items.first?.verdict, .met)
    XCTAssertEqual(
      Judgement.comparing([base, outcome([40, 51, 10], [half])])[1].items.first?.verdict, .failed)
    XCTAssertEqual(Judgement(outcome([1], [half])).items.first?.verdict, .notJudged)
    let zero = outcome([0, 0, 0], [], name: "base")
    XCTAssertEqual(
      Judgement.comparing([zero, outcome([1, 1, 1], [half])])[1].items.first?.verdict, .undecided)
    let same = rule(.atMost, 1_000_000, versus: "base")
    XCTAssertEqual(
      Judgement.comparing([zero, outcome([0, 0, 0], [same])])[1].items.first?.verdict, .met)
  }
}
