import Swarm

/// A trial in which the subject breaks a promise. Its description is the whole report.
public struct Counterexample: Error, CustomStringConvertible {
  public var finding: Finding
  public var trial: Trial
  /// The run that shows it, with its story.
  public var result: RunResult
  public var site: TestSite
  /// Where the trial was written, or from where it was read.
  public var fixture: String?
  /// How it became as small as it is; nil if it was not made smaller.
  public var shrunk: ShrunkTrial?

  public init(
    finding: Finding, trial: Trial, result: RunResult, site: TestSite, fixture: String? = nil,
    shrunk: ShrunkTrial? = nil
  ) {
    self.finding = finding
    self.trial = trial
    self.result = result
    self.site = site
    self.fixture = fixture
    self.shrunk = shrunk
  }

  public var description: String { FailureReport(self).text }
}

/// Runs that came to no verdict: their budget was used up. Not a pass.
public struct UndecidedRuns: Error, CustomStringConvertible {
  public var site: TestSite
  /// Seed and reason of each.
  public var runs: [(seed: UInt64, reason: String)]

  public var description: String {
    let lines = runs.prefix(10).map { "  seed \($0.seed): \($0.reason)" }
    return "\(site.fileID):\(site.line): \(runs.count) runs came to no verdict\n"
      + lines.joined(separator: "\n")
  }
}

/// What a campaign without a counterexample did.
public struct SimulationSummary: Hashable, Sendable, CustomStringConvertible {
  public var runs = 0
  public var fixtures = 0
  /// Runs in which no progress was possible.
  public var unavailable = 0
  public var events: UInt64 = 0
  public var counts = RunCounts()

  public var description: String {
    "\(runs) runs, \(fixtures) fixtures, \(events) events, \(counts.faultsBegun) faults, "
      + "\(counts.crashes) crashes, \(counts.leaderChanges) leader changes, "
      + "\(counts.operationsAnswered) of \(counts.operationsCalled) operations answered"
  }

  mutating func add(_ result: RunResult) {
    events += result.events
    counts.add(result.counts)
  }
}
