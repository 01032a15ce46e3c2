import Statistics

/// Which expectations an outcome met.
public struct Judgement: Sendable, Equatable {
  public enum Verdict: String, CaseIterable, Sendable {
    case met, failed
    /// No data, too few samples or an interrupted run: never a pass.
    case undecided
    /// A rule against another scenario that is not at hand.
    case notJudged
  }

  /// One rule with what became of it.
  public struct Item: Sendable, Equatable {
    /// Number of the rule in the outcome's list, from 0.
    public var index: Int
    public var rule: ExpectRule
    public var verdict: Verdict
    /// The value that decided, in the metric's unit, in parts per million for a ratio or as the
    /// number of breaches: the worst seed's, the median, or the n-th per cent best seed's.
    public var actual: Int64?
    /// Samples of all seeds.
    public var samples: Int64
    /// Seeds that meet the limit by themselves, that do not, and that cannot tell.
    public var metSeeds: [UInt64]
    public var failedSeeds: [UInt64]
    public var undecidedSeeds: [UInt64]
    /// The seed furthest beyond the limit, if one is.
    public var worstSeed: UInt64?
    /// Why it is not decided; empty otherwise.
    public var reason: String

    /// Whether it decides the exit code.
    public var isError: Bool { rule.level == .error }
  }

  public struct SeedViolation: Sendable, Equatable {
    public var seed: UInt64
    public var violation: Violation
    public init(seed: UInt64, violation: Violation) {
      self.seed = seed
      self.violation = violation
    }
  }

  /// In the file's order.
  public var items: [Item]
  /// In order of seed and time.
  public var violations: [SeedViolation]

  /// Judges the rules that need no other scenario.
  public init(_ outcome: Outcome) { self.init(outcome, among: []) }

  /// Judges the rules of `outcome`; those with `versus` against the one of that name in `others`.
  public init(_ outcome: Outcome, among others: [Outcome]) {
    items = outcome.rules.enumerated().map { index, rule in
      RuleJudge(outcome: outcome, others: others).judge(rule, index: index)
    }
    violations = outcome.runs.flatMap { run in
      run.violations.map { SeedViolation(seed: run.seed, violation: $0) }
    }
  }

  /// Judges each of several outcomes, their `versus` rules against each other.
  public static func comparing(_ outcomes: [Outcome]) -> [Judgement] {
    outcomes.map { Judgement($0, among: outcomes) }
  }

  /// How many rules were met, of how many that were to be judged.
  public var metCount: Int { items.count { $0.verdict == .met } }
  public var judgedCount: Int { items.count { $0.verdict != .notJudged } }

  /// A violation beats a failed expectation, that beats an undecided one; warnings do not count.
  public var exitCode: ExitCode {
    if !violations.isEmpty { return .violation }
    let errors = items.filter(\.isError)
    if errors.contains(where: { $0.verdict == .failed }) { return .expectationFailed }
    return errors.contains { $0.verdict == .undecided } ? .undecided : .done
  }
}
