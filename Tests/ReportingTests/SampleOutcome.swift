import Results
import Statistics
import TestSupport

/// Outcomes made up for the tests: no simulation, the same bytes every time.
enum SampleOutcome {
  static let second: Int64 = 1_000_000_000
  static let regions = ["us-east", "eu-west", "ap-south"]
  static let roundTrips: [[Int64]] = [
    [900_000, 76_200_000, 190_400_000],
    [76_200_000, 900_000, 121_700_000],
    [190_400_000, 121_700_000, 1_000_000],
  ]

  /// One cluster stretched over three regions.
  static func stretched(seeds: Range<UInt64> = 1..<9, rules: [ExpectRule] = []) -> Outcome {
    Outcome(
      name: "stretched", title: "One cluster over three continents",
      question: "What does a write cost when the quorum must cross an ocean?",
      summary: "1 cluster, 5 voters over 3 regions", scenarioDigest: digest(1),
      document: "{\n  \"title\": \"One \\\"cluster\\\"\"\n}\n", loadSignature: "load",
      duration: 90 * second, warmup: 10 * second, regions: regions,
      clusters: [
        .init(name: "etcd", members: ["us-east-1", "us-east-2", "eu-west-1", "eu-west-2", "ap-1"])
      ],
      roundTrips: roundTrips, estimatedLinks: [], sources: ["Round trips are made up."],
      hasFederation: false, faults: faults, rules: rules, warnings: [],
      runs: seeds.map { stretchedRun($0) })
  }

  /// One cluster in each of three regions, mirrored.
  static func federated(seeds: Range<UInt64> = 1..<9, rules: [ExpectRule] = []) -> Outcome {
    Outcome(
      name: "federated", title: "A cluster in every region",
      question: "What does a write cost when only copies cross an ocean?",
      summary: "3 clusters of 3 voters, asynchronous sync", scenarioDigest: digest(2),
      document: "", loadSignature: "load", duration: 90 * second, warmup: 10 * second,
      regions: regions,
      clusters: regions.map { name in
        .init(name: name, members: ["a", "b", "c"].map { "\(name)\($0)" })
      },
      roundTrips: roundTrips, estimatedLinks: ["us-east to ap-south"], sources: [],
      hasFederation: true, faults: faults, rules: rules,
      warnings: ["electionTimeout is shorter than 10 round trips."],
      runs: seeds.map { federatedRun($0) })
  }

  static let faults = [
    Outcome.FaultSummary(text: "cut eu-west", start: 32 * second, end: 46 * second),
    Outcome.FaultSummary(text: "crash leader", start: 65 * second, end: 79 * second),
  ]

  static func digest(_ key: UInt64) -> String {
    var random = SplitMix(state: key)
    let words = [random.next(), random.next()].map { word -> String in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    return words.joined()
  }

  /// `count` latencies around `center` nanoseconds, with a tail.
  static func latencies(
    _ random: inout SplitMix, count: Int, center: Int64, tail: Int64
  ) -> Histogram {
    var histogram = Histogram()
    for _ in 0..<count {
      let jitter = Int64(random.below(200)) - 100
      let rare = random.below(1_000)
      let slow = rare < 3 ? tail : rare < 30 ? tail / 8 : 0
      histogram.record(center + center * jitter / 1_000 + slow * Int64(1 + random.below(8)) / 8)
    }
    return histogram
  }

  static func scalar(
    _ metric: Metric, _ labels: Labels = .none, _ value: Int64
  ) -> MetricRecord {
    MetricRecord(metric: metric, labels: labels, value: .scalar(value))
  }

  static func label(_ name: LabelName, _ value: String) -> Labels { Labels([.init(name, value)]) }

  /// A split of the named parts in nanoseconds.
  static func parts(_ named: [LatencyPart: Int64]) -> [Int64] {
    LatencyPart.allCases.map { named[$0] ?? 0 }
  }
}
