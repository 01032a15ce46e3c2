import Experiments
import Results
import ScenarioFormat
import SimKernel
import Statistics

@main enum Bench {
  static func main() throws {
    let n = 3
    let rtt: [[Int64]] = [[0, 68, 215], [68, 0, 125], [215, 125, 0]]
    let jitter = DistributionPlan(name: "wan", points: [.init(0, 995_000), .init(500_000, 1_000_000), .init(900_000, 1_020_000), .init(990_000, 1_153_000), .init(1_000_000, 1_500_000)])
    let disk = DistributionPlan(name: "d", points: [.init(0, 400_000), .init(500_000, 1_020_000), .init(950_000, 3_890_000), .init(990_000, 7_630_000), .init(1_000_000, 40_000_000)])
    let links = (0..<9).map { LinkPlan(oneWay: SimDuration(nanoseconds: rtt[$0/n][$0%n] * 500_000), jitter: jitter, lossPartsPerMillion: 0, isReliable: true, bytesPerSecond: nil, isEstimated: false, source: "") }
    let minutes = Int64(CommandLine.arguments.dropFirst().first ?? "1") ?? 1
    let group = GroupPlan(name: "etcd", members: (0..<3).map { MemberPlan(name: "m\($0)", region: $0, zone: 0, isLearner: false, disk: disk) }, preferredLeaderRegion: 0, heartbeat: .milliseconds(100), electionTicks: 10, preVote: true, checkQuorum: true, snapshotEvery: 10_000, snapshotKeep: 5_000, compactEvery: .seconds(300), requestCost: .microseconds(30), messageCost: .microseconds(15), requestTimeout: .seconds(7), preset: "x")
    let loads = (0..<3).map { LoadPlan(name: "api", region: $0, target: .group(0), arrivals: .poisson(meanGap: .milliseconds(3)), mix: [.init(operation: .put, weight: 1), .init(operation: .linearizableGet, weight: 1)], keyCount: 10_000, keyChoice: .zipf, ownership: .own, resource: .configMap, valueSize: 256, timeout: nil, service: nil) }
    let plan = Plan(name: "s", title: "", question: "", duration: .seconds(60 * minutes), warmup: .seconds(10), seed: 1, regions: (0..<3).map { RegionPlan(name: "r\($0)", interZone: .milliseconds(1), intraZone: .microseconds(200)) }, links: links, groups: [group], loads: loads, federation: nil, faults: [], rules: [], warnings: [], document: "")
    let result = try Experiment(plan: plan).run(seed: 1)
    print(result.digest, result.events)
    for r in result.records { if case .distribution(let h) = r.value { print(r.metric.rawValue, r.labels.pairs.map(\.value), h.count, h.quantile(partsPerMillion: 500_000)/1000, h.quantile(partsPerMillion: 990_000)/1000) } else if case .scalar(let v) = r.value { print(r.metric.rawValue, r.labels.pairs.map(\.value), v) } }
    for a in result.attributions { print(a.operation, a.region, a.meanLatency/1000, a.meanParts.map { $0/1000 }, a.deciders.map(\.member), a.floor.total/1000) }
  }
}
