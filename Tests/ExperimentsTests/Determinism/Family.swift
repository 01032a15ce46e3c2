import ScenarioFormat
import SimKernel

/// Small plans that between them use everything a run can contain. Their digests are pinned.
enum Family: String, CaseIterable, Sendable {
  /// One group over three regions, every kind of client, slow processors, a short log.
  case stretched
  /// A cluster in each of three regions, mirrored to the others, with services.
  case federated
  /// Every kind of fault, by the clock and by triggers.
  case struck
  /// Links that lose, delay and reorder.
  case lossy
  /// Elections that hardly ever end: round trips beyond the election timeout, without pre-votes.
  case storm

  var plan: Plan {
    switch self {
    case .stretched: Self.stretchedBuilder.plan
    case .federated: Self.federatedPlan
    case .struck: Self.struckPlan
    case .lossy: Self.lossyPlan
    case .storm: Self.stormPlan
    }
  }

  private static let wan = DistributionPlan(
    name: "wan",
    points: [
      .init(0, 990_000), .init(500_000, 1_000_000), .init(990_000, 1_150_000),
      .init(1_000_000, 1_600_000),
    ])
  private static let cloudDisk = DistributionPlan(
    name: "cloud",
    points: [
      .init(0, 400_000), .init(500_000, 1_020_000), .init(990_000, 7_600_000),
      .init(1_000_000, 40_000_000),
    ])

  /// Three regions with jitter, and a group over them.
  private static func overThreeRegions(_ regions: [Int]) -> PlanBuilder {
    var builder = PlanBuilder(roundTripsInMilliseconds: [
      [0, 68, 215], [68, 0, 125], [215, 125, 0],
    ])
    builder.jitter = wan
    builder.duration = .milliseconds(1_500)
    builder.groups = [group("etcd", regions, leader: 0)]
    return builder
  }

  private static func group(_ name: String, _ regions: [Int], leader: Int?) -> GroupPlan {
    var group = PlanBuilder.group(
      name, regions: regions, disks: regions.map { _ in .zero }, leader: leader)
    for i in group.members.indices {
      group.members[i].disk = cloudDisk
      group.members[i].zone = i % 3
    }
    group.machine.request = .microseconds(30)
    group.machine.message = .microseconds(15)
    group.snapshotEvery = 40
    group.snapshotKeep = 10
    group.compactEvery = .seconds(1)
    return group
  }

  private static var stretchedBuilder: PlanBuilder {
    var builder = overThreeRegions([0, 0, 1, 1, 2])
    builder.loads = [
      PlanBuilder.load("a", region: 0, .poisson(meanGap: .milliseconds(25)), .put),
      PlanBuilder.load("b", region: 1, .fixed(gap: .milliseconds(40)), .linearizableGet),
      PlanBuilder.load(
        "c", region: 2, .closed(clients: 3, think: .milliseconds(200)), .compareAndSwap),
      PlanBuilder.load("d", region: 1, .poisson(meanGap: .milliseconds(60)), .serializableGet),
    ]
    builder.loads[0].mix.append(.init(operation: .delete, weight: 1))
    builder.loads[0].mix[0].weight = 3
    builder.loads[3].ownership = .any
    builder.loads[3].keyChoice = .zipf
    builder.loads[1].keyChoice = .sequential
    return builder
  }

  private static var federatedPlan: Plan {
    var builder = overThreeRegions([])
    builder.duration = .milliseconds(2_500)
    builder.groups = (0..<3).map { group("cluster-\($0)", [$0, $0, $0], leader: $0) }
    builder.loads = (0..<3).flatMap { region in
      var own = PlanBuilder.load(
        "own", region: region, group: region, .poisson(meanGap: .milliseconds(60)), .put)
      own.target = .nearest
      var peers = PlanBuilder.load(
        "peers", region: region, group: region, .poisson(meanGap: .milliseconds(80)),
        .linearizableGet)
      peers.ownership = .others
      let lookups = PlanBuilder.load(
        "lookups", region: region, group: region, .fixed(gap: .milliseconds(250)), .resolve)
      return [own, peers, lookups]
    }
    builder.federation = FederationPlan(
      strategy: .peerWatch, batchLimit: 16, backoff: .milliseconds(200) ... .seconds(2),
      streamDeadAfter: .seconds(1), bookmarkEvery: .milliseconds(700), endpointChoice: .localFirst,
      services: [
        ServicePlan(
          name: "shop", namespace: "default",
          backends: [.init(group: 0, endpoints: 2), .init(group: 2, endpoints: 3)])
      ])
    builder.faults = [
      fault(.regionLoss(region: 2), at: 1_000, for: 700),
      fault(.endpoints(service: 0, group: 0, ready: 0), at: 700, for: 900),
    ]
    var plan = builder.plan
    for i in plan.regions.indices {
      plan.regions[i].interZone = .milliseconds(1)
      plan.regions[i].intraZone = .microseconds(200)
    }
    return plan
  }

