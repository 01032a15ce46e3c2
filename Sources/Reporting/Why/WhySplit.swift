import Results

/// Where the time of one kind of operation goes, over all seeds of one cluster and client region,
/// or of several of them together.
struct WhySplit {
  var cluster: String
  var region: String
  var count: Int64
  /// Nanoseconds by `LatencyPart.rawValue`.
  var mean: [Int64]
  var p99: [Int64]
  /// Members that completed the quorum, most often first, with the share in parts per million.
  var deciders: [Attribution.Decider]
  var floor: Attribution.Floor
  /// Whether the leader of the floor is only the one of most operations.
  var leaderChanged = false

  var meanTotal: Int64 { mean.reduce(0, +) }

  /// The splits of `outcome`, in the order of its clusters and regions.
  static func all(of outcome: Outcome, _ operation: Attribution.Operation) -> [WhySplit] {
    var groups: [[String]: [Attribution]] = [:]
    for run in outcome.runs {
      for found in run.attributions where found.operation == operation && found.count > 0 {
        groups[[found.cluster, found.region], default: []].append(found)
      }
    }
    let clusters = outcome.clusters.map(\.name)
    func rank(_ name: String, _ order: [String]) -> Int { order.firstIndex(of: name) ?? .max }
    let keys = groups.keys.sorted { a, b in
      let left = (rank(a[0], clusters), rank(a[1], outcome.regions))
      let right = (rank(b[0], clusters), rank(b[1], outcome.regions))
      return left != right ? left < right : a.lexicographicallyPrecedes(b)
    }
    return keys.compactMap { key in
      var split = merged(groups[key] ?? [], cluster: key[0], region: key[1])
      let cluster = Labels([.init(.cluster, key[0])])
      let changes = outcome.value(.leaderChanges, .value, filter: cluster).perSeed
      split?.leaderChanged = changes.contains { $0.value ?? 0 > 0 }
      return split
    }
  }

  /// All operations of that kind together; nil when there were none.
  static func whole(of outcome: Outcome, _ operation: Attribution.Operation) -> WhySplit? {
    let found = outcome.runs.flatMap { run in
      run.attributions.filter { $0.operation == operation && $0.count > 0 }
    }
    return merged(found, cluster: outcome.name, region: "all regions")
  }

  /// The mean of `found` weighted by operations; the floor of the one in the middle.
  private static func merged(
    _ found: [Attribution], cluster: String, region: String
  ) -> WhySplit? {
    guard !found.isEmpty else { return nil }
    let total = found.reduce(Int128(0)) { $0 + Int128($1.count) }
    func weighted(_ value: (Attribution) -> Int64) -> Int64 {
      let sum = found.reduce(Int128(0)) { $0 + Int128(value($1)) * Int128($1.count) }
      return Int64(clamping: (sum + total / 2) / total)
    }
    func parts(_ list: (Attribution) -> [Int64]) -> [Int64] {
      LatencyPart.allCases.indices.map { index in
        weighted { found in
          let list = list(found)
          return index < list.count ? max(0, list[index]) : 0
        }
      }
    }
    let byFloor = found.sorted { $0.floor.total < $1.floor.total }
    var floor = byFloor[(byFloor.count - 1) / 2].floor
    if Set(found.map(\.region)).count > 1 {
      floor.clientRoundTrip = weighted(\.floor.clientRoundTrip)
      floor.leaderRoundTrip = weighted(\.floor.leaderRoundTrip)
      floor.quorumRoundTrip = weighted(\.floor.quorumRoundTrip)
      floor.disk = weighted(\.floor.disk)
    }
    return WhySplit(
      cluster: cluster, region: region, count: Int64(clamping: total), mean: parts(\.meanParts),
      p99: parts(\.p99Parts), deciders: deciders(found, total), floor: floor)
  }

  private static func deciders(
    _ found: [Attribution], _ total: Int128
  ) -> [Attribution.Decider] {
    var shares: [String: Int128] = [:]
    for one in found {
      for decider in one.deciders {
        shares[decider.member, default: 0] +=
          Int128(decider.shareInPartsPerMillion) * Int128(one.count)
      }
    }
    return shares.map { member, share in
      Attribution.Decider(
        member: member, shareInPartsPerMillion: Int64(clamping: share / total))
    }
    .sorted {
      $0.shareInPartsPerMillion != $1.shareInPartsPerMillion
        ? $0.shareInPartsPerMillion > $1.shareInPartsPerMillion : $0.member < $1.member
    }
  }
}

extension LatencyPart {
  /// As a row of the table says it.
  var title: String {
    switch self {
    case .clientWait: "client wait"
    case .clientLink: "client link"
    case .serving: "serving member"
    case .noLeader: "no leader known"
    case .readBatch: "read round before"
    case .forwarding: "forwarding"
    case .leaderQueueAndDisk: "leader queue, disk"
    case .replication: "quorum round trip"
    case .followerDisk: "follower disk"
    case .commitNotice: "commit notice"
    case .apply: "apply"
    case .fanOut: "watch fan-out"
    case .eventLink: "link to watcher"
    case .reply: "reply"
    }
  }
}
