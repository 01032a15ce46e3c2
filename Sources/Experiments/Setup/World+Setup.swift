import Federation
import KeyValue
import RaftCore
import RaftHost
import ScenarioFormat
import SimKernel
import SimNetwork
import Workloads

/// Why a checked plan still cannot be run: a bug of the checks, told instead of trapped on.
public enum ExperimentError: Error, Sendable {
  case options(group: String, OptionsError)
  case distribution(name: String)
}

extension World {
  /// The world of `plan` under `seed`, with nothing scheduled yet.
  init(plan: Plan, seed: UInt64) throws(ExperimentError) {
    self.plan = plan
    self.seed = seed
    measuredFrom = .zero + plan.warmup
    end = .zero + plan.duration
    lostRegions = Array(repeating: false, count: plan.regions.count)
    faults = FaultState(count: plan.faults.count)
    steps = Array(repeating: StepState(), count: plan.steps.count)
    recorder = Recorder(plan: plan)
    var network = try Self.network(of: plan, seed: seed)
    var groups: [Group] = []
    var members: ContiguousArray<Member> = []
    var runtimes: ContiguousArray<MemberRuntime> = []
    for (g, groupPlan) in plan.groups.enumerated() {
      groups.append(Group(plan: groupPlan, firstMember: members.count))
      groups[g].recovery = Recovery(
        isWatched: plan.steps.contains { $0.isRecovery && $0.group == g })
      let stations = Self.stations(of: groupPlan)
      for i in groupPlan.members.indices {
        members.append(try Self.member(i, of: groupPlan, stations[i], seed: seed))
        runtimes.append(
          try Self.runtime(i, of: groupPlan, g, stations, network: &network, seed: seed))
        if groupPlan.members[i].joinsLater { runtimes[runtimes.count - 1].upSince = .never }
      }
    }
    var keys = KeySpace(
      loads: plan.loads, home: Self.homes(plan, runtimes),
      clusterCount: max(1, groups.count))
    var loads: [Load] = []
    for loadPlan in plan.loads {
      loads.append(
        Self.load(
          loadPlan, plan, groups, runtimes, keys, network: &network, seed: seed))
      try loads[loads.count - 1].setHops(groups, seed: seed)
    }
    recorder.groupOfLoad = loads.map(\.group)
    agenda = Agenda(actorCount: members.count + loads.count + groups.count + 1)
    let stations = runtimes.map(\.station)
    if let federationPlan = plan.federation {
      federation = FederationState(
        federationPlan, plan, groups: groups, stations: stations, keys: &keys,
        network: &network, seed: seed)
      ledger = StalenessLedger(replicaCount: groups.count)
    } else if groups.count == 1, Self.canReadStale(plan) {
      ledger = StalenessLedger(replicaCount: members.count)
    }
    self.keys = keys
    self.network = network
    self.groups = groups
    self.members = members
    self.runtimes = runtimes
    self.loads = loads
  }

  /// Whether some reader could see less than the newest version of an object.
  private static func canReadStale(_ plan: Plan) -> Bool {
    plan.loads.contains { load in
      load.mix.contains { $0.operation == .serializableGet }
        || load.ownership != .own && load.mix.contains { $0.operation.isRead }
    }
  }

  /// The cluster that owns the objects of each region's clients: the nearest.
  private static func homes(
    _ plan: Plan, _ runtimes: ContiguousArray<MemberRuntime>
  ) -> [ClusterID] {
    plan.regions.indices.map { region in
      let client = Station(region: region, zone: 0, key: 0)
      let nearest = runtimes.indices.min { a, b in
        let (x, y) = (
          delay(from: client, to: runtimes[a].station, plan),
          delay(from: client, to: runtimes[b].station, plan)
        )
        return (x, a) < (y, b)
      }
      return ClusterID(nearest.map { runtimes[$0].group } ?? 0)
    }
  }

  private static func network(of plan: Plan, seed: UInt64) throws(ExperimentError) -> Network {
    let n = plan.regions.count
    var links: [Link] = []
    for i in 0..<n * n {
      let link = plan.links[i]
      let (from, to) = (i / n, i % n)
      links.append(
        Link(
          oneWay: from == to ? plan.regions[from].interZone / 2 : link.oneWay,
          jitter: try table(link.jitter), lossPartsPerMillion: link.lossPartsPerMillion,
          isReliable: link.isReliable, bytesPerSecond: link.bytesPerSecond))
    }
    return Network(
      links: links, withinZone: plan.regions.map { $0.intraZone / 2 }, seed: seed)
  }

