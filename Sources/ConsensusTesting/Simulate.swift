/// Tries a subject in many hostile worlds, and throws a `Counterexample`, whose description is
/// the report, for the first in which it breaks a promise.
///
///     func testSafeUnderSwarm() throws {
///       try simulate(MyRaft.self, options: .init(preVote: true), runs: 300) {
///         $0.members = 3...7
///         $0.checks = [.raftSafety, .linearizable, .recovers]
///       }
///     }
///
/// Seeds follow from the name of the test, so that a test meets the same trials every time.
/// `FEDSIM_SEED` runs one seed, `FEDSIM_RUNS` another number of runs, `FEDSIM_FRESH=1` new seeds,
/// `FEDSIM_SHARD=i/n` one share of the runs. A failing trial is written to the folder of fixtures
/// and run first from then on; nothing is written otherwise.
///
/// A `precondition` or forced unwrap of the subject that fails ends the process, which no library
/// can prevent: `FEDSIM_ANNOUNCE=1` names every seed before its run, the last is the culprit.
///
/// Throws `UndecidedRuns` if runs used up their budget, `FixtureError` and `InvalidTrial` for
/// fixtures that cannot be used.
@inlinable @discardableResult public func simulate<Node: SimulatedNode>(
  _ subject: Node.Type, options: Node.Options, runs: Int = 300,
  function: String = #function, fileID: String = #fileID, filePath: String = #filePath,
  line: Int = #line, _ configure: (inout SimulationConfiguration) -> Void = { _ in }
) throws -> SimulationSummary {
  var configuration = SimulationConfiguration()
  configure(&configuration)
  return try simulate(
    TrialRunner.of(subject, options: options, configuration), runs: runs, configuration,
    TestSite(function: function, fileID: fileID, filePath: filePath, line: line))
}

/// Runs the trial of a fixture, and throws a `Counterexample` if the subject still fails in it.
///
/// `fixture` is a path, absolute or relative to the folder `Fixtures/<test file>` beside the file
/// of the test.
@inlinable @discardableResult public func replay<Node: SimulatedNode>(
  _ subject: Node.Type, options: Node.Options, fixture: String,
  function: String = #function, fileID: String = #fileID, filePath: String = #filePath,
  line: Int = #line, _ configure: (inout SimulationConfiguration) -> Void = { _ in }
) throws -> SimulationSummary {
  var configuration = SimulationConfiguration()
  configure(&configuration)
  return try replay(
    TrialRunner.of(subject, options: options, configuration), fixture: fixture, configuration,
    TestSite(function: function, fileID: fileID, filePath: filePath, line: line))
}

/// A campaign with a runner that was made before.
@discardableResult public func simulate(
  _ runner: TrialRunner, runs: Int, _ configuration: SimulationConfiguration, _ site: TestSite
) throws -> SimulationSummary {
  var campaign = Campaign(runner, configuration, site)
  try campaign.run(runs)
  return campaign.summary
}

/// Replays a fixture with a runner that was made before.
@discardableResult public func replay(
  _ runner: TrialRunner, fixture: String, _ configuration: SimulationConfiguration,
  _ site: TestSite
) throws -> SimulationSummary {
  let folder = configuration.fixtures.path(besides: site.filePath)
  let path =
    fixture.hasPrefix("/") ? fixture : (folder.map { $0 + "/" } ?? "") + fixture
  var campaign = Campaign(runner, configuration, site)
  campaign.summary.fixtures = 1
  let trial = try FixtureStore.read(path).trial
  try campaign.run(trial, file: path, store: nil, repeats: true)
  return campaign.summary
}
