import Reporting
import Results

/// Outcomes side by side, and what the rules say of them.
struct Comparison: Sendable {
  /// The baseline first.
  let outcomes: [Outcome]
  let judgements: [Judgement]
  let findings: [Finding]
  /// Whether the user stopped the runs early.
  let isInterrupted: Bool

  /// A `--fail-on` rule for one scenario against the baseline.
  struct Finding: Sendable {
    let rule: FailOnRule
    let name: String
    let result: FailOnRule.Finding
  }

  init(outcomes: [Outcome], rules: [FailOnRule], isInterrupted: Bool = false) {
    self.outcomes = outcomes
    self.isInterrupted = isInterrupted
    judgements = Judgement.comparing(outcomes)
    findings = rules.flatMap { rule in
      outcomes.dropFirst().map { other in
        Finding(
          rule: rule, name: other.name, result: rule.judge(other, against: outcomes[0]))
      }
    }
  }

  var exitCode: ExitCode {
    isInterrupted
      ? .interrupted
      : ExitCode.combined(judgements.map(\.exitCode) + findings.map(\.exitCode))
  }

  func rendered(as format: GlobalOptions.Format, _ options: ReportOptions) -> String {
    switch format {
    case .text:
      CompareReport.text(
        outcomes, judgements: judgements, options: options,
        exitCode: findings.isEmpty ? exitCode : .done) + findingsText
    case .json:
      CompareReport.json(
        outcomes, judgements: judgements, options: options, exitCode: exitCode)
    case .csv: CompareReport.csv(outcomes)
    case .markdown: CompareReport.markdown(outcomes, judgements: judgements, options: options)
    }
  }

  /// The last lines of the report, for rules of `--fail-on`, with the exit code below them.
  private var findingsText: String {
    guard !findings.isEmpty else { return "" }
    let failed = findings.count { $0.exitCode == .expectationFailed }
    let head =
      "FAIL-ON  \(failed) of \(findings.count) \(findings.count == 1 ? "rule" : "rules") failed\n"
    let ending = exitCode == .done ? "" : "exit \(exitCode.rawValue)\n"
    return "\n" + head + findings.map { "  \($0.line)\n" }.joined() + ending
  }

  /// The rules that decide the exit code, one a line, where no report shows them.
  var failures: String {
    findings.filter { $0.exitCode != .done }.map { "fail-on: \($0.line)\n" }.joined()
  }
}

extension Comparison.Finding {
  var exitCode: ExitCode {
    switch result {
    case .holds: .expectationFailed
    case .doesNotHold: .done
    case .noData: .undecided
    }
  }

  /// "FAIL  write.p99 worse 5%   federated: 12.5% higher".
  var line: String {
    switch result {
    case .holds(let ratio): "FAIL  \(rule.text)   \(name): \(Self.change(ratio))"
    case .doesNotHold(let ratio): "ok    \(rule.text)   \(name): \(Self.change(ratio))"
    case .noData: "-     \(rule.text)   \(name): no seed has data on both sides"
    }
  }

  /// A ratio in words, to a tenth of a per cent.
  private static func change(_ ratio: Double) -> String {
    guard ratio.isFinite, ratio < 1e6 else { return "up from zero" }
    let tenths = Int(((ratio - 1) * 1_000).rounded())
    if tenths == 0 { return "no change" }
    let size = abs(tenths)
    return "\(size / 10).\(size % 10)% \(tenths > 0 ? "higher" : "lower")"
  }
}
