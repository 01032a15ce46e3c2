import Results
import Statistics

/// An outcome that holds nothing but the given records, one list a seed from 1.
func tinyOutcome(
  _ name: String = "tiny", rules: [ExpectRule] = [], seeds: [[MetricRecord]]
) -> Outcome {
  Outcome(
    name: name, title: "", question: "", summary: "", scenarioDigest: "", document: "",
    loadSignature: "", duration: 10, warmup: 0, regions: [], clusters: [], roundTrips: [],
    estimatedLinks: [], sources: [], hasFederation: false, faults: [], rules: rules, warnings: [],
    runs: seeds.enumerated().map { index, records in
      RunResult(
        seed: UInt64(index + 1), digest: "", isComplete: true, events: 0, endTime: 10,
        records: records, attributions: [], timeline: [], series: [], violations: [])
    })
}

func latency(_ values: [Int64], _ labels: Labels = .none) -> MetricRecord {
  var histogram = Histogram()
  for value in values { histogram.record(value) }
  return MetricRecord(metric: .writeLatency, labels: labels, value: .distribution(histogram))
}