  static func table(
    _ distribution: DistributionPlan
  ) throws(ExperimentError) -> QuantileTable {
    let points = distribution.points.map { ($0.partsPerMillion, $0.value) }
    if points.count == 1 { return QuantileTable(constant: points[0].1) }
    guard let table = QuantileTable(points: points) else {
      throw .distribution(name: distribution.name)
    }
    return table
  }

  private static func stations(of group: GroupPlan) -> [Station] {
    group.members.map {
      Station(
        region: $0.region, zone: $0.zone, key: nameKey("member", group.name, $0.name))
    }
  }

  private static func member(
    _ i: Int, of group: GroupPlan, _ station: Station, seed: UInt64
  ) throws(ExperimentError) -> Member {
    let ids = group.members.indices.map { MemberID(UInt64($0 + 1)) }
    func first(_ areLearners: Bool) -> [MemberID] {
      ids.filter {
        let member = group.members[Int($0.rawValue) - 1]
        return !member.joinsLater && member.isLearner == areLearners
      }
    }
    let confState = ConfState(voters: first(false), learners: first(true))
    var elections = Draws(seed: seed, .election, station.key)
    var options = MemberOptions(
      id: ids[i], confState: confState, electionTicks: group.electionTicks,
      preVote: group.preVote, checkQuorum: group.checkQuorum,
      snapshotEvery: group.snapshotEvery, snapshotKeep: group.snapshotKeep,
      requestTimeout: group.requestTimeout, electionSeed: elections.next())
    options.electionTimeout = group.heartbeat * Int64(group.electionTicks)
    options.store.quotaInBytes = group.quota
    options.store.minimumLeaseTTL = StoreOptions.minimumLeaseTTL(
      electionTicks: group.electionTicks, tickNanoseconds: group.heartbeat.nanoseconds)
    options.applyCost = group.machine.apply
    options.readRetryReusesContext = group.readRetryReusesContext
    let disk = Disk(
      durations: try table(group.members[i].disk), write: group.machine.walWrite, seed: seed,
      key: station.key)
    do throws(OptionsError) {
      return try Member(
        options: options, disk: disk, joinsLater: group.members[i].joinsLater)
    } catch {
      throw .options(group: group.name, error)
    }
  }

  private static func load(
    _ plan: LoadPlan, _ whole: Plan, _ groups: [Group],
    _ runtimes: ContiguousArray<MemberRuntime>, _ keySpace: KeySpace,
    network: inout Network, seed: UInt64
  ) -> Load {
    let region = whole.regions[plan.region].name
    let key = nameKey("load", plan.name, region)
    let station = Station(region: plan.region, zone: 0, key: key)
    func streams(_ g: Int, _ network: inout Network) -> (to: [PathID], from: [PathID]) {
      (
        groups[g].members.map { network.open(from: station, to: runtimes[$0].station) },
        groups[g].members.map { network.open(from: runtimes[$0].station, to: station) }
      )
    }
    func delay(_ m: Int) -> Int64 { Self.delay(from: station, to: runtimes[m].station, whole) }
    var group = 0
    switch plan.target {
    case .group(let g): group = g
    case .nearest:
      let nearest = runtimes.indices.min { (delay($0), $0) < (delay($1), $1) }
      group = nearest.map { runtimes[$0].group } ?? 0
    }
    let (to, from) = streams(group, &network)
    let nearestFirst =
      plan.member.map { [groups[group].firstMember + $0] }
      ?? groups[group].members.sorted { (delay($0), $0) < (delay($1), $1) }
    var endpoints = Endpoints(nearestFirst: nearestFirst)
    for m in groups[group].members where groups[group].joinsLater(m) { endpoints.disable(m) }
    return Load(
      plan: plan, name: plan.name, group: group, endpoints: endpoints,
      toMember: to, fromMember: from, hopThere: .none, hopBack: .none,
      arrivals: arrivals(plan, key: key, seed: seed),
      mix: WeightedChoice(
        plan.mix.map { ($0.operation, $0.weight) }, draws: Draws(seed: seed, .operations, key)),
      keys: KeyChooser(
        keyKind(plan.keyChoice), count: plan.keyCount, draws: Draws(seed: seed, .keys, key)),
      keyBlock: keySpace.block(of: plan.resource),
      owners: WeightedChoice(
        owners(plan, whole).map { ($0, 1) }, draws: Draws(seed: seed, .keys, key, 1)),
      timeout: plan.timeout ?? groups[group].plan.requestTimeout + .seconds(2),
      salt: mixed(seed ^ key), key: key, isHeld: plan.mix.contains { $0.operation.isHeld },
      services: plan.service.map { $0..<$0 + 1 }
        ?? 0..<max(1, whole.federation?.services.count ?? 0))
  }

