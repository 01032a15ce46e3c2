import Federation
import RaftCore
import RaftHost
import Results
import ScenarioFormat
import SimKernel
import SimNetwork
import Workloads

extension World {
  /// The actor of faults: the last one.
  var faultActor: ActorID { ActorID(members.count + loads.count + groups.count) }

  /// A fault begins or ends.
  mutating func strike(_ index: Int, begins: Bool) {
    let fault = plan.faults[index]
    if begins {
      guard !faults.hasBegun[index] else { return }
      faults.hasBegun[index] = true
      if let duration = fault.duration {
        agenda.schedule(
          .fault(index, begins: false), at: now + duration, .fault, actor: faultActor)
      }
      scheduleFollowers(of: index)
    }
    recorder.timeline(
      TimelineEvent(
        time: now.nanoseconds, kind: begins ? .faultStarted : .faultEnded, fault: index,
        text: fault.text))
    follow("fault: \(fault.text)", begins: begins)
    apply(fault.kind, index, begins: begins)
    if case .transferLeader = fault.kind {
      // Over at once: nothing is in force afterwards.
      recorder.timeline(
        TimelineEvent(
          time: now.nanoseconds, kind: .faultEnded, fault: index, text: fault.text))
    }
    let now = now
    if !begins, federation != nil, let mark = ledger?.markConvergence(at: now) {
      federation?.marks.append((mark, now))
    }
  }

  private mutating func apply(_ kind: FaultPlan.Kind, _ index: Int, begins: Bool) {
    switch kind {
    case .crash(let target):
      if begins { faults.struck[index] = strikeTargets(target) }
      for m in faults.struck[index] { begins ? crash(m, answers: true) : restart(m) }
    case .regionLoss(let region): setRegion(region, isLost: begins)
    case .partition(let from, let to, let bothWays):
      cut(from, to, bothWays: bothWays, begins)
    case .linkDelay(let from, let to, let oneWay, let bothWays):
      changeLinks(index, from, to, bothWays: bothWays, begins) { $0.oneWay = oneWay }
    case .linkLoss(let from, let to, let loss, let bothWays):
      changeLinks(index, from, to, bothWays: bothWays, begins) { $0.lossPartsPerMillion = loss }
    case .pause(let target):
      if begins { faults.struck[index] = strikeTargets(target) }
      for m in faults.struck[index] { begins ? pause(m) : resume(m) }
    case .slowDisk(let target, let extra):
      if begins { faults.struck[index] = strikeTargets(target) }
      for m in faults.struck[index] {
        members[m].disk.extra =
          begins ? members[m].disk.extra + extra : members[m].disk.extra - extra
      }
    case .transferLeader(let group, let member):
      if begins { transferLeadership(of: group, to: member) }
    case .endpoints(let service, let group, let ready):
      let before = plan.federation?.services[service].backends.first { $0.group == group }
      setEndpoints(service, group, ready: begins ? ready : before?.endpoints ?? 0)
    }
  }

  /// The members a target means at this instant.
  func strikeTargets(_ target: FaultPlan.MemberTarget) -> [Int] {
    switch target {
    case .member(let group, let member): [groups[group].firstMember + member]
    case .leader(let group): groups[group].watch.leader.map { [$0] } ?? []
    case .region(let region):
      members.indices.filter { runtimes[$0].station.region == region }
    }
  }

  /// The process of member `m` dies. With `answers` its host lives on and breaks the connections
  /// of its clients at once; without, they hear nothing.
  mutating func crash(_ m: Int, answers: Bool) {
    guard members[m].isUp else { return }
    note(.crash, m)
    groups[runtimes[m].group].watch.lose(m, at: now)
    members[m].crash()
    follow(m, .crashed)
    runtimes[m].isPaused = false
    loseLessor(m, answers: answers)
    loseWatches(m, answers: answers)
    for event in runtimes[m].deferred { discard(event) }
    runtimes[m].deferred.removeAll()
    for id in runtimes[m].open.removeAll() where answers && isOpen(id, at: m) {
      fail(id, from: m, .reset)
    }
    federationLost(member: m)
  }

  /// Mail that waited for a paused process is lost with it.
  private mutating func discard(_ event: Event) {
    switch event {
    case .packetArrived(let slot), .packetProcessed(let slot):
      guard let packet = packets.remove(slot) else { return }
      follow(Int(packet.target), .missed(packet.message))
    default: break
    }
  }

