import Results
import ScenarioFormat
import SimKernel
import SimNetwork

extension World {
  /// What distance and median disks allow of the delay to the watchers of loads `own`: the mean
  /// over their events, each by its own route.
  func watchFloor(loads own: [Int]) -> Attribution.Floor {
    let routes = recorder.watches.routes.sorted { $0.key < $1.key }
      .filter { own.contains(Int($0.key.load)) }
    let total = routes.reduce(Int128(0)) { $0 + Int128($1.value) }
    let most = routes.max { ($0.value, $1.key) < ($1.value, $0.key) }
    let floors = routes.map { (floor(of: $0.key), Int128($0.value)) }
    func mean(_ part: (Attribution.Floor) -> Int64) -> Int64 {
      Int64(floors.reduce(Int128(0)) { $0 + Int128(part($1.0)) * $1.1 } / max(1, total))
    }
    let usual = most.map { floor(of: $0.key) }
    return Attribution.Floor(
      clientRoundTrip: mean(\.clientRoundTrip), leaderRoundTrip: mean(\.leaderRoundTrip),
      quorumRoundTrip: mean(\.quorumRoundTrip), disk: mean(\.disk),
      leader: usual?.leader ?? "", decider: usual?.decider ?? "")
  }

  /// Its client trip is the writer's way to its member and the event's to the watcher; its leader
  /// trip the way to the leader and from there to the watcher's member.
  private func floor(of route: WatchRoute) -> Attribution.Floor {
    let group = groups[loads[Int(route.load)].group]
    func place(_ l: Int32) -> Station {
      Station(region: loads[Int(l)].plan.region, zone: 0, key: 0)
    }
    func delay(_ a: Station, _ b: Station) -> Int64 { Self.delay(from: a, to: b, plan) }
    func between(_ a: Int32, _ b: Int32) -> Int64 {
      a == b ? 0 : delay(runtimes[Int(a)].station, runtimes[Int(b)].station)
    }
    let path = quorumPath(from: Int(route.leader), group, needsDisk: true)
    return Attribution.Floor(
      clientRoundTrip: delay(place(route.writer), runtimes[Int(route.server)].station)
        + delay(runtimes[Int(route.member)].station, place(route.load)),
      leaderRoundTrip: between(route.server, route.leader) + between(route.leader, route.member),
      quorumRoundTrip: path.roundTrip, disk: path.disk,
      leader: runtimes[Int(route.leader)].name, decider: runtimes[path.decider].name)
  }
}
