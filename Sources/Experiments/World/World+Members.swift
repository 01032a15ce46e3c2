import KeyValue
import RaftCore
import RaftHost
import Results
import ScenarioFormat
import SimKernel
import SimNetwork

typealias KeyValueRevision = Revision

extension World {
  /// Bytes of a packet beside the message itself (assumed: HTTP/2, gRPC and TCP headers).
  static let frameBytes = 100

  mutating func tick(_ m: Int, _ incarnation: UInt32) {
    guard members[m].isUp, members[m].incarnation == incarnation else { return }
    scheduleTick(m, after: groups[runtimes[m].group].plan.heartbeat)
    guard !runtimes[m].isPaused else { return }
    members[m].tick(at: now, books: &groups[runtimes[m].group].books, output: &output)
    drain(m)
    if let fault = members[m].node.fault {
      recorder.violated("raft.core", at: now, "\(runtimes[m].name) stopped: \(fault)")
    }
  }

  mutating func scheduleTick(_ m: Int, after delay: SimDuration) {
    agenda.schedule(
      .tick(member: Int32(m), incarnation: members[m].incarnation), at: now + delay, .timer,
      actor: ActorID(m))
  }

  mutating func completeSync(_ m: Int, _ incarnation: UInt32) {
    guard members[m].isUp, members[m].incarnation == incarnation else { return }
    if deferIfPaused(m, .syncCompleted(member: Int32(m), incarnation: incarnation)) { return }
    members[m].syncCompleted(at: now, books: &groups[runtimes[m].group].books, output: &output)
    drain(m)
  }

  mutating func retryRead(_ m: Int, _ incarnation: UInt32) {
    runtimes[m].retryScheduled = nil
    guard members[m].isUp, members[m].incarnation == incarnation else { return }
    if deferIfPaused(m, .readRetry(member: Int32(m), incarnation: incarnation)) { return }
    members[m].retryRead(at: now, books: &groups[runtimes[m].group].books, output: &output)
    drain(m)
  }

  mutating func receivePacket(_ slot: UInt32) {
    guard let target = packets[slot]?.target, let word = packets[slot]?.digestWord else { return }
    let m = Int(target)
    digest.combine(word)
    if packets[slot]?.state != nil, let packet = packets[slot], !snapshotArrives(packet) {
      _ = packets.remove(slot)
      return follow(m, .lost(packet.message))
    }
    guard members[m].isUp else {
      if let packet = packets.remove(slot) { follow(m, .missed(packet.message)) }
      return
    }
    if deferIfPaused(m, .packetArrived(slot)) { return }
    let machine = groups[runtimes[m].group].plan.machine
    guard machine.message > .zero || machine.wakeUp > .zero else { return processPacket(slot) }
    agenda.schedule(
      .packetProcessed(slot), at: runtimes[m].processor.admit(at: now, cost: machine.message),
      .message,
      actor: ActorID(m))
  }

  mutating func processPacket(_ slot: UInt32) {
    guard let target = packets[slot]?.target else { return }
    let m = Int(target)
    if deferIfPaused(m, .packetProcessed(slot)) { return }
    guard let packet = packets.remove(slot) else { return }
    guard members[m].isUp else { return follow(m, .missed(packet.message)) }
    members[m].receive(
      packet.message, sent: packet.sent, way: packet.way, state: packet.state, at: now,
      books: &groups[runtimes[m].group].books, output: &output)
    drain(m)
  }

  /// Keeps an event for a paused member until it runs again; false when it is not paused.
  mutating func deferIfPaused(_ m: Int, _ event: Event) -> Bool {
    guard runtimes[m].isPaused else { return false }
    runtimes[m].deferred.append(event)
    return true
  }

  /// Carries out what a member asked for, and clears the output.
  mutating func drain(_ m: Int) {
    if let sync = output.sync {
      recorder.synced(
        runtimes[m].group, region: runtimes[m].station.region, sync, at: now)
      agenda.schedule(
        .syncCompleted(member: Int32(m), incarnation: members[m].incarnation), at: now + sync,
        .disk, actor: ActorID(m))
    }
    if let apply = output.apply {
      agenda.schedule(
        .applyCompleted(member: Int32(m), incarnation: members[m].incarnation), at: now + apply,
        .disk, actor: ActorID(m))
    }
    if output.isRemoved || !output.strangers.isEmpty { scheduleStops(m) }
    scheduleRetry(m)
    if probe != nil { watchLeader(m) }
    if follower != nil { follow(m) }
    if !output.roleChanges.isEmpty { noteRoles(m) }
    if output.leasesChanged { noteLeases(m) }
    if !output.applied.isEmpty { noteApplied(m) }
    for i in output.messages.indices { send(m, i) }
    for i in output.writes.indices { answerWrite(m, output.writes[i]) }
    for i in output.reads.indices { answerRead(m, output.reads[i]) }
    for i in output.membership.indices {
      answerStep(output.membership[i].request, output.membership[i].problem)
    }
    for i in output.refusals.indices { refuse(m, output.refusals[i]) }
    if !watchers.isEmpty, isPumped(m) { pumpWatches(m) }
    output.removeAll()
  }