  mutating func restart(_ m: Int, with options: MemberOptions? = nil) {
    guard !members[m].isUp, !runtimes[m].isGone else { return }
    do throws(OptionsError) {
      try members[m].restart(
        with: options, at: now, books: &groups[runtimes[m].group].books, output: &output)
    } catch {
      recorder.violated("raft.restart", at: now, "\(runtimes[m].name): \(error)")
      return
    }
    note(.restart, m)
    runtimes[m].upSince = now
    chooseReader(runtimes[m].group)
    runtimes[m].retryScheduled = nil
    drain(m)
    scheduleTick(m, after: groups[runtimes[m].group].plan.heartbeat)
  }

  mutating func setRegion(_ region: Int, isLost: Bool) {
    lostRegions[region] = isLost
    if !isLost { faults.lastHeal = now }
    network.setCut(isLost) { $0.region == region || $1.region == region }
    if isLost {
      for l in loads.indices where loads[l].plan.region == region { abandonOperations(of: l) }
    }
    for m in members.indices where runtimes[m].station.region == region {
      isLost ? crash(m, answers: false) : restart(m)
    }
    if !isLost { restartAgents(in: region) }
    setWatchers(in: region, areLost: isLost)
  }

  private mutating func cut(
    _ from: [FaultPlan.Endpoint], _ to: [FaultPlan.Endpoint], bothWays: Bool, _ isCut: Bool
  ) {
    if !isCut { faults.lastHeal = now }
    let sources = Side(from, in: self)
    let targets = Side(to, in: self)
    network.setCut(isCut) { a, b in
      (sources.contains(a) && targets.contains(b))
        || (bothWays && targets.contains(a) && sources.contains(b))
    }
  }

  /// The stations on one side of a partition.
  private struct Side {
    var regions: Set<Int> = []
    var stations: Set<UInt64> = []

    init(_ endpoints: [FaultPlan.Endpoint], in world: World) {
      for endpoint in endpoints {
        switch endpoint {
        case .region(let region): regions.insert(region)
        case .member(let group, let member):
          stations.insert(
            world.runtimes[world.groups[group].firstMember + member].station.key)
        }
      }
    }

    func contains(_ station: Station) -> Bool {
      regions.contains(station.region) || stations.contains(station.key)
    }
  }

  private mutating func changeLinks(
    _ index: Int, _ from: Int, _ to: Int, bothWays: Bool, _ begins: Bool,
    _ change: (inout Link) -> Void
  ) {
    guard begins else {
      for before in faults.linksBefore[index] {
        network.modifyLink(from: before.from, to: before.to) {
          $0.oneWay = before.link.oneWay
          $0.lossPartsPerMillion = before.link.lossPartsPerMillion
        }
      }
      return
    }
    for (a, b) in bothWays ? [(from, to), (to, from)] : [(from, to)] {
      faults.linksBefore[index].append(
        FaultState.LinkBefore(
          from: a, to: b, link: network.links[a * network.regionCount + b]))
      network.modifyLink(from: a, to: b, change)
    }
  }

  private mutating func pause(_ m: Int) {
    runtimes[m].isPaused = true
  }

  /// What piled up happens now, in its order; of the ticks missed one is left (Go's ticker drops
  /// the rest).
  private mutating func resume(_ m: Int) {
    guard runtimes[m].isPaused else { return }
    runtimes[m].isPaused = false
    let deferred = runtimes[m].deferred
    runtimes[m].deferred.removeAll()
    for event in deferred {
      agenda.schedule(event, at: now, .message, actor: ActorID(m))
    }
  }

  private mutating func transferLeadership(of g: Int, to member: Int) {
    guard let leader = groups[g].watch.leader, members[leader].isUp else { return }
    members[leader].transferLeadership(
      to: MemberID(UInt64(member + 1)), at: now, books: &groups[g].books, output: &output)
    drain(leader)
  }

  /// Starts the faults that wait for `event`.
  mutating func trigger(_ event: FaultPlan.Start) {
    if !steps.isEmpty { triggerSteps(event) }
    for (index, fault) in plan.faults.enumerated() where !faults.hasBegun[index] {
      guard Self.matches(fault.start, event) else { continue }
      agenda.schedule(.fault(index, begins: true), at: now, .fault, actor: faultActor)
    }
  }

  static func matches(_ wanted: FaultPlan.Start, _ event: FaultPlan.Start) -> Bool {
    switch (wanted, event) {
    case (.leaderElected(let n, let group), .leaderElected(let seen, let g)):
      n == seen && (group == nil || group == g)
    case (.commitReached(let n, let group), .commitReached(let seen, let g)):
      n == seen && (group == nil || group == g)
    default: false
    }
  }

  private mutating func scheduleFollowers(of index: Int) {
    scheduleSteps(after: index)
    for (other, fault) in plan.faults.enumerated() {
      if case .afterFault(index, let delay) = fault.start {
        agenda.schedule(
          .fault(other, begins: true), at: now + delay, .fault, actor: faultActor)
      }
    }
  }
}
