import SimKernel

extension World {
  /// Schedules all that the trial says will happen.
  mutating func schedulePlan() {
    for i in nodes.indices {
      schedule(.start(NodeID(i), 0), at: .zero, .fault, actor: i)
    }
    for slot in clients.indices { scheduleCall(slot) }
    for (index, fault) in trial.faults.faults.enumerated() {
      if case .at(let time) = fault.start { scheduleBegin(index, at: time, trigger: nil) }
    }
    if let healing = trial.healing {
      schedule(
        .world(.heal), at: .zero + trial.duration, .control, actor: Actors.firstFault - 1)
      schedule(
        .world(.deadline), at: .zero + trial.duration + healing.limit, .control,
        actor: Actors.firstFault - 1)
    }
  }

  mutating func scheduleBegin(_ index: Int, at time: SimTime, trigger: NodeID?) {
    schedule(.world(.begin(index, trigger: trigger)), at: time, .fault, actor: actor(index))
  }

  func actor(_ index: Int) -> Int { Actors.firstFault + trial.faults.faults[index].id }

  @usableFromInline mutating func handle(_ event: ControlEvent) {
    switch event {
    case .begin(let index, let trigger): begin(index, trigger: trigger)
    case .end(let index): end(index)
    case .clog(let index, let node, let isClogged): clog(index, node, isClogged)
    case .upgrade(let index, let node): upgrade(index, node)
    case .overload(let index, let number): overload(index, number)
    case .lease(let node, let index): checkLease(node, index)
    case .heal: heal()
    case .deadline: stallIfNotRecovered()
    case .settled: settle()
    }
  }

  // MARK: Begin and end

  private mutating func begin(_ index: Int, trigger: NodeID?) {
    guard !faults.isHealed, !faults.begun[index] else { return }
    faults.begun[index] = true
    let fault = trial.faults.faults[index]
    let hit = resolve(fault.target, trigger: trigger)
    counts.begin(fault.kind)
    digest.combine(9 &+ UInt64(fault.id) << 8)
    digest.combine(hit.bits)
    if recorder.isOn {
      cause = recorder.add(
        .faultBegin, at: now, node: hit.count == 1 ? hit.nodes[0] : nil,
        cause: trigger == nil ? 0 : cause, "f\(fault.id) \(fault.kind.rawValue)")
    }
    observer.faultBegan(fault, nodes: hit, at: now)
    strike(index, fault, hit)
    for waiting in faults.waiting {
      if case .after(fault.id, let delay) = waiting.trigger {
        scheduleBegin(waiting.index, at: now + delay, trigger: hit.nodes.first)
      }
    }
  }

  private mutating func strike(_ index: Int, _ fault: Fault, _ hit: NodeSet) {
    switch fault.kind {
    case .crash: for node in hit.nodes { crash(node, by: index) }
    case .crashAtStep:
      guard let point = StepPoint(fault) else { return }
      for node in hit.nodes {
        machines[node.index].armed.append(ArmedCrash(fault: index, point: point))
        machines[node.index].isArmed = true
      }
    case .restart:
      for node in hit.nodes where !machines[node.index].isUp {
        if fault.number(.wipe) != 0 {
          _ = machines[node.index].storage.losePower(garbage: false, wipe: true)
        }
        restart(node, after: .zero)
      }
    case .clockStep, .clockJump: for node in hit.nodes { moveClock(node, fault) }
    case .admin: for node in hit.nodes { command(fault, node) }
    case .upgrade:
      for (k, node) in hit.nodes.enumerated() {
        schedule(
          .world(.upgrade(index, node)),
          at: now + SimDuration(nanoseconds: Int64(k) * fault.number(.staggerNs)), .fault,
          actor: actor(index))
      }
    case .overload: overload(index, 0)
    case .swizzle: swizzle(index, fault, hit)
    default: enforce(index, fault, hit)
    }
  }

  /// A fault that lasts is in force until its end.
  private mutating func enforce(_ index: Int, _ fault: Fault, _ hit: NodeSet) {
    let links =
      fault.kind.rule.subject == .links
      ? trial.links(of: fault.target, nodes: hit, direction: fault.number(.direction)) : []
    faults.active.append(
      ActiveFault(
        fault: fault, nodes: fault.kind.rule.subject == .nodes ? hit : NodeSet(), links: links))
    refresh()
    if let duration = fault.duration {
      schedule(.world(.end(index)), at: now + duration, .fault, actor: actor(index))
    }
  }

