import Results
import ScenarioFormat
import SimKernel

extension Plan {
  /// A scenario in which nothing happens for a second.
  static func idle(_ name: String = "idle", rules: [ExpectRule] = []) -> Plan {
    Plan(
      name: name, title: "Nothing", question: "", duration: .seconds(1), warmup: .zero, seed: 1,
      regions: [], links: [], groups: [], loads: [], federation: nil, faults: [], rules: rules,
      warnings: [], document: "{}")
  }
}

extension Outcome {
  /// One scalar a seed, seeds from 1.
  static func made(
    _ name: String, metric: Metric, values: [Int64], loadSignature: String = ""
  ) -> Outcome {
    Outcome(
      name: name, title: "", question: "", summary: "", scenarioDigest: "", document: "",
      loadSignature: loadSignature, duration: 1_000_000_000, warmup: 0, regions: [], clusters: [],
      roundTrips: [], estimatedLinks: [], sources: [], hasFederation: false, faults: [], rules: [],
      warnings: [],
      runs: values.enumerated().map { index, value in
        RunResult(
          seed: UInt64(index + 1), digest: "", isComplete: true, events: 1,
          endTime: 1_000_000_000,
          records: [MetricRecord(metric: metric, labels: .none, value: .scalar(value))],
          attributions: [], timeline: [], series: [], violations: [])
      })
  }
}
