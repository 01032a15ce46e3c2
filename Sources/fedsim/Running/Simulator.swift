import Results
import ScenarioFormat
import SimKernel

/// What turns plans into results; tests put a quick one in its place.
struct Simulator: Sendable {
  typealias Run = @Sendable (_ seed: UInt64, _ control: RunControl) -> RunResult

  /// Everything of a scenario that its seeds share, ready to be run.
  var prepare: @Sendable (Plan) -> Run
  /// All runs of one scenario, in ascending order of seed.
  var outcome: @Sendable (Plan, [RunResult]) -> Outcome
}

extension Simulator {
  /// The simulator proper.
  static let experiments = Simulator(
    prepare: { plan in
      { seed, control in
        RunResult(
          seed: seed, digest: String(repeating: "0", count: 32), isComplete: false, events: 0,
          endTime: 0, records: [], attributions: [], timeline: [], series: [], violations: [])
      }
    },
    outcome: { plan, runs in
      Outcome(
        name: plan.name, title: plan.title, question: plan.question, summary: "",
        scenarioDigest: "", document: plan.document, loadSignature: "",
        duration: plan.duration.nanoseconds, warmup: plan.warmup.nanoseconds, regions: [],
        clusters: [], roundTrips: [], estimatedLinks: [], sources: [],
        hasFederation: plan.federation != nil, faults: [], rules: plan.rules,
        warnings: plan.warnings, runs: runs)
    })
}
