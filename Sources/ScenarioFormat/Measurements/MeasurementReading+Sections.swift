import SimKernel

extension MeasurementReading {
  private static let anyTime = 0.0...10_000_000

  mutating func readSections(_ root: JSONNode, into result: inout ClusterMeasurement) {
    for (key, isDirect) in [("latency_ms", false), ("latency_ms_direct_to_leader", true)] {
      guard let node = section(root, key, &result) else { continue }
      result.latencies += latencies(node, isDirect: isDirect)
    }
    if let node = section(root, "watch_ms", &result) { result.watches = watches(node) }
    if let node = section(root, "throughput", &result) { result.throughput = throughput(node) }
    if let node = section(root, "failover", &result) { result.trials = trials(node) }
    if let node = section(root, "quiet", &result),
      let seconds = milliseconds(node, "seconds", in: 0.1...1_000_000),
      let leaders = milliseconds(node, "leaders_elected", in: 0...1_000_000)
    {
      result.quiet = ClusterMeasurement.Quiet(seconds: seconds, leadersElected: Int(leaders))
    }
    if let node = section(root, "cold_start", &result) {
      result.coldStartLeaders = milliseconds(node, "leaders", in: 0...1_000_000).map { Int($0) }
    }
    if let node = root["cold_start_to_healthy_s"], node.value != .null {
      result.healthyAfterSeconds = number(node, in: 0...1_000_000)
    }
    if let node = section(root, "leader_transfer", &result), node["ok"]?.value != .bool(false) {
      result.transferMilliseconds = milliseconds(node, "ms", in: Self.anyTime)
    }
  }

  private mutating func section(
    _ root: JSONNode, _ key: String, _ result: inout ClusterMeasurement
  ) -> JSONNode? {
    guard let node = root[key], node.value != .null else {
      result.missing.append(key)
      return nil
    }
    guard node.members != nil || node.elements != nil else {
      findings.add(.wrongType, "\(key) is \(node.kindName)", at: node.caret)
      return nil
    }
    return node
  }

  private mutating func quantiles(_ node: JSONNode) -> ClusterMeasurement.Quantiles? {
    guard node.members != nil else {
      findings.add(.wrongType, "an object with p50, p90 and p99 is expected here", at: node.caret)
      return nil
    }
    // A run in which nothing succeeded has no quantiles, and nothing to compare.
    guard node["p50"] != nil, let p50 = milliseconds(node, "p50", in: -1...Self.anyTime.upperBound),
      p50 >= 0
    else { return nil }
    let p90 = milliseconds(node, "p90", in: Self.anyTime) ?? p50
    let count = milliseconds(node, "count", in: Self.anyTime) ?? 0
    return ClusterMeasurement.Quantiles(
      count: Int(count), p50: p50, p90: p90,
      p99: milliseconds(node, "p99", in: Self.anyTime) ?? p90)
  }

  private mutating func latencies(_ node: JSONNode, isDirect: Bool) -> [ClusterMeasurement.Latency]
  {
    var rows: [ClusterMeasurement.Latency] = []
    for region in node.members ?? [] {
      guard let index = member(named: region.key, at: region.keySpan) else { continue }
      for entry in region.value.members ?? [] {
        guard let operation = ClusterMeasurement.Operation(name: entry.key) else {
          findings.add(
            .unknownChoice, "there is no operation \(quoted(entry.key))", at: entry.keySpan,
            help: ClusterMeasurement.Operation.allCases.map(\.rawValue).joined(separator: ", "))
          continue
        }
        guard let quantiles = quantiles(entry.value) else { continue }
        rows.append(
          ClusterMeasurement.Latency(
            member: index, operation: operation, isDirect: isDirect, quantiles: quantiles))
      }
    }
    return rows
  }

