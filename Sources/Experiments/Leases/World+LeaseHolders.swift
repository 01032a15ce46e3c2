import KeyValue
import RaftHost
import ScenarioFormat
import SimKernel
import Workloads

/// The clients of lease loads.
extension World {
  mutating func startHolders(_ l: Int, _ count: Int) {
    loads[l].holders = Array(repeating: LeaseHolder(), count: count)
    var draws = Draws(seed: seed, .think, loads[l].salt, 1)
    let spread = UInt64(loads[l].plan.shape.ttl.nanoseconds / 3)
    for h in 0..<count {
      agenda.schedule(
        .holder(load: Int32(l), Int32(h)),
        at: now + SimDuration(nanoseconds: Int64(draws.below(spread))), .client,
        actor: clientActor(l))
    }
  }

  /// A holder's loop comes round: it asks for a lease, keeps it alive, or finds it lost.
  mutating func stepHolder(_ l: Int, _ h: Int) {
    agenda.schedule(
      .holder(load: Int32(l), Int32(h)), at: now + LeaseHolder.loopEvery, .client,
      actor: clientActor(l))
    guard !lostRegions[loads[l].plan.region] else {
      loads[l].holders[h].stage = .idle
      return
    }
    switch loads[l].holders[h].stage {
    case .idle: grantLease(l, h)
    case .granting: break
    case .attaching, .holding:
      if now >= loads[l].holders[h].deadline { return loseLease(l, h) }
      if now >= loads[l].holders[h].nextKeepAlive { request(.keepAlive, l, h) }
    }
  }

  private mutating func grantLease(_ l: Int, _ h: Int) {
    loads[l].leasesAsked += 1
    let id = mixed(loads[l].salt ^ mixed(loads[l].leasesAsked)) >> 1 | 1
    loads[l].holders[h].life += 1
    loads[l].holders[h].lease = KeyLeaseID(Int64(id))
    loads[l].holders[h].stage = .granting
    request(.grant, l, h)
  }

  private mutating func request(_ kind: LeaseRequest.Kind, _ l: Int, _ h: Int) {
    let holder = loads[l].holders[h]
    var operation = LoadPlan.Operation.txn
    var number = 0
    switch kind {
    case .grant: break
    case .attach(let i): number = i
    case .keepAlive: operation = .lease
    }
    let shape = loads[l].plan.shape
    let key = keys.key(
      h * shape.leaseKeys + number, block: loads[l].keyBlock, region: loads[l].plan.region)
    let id = begin(operation, l, key, loads[l].nextValue())
    leaseRequests[id] = LeaseRequest(
      kind: kind, holder: Int32(h), life: holder.life, lease: holder.lease)
    attempt(id, l, at: loads[l].endpoints.best(at: now))
  }

  /// An operation of a holder ended.
  mutating func finishLeaseRequest(_ request: LeaseRequest, _ l: Int, succeeded: Bool) {
    let h = Int(request.holder)
    guard loads[l].holders[h].life == request.life else { return }
    switch request.kind {
    case .grant:
      guard succeeded else { return loads[l].holders[h].stage = .idle }
      recorder.leases[l].granted += 1
      loads[l].holders[h].deadline = now + loads[l].plan.shape.ttl
      loads[l].holders[h].nextKeepAlive = now
      attach(0, l, h)
    case .attach(let number):
      guard case .attaching = loads[l].holders[h].stage else { return }
      attach(succeeded ? number + 1 : number, l, h)
    case .keepAlive:
      guard succeeded else { return }
      if request.ttl == 0 { return loseLease(l, h) }
      let ttl = SimDuration.seconds(request.ttl)
      loads[l].holders[h].deadline = now + ttl
      loads[l].holders[h].nextKeepAlive = now + SimDuration(nanoseconds: ttl.nanoseconds / 3)
    }
  }

  private mutating func attach(_ number: Int, _ l: Int, _ h: Int) {
    guard number < loads[l].plan.shape.leaseKeys else {
      loads[l].holders[h].stage = .holding
      return
    }
    loads[l].holders[h].stage = .attaching(number)
    request(.attach(number), l, h)
  }

  /// The lease ended while it was held: expired at the leader, or given up by the client. Another
  /// is asked for when the loop comes round.
  private mutating func loseLease(_ l: Int, _ h: Int) {
    recorder.leases[l].lost += 1
    loads[l].holders[h].stage = .idle
    loads[l].holders[h].life += 1
  }
}
