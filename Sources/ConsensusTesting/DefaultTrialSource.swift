/// A plain mix of weather, partitions, crashes and trouble with disks and clocks: one run in ten
/// is calm, two have one kind of fault, and the others draw each kind with probability 1/2.
public struct DefaultTrialSource: TrialSource {
  public init() {}

  public func trial(seed: UInt64, _ configuration: SimulationConfiguration) -> Trial {
    var draws = Draws(seed: seed, .swarm, 0)
    let members = Self.members(of: configuration.members, &draws)
    let nodes = members + configuration.spares
    var trial = Trial(
      seed: seed, nodes: nodes, members: members, budget: configuration.budget,
      duration: configuration.duration,
      healing: HealingPlan(limit: configuration.recoveryLimit),
      eventLimit: configuration.eventLimit)
    trial.network = Self.network(timescale: configuration.timescale, &draws)
    let disks: [DiskPlan] = [.nvme, .ssd, .cloud, .hdd]
    trial.disk = disks[Int(draws.below(UInt64(disks.count)))]
    trial.ties = draws.below(4) == 0 ? .permuted : .fixed
    let clients = Self.number(in: configuration.clients, &draws)
    trial.clients = (0..<clients).map {
      configuration.load.script(
        client: $0, nodes: members, regions: trial.network.oneWay.count, seed: seed)
    }
    trial.faults = FaultPlan(Self.faults(configuration, trial, &draws))
    return trial
  }

  /// Odd sizes count three times.
  private static func members(of range: ClosedRange<Int>, _ draws: inout Draws) -> Int {
    let sizes = range.flatMap { Array(repeating: $0, count: $0 % 2 == 1 ? 3 : 1) }
    return sizes[Int(draws.below(UInt64(sizes.count)))]
  }

  /// One to three regions, from 1/500 to 1/10 of the timescale apart.
  private static func network(timescale: SimDuration, _ draws: inout Draws) -> NetworkPlan {
    let regions = 1 + Int(draws.below(3))
    let scale = max(1_000, timescale.nanoseconds)
    let near = SimDuration(nanoseconds: draws.logUniform(in: scale / 500...scale / 50))
    var oneWay = Array(repeating: Array(repeating: near, count: regions), count: regions)
    for a in 0..<regions {
      for b in 0..<a {
        let far = SimDuration(nanoseconds: draws.logUniform(in: scale / 50...scale / 10))
        oneWay[a][b] = far
        oneWay[b][a] = far
      }
    }
    return NetworkPlan(
      oneWay: oneWay,
      jitter: SimDuration(nanoseconds: draws.logUniform(in: 1...max(1, scale / 20))),
      shape: LatencyShape(rawValue: Int64(draws.below(5))) ?? .exponential,
      isOrdered: draws.below(3) == 0)
  }

  private static func faults(
    _ configuration: SimulationConfiguration, _ trial: Trial, _ draws: inout Draws
  ) -> [Fault] {
    let all = configuration.faultKinds
    guard !all.isEmpty, configuration.maximumFaults > 0 else { return [] }
    var kinds: [FaultKind]
    switch draws.below(10) {
    case 0: return []
    case 1, 2: kinds = [all[Int(draws.below(UInt64(all.count)))]]
    default:
      var included: [FaultKind] = []
      for kind in all where draws.below(2) == 0 { included.append(kind) }
      kinds = included.isEmpty ? all : included
    }
    let count = Int(draws.logUniform(in: 1...Int64(configuration.maximumFaults)))
    let drawing = FaultDrawing(for: trial, timescale: configuration.timescale)
    return (1...count).map { id in
      let kind = kinds[Int(draws.below(UInt64(kinds.count)))]
      return drawing.fault(id: id, kind)
    }
  }

  private static func number(in range: ClosedRange<Int>, _ draws: inout Draws) -> Int {
    range.lowerBound + Int(draws.below(UInt64(range.count)))
  }
}

/// Trials of a profile: what the configuration says of sizes, loads and faults does not count.
public struct SwarmSource: TrialSource {
  public var profile: SwarmProfile
  public init(_ profile: SwarmProfile) { self.profile = profile }

  public func trial(seed: UInt64, _ configuration: SimulationConfiguration) -> Trial {
    profile.trial(seed: seed)
  }
}
