import HostileWorld
import SimKernel

/// Smaller versions of a trial. Draws are keyed, so what stays draws as before.
extension Trial {
  /// Without the faults of `ids`. What came after one of them comes after what that one came
  /// after, at its time, or at its trigger.
  func removingFaults(_ ids: [Int]) -> Trial {
    var trial = self
    for id in ids {
      guard let gone = trial.faults.faults.first(where: { $0.id == id }) else { continue }
      trial.faults.faults.removeAll { $0.id == id }
      for i in trial.faults.faults.indices {
        guard case .when(.after(id, let delay)) = trial.faults.faults[i].start else { continue }
        switch gone.start {
        case .at(let time): trial.faults.faults[i].start = .at(time + delay)
        case .when(.after(let other, let first)):
          trial.faults.faults[i].start = .when(.after(fault: other, first + delay))
        case .when(let trigger): trial.faults.faults[i].start = .when(trigger)
        }
      }
    }
    return trial
  }

  /// Without `node`: all others close ranks. Nil if the group would be empty.
  func removing(_ node: NodeID) -> Trial? {
    guard nodes > 1, node.index < nodes, node.index >= members || members > 1 else { return nil }
    let renumbering = Renumbering(without: node)
    var trial = self
    if trial.network.regionOfNode.count > node.index {
      trial.network.regionOfNode.remove(at: node.index)
    }
    if node.index < members { trial.members -= 1 }
    trial.nodes -= 1
    trial.options = options.compactMap { word in
      guard let own = word.node else { return word }
      return renumbering.moved(own).map { OptionWord(word.name, word.value, node: $0) }
    }
    for i in trial.clients.indices {
      trial.clients[i].first = renumbering.moved(trial.clients[i].first) ?? NodeID(0)
      trial.clients[i].operations = trial.clients[i].operations.compactMap(renumbering.moved)
    }
    var gone: [Int] = []
    for i in trial.faults.faults.indices {
      if let target = renumbering.moved(trial.faults.faults[i].target) {
        trial.faults.faults[i].target = target
      } else {
        gone.append(trial.faults.faults[i].id)
      }
    }
    trial = trial.removingFaults(gone)
    if let core = healing?.core {
      let rest = core.compactMap(renumbering.moved)
      trial.healing?.core = rest.isEmpty ? nil : rest
    }
    return trial
  }

  /// With the regions beyond the first `count` merged into the first.
  func keepingRegions(_ count: Int) -> Trial {
    var trial = self
    trial.network.regionOfNode = (0..<nodes).map {
      let region = network.region(of: NodeID($0))
      return region < count ? region : 0
    }
    trial.network.oneWay = network.oneWay.prefix(count).map { Array($0.prefix(count)) }
    for i in trial.clients.indices where trial.clients[i].region >= count {
      trial.clients[i].region = 0
    }
    for i in trial.faults.faults.indices {
      guard case .regions(let regions) = trial.faults.faults[i].target else { continue }
      let hit = (0..<nodes).map { NodeID($0) }.filter {
        regions.contains(network.region(of: $0))
      }
      trial.faults.faults[i].target = .nodes(hit)
    }
    return trial
  }
}

/// New numbers for the nodes above one that goes.
private struct Renumbering {
  let gone: NodeID

  init(without node: NodeID) { gone = node }

  func moved(_ node: NodeID) -> NodeID? {
    node == gone ? nil : node > gone ? NodeID(node.index - 1) : node
  }

  func moved(_ operation: PlannedOperation) -> PlannedOperation? {
    guard case .admin(let name, let node, let value) = operation.command else { return operation }
    return moved(node).map {
      PlannedOperation(.admin(name: name, node: $0, value: value), operation.start)
    }
  }

  /// Nil if nothing of the target is left.
  func moved(_ target: FaultTarget) -> FaultTarget? {
    switch target {
    case .all, .regions, .leader, .trigger: return target
    case .nodes(let nodes):
      let rest = nodes.compactMap { moved($0) }
      return rest.isEmpty ? nil : .nodes(rest)
    case .links(let links):
      let rest = links.compactMap { link -> Link? in
        guard let from = moved(link.from), let to = moved(link.to) else { return nil }
        return Link(from: from, to: to)
      }
      return rest.isEmpty ? nil : .links(rest)
    case .groups(let groups):
      let rest = groups.map { $0.compactMap { moved($0) } }.filter { !$0.isEmpty }
      return rest.count < 2 ? nil : .groups(rest)
    }
  }
}
