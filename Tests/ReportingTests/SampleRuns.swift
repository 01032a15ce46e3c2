import Results
import Statistics
import TestSupport

extension SampleOutcome {
  private static let centers: [Int64] = [78_000_000, 155_000_000, 268_000_000]

  static func stretchedRun(_ seed: UInt64) -> RunResult {
    var random = SplitMix(state: 1_000 + seed)
    var records: [MetricRecord] = []
    for (region, center) in zip(regions, centers) {
      let load = Labels([
        .init(.cluster, "etcd"), .init(.load, "writes"), .init(.region, region),
      ])
      records.append(
        MetricRecord(
          metric: .writeLatency, labels: load,
          value: .distribution(
            latencies(&random, count: 400, center: center, tail: 2_400_000_000))))
      let ok = 397 + Int64(random.below(3))
      records += [
        scalar(.operationsOffered, label(.region, region), 400),
        scalar(.operationsSucceeded, label(.region, region), ok),
        scalar(.operationsFailed, label(.region, region), 400 - ok),
        scalar(.okRate, label(.region, region), ok * 1_000),
        scalar(
          .outage, label(.region, region), 1_900_000_000 + Int64(random.below(500)) * 1_000_000),
      ]
    }
    records += [
      scalar(.elections, label(.cluster, "etcd"), 1 + Int64(random.below(2))),
      scalar(.leaderless, label(.cluster, "etcd"), 1_600_000_000 + Int64(random.below(90)) << 20),
    ]
    records += wanBytes(&random, 345_000_000)
    return RunResult(
      seed: seed, digest: digest(seed), isComplete: true, events: 2_000_000 + seed,
      endTime: 90 * second, records: records,
      attributions: zip(regions, centers).map { attribution("etcd", $0, total: $1) },
      timeline: timeline, series: series(&random), violations: [])
  }

  static func federatedRun(_ seed: UInt64) -> RunResult {
    var random = SplitMix(state: 2_000 + seed)
    var records: [MetricRecord] = []
    for region in regions {
      let load = Labels([
        .init(.cluster, region), .init(.load, "writes"), .init(.region, region),
      ])
      records.append(
        MetricRecord(
          metric: .writeLatency, labels: load,
          value: .distribution(
            latencies(&random, count: 400, center: 3_170_000, tail: 6_000_000))))
      records += [
        scalar(.operationsOffered, label(.region, region), 400),
        scalar(.operationsSucceeded, label(.region, region), 400),
        scalar(.operationsFailed, label(.region, region), 0),
        scalar(.okRate, label(.region, region), 400_000),
        scalar(.outage, label(.region, region), 250_000_000 + Int64(random.below(60)) * 1_000_000),
        scalar(.elections, label(.cluster, region), Int64(random.below(2))),
        scalar(.leaderless, label(.cluster, region), Int64(random.below(90)) << 20),
      ]
    }
    for (from, to) in pairs {
      let labels = Labels([.init(.from, from), .init(.to, to)])
      records.append(
        MetricRecord(
          metric: .staleness, labels: labels,
          value: .distribution(
            latencies(&random, count: 100, center: 80_000_000, tail: 3_000_000_000))))
    }
    records += wanBytes(&random, 142_000_000)
    records.append(scalar(.convergence, .none, 1_200_000_000 + Int64(random.below(9)) << 24))
    return RunResult(
      seed: seed, digest: digest(100 + seed), isComplete: true, events: 1_500_000 + seed,
      endTime: 90 * second, records: records,
      attributions: regions.map { attribution($0, $0, total: 3_170_000) }, timeline: [],
      series: [], violations: [])
  }

  private static var pairs: [(String, String)] {
    regions.flatMap { from in regions.filter { $0 != from }.map { (from, $0) } }
  }

  private static func wanBytes(_ random: inout SplitMix, _ total: Int64) -> [MetricRecord] {
    pairs.map { from, to in
      scalar(
        .wanBytes, Labels([.init(.from, from), .init(.to, to), .init(.kind, "raft")]),
        total / 6 + Int64(random.below(1_000_000)))
    }
  }

