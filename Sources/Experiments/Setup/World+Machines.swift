import RaftHost
import ScenarioFormat
import SimKernel
import SimNetwork

extension World {
  /// What the world keeps beside member `i` of a group.
  static func runtime(
    _ i: Int, of plan: GroupPlan, _ group: Int, _ stations: [Station], network: inout Network,
    seed: UInt64
  ) throws(ExperimentError) -> MemberRuntime {
    let machine = plan.machine
    let spread = try table(machine.hopSpread)
    let key = stations[i].key
    var phase = Draws(seed: seed, .tickPhase, key, 1)
    let interval = MachinePlan.backendInterval
    var lessor = Draws(seed: seed, .tickPhase, key, 2)
    return MemberRuntime(
      group: group, station: stations[i], name: plan.members[i].name,
      toPeer: stations.map { network.open(from: stations[i], to: $0) },
      toPeerHops: stations.map {
        Hop(
          machine.peerHop, spread, Draws(seed: seed, .machineHop, key, $0.key), keepsOrder: true)
      }, processor: Processor(wakeUp: machine.wakeUp, idleAfter: machine.idleAfter),
      backend: BackendCommits(
        interval: interval, limit: MachinePlan.backendLimit, commit: machine.backendCommit,
        phase: SimDuration(
          nanoseconds: Int64(phase.below(UInt64(interval.nanoseconds))))),
      lessorPhase: SimDuration(nanoseconds: Int64(lessor.below(500_000_000))))
  }
}

extension Load {
  /// Gives its connections the times of its group's machines.
  mutating func setHops(_ groups: [Group], seed: UInt64) throws(ExperimentError) {
    let machine = groups[group].plan.machine
    let spread = try World.table(machine.hopSpread)
    func hop(_ direction: UInt64) -> Hop {
      Hop(
        machine.clientHop, spread, Draws(seed: seed, .machineHop, key, direction),
        keepsOrder: false)
    }
    (hopThere, hopBack) = (hop(1), hop(2))
  }
}

extension Hop {
  /// A hop that takes no time.
  static let none = Hop(
    .zero, QuantileTable(constant: 1_000_000), Draws(seed: 0, .machineHop, 0), keepsOrder: false)
}