  private mutating func send(_ m: Int, _ i: Int) {
    let position = Int(output.messages[i].message.to.rawValue) - 1
    guard position >= 0, position < runtimes[m].toPeer.count else { return }
    let bytes = Int(output.messages[i].message.encodedSize) + Self.frameBytes
    let stream = runtimes[m].toPeer[position]
    let target = groups[runtimes[m].group].firstMember + position
    recorder.sent(
      .raft, from: runtimes[m].station.region, to: runtimes[target].station.region,
      bytes: bytes, at: now)
    if output.messages[i].state != nil { return sendSnapshot(m, i, to: position, bytes: bytes) }
    guard case .arrives(let arrival) = network.send(on: stream, bytes: bytes, at: now) else {
      if follower != nil { follow(target, .lost(output.messages[i].message)) }
      return
    }
    let slot = packets.insert(
      Packet(
        message: output.messages[i].message, target: Int32(target), sent: now,
        way: output.messages[i].way, state: output.messages[i].state))
    let delivery = runtimes[m].toPeerHops[position].delivery(of: arrival)
    agenda.schedule(.packetArrived(slot), at: delivery, .message, actor: ActorID(target))
  }

  private mutating func scheduleRetry(_ m: Int) {
    guard let retry = output.readRetry, runtimes[m].retryScheduled == nil else { return }
    let time = max(retry, now)
    runtimes[m].retryScheduled = time
    agenda.schedule(
      .readRetry(member: Int32(m), incarnation: members[m].incarnation), at: time, .timer,
      actor: ActorID(m))
  }

  private mutating func noteRoles(_ m: Int) {
    let g = runtimes[m].group
    for change in output.roleChanges {
      switch change {
      case .leader(let term):
        runtimes[m].electedAt = now
        groups[g].watch.elect(m, term: term, at: now, measuredFrom: measuredFrom)
        if let text = elections.elected(group: g, term: term, member: m) {
          recorder.violated("raft.election-safety", at: now, text)
        }
        note(.leaderElected, m, term)
        trigger(.leaderElected(groups[g].watch.elected, group: g))
      case .steppedDown:
        groups[g].watch.lose(m, at: now)
        note(.leaderLost, m, members[m].node.term)
      case .preCandidate(let term):
        groups[g].watch.notePreVote()
        note(.preVote, m, term)
      case .candidate: break
      }
      watch(change, m)
    }
  }

  mutating func note(_ kind: TimelineEvent.Kind, _ m: Int, _ term: Term = 0) {
    recorder.timeline(
      TimelineEvent(
        time: now.nanoseconds, kind: kind, cluster: groups[runtimes[m].group].plan.name,
        subject: runtimes[m].name, term: term.rawValue))
  }

  /// Lets the observers see what a member applied.
  private mutating func noteApplied(_ m: Int) {
    let g = runtimes[m].group
    for i in output.applied.indices {
      let index = output.applied[i].index
      if !groups[g].books.commits.applied(index, digest: output.applied[i].digest) {
        recorder.violated(
          "raft.state-machine-safety", at: now,
          "\(runtimes[m].name) applied another entry at index \(index.rawValue)")
      }
      let isFirst = index > groups[g].appliedHigh
      if probe?.keepsApplied == true { watchApplied(index, m) }
      if ledger != nil { observe(output.applied[i], by: m, isFirst: isFirst) }
      if !watchers.isEmpty { noteChange(output.applied[i], m, isFirst: isFirst) }
      guard isFirst else { continue }
      groups[g].appliedHigh = index
      if !plan.faults.isEmpty || !plan.steps.isEmpty {
        trigger(.commitReached(Int(index.rawValue), group: g))
      }
    }
    if federation != nil { storeAdvanced(m) }
  }

  /// Forgets history that is two compaction periods old, as an API server has it done.
  mutating func compact(_ g: Int) {
    guard let period = groups[g].plan.compactEvery else { return }
    for m in groups[g].members where members[m].isUp {
      members[m].compactHistory(upTo: runtimes[m].revisionAtCompaction)
      runtimes[m].revisionAtCompaction = members[m].store.revision
    }
    agenda.schedule(
      .compaction(group: Int32(g)), at: now + period, .control,
      actor: ActorID(groups[g].firstMember))
  }
}
