import SimKernel

/// A fault in force.
@usableFromInline struct ActiveFault: Sendable {
  let fault: Fault
  /// Nodes it hits, if it hits nodes; those clogged now for a swizzle.
  var nodes: NodeSet
  /// Links it hits: for each sender the receivers.
  var links: [NodeSet]
  var hitsClients = true

  func hits(_ from: Int, _ to: Int) -> Bool {
    from < links.count && links[from].contains(NodeID(to))
  }

  /// Nodes of `core` and the links between them are well again.
  mutating func spare(_ core: NodeSet) {
    nodes.bits &= ~core.bits
    hitsClients = false
    for node in core.nodes where node.index < links.count {
      links[node.index].bits &= ~core.bits
    }
  }
}

extension Trial {
  /// The links that `target` names, seen in `direction` where it names nodes: for each sender the
  /// receivers. `nodes` are those the target stands for.
  func links(of target: FaultTarget, nodes named: NodeSet, direction: Int64) -> [NodeSet] {
    var result = [NodeSet](repeating: NodeSet(), count: nodes)
    func add(where holds: (Int, Int) -> Bool) {
      for from in 0..<nodes {
        for to in 0..<nodes where from != to && holds(from, to) { result[from].insert(NodeID(to)) }
      }
    }
    switch target {
    case .all: add { _, _ in true }
    case .links(let links):
      for link in links where link.from != link.to { result[link.from.index].insert(link.to) }
    case .groups(let groups):
      var group = [Int?](repeating: nil, count: nodes)
      for (i, members) in groups.enumerated() { for node in members { group[node.index] = i } }
      add { from, to in
        if let a = group[from], let b = group[to] { a != b } else { false }
      }
    case .regions(let regions):
      let isInside = (0..<nodes).map { regions.contains(network.region(of: NodeID($0))) }
      add { from, to in
        guard isInside[from] != isInside[to] else { return false }
        return direction == 0 || (direction == 1) == isInside[to]
      }
    case .nodes, .leader, .trigger:
      add { from, to in
        let (sends, hears) = (named.contains(NodeID(from)), named.contains(NodeID(to)))
        return direction == 0 ? sends || hears : direction == 1 ? hears : sends
      }
    }
    return result
  }
}

/// What a node meets now: the faults in force.
struct NodeConditions: Equatable, Sendable {
  var isPaused = false
  var cost: Int64 = 0
  var driftPPM: Int64 = 0
  var isFrozen = false
  var isDiskStalled = false
  var diskAdded: Int64 = 0
  var diskScalePPM: Int64 = 1_000_000
  var isDiskFull = false
  var diskLies = false
  var readErrorPPM: Int64 = 0

  /// Folds the faults that hit `node`.
  init(_ node: NodeID, _ active: [ActiveFault]) {
    for entry in active where entry.nodes.contains(node) {
      let fault = entry.fault
      switch fault.kind {
      case .pause: isPaused = true
      case .slowCPU: cost += fault.number(.costNs)
      case .clockDrift: driftPPM += fault.number(.driftPPM)
      case .clockFreeze: isFrozen = true
      case .diskStall: isDiskStalled = true
      case .diskSlow:
        diskAdded += fault.number(.addNs)
        diskScalePPM = max(diskScalePPM, fault.number(.scalePPM))
      case .diskFull: isDiskFull = true
      case .diskLies: diskLies = true
      case .diskReadError: readErrorPPM = max(readErrorPPM, fault.number(.ratePPM))
      default: break
      }
    }
  }
}
