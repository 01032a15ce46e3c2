import Swarm

/// A campaign over seeds for one test.
struct Campaign {
  let runner: TrialRunner
  let configuration: SimulationConfiguration
  let site: TestSite
  let surroundings: Surroundings
  var summary = SimulationSummary()
  private var undecided: [(seed: UInt64, reason: String)] = []

  init(
    _ runner: TrialRunner, _ configuration: SimulationConfiguration, _ site: TestSite,
    _ surroundings: Surroundings = .current
  ) {
    self.runner = runner
    self.configuration = configuration
    self.site = site
    self.surroundings = surroundings
  }

  /// Replays what failed before, then runs `runs` trials. Throws the first counterexample.
  mutating func run(_ runs: Int) throws {
    let store = configuration.fixtures.path(besides: site.filePath).map { FixtureStore(folder: $0) }
    for (file, fixture) in try store?.fixtures(of: site.name) ?? [] {
      summary.fixtures += 1
      try run(fixture.trial, file: file, store: nil, repeats: false)
    }
    let source = configuration.source ?? DefaultTrialSource()
    let seeds = Seeds(test: site.key, fresh: surroundings.fresh)
    if let fresh = surroundings.fresh {
      Surroundings.announce("\(site.key): fresh seeds from \(fresh)")
    }
    if let seed = surroundings.seed {
      try run(source.trial(seed: seed, configuration), file: nil, store: store, repeats: true)
      return try finish()
    }
    let interval = max(1, configuration.determinismInterval)
    for number in 0..<(surroundings.runs ?? runs)
    where number % surroundings.shard.count == surroundings.shard.index {
      let trial = source.trial(seed: seeds.seed(number), configuration)
      try run(trial, file: nil, store: store, repeats: number % interval == 0)
    }
    try finish()
  }

  private func finish() throws {
    if !undecided.isEmpty { throw UndecidedRuns(site: site, runs: undecided) }
  }

  /// Runs one trial; throws if it fails.
  mutating func run(_ trial: Trial, file: String?, store: FixtureStore?, repeats: Bool) throws {
    if surroundings.announces {
      Surroundings.announce("\(site.key): seed \(trial.seed)" + (file.map { ", \($0)" } ?? ""))
    }
    let result = try runner.run(trial)
    summary.runs += file == nil ? 1 : 0
    summary.add(result)
    switch result.verdict {
    case .violation(let finding): throw try counterexample(finding, trial, file, store)
    case .undecided(let reason): undecided.append((trial.seed, reason))
    case .unavailableByDesign: summary.unavailable += 1
    case .pass: break
    }
    guard repeats, configuration.checks.contains(.deterministic) else { return }
    let again = try runner.run(trial)
    if again.digest != result.digest {
      let finding = try Divergence.finding(of: trial, runner)
      throw try counterexample(finding, trial, file, store)
    }
  }

  private func counterexample(
    _ finding: Finding, _ trial: Trial, _ file: String?, _ store: FixtureStore?
  ) throws -> Counterexample {
    var (trial, finding, shrunk) = (trial, finding, ShrunkTrial?.none)
    if file == nil, surroundings.shrinks, finding.kind != .nondeterminism {
      shrunk = runner.shrink(trial, limit: configuration.shrinkLimit)
    }
    if let small = shrunk?.trial { trial = small }
    let result = try runner.run(trial, recording: true)
    if case .violation(let small) = result.verdict, shrunk != nil { finding = small }
    let failure = FailureFile(
      test: site.key, finding: finding, trial: trial, digest: result.digest, shrunk: shrunk)
    return Counterexample(
      finding: finding, trial: trial, result: result, site: site,
      fixture: file ?? store?.save(failure, test: site.name), shrunk: shrunk)
  }
}

extension TrialRunner {
  /// Makes a failing trial small in at most `limit` runs; nil if it does not fail.
  public func shrink(_ trial: Trial, limit: Int = 600) -> ShrunkTrial? {
    Shrinker.shrink(
      trial, limit: limit, story: { (try? run($0, recording: true).trace) ?? [] },
      run: { trial in
        guard case .violation(let finding)? = try? run(trial).verdict else { return nil }
        return TrialFailure(finding)
      })
  }
}

/// Finds where two runs of the same trial part.
enum Divergence {
  static func finding(of trial: Trial, _ runner: TrialRunner) throws -> Finding {
    let first = try runner.run(trial, recording: true).trace
    let second = try runner.run(trial, recording: true).trace
    let same = zip(first, second).prefix { $0 == $1 }.count
    func text(_ records: [TraceRecord]) -> String {
      guard same < records.count else { return "nothing more" }
      let record = records[same]
      let place = [record.node.map { "\($0)" }, record.peer.map { "\($0)" }].compactMap { $0 }
      return "\(record.time.text) \(place.joined(separator: " ")) \(record.kind.rawValue) "
        + record.text
    }
    let place = same < first.count ? first[same] : first.last
    let isSame = same == first.count && same == second.count
    let message =
      isSame
      ? "the same trial went two ways, although its story is the same: payloads differ"
      : "the same trial went two ways: after \(same) steps\n  once   \(text(first))\n"
        + "  again  \(text(second))"
    return Finding(
      .nondeterminism, "Determinism", site: place?.kind.rawValue ?? "", message,
      at: place?.time ?? .zero, nodes: place?.node.map { [$0] } ?? [])
  }
}
