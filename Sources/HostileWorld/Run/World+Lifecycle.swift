import SimKernel

extension World {
  // MARK: Start and crash

  @usableFromInline mutating func startIfDown(_ node: NodeID, _ starts: Int) {
    let i = node.index
    guard !machines[i].isUp, machines[i].starts == starts,
      !faults.isHealed || faults.core.contains(node)
    else { return }
    digest.combine(3 &+ UInt64(i) << 8)
    let image = machines[i].storage.disk.image
    machines[i].draws = Draws(seed: trial.seed, .nodeUser, UInt64(i), UInt64(starts))
    machines[i].starts += 1
    machines[i].isUp = true
    machines[i].probe = nil
    machines[i].busyUntil = now
    observer.started(node, incarnation: starts, image: image, at: now)
    if recorder.isOn { cause = recorder.add(.start, at: now, node: node) }
    prepareIO(i)
    let peers = io.members.filter { $0 != node }
    nodes[i] = Node(id: node, peers: peers, options: options[i], image: image, io: &io)
    finish(i, .start)
  }

  /// The process of `node` is gone, with its timers and its mail.
  mutating func stop(_ node: NodeID, _ kind: TraceRecord.Kind, _ text: String) {
    let i = node.index
    guard machines[i].isUp else { return }
    machines[i].isUp = false
    nodes[i] = nil
    for timer in machines[i].timers {
      if let ticket = timer.ticket { agenda.cancel(ticket) }
    }
    machines[i].timers.removeAll(keepingCapacity: true)
    for case .rare(let slot) in machines[i].inbox { _ = rares.remove(slot) }
    machines[i].inbox.removeAll(keepingCapacity: true)
    machines[i].probe = nil
    counts.crashes += 1
    if recorder.isOn { cause = recorder.add(kind, at: now, node: node, cause: cause, text) }
    observer.stopped(node, at: now)
  }

  /// A fault ends the process of `node`, and its power if it says so.
  mutating func crash(_ node: NodeID, by index: Int) {
    let fault = trial.faults.faults[index]
    let i = node.index
    let wasUp = machines[i].isUp
    stop(node, .crash, "f\(fault.id)")
    let wipes = fault.number(.wipe) != 0
    if wipes || fault.number(.power) != 0 {
      counts.writesDamaged += machines[i].storage.losePower(
        garbage: fault.number(.garbage) != 0, wipe: wipes)
    }
    if wasUp, let downtime = fault.duration { restart(node, after: downtime) }
  }

  mutating func restart(_ node: NodeID, after downtime: SimDuration) {
    schedule(
      .start(node, machines[node.index].starts), at: now + downtime, .fault, actor: node.index)
  }

  /// The process ends itself; its supervisor starts it again after a second, as systemd would.
  @usableFromInline mutating func halt(_ i: Int, _ reason: String) {
    stop(NodeID(i), .halt, reason)
    restart(NodeID(i), after: .seconds(1))
  }

  /// The subject contradicts itself: the run is over.
  @usableFromInline mutating func panic(_ i: Int, _ site: String, _ message: String) {
    guard !isOver else { return }
    isOver = true
    let node = NodeID(i)
    panic = Finding(.crash, "Panic", site: site, "\(node) \(message)", at: now, nodes: [node])
  }

  // MARK: Disks

  @inlinable mutating func sync(_ i: Int, _ file: FileName?, _ ticket: DiskTicket) {
    let (work, end) = machines[i].storage.sync(
      file, ticket, incarnation: machines[i].starts, at: now)
    schedule(RareEvent.disk(NodeID(i), work), at: end, .disk, actor: i)
  }

  @inlinable mutating func completeDisk(_ node: NodeID, _ work: DiskWork) {
    guard let outcome = machines[node.index].storage.complete(work) else { return }
    tellDisk(node, work.incarnation, work.ticket, outcome)
  }

  @inlinable mutating func tellDisk(
    _ node: NodeID, _ incarnation: Int, _ ticket: DiskTicket, _ outcome: DiskOutcome
  ) {
    let i = node.index
    guard machines[i].isUp, machines[i].starts == incarnation else { return }
    if machines[i].isHeldUp(at: now) {
      return wait(node, .diskDone(node, incarnation: incarnation, ticket, outcome))
    }
    digest.combine(4 &+ UInt64(i) << 8)
    digest.combine(ticket.number)
    outcome.combine(into: &digest)
    if recorder.isOn { note(disk: outcome, of: node) }
    deliver(.disk(ticket, outcome), to: i, .disk)
  }

  @usableFromInline mutating func note(disk outcome: DiskOutcome, of node: NodeID) {
    cause = recorder.add(.disk, at: now, node: node, outcome.text)
  }

  // MARK: What nodes show

  @inlinable mutating func probed(_ i: Int, _ probe: ConsensusProbe) {
    let before = machines[i].probe
    machines[i].probe = probe
    let node = NodeID(i)
    if probe.role == .leader, before?.role != .leader || before?.term != probe.term {
      counts.leaderChanges += 1
      machines[i].lastElection = counts.leaderChanges
    }
    if recorder.isOn { note(probe: probe, before: before, of: node) }
    observer.probed(node, before: before, after: probe, at: now)
    if hasTriggers { pullTriggers(node, probe) }
  }

  @usableFromInline mutating func note(
    probe: ConsensusProbe, before: ConsensusProbe?, of node: NodeID
  ) {
    if before?.role != probe.role || before?.term != probe.term {
      recorder.add(.role, at: now, node: node, cause: cause, "\(probe.role.letter)\(probe.term)")
    }
    if let before, probe.commit > before.commit {
      recorder.add(.commit, at: now, node: node, cause: cause, "\(probe.commit)")
    }
  }
}

extension DiskOutcome {
  @usableFromInline func combine(into digest: inout RunDigest) {
    switch self {
    case .synced: break
    case .bytes(let bytes): digest.combine(bytes: bytes)
    case .failed(let failure): digest.combine(bytes: failure.rawValue.utf8)
    }
  }

  /// In a story.
  var text: String {
    switch self {
    case .synced: "synced"
    case .bytes(let bytes): "\(bytes.count) bytes"
    case .failed(let failure): "failed: \(failure.rawValue)"
    }
  }
}
