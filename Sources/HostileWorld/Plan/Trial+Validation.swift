import SimKernel

/// A trial that cannot be run, with everything that is wrong with it.
public struct InvalidTrial: Error, CustomStringConvertible {
  public var problems: [String]
  public var description: String {
    "a trial that cannot be run:\n" + problems.map { "  \($0)\n" }.joined()
  }
}

extension Trial {
  /// Everything that is wrong with it; empty if it can be run.
  public var problems: [String] {
    var found: [String] = []
    func require(_ holds: Bool, _ problem: @autoclosure () -> String) {
      if !holds { found.append(problem()) }
    }
    require(1...NodeID.limit ~= nodes, "nodes is \(nodes), must be 1 to \(NodeID.limit)")
    require(1...max(1, nodes) ~= members, "members is \(members), must be 1 to \(nodes)")
    require(
      1...Self.longest ~= duration.nanoseconds,
      "durationNs is \(duration.nanoseconds), must be 1 to \(Self.longest)")
    require(eventLimit > 0, "eventLimit is 0")
    if let healing {
      require(
        0...Self.longest ~= healing.limit.nanoseconds,
        "healing.limitNs is \(healing.limit.nanoseconds), must be 0 to \(Self.longest)")
      for node in healing.core ?? [] where !isNode(node) {
        found.append("healing.core has \(node), there are \(nodes) nodes")
      }
      require(healing.core?.isEmpty != true, "healing.core is empty")
    }
    for word in options {
      if let node = word.node, !isNode(node) {
        found.append("option \(word.name) is for \(node), there are \(nodes) nodes")
      }
    }
    return found + networkProblems + clientProblems + faultProblems
  }

  /// An hour: what a phase or a time in a plan may last.
  private static let longest: Int64 = 3_600_000_000_000

  private func isNode(_ node: NodeID) -> Bool { 0..<nodes ~= node.index }

  private var networkProblems: [String] {
    var found: [String] = []
    let regions = network.oneWay.count
    if !(1...64 ~= regions) { found.append("\(regions) regions, must be 1 to 64") }
    for (i, row) in network.oneWay.enumerated() where row.count != regions {
      found.append("network.oneWayNs[\(i)] has \(row.count) entries for \(regions) regions")
    }
    let times =
      network.oneWay.flatMap { $0 } + [
        network.jitter, disk.syncMinimum, disk.syncMean, disk.readMinimum,
      ]
    for time in times where !(0...60_000_000_000 ~= time.nanoseconds) {
      found.append("a latency of \(time.nanoseconds) ns, must be 0 to 60 s")
    }
    for region in network.regionOfNode where !(0..<regions ~= region) {
      found.append("network.regionOfNode has \(region), there are \(regions) regions")
    }
    return found
  }

  private var clientProblems: [String] {
    var found: [String] = []
    var seen = Set<Int>()
    for client in clients {
      let name = "client \(client.id)"
      if !(0..<ClientScript.limit ~= client.id) {
        found.append("\(name): id must be 0 to \(ClientScript.limit - 1)")
      }
      if !seen.insert(client.id).inserted { found.append("\(name) appears twice") }
      if !(network.oneWay.indices ~= client.region) {
        found.append("\(name) lives in region \(client.region) of \(network.oneWay.count)")
      }
      if !isNode(client.first) { found.append("\(name) asks \(client.first), which is no node") }
      if !(1...Self.longest ~= client.timeout.nanoseconds) {
        found.append("\(name): timeoutNs is \(client.timeout.nanoseconds)")
      }
      for operation in client.operations {
        let time =
          switch operation.start {
          case .think(let pause): pause.nanoseconds
          case .at(let instant): instant.nanoseconds
          }
        if !(0...Self.longest ~= time) { found.append("\(name): an operation at \(time) ns") }
      }
    }
    return found
  }

  private var faultProblems: [String] {
    var found: [String] = []
    var seen = Set<Int>()
    for fault in faults.faults {
      if !seen.insert(fault.id).inserted { found.append("fault \(fault.id) appears twice") }
      found += problems(of: fault).map { "fault \(fault.id) (\(fault.kind.rawValue)): \($0)" }
    }
    return found
  }

  private func problems(of fault: Fault) -> [String] {
    var found: [String] = []
    let rule = fault.kind.rule
    if !(0..<Fault.idLimit ~= fault.id) {
      found.append("id must be 0 to \(Fault.idLimit - 1)")
    }
    for entry in fault.numbers.entries {
      guard let number = rule.numbers.first(where: { $0.parameter == entry.parameter }) else {
        found.append("takes no \(entry.parameter.rawValue)")
        continue
      }
      if !(number.range ~= entry.value) {
        found.append(
          "\(entry.parameter.rawValue) is \(entry.value), must be \(number.range.lowerBound) to "
            + "\(number.range.upperBound)")
      }
    }
    if let duration = fault.duration, !(0...Self.longest ~= duration.nanoseconds) {
      found.append("durationNs is \(duration.nanoseconds), must be 0 to \(Self.longest)")
    }
    found += problems(of: fault.start) + problems(of: fault.target, rule.subject)
    switch fault.kind {
    case .crashAtStep where StepPoint(fault) == nil:
      found.append("words must be before or after, an effect, and maybe a handler")
    case .filter where fault.words.isEmpty: found.append("words must name kinds of messages")
    case .admin where fault.words.count != 1: found.append("words must name one command")
    case .upgrade where fault.words.count != 1: found.append("words must name one option")
    default: break
    }
    return found
  }

  private func problems(of start: FaultStart) -> [String] {
    switch start {
    case .at(let time) where !(0...2 * Self.longest ~= time.nanoseconds):
      return ["atNs is \(time.nanoseconds)"]
    case .when(.after(let other, let delay)):
      var found: [String] = []
      if !faults.faults.contains(where: { $0.id == other }) {
        found.append("comes after fault \(other), which is not in the plan")
      }
      if !(0...Self.longest ~= delay.nanoseconds) {
        found.append("delayNs is \(delay.nanoseconds)")
      }
      return found
    default: return []
    }
  }

  private func problems(of target: FaultTarget, _ subject: FaultRule.Subject) -> [String] {
    let named: [NodeID] =
      switch target {
      case .nodes(let nodes): nodes
      case .links(let links): links.flatMap { [$0.from, $0.to] }
      case .groups(let groups): groups.flatMap { $0 }
      default: []
      }
    var found = named.filter { !isNode($0) }.map { "names \($0), there are \(nodes) nodes" }
    if case .regions(let regions) = target {
      for region in regions where !(network.oneWay.indices ~= region) {
        found.append("names region \(region) of \(network.oneWay.count)")
      }
    }
    switch (subject, target) {
    case (.nodes, .links), (.nodes, .groups): found.append("hits nodes, not links")
    default: break
    }
    return found
  }
}