  private static var struckPlan: Plan {
    var builder = overThreeRegions([0, 1, 2])
    builder.duration = .seconds(8)
    builder.groups[0].electionTicks = 5
    builder.loads = (0..<3).map { region in
      var load = PlanBuilder.load(
        "load", region: region, .poisson(meanGap: .milliseconds(300)), .put)
      load.mix.append(.init(operation: .linearizableGet, weight: 1))
      load.timeout = .seconds(1)
      return load
    }
    builder.faults = struckFaults
    return builder.plan
  }

  private static var struckFaults: [FaultPlan] {
    let bothSides: [FaultPlan.Endpoint] = [.region(0), .region(2)]
    return [
      fault(.crash(.leader(group: 0)), at: 700, for: 900),
      fault(.slowDisk(.member(group: 0, member: 1), extra: .milliseconds(30)), at: 900, for: 500),
      fault(.pause(.member(group: 0, member: 2)), at: 2_600, for: 400),
      fault(.partition(from: [.region(0)], to: [.region(1)], bothWays: false), at: 3_300, for: 500),
      fault(.transferLeader(group: 0, member: 1), at: 4_000, for: nil),
      fault(
        .linkDelay(from: 0, to: 2, oneWay: .milliseconds(300), bothWays: true), at: 4_200,
        for: 400),
      fault(
        .linkLoss(from: 0, to: 1, partsPerMillion: 200_000, bothWays: true), at: 4_500, for: 400),
      fault(.regionLoss(region: 2), at: 5_000, for: 600),
      fault(
        .pause(.region(1)), when: .leaderElected(2, group: 0), for: 150),
      fault(
        .crash(.member(group: 0, member: 0)), when: .commitReached(25, group: nil), for: 300),
      fault(
        .partition(from: [.member(group: 0, member: 1)], to: bothSides, bothWays: true),
        when: .afterFault(7, delay: .seconds(1)), for: 500),
    ]
  }

  private static var lossyPlan: Plan {
    var builder = stretchedBuilder
    builder.duration = .seconds(2)
    var plan = builder.plan
    for i in plan.links.indices {
      plan.links[i].lossPartsPerMillion = 20_000
      plan.links[i].isReliable = i % 2 == 0
      plan.links[i].bytesPerSecond = i % 3 == 0 ? 200_000 : nil
    }
    return plan
  }

  private static var stormPlan: Plan {
    var builder = PlanBuilder(
      roundTripsInMilliseconds: [[0, 900, 1_400], [900, 0, 1_100], [1_400, 1_100, 0]])
    builder.jitter = wan
    builder.duration = .seconds(30)
    var group = group("etcd", [0, 1, 2], leader: nil)
    (group.electionTicks, group.preVote, group.checkQuorum) = (6, false, false)
    var patient = self.group("patient", [0, 1, 2], leader: 0)
    (patient.heartbeat, patient.electionTicks) = (.seconds(1), 14)
    builder.groups = [group, patient]
    builder.loads = [0, 1].map {
      PlanBuilder.load("load", region: 0, group: $0, .poisson(meanGap: .seconds(2)), .put)
    }
    return builder.plan
  }

  private static func fault(
    _ kind: FaultPlan.Kind, at milliseconds: Int64, for duration: Int64?
  ) -> FaultPlan {
    fault(kind, when: .at(.milliseconds(milliseconds)), for: duration)
  }

  private static func fault(
    _ kind: FaultPlan.Kind, when start: FaultPlan.Start, for milliseconds: Int64?
  ) -> FaultPlan {
    FaultPlan(
      kind: kind, start: start, duration: milliseconds.map { .milliseconds($0) }, text: "fault")
  }
}
