import SimKernel

/// All directed links of a run.
@usableFromInline struct NetworkModel: Sendable {
  private var links: ContiguousArray<LinkState> = []
  private let plan: NetworkPlan
  private let shape: QuantileTable
  private let count: Int
  private let regions: [Int]
  /// Sets of regions that are cut off from the others, for clients.
  private var cutRegions: [[Int]] = []

  init(_ trial: Trial) {
    plan = trial.network
    count = trial.nodes
    shape = trial.network.shape.table
    regions = (0..<trial.nodes).map { trial.network.region(of: NodeID($0)) }
    links.reserveCapacity(count * count)
    for from in 0..<count {
      for to in 0..<count {
        links.append(
          LinkState(
            Link(from: NodeID(from), to: NodeID(to)), conditions(from, to), seed: trial.seed))
      }
    }
  }

  private func conditions(_ from: Int, _ to: Int) -> LinkConditions {
    LinkConditions(
      base: plan.oneWay[regions[from]][regions[to]].nanoseconds, jitter: plan.jitter.nanoseconds,
      isOrdered: plan.isOrdered)
  }

  /// Sends the next message of a link.
  @usableFromInline mutating func send(
    from: NodeID, to: NodeID, bytes: Int, kind: @autoclosure () -> String, at now: SimTime
  ) -> LinkState.Passage {
    links[from.index * count + to.index].send(bytes: bytes, kind: kind(), at: now, plan: shape)
  }

  /// Whether a message that is about to arrive is stopped: 0 no, 1 lost, 2 held back.
  @usableFromInline func obstacle(from: NodeID, to: NodeID) -> Int {
    guard from != to else { return 0 }
    let conditions = links[from.index * count + to.index].conditions
    return conditions.isCut ? 1 : conditions.isClogged ? 2 : 0
  }

  /// Messages that a link has carried or lost.
  func count(from: NodeID, to: NodeID) -> UInt64 { links[from.index * count + to.index].count }

  /// What a call between a client and a node takes one way; nil if a region's cut is between.
  func clientLatency(region: Int, node: NodeID) -> SimDuration? {
    let other = regions[node.index]
    for set in cutRegions where set.contains(region) != set.contains(other) { return nil }
    return plan.oneWay[region][other] + .microseconds(100)
  }

  /// Takes the conditions of all links from the plan and the faults in force.
  mutating func refresh(_ active: [ActiveFault]) {
    cutRegions.removeAll()
    for from in 0..<count {
      for to in 0..<count where from != to {
        var conditions = self.conditions(from, to)
        for fault in active where fault.hits(from, to) { fault.fault.worsen(&conditions) }
        links[from * count + to].conditions = conditions
      }
    }
    for entry in active where entry.fault.kind == .cut && entry.hitsClients {
      if case .regions(let regions) = entry.fault.target { cutRegions.append(regions) }
    }
  }
}

extension Fault {
  /// Adds what it does to a link.
  func worsen(_ link: inout LinkConditions) {
    switch kind {
    case .delay:
      link.base = NodeClock.scaled(link.base, number(.scalePPM), 1_000_000, up: false)
      link.base += number(.addNs)
      if number(.meanNs) > 0 {
        link.extra += number(.meanNs)
        link.extraShape = LatencyShape(rawValue: number(.shape)) ?? .exponential
      }
      if number(.ordered) != 0 { link.isOrdered = true }
    case .loss:
      link.lossPPM = min(1_000_000, link.lossPPM + number(.ratePPM))
      link.lossBurst = max(link.lossBurst, number(.burst))
    case .duplicate:
      link.duplicatePPM = min(1_000_000, link.duplicatePPM + number(.ratePPM))
      link.duplicateDelay = max(link.duplicateDelay, number(.meanNs))
    case .corrupt: link.corruptPPM = min(1_000_000, link.corruptPPM + number(.ratePPM))
    case .bandwidth:
      let rate = number(.bytesPerSecond)
      link.bytesPerSecond = link.bytesPerSecond == 0 ? rate : min(rate, link.bytesPerSecond)
      link.queueBytes = number(.queueBytes)
    case .cut: link.isCut = true
    case .clog, .swizzle: link.isClogged = true
    case .filter: link.filtered += words
    default: break
    }
  }
}
