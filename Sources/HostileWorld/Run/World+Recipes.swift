import SimKernel

extension World {
  // MARK: Swizzle

  /// Clogs nodes one after the other and releases them in another order, both drawn by the
  /// fault's ID (FoundationDB's swizzle-clogging).
  mutating func swizzle(_ index: Int, _ fault: Fault, _ hit: NodeSet) {
    faults.active.append(ActiveFault(fault: fault, nodes: NodeSet(), links: []))
    let stagger = fault.number(.staggerNs)
    let duration = fault.duration ?? .zero
    var draws = Draws(seed: trial.seed, .plan, UInt64(fault.id), fnv1a("swizzle"))
    for (k, node) in permuted(hit.nodes, &draws).enumerated() {
      let begin = now + SimDuration(nanoseconds: Int64(k) * stagger)
      schedule(.world(.clog(index, node, true)), at: begin, .fault, actor: actor(index))
    }
    guard fault.duration != nil else { return }
    for (k, node) in permuted(hit.nodes, &draws).enumerated() {
      let lasting = SimDuration(nanoseconds: Int64(hit.count + k) * stagger)
      schedule(
        .world(.clog(index, node, false)), at: now + duration + lasting, .fault,
        actor: actor(index))
    }
  }

  private func permuted(_ nodes: [NodeID], _ draws: inout Draws) -> [NodeID] {
    var nodes = nodes
    for i in stride(from: nodes.count - 1, to: 0, by: -1) {
      nodes.swapAt(i, Int(draws.below(UInt64(i + 1))))
    }
    return nodes
  }

  mutating func clog(_ index: Int, _ node: NodeID, _ isClogged: Bool) {
    guard !faults.isHealed else { return }
    let id = trial.faults.faults[index].id
    guard let place = faults.active.firstIndex(where: { $0.fault.id == id }) else { return }
    var entry = faults.active[place]
    if isClogged { entry.nodes.insert(node) } else { entry.nodes.remove(node) }
    entry.links = trial.links(
      of: .nodes([]), nodes: entry.nodes, direction: entry.fault.number(.direction))
    faults.active[place] = entry
    digest.combine(11 &+ UInt64(node.index) << 8)
    refresh()
  }

  // MARK: Operators and crowds

  /// The operator asks for a change of the cluster.
  mutating func command(_ fault: Fault, _ node: NodeID) {
    guard let slot = clients.firstIndex(where: { $0.script.id == OperationRecord.operatorClient })
    else { return }
    clients[slot].extra.append(
      .admin(name: fault.words[0], node: node, value: fault.number(.value)))
    if clients[slot].call == nil { scheduleTurn(slot, at: now) }
  }

  /// A node stops, takes an option's new value, and starts again.
  mutating func upgrade(_ index: Int, _ node: NodeID) {
    guard !faults.isHealed else { return }
    let fault = trial.faults.faults[index]
    let i = node.index
    let isKnown = Node.set(fault.words[0], to: fault.number(.value), in: &options[i])
    guard isKnown, machines[i].isUp else { return }
    stop(node, .crash, "f\(fault.id) upgrade")
    restart(node, after: fault.duration ?? .milliseconds(100))
  }

  /// The `number`-th extra operation arrives at a node in turn, and the next is scheduled. Extra
  /// operations use keys of their own and are no part of the history.
  mutating func overload(_ index: Int, _ number: Int) {
    guard !faults.isHealed, let asked = asked.isEmpty ? nil : asked else { return }
    let fault = trial.faults.faults[index]
    let node = asked[number % asked.count]
    let key = 1_000_000 + fault.id
    let id = RequestID(process: Self.overloadProcess + fault.id, sequence: number)
    let command: ClientCommand =
      number % 2 == 0 ? .put(key: key, value: Int64(number)) : .get(key: key)
    schedule(
      .request(node, ClientRequest(id: id, command: command), cause: 0), at: now, .message,
      actor: node.index)
    let rate = max(1, fault.number(.ratePerSecond))
    let total = (fault.duration ?? .seconds(1)).nanoseconds.multipliedFullWidth(by: rate)
    let operations = Int(Int64(1_000_000_000).dividingFullWidth(total).quotient)
    guard number + 1 < operations else { return }
    schedule(
      .world(.overload(index, number + 1)),
      at: now + SimDuration(nanoseconds: 1_000_000_000 / rate), .fault, actor: actor(index))
  }

  // MARK: Triggers

  /// Faults whose trigger a node's new probe pulls begin now.
  @usableFromInline mutating func pullTriggers(_ node: NodeID, _ probe: ConsensusProbe) {
    guard !faults.isHealed else { return }
    for waiting in faults.waiting where !faults.begun[waiting.index] {
      if waiting.trigger.isPulled(by: probe, elections: counts.leaderChanges) {
        scheduleBegin(waiting.index, at: now, trigger: node)
      } else if case .leaseWithin(let time) = waiting.trigger, let end = probe.leaseEnd {
        let begin = SimTime(nanoseconds: end.nanoseconds - time.nanoseconds)
        guard let instant = machines[node.index].clock.instant(showing: begin) else { continue }
        schedule(
          .world(.lease(node, fault: waiting.index)), at: instant, .fault,
          actor: actor(waiting.index))
      }
    }
  }

  /// Begins the fault if the lease is as close to its end as the trigger wants.
  mutating func checkLease(_ node: NodeID, _ index: Int) {
    guard !faults.isHealed, case .when(.leaseWithin(let time)) = trial.faults.faults[index].start,
      let end = machines[node.index].probe?.leaseEnd
    else { return }
    let left = end - machines[node.index].clock.local(at: now)
    if left > .zero, left <= time, !faults.begun[index] {
      scheduleBegin(index, at: now, trigger: node)
    }
  }

  // MARK: Healing

  /// Phase 2: faults end inside the core and stay as they are elsewhere, for ever.
  mutating func heal() {
    let core = NodeSet(trial.healing?.core ?? nodes.indices.map { NodeID($0) })
    faults.isHealed = true
    faults.core = core
    hasTriggers = false
    digest.combine(12 as UInt64)
    digest.combine(core.bits)
    asked = core.nodes
    for i in faults.active.indices { faults.active[i].spare(core) }
    refresh()
    for i in machines.indices {
      machines[i].armed.removeAll()
      machines[i].isArmed = false
    }
    for node in core.nodes where !machines[node.index].isUp { restart(node, after: .zero) }
    if recorder.isOn { cause = recorder.add(.healed, at: now) }
    observer.healed(core: core, at: now)
    beginRecovery()
  }

  /// All clients were served and whatever was under way has come to rest.
  mutating func settle() {
    observer.settled(at: now)
    isOver = true
  }

  mutating func stallIfNotRecovered() {
    guard recovery == .notTried else { return }
    recovery = .stalled(clients: clients.filter(\.owesAnswer).map(\.script.id))
    isOver = true
  }
}