  private static func owners(_ load: LoadPlan, _ plan: Plan) -> [Int] {
    // Regions that write own objects; without any, everybody's objects are the client's own.
    let writers = Set(plan.loads.filter { $0.ownership == .own }.map(\.region)).sorted()
    switch load.ownership {
    case .own: return [load.region]
    case .any: return writers.isEmpty ? [load.region] : writers
    case .others:
      let others = writers.filter { $0 != load.region }
      return others.isEmpty ? [load.region] : others
    }
  }

  private static func arrivals(
    _ plan: LoadPlan, key: UInt64, seed: UInt64
  ) -> ArrivalProcess? {
    let draws = Draws(seed: seed, .arrivals, key)
    switch plan.arrivals {
    case .poisson(let mean): return ArrivalProcess(.poisson(meanGap: mean), draws: draws)
    case .fixed(let gap): return ArrivalProcess(.fixed(gap: gap), draws: draws)
    case .closed: return nil
    }
  }

  private static func keyKind(_ choice: LoadPlan.KeyChoice) -> KeyChooser.Kind {
    switch choice {
    case .uniform: .uniform
    case .zipf: .zipf
    case .sequential: .sequential
    }
  }

  /// Median one-way delay between two places, in nanoseconds.
  static func delay(from a: Station, to b: Station, _ plan: Plan) -> Int64 {
    if a.region != b.region {
      return plan.links[a.region * plan.regions.count + b.region].oneWay.nanoseconds
    }
    let region = plan.regions[a.region]
    return (a.zone == b.zone ? region.intraZone : region.interZone).nanoseconds / 2
  }

  /// A key for random draws that depends on names alone.
  private static func nameKey(_ parts: String...) -> UInt64 {
    var digest = RunDigest()
    for part in parts { digest.combine(bytes: part.utf8) }
    return digest.low
  }

  /// Schedules what happens by itself: ticks, arrivals, faults, compaction; elects the leaders the
  /// scenario names.
  mutating func start() {
    digest.combine(seed)
    for m in members.indices {
      var phase = Draws(seed: seed, .tickPhase, runtimes[m].station.key)
      let heartbeat = groups[runtimes[m].group].plan.heartbeat
      scheduleTick(
        m, after: SimDuration(nanoseconds: Int64(phase.below(UInt64(heartbeat.nanoseconds)))))
    }
    for (g, group) in groups.enumerated() {
      if let period = group.plan.compactEvery {
        agenda.schedule(
          .compaction(group: Int32(g)), at: now + period, .control,
          actor: ActorID(group.firstMember))
      }
    }
    for l in loads.indices { startLoad(l) }
    for (index, fault) in plan.faults.enumerated() {
      if case .at(let offset) = fault.start {
        agenda.schedule(
          .fault(index, begins: true), at: .zero + offset, .fault, actor: faultActor)
      }
    }
    startSteps()
    for g in groups.indices { campaignPreferred(g) }
    startFederation()
  }

  private mutating func startLoad(_ l: Int) {
    if let gap = loads[l].arrivals?.nextGap() {
      agenda.schedule(.arrival(load: Int32(l)), at: now + gap, .client, actor: clientActor(l))
    }
    guard case .closed(let clients, let think) = loads[l].plan.arrivals else { return }
    if loads[l].isHeld { return startHeld(l, clients) }
    // Clients start spread over a think time, so that they do not march in step.
    var draws = Draws(seed: seed, .think, loads[l].salt)
    let spread = UInt64(max(think, .milliseconds(10)).nanoseconds)
    for _ in 0..<clients {
      let offset = SimDuration(nanoseconds: Int64(draws.below(spread)))
      agenda.schedule(
        .thought(load: Int32(l)), at: now + offset, .client, actor: clientActor(l))
    }
  }

  private mutating func startHeld(_ l: Int, _ clients: Int) {
    if loads[l].plan.mix.contains(where: { $0.operation == .lease }) {
      startHolders(l, clients)
    } else {
      let g = loads[l].group
      if groups[g].changes == nil {
        groups[g].changes = ChangeLog(memberCount: groups[g].members.count)
      }
      startWatchers(l, clients)
    }
  }

  private mutating func campaignPreferred(_ g: Int) {
    guard let region = groups[g].plan.preferredLeaderRegion,
      let m = groups[g].members.first(where: { m in
        runtimes[m].station.region == region
          && !groups[g].plan.members[m - groups[g].firstMember].isLearner
      })
    else { return }
    members[m].campaign(at: now, books: &groups[g].books, output: &output)
    drain(m)
  }
}