  static func attribution(_ cluster: String, _ region: String, total: Int64) -> Attribution {
    let disk = 1_900_000 as Int64
    let client = 500_000 as Int64
    let rest = total - disk - 2 * client
    let isFar = total > 100_000_000
    let named: [LatencyPart: Int64] = [
      .clientLink: client, .reply: client, .leaderQueueAndDisk: disk,
      .forwarding: isFar ? rest / 3 : 0, .commitNotice: isFar ? rest / 3 : 0,
      .replication: isFar ? rest - rest / 3 * 2 : rest,
    ]
    let mean = parts(named)
    return Attribution(
      operation: .write, cluster: cluster, region: region, count: 400,
      meanLatency: mean.reduce(0, +), meanParts: mean, p99Latency: 9 * total,
      p99Parts: mean.map { $0 * 9 },
      deciders: [
        .init(member: "us-east-2", shareInPartsPerMillion: 940_000),
        .init(member: "eu-west-1", shareInPartsPerMillion: 60_000),
      ],
      floor: .init(
        clientRoundTrip: 2 * client, leaderRoundTrip: isFar ? rest / 3 * 2 : 0,
        quorumRoundTrip: isFar ? rest - rest / 3 * 2 : rest, disk: 1_500_000,
        leader: "us-east-1", decider: "us-east-2"))
  }

  static let timeline: [TimelineEvent] = [
    .init(time: 100_000_000, kind: .leaderElected, cluster: "etcd", subject: "us-east-1", term: 2),
    .init(
      time: 32 * second, kind: .faultStarted, subject: "eu-west", fault: 0, text: "cut eu-west"),
    .init(time: 35 * second, kind: .preVote, cluster: "etcd", subject: "eu-west-1", term: 3),
    .init(time: 41 * second, kind: .preVote, cluster: "etcd", subject: "eu-west-2", term: 3),
    .init(time: 46 * second, kind: .faultEnded, subject: "eu-west", fault: 0, text: "cut eu-west"),
    .init(time: 65 * second, kind: .faultStarted, fault: 1, text: "crash leader"),
    .init(time: 65 * second, kind: .crash, cluster: "etcd", subject: "us-east-1"),
    .init(time: 65 * second, kind: .leaderLost, cluster: "etcd", subject: "us-east-1", term: 2),
    .init(time: 66_584_000_000, kind: .preVote, cluster: "etcd", subject: "us-east-2", term: 3),
    .init(
      time: 66_736_000_000, kind: .leaderElected, cluster: "etcd", subject: "us-east-2", term: 3),
    .init(time: 79 * second, kind: .faultEnded, fault: 1, text: "crash leader"),
    .init(time: 79 * second, kind: .restart, cluster: "etcd", subject: "us-east-1"),
  ]

  private static func series(_ random: inout SplitMix) -> [SeriesRecord] {
    let p50 = (0..<90).map { t -> Int64? in
      t < 10 ? nil : t == 66 ? 1_600_000_000 : 32..<46 ~= t ? 110_000_000 : 95_000_000
    }
    let p99 = (0..<90).map { t -> Int64? in
      t < 10
        ? nil
        : 65..<69 ~= t
          ? 2_500_000_000 - Int64(t - 65) * 500_000_000
          : 32..<35 ~= t ? 700_000_000 : 210_000_000 + Int64(random.below(9)) * 1_000_000
    }
    let rate = (0..<90).map { t -> Int64? in
      t < 10 ? nil : t == 66 ? 0 : 32..<46 ~= t ? 800_000 : 1_200_000
    }
    return [
      SeriesRecord(
        metric: .writeLatency, labels: .none, statistic: .p50, step: second, values: p50),
      SeriesRecord(
        metric: .writeLatency, labels: .none, statistic: .p99, step: second, values: p99),
      SeriesRecord(metric: .okRate, labels: .none, statistic: .value, step: second, values: rate),
    ]
  }
}