  private mutating func watches(_ node: JSONNode) -> [ClusterMeasurement.Watch] {
    var rows: [ClusterMeasurement.Watch] = []
    for source in node.members ?? [] {
      let prefix = "put from "
      let name =
        source.key.hasPrefix(prefix) ? String(source.key.dropFirst(prefix.count)) : source.key
      guard let from = member(named: name, at: source.keySpan) else { continue }
      for watcher in source.value["put_start_to_event"]?.members ?? [] {
        guard watcher.value.value != .null,
          let at = member(named: watcher.key, at: watcher.keySpan),
          let quantiles = quantiles(watcher.value)
        else { continue }
        rows.append(ClusterMeasurement.Watch(source: from, watcher: at, quantiles: quantiles))
      }
    }
    return rows
  }

  private mutating func throughput(_ node: JSONNode) -> [ClusterMeasurement.Throughput] {
    var rows: [ClusterMeasurement.Throughput] = []
    for row in node.elements ?? [] {
      guard let place = row["client_region"], let operation = row["op"] else {
        findings.add(
          .missingKey, "a throughput row needs \"client_region\" and \"op\"", at: row.caret)
        continue
      }
      guard let at = member(place),
        let clients = milliseconds(row, "clients", in: 1...100_000),
        let rate = milliseconds(row, "ops_per_s", in: 0...1e9)
      else { continue }
      guard let kind = operation.string.flatMap(ClusterMeasurement.Operation.init(name:)) else {
        findings.add(
          .unknownChoice, "there is no such operation", at: operation.caret,
          help: "put, lget or sget")
        continue
      }
      guard let quantiles = quantiles(row) else { continue }
      rows.append(
        ClusterMeasurement.Throughput(
          member: at, operation: kind, clients: Int(clients), operationsPerSecond: rate,
          quantiles: quantiles, processorBusy: milliseconds(row, "cpu_busy", in: 0...1)))
    }
    return rows
  }

  private mutating func trials(_ node: JSONNode) -> [ClusterMeasurement.Trial] {
    var trials: [ClusterMeasurement.Trial] = []
    for trial in node["trials"]?.elements ?? [] {
      var writes: [ClusterMeasurement.FirstWrite] = []
      for entry in trial["first_ok_ms"]?.members ?? [] {
        guard let at = member(named: entry.key, at: entry.keySpan),
          let time = number(entry.value, in: -1...Self.anyTime.upperBound)
        else { continue }
        // -1 says that none succeeded while the probe ran.
        if time >= 0 {
          writes.append(ClusterMeasurement.FirstWrite(member: at, milliseconds: time))
        }
      }
      trials.append(
        ClusterMeasurement.Trial(
          isPause: trial["signal"]?.string == "STOP", firstWrites: writes,
          candidacies: trial["candidacies_ms"]?.elements?.count ?? 0,
          preCandidacies: trial["pre_candidacies_ms"]?.elements?.count ?? 0,
          elected: trial["leader_elected_ms"].flatMap {
            $0.value == .null ? nil : number($0, in: Self.anyTime)
          }))
    }
    return trials
  }

  /// The disk: nothing for `tmpfs`, else what the probe's quantiles say.
  mutating func disk(_ root: JSONNode) -> DistributionPlan {
    let none = DistributionPlan.constant(0, name: "tmpfs")
    guard root["data_dir"]?.string != "tmpfs", let probe = root["fdatasync_probe_ms"],
      probe.members != nil
    else { return none }
    var points: [DistributionPlan.Point] = []
    let keys: [(String, Int64)] = [
      ("min", 0), ("p10", 100_000), ("p50", 500_000), ("p90", 900_000), ("p99", 990_000),
      ("max", 1_000_000),
    ]
    for (key, share) in keys {
      guard let value = milliseconds(probe, key, in: Self.anyTime) else { continue }
      let time = max(Self.duration(value).nanoseconds, points.last?.value ?? 0)
      points.append(DistributionPlan.Point(share, time))
    }
    guard let first = points.first, let last = points.last else { return none }
    if first.partsPerMillion > 0 { points.insert(.init(0, first.value), at: 0) }
    if last.partsPerMillion < 1_000_000 { points.append(.init(1_000_000, last.value)) }
    return DistributionPlan(name: "measured", points: points)
  }
}
