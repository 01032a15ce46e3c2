import KeyValue
import RaftCore
import RaftHost
import ScenarioFormat
import SimKernel
import SimNetwork

/// Leases at the members.
extension World {
  mutating func serveLeaseRequest(_ id: OperationID, _ operation: Operation, at m: Int) {
    guard let request = leaseRequests[id] else { return }
    switch request.kind {
    case .grant:
      let ttl = loads[Int(operation.load)].plan.shape.ttl.nanoseconds / 1_000_000_000
      propose(m, .leaseGrant(request.lease, ttl: ttl), id)
    case .attach:
      propose(
        m, .put(PutRequest(operation.key, operation.value, lease: request.lease)), id)
    case .keepAlive:
      renew(renewals.insert(Renewal(operation: id, lease: request.lease, member: Int32(m))))
    }
  }

  /// A keepalive goes on: to the lessor here, to the leader's, or back.
  mutating func renew(_ slot: UInt32) {
    guard let renewal = renewals[slot] else { return }
    let m = Int(renewal.member)
    guard isOpen(renewal.operation, at: m), members[m].isUp else {
      _ = renewals.remove(slot)
      return
    }
    let place = renewal.stage == .toLeader ? Int(renewal.leader) : m
    if deferIfPaused(place, .renewal(slot)) { return }
    switch renewal.stage {
    case .waiting: askLessor(slot, renewal, at: m)
    case .toLeader: answerRenewal(slot, at: Int(renewal.leader))
    case .back: endRenewal(slot, renewal, at: m)
    }
  }

  private mutating func askLessor(_ slot: UInt32, _ renewal: Renewal, at m: Int) {
    let (now, g) = (now, runtimes[m].group)
    let known = members[m].knownLeader
    guard known != .none else {
      // etcd v3_server.go, waitLeader.
      let plan = groups[g].plan
      return retry(slot, at: m, after: plan.heartbeat * Int64(plan.electionTicks))
    }
    let leader = groups[g].member(of: known)
    renewals[slot]?.leader = Int32(leader)
    renewals[slot]?.left = now
    if leader == m { return answerRenewal(slot, at: m) }
    renewals[slot]?.stage = .toLeader
    sendRenewal(slot, from: m, to: leader)
  }

  private mutating func sendRenewal(_ slot: UInt32, from a: Int, to b: Int) {
    let position = b - groups[runtimes[b].group].firstMember
    recorder.sent(
      .raft, from: runtimes[a].station.region, to: runtimes[b].station.region,
      bytes: Self.requestBytes, at: now)
    guard
      case .arrives(let arrival) = network.send(
        on: runtimes[a].toPeer[position], bytes: Self.requestBytes, at: now)
    else {
      // Nothing comes back: the request's own deadline ends it.
      _ = renewals.remove(slot)
      return
    }
    agenda.schedule(
      .renewal(slot), at: runtimes[a].toPeerHops[position].delivery(of: arrival), .message,
      actor: ActorID(b))
  }

  /// The lessor of member `m` is asked.
  private mutating func answerRenewal(_ slot: UInt32, at m: Int) {
    guard let renewal = renewals[slot] else { return }
    let now = now
    renewals[slot]?.atLeader = now
    if members[m].isUp {
      switch members[m].keepLeaseAlive(renewal.lease, at: now) {
      case .renewed(let ttl, _):
        renewals[slot]?.ttl = ttl
        leaseWatch.renewed(renewal.lease, ttl: ttl, at: now)
      case .refused(.leaseNotFound): renewals[slot]?.ttl = 0
      case .refused: renewals[slot]?.ttl = nil
      case .revoking:
        // Until it is revoked, or this lessor is another's follower.
        runtimes[m].renewalsAtEnd.append(slot)
        return
      }
    }
    replyRenewal(slot, from: m)
  }

  private mutating func replyRenewal(_ slot: UInt32, from leader: Int) {
    guard let renewal = renewals[slot] else { return }
    let m = Int(renewal.member)
    renewals[slot]?.stage = .back
    if m == leader, let settled = renewals[slot] { return endRenewal(slot, settled, at: m) }
    sendRenewal(slot, from: leader, to: m)
  }

  private mutating func endRenewal(_ slot: UInt32, _ renewal: Renewal, at m: Int) {
    guard let ttl = renewal.ttl else { return retry(slot, at: m, after: Renewal.retryAfter) }
    _ = renewals.remove(slot)
    guard isOpen(renewal.operation, at: m) else { return }
    let id = renewal.operation
    leaseRequests[id]?.ttl = ttl
    operations[id.slot]?.way.read.roundStarted = renewal.left
    operations[id.slot]?.way.read.atLeader = renewal.atLeader
    let now = now
    operations[id.slot]?.way.read.indexKnown = now
    answer(id, from: m)
  }

  private mutating func retry(_ slot: UInt32, at m: Int, after delay: SimDuration) {
    renewals[slot]?.stage = .waiting
    agenda.schedule(.renewal(slot), at: now + delay, .timer, actor: ActorID(m))
  }

  // MARK: The lessor

  /// Leases of member `m` changed, or who looks after them.
  mutating func noteLeases(_ m: Int) {
    let g = runtimes[m].group
    for (lease, count, index) in output.revoked where index > groups[g].appliedHigh {
      recorder.keysExpired[g] += Int64(count)
      leaseWatch.ended(lease)
    }
    let waiting = runtimes[m].renewalsAtEnd
    runtimes[m].renewalsAtEnd.removeAll()
    for slot in waiting where renewals[slot] != nil { answerRenewal(slot, at: m) }
    scheduleLessor(m)
  }

  /// The lessor looks every 500 ms of its process's life, but only when something can have run out.
  mutating func scheduleLessor(_ m: Int) {
    guard let expiry = members[m].nextLeaseExpiry else { return }
    let period = members[m].lessor.options.checkEvery
    let phase = runtimes[m].lessorPhase.nanoseconds
    let due = max(expiry.nanoseconds, now.nanoseconds + 1)
    let rounds = (due - phase + period - 1) / period
    let time = SimTime(nanoseconds: phase + max(0, rounds) * period)
    if let planned = runtimes[m].lessorDue, planned <= time { return }
    runtimes[m].lessorDue = time
    agenda.schedule(
      .lessor(member: Int32(m), incarnation: members[m].incarnation), at: time, .timer,
      actor: ActorID(m))
  }

  /// The process of member `m` died; those who asked its lessor hear of it if its host lives.
  mutating func loseLessor(_ m: Int, answers: Bool) {
    runtimes[m].lessorDue = nil
    let waiting = runtimes[m].renewalsAtEnd
    runtimes[m].renewalsAtEnd.removeAll()
    for slot in waiting {
      if answers { replyRenewal(slot, from: m) } else { _ = renewals.remove(slot) }
    }
  }

  mutating func runLessor(_ m: Int, _ incarnation: UInt32) {
    guard members[m].isUp, members[m].incarnation == incarnation,
      let due = runtimes[m].lessorDue, due <= now
    else { return }
    if deferIfPaused(m, .lessor(member: Int32(m), incarnation: incarnation)) { return }
    runtimes[m].lessorDue = nil
    let now = now
    let expired = members[m].revokeExpiredLeases(
      at: now, books: &groups[runtimes[m].group].books, output: &output)
    for lease in expired {
      if let text = leaseWatch.expired(lease, at: now) {
        recorder.violated("lease.never-early", at: now, "\(runtimes[m].name): \(text)")
      }
    }
    drain(m)
    scheduleLessor(m)
  }
}
