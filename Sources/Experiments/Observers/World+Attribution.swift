import RaftCore
import Results
import ScenarioFormat
import SimKernel
import SimNetwork
import Workloads

extension World {
  /// The split of every kind of operation, by cluster and client region.
  func attributions() -> [Attribution] {
    var result: [Attribution] = []
    for (o, operation) in Attribution.Operation.allCases.enumerated() {
      for (g, group) in groups.enumerated() {
        for region in plan.regions.indices {
          let own = loads.indices.filter {
            loads[$0].group == g && loads[$0].plan.region == region
          }
          var merged = PartHistogram()
          for l in own { merged.merge(recorder.parts[l][o]) }
          guard let all = merged.mean(from: 0, to: 1_000_000),
            let tail = merged.mean(from: 985_000, to: 995_000)
          else { continue }
          result.append(
            Attribution(
              operation: operation, cluster: group.plan.name,
              region: plan.regions[region].name, count: merged.count,
              meanLatency: all.latency, meanParts: all.parts, p99Latency: tail.latency,
              p99Parts: tail.parts, deciders: deciders(own, o),
              floor: floor(of: operation, loads: own)))
        }
      }
    }
    return result
  }

  private func deciders(_ own: [Int], _ o: Int) -> [Attribution.Decider] {
    var merged: [MemberID: Int64] = [:]
    for l in own { merged.merge(recorder.deciders[l][o]) { $0 + $1 } }
    let group = groups[loads[own[0]].group]
    let counts = merged.sorted {
      $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key
    }
    let total = max(1, counts.reduce(0) { $0 + $1.value })
    return counts.map { id, count in
      Attribution.Decider(
        member: runtimes[group.member(of: id)].name,
        shareInPartsPerMillion: count * 1_000_000 / total)
    }
  }

  /// What distance and median disks alone allow: the mean over the operations, each with the
  /// leader it had.
  private func floor(of operation: Attribution.Operation, loads own: [Int]) -> Attribution.Floor {
    if operation == .watch { return watchFloor(loads: own) }
    let o = Attribution.Operation.allCases.firstIndex(of: operation) ?? 0
    var counts: [MemberID: Int64] = [:]
    for l in own { counts.merge(recorder.leaders[l][o]) { $0 + $1 } }
    let group = groups[loads[own[0]].group]
    if counts.isEmpty { counts = [group.memberID(of: usualLeader(of: group)): 1] }
    let leaders = counts.sorted {
      $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key
    }
    let floors = leaders.map { id, count in
      (floor(of: operation, load: own[0], leader: group.member(of: id)), count)
    }
    let total = leaders.reduce(0) { $0 + $1.value }
    func mean(_ part: (Attribution.Floor) -> Int64) -> Int64 {
      Int64(floors.reduce(Int128(0)) { $0 + Int128(part($1.0)) * Int128($1.1) } / Int128(total))
    }
    return Attribution.Floor(
      clientRoundTrip: mean(\.clientRoundTrip), leaderRoundTrip: mean(\.leaderRoundTrip),
      quorumRoundTrip: mean(\.quorumRoundTrip), disk: mean(\.disk),
      leader: floors[0].0.leader, decider: floors[0].0.decider)
  }

  private func floor(
    of operation: Attribution.Operation, load l: Int, leader: Int
  ) -> Attribution.Floor {
    let load = loads[l]
    let group = groups[load.group]
    let client = Station(region: load.plan.region, zone: 0, key: 0)
    let server = load.endpoints.members[0]
    // An update is a read and a write; a keepalive asks the leader alone.
    let requests: Int64 = operation == .update ? 2 : 1
    let path = quorumPath(
      from: leader, group, needsDisk: operation == .write || operation == .update)
    let asksQuorum = operation != .keepAlive
    let toLeader =
      server == leader ? 0 : roundTrip(runtimes[server].station, runtimes[leader].station)
    return Attribution.Floor(
      clientRoundTrip: roundTrip(client, runtimes[server].station) * requests,
      leaderRoundTrip: toLeader * requests,
      quorumRoundTrip: asksQuorum ? path.roundTrip * requests : 0,
      disk: asksQuorum ? path.disk : 0, leader: runtimes[leader].name,
      decider: runtimes[path.decider].name)
  }

  private func roundTrip(_ a: Station, _ b: Station) -> Int64 {
    Self.delay(from: a, to: b, plan) + Self.delay(from: b, to: a, plan)
  }

  private func usualLeader(of group: Group) -> Int {
    let longest = group.watch.ledFor.max {
      ($0.value, -$0.key) < ($1.value, -$1.key)
    }
    return longest?.key ?? group.firstMember
  }

  /// The k-th smallest of the leader's own fsync and each voter's round trip and fsync, k being
  /// the quorum.
  func quorumPath(
    from leader: Int, _ group: Group, needsDisk: Bool
  ) -> (roundTrip: Int64, disk: Int64, decider: Int) {
    var paths: [(total: Int64, roundTrip: Int64, disk: Int64, member: Int)] = []
    for m in group.members where !group.plan.members[m - group.firstMember].isLearner {
      let disk = needsDisk ? medianDisk(of: m, group) : 0
      let trip = m == leader ? 0 : roundTrip(runtimes[leader].station, runtimes[m].station)
      paths.append((trip + disk, trip, disk, m))
    }
    paths.sort { ($0.total, $0.member) < ($1.total, $1.member) }
    let decisive = paths[paths.count / 2]
    return (decisive.roundTrip, decisive.disk, decisive.member)
  }

  private func medianDisk(of m: Int, _ group: Group) -> Int64 {
    let points = group.plan.members[m - group.firstMember].disk.points.map {
      ($0.partsPerMillion, $0.value)
    }
    guard points.count > 1 else { return points.first?.1 ?? 0 }
    return QuantileTable(points: points)?.quantile(partsPerMillion: 500_000) ?? 0
  }
}