  private mutating func end(_ index: Int) {
    guard !faults.isHealed else { return }
    let id = trial.faults.faults[index].id
    guard faults.active.contains(where: { $0.fault.id == id }) else { return }
    faults.active.removeAll { $0.fault.id == id }
    digest.combine(10 &+ UInt64(id) << 8)
    if recorder.isOn {
      cause = recorder.add(
        .faultEnd, at: now, "f\(id) \(trial.faults.faults[index].kind.rawValue)")
    }
    refresh()
  }

  /// The nodes that `target` stands for now.
  private func resolve(_ target: FaultTarget, trigger: NodeID?) -> NodeSet {
    switch target {
    case .all: return NodeSet.first(trial.nodes)
    case .nodes(let nodes): return NodeSet(nodes)
    case .links, .groups: return NodeSet()
    case .regions(let regions):
      return NodeSet(
        nodes.indices.map { NodeID($0) }.filter { regions.contains(trial.network.region(of: $0)) })
    case .trigger: return NodeSet(trigger.map { [$0] } ?? [])
    case .leader:
      let up = machines.indices.filter { machines[$0].isUp }
      let leader =
        up.filter { machines[$0].lastElection > 0 }
        .max { machines[$0].lastElection < machines[$1].lastElection }
        ?? up.filter { machines[$0].lastAnswer > 0 }
        .max { machines[$0].lastAnswer < machines[$1].lastAnswer }
      return NodeSet(leader.map { [NodeID($0)] } ?? [])
    }
  }

  // MARK: Conditions

  /// Takes the conditions of all links and nodes from the faults in force.
  mutating func refresh() {
    network.refresh(faults.active)
    isPartitioned = faults.active.contains { entry in
      switch entry.fault.kind {
      case .cut, .clog, .swizzle, .filter: true
      default: false
      }
    }
    release()
    for i in machines.indices {
      let after = NodeConditions(NodeID(i), faults.active)
      if after != machines[i].conditions { change(i, to: after) }
    }
  }

  /// Messages that were held back and may pass now arrive at once, in their old order.
  private mutating func release() {
    guard !held.isEmpty else { return }
    var kept = ContiguousArray<Event>()
    for event in held {
      guard case .message(let payload, let link, let cause) = event else { continue }
      if network.obstacle(from: link.from, to: link.to) == 2 {
        kept.append(event)
      } else {
        schedule(
          .message(payload, link, cause: cause), at: now, .message, actor: link.to.index)
      }
    }
    held = kept
  }

  private mutating func change(_ i: Int, to after: NodeConditions) {
    let before = machines[i].conditions
    machines[i].conditions = after
    machines[i].cost = after.cost
    machines[i].storage.queue.added = SimDuration(nanoseconds: after.diskAdded)
    machines[i].storage.queue.scalePPM = after.diskScalePPM
    machines[i].storage.disk.isFull = after.isDiskFull
    machines[i].storage.disk.lies = after.diskLies
    changeClock(i, from: before, to: after)
    if before.isPaused != after.isPaused {
      machines[i].isPaused = after.isPaused
      if recorder.isOn {
        recorder.add(after.isPaused ? .pause : .resume, at: now, node: NodeID(i), cause: cause)
      }
      scheduleWake(NodeID(i))
    }
    machines[i].storage.readErrorPPM = after.readErrorPPM
    machines[i].storage.isStalled = after.isDiskStalled
    if before.isDiskStalled, !after.isDiskStalled {
      for work in machines[i].storage.releaseStalled() {
        schedule(RareEvent.disk(NodeID(i), work), at: now, .disk, actor: i)
      }
    }
  }

  private mutating func changeClock(_ i: Int, from before: NodeConditions, to after: NodeConditions)
  {
    guard before.driftPPM != after.driftPPM || before.isFrozen != after.isFrozen else { return }
    machines[i].clock.setDrift(ppm: after.driftPPM, at: now)
    if after.isFrozen { machines[i].clock.freeze(at: now) } else { machines[i].clock.thaw() }
    rescheduleTimers(i)
    observer.clockChanged(NodeID(i), machines[i].clock, at: now)
  }

  private mutating func moveClock(_ node: NodeID, _ fault: Fault) {
    let step = fault.number(.stepNs)
    if fault.kind == .clockStep {
      machines[node.index].clock.wallOffset += step
    } else {
      machines[node.index].clock.jump(SimDuration(nanoseconds: step))
      rescheduleTimers(node.index)
    }
    observer.clockChanged(node, machines[node.index].clock, at: now)
  }
}
