import KeyValue
import RaftCore
import RaftHost
import ScenarioFormat
import SimKernel
import SimNetwork
import Workloads

extension World {
  /// An open-loop client means to start an operation now.
  mutating func arrive(_ l: Int) {
    if let gap = loads[l].arrivals?.nextGap() {
      agenda.schedule(.arrival(load: Int32(l)), at: now + gap, .client, actor: clientActor(l))
    }
    startOperation(l)
  }

  /// Starts one operation of load `l`. A client that stands in a lost region is lost with it.
  mutating func startOperation(_ l: Int) {
    let kind = loads[l].mix.next()
    let owner = loads[l].owners.next()
    let key = keys.key(loads[l].keys.next(), block: loads[l].keyBlock, region: owner)
    let value = loads[l].nextValue()
    digest.combine(UInt64(key.index) << 32 | UInt64(value.sizeInBytes))
    digest.combine(value.identity ^ kind.code)
    guard !lostRegions[loads[l].plan.region] else {
      if case .closed = loads[l].plan.arrivals { think(l, atLeast: .milliseconds(100)) }
      return
    }
    let id = begin(kind, l, key, value)
    if kind == .update { updates[id] = GuardedUpdate(since: now) }
    attempt(id, l, at: loads[l].endpoints.best(at: now))
  }

  /// Notes that a client of load `l` means to start an operation now.
  mutating func begin(
    _ kind: LoadPlan.Operation, _ l: Int, _ key: KeyID, _ value: Value
  ) -> OperationID {
    let operation = Operation(
      load: Int32(l), kind: kind, key: key, value: value, intended: now, member: 0,
      isMeasured: now >= measuredFrom)
    let slot = operations.insert(operation)
    let id = OperationID(slot: slot, generation: operations.generation(of: slot))
    if operation.isMeasured { recorder.offered(l, at: now) }
    loads[l].open.append(id, deadline: now + loads[l].timeout)
    scheduleClientExpiry(l)
    return id
  }

  /// Sends the operation to member `m`.
  mutating func attempt(_ id: OperationID, _ l: Int, at m: Int) {
    let now = now
    guard let kind = operations[id.slot]?.beginAttempt(at: m, now) else { return }
    let bytes = Self.requestBytes + payload(of: id, kind, l)
    recorder.sent(
      .client, from: loads[l].plan.region, to: runtimes[m].station.region, bytes: bytes, at: now)
    let stream = loads[l].toMember[m - groups[loads[l].group].firstMember]
    guard case .arrives(let arrival) = network.send(on: stream, bytes: bytes, at: now) else {
      return
    }
    agenda.schedule(
      .requestArrived(id), at: loads[l].hopThere.delivery(of: arrival), .client,
      actor: ActorID(m))
  }

  mutating func receiveReply(_ id: OperationID) {
    guard let m = servingMember(of: id), let load = operations[id.slot]?.load else { return }
    loads[Int(load)].endpoints.answered(m)
    if !updates.isEmpty, let operation = operations[id.slot], continueUpdate(id, operation, at: m) {
      return
    }
    finish(id, succeeded: true)
  }

  /// A refused request, and a read whose member died, go to the next member; a write whose outcome
  /// is unknown is never sent again.
  mutating func receiveFailure(_ id: OperationID) {
    guard let m = servingMember(of: id), let operation = operations[id.slot],
      let failure = operation.failure
    else { return }
    let l = Int(operation.load)
    let isSafe = failure == .refused || (failure == .reset && isReading(id, operation.kind))
    if failure == .refused || failure == .reset {
      loads[l].endpoints.failed(m, at: now)
    }
    if failure == .leaderChanged, operations[id.slot]?.attempts ?? 0 < 100 {
      operations[id.slot]?.attempts &+= 1
      let next = loads[l].endpoints.next(after: m, at: now) ?? loads[l].endpoints.best(at: now)
      return attempt(id, l, at: next)
    }
    if isSafe, let next = loads[l].endpoints.next(after: m, at: now) {
      operations[id.slot]?.attempts &+= 1
      return attempt(id, l, at: next)
    }
    finish(id, succeeded: false)
  }

  /// Bytes of the values that a request carries.
  private func payload(of id: OperationID, _ kind: LoadPlan.Operation, _ l: Int) -> Int {
    let size = loads[l].plan.valueSize
    switch kind {
    case .put, .compareAndSwap: return size
    case .txn: return loads[l].isHeld ? size : size * loads[l].plan.shape.puts
    case .update: return updates[id]?.hasRead == true ? size : 0
    case .linearizableGet, .serializableGet, .delete, .resolve, .linearizableRange,
      .serializableRange, .deleteRange, .lease, .watch:
      return 0
    }
  }

  /// Whether asking again changes nothing.
  private func isReading(_ id: OperationID, _ kind: LoadPlan.Operation) -> Bool {
    kind.isRead || kind == .update && updates[id]?.hasRead == false
  }

  mutating func expireOperations(_ l: Int) {
    loads[l].hasExpiry = false
    while let id = popOperation(l) {
      guard let m = servingMember(of: id) else { continue }
      loads[l].endpoints.failed(m, at: now)
      operations[id.slot]?.failure = .deadline
      finish(id, succeeded: false)
    }
    scheduleClientExpiry(l)
  }

  private mutating func popOperation(_ l: Int) -> OperationID? {
    let operations = operations
    return loads[l].open.popFirst(at: now) { id in
      operations.generation(of: id.slot) == id.generation
    }
  }

  private mutating func scheduleClientExpiry(_ l: Int) {
    guard !loads[l].hasExpiry, let deadline = loads[l].open.nextDeadline else { return }
    loads[l].hasExpiry = true
    agenda.schedule(
      .clientExpiry(load: Int32(l)), at: max(deadline, now), .client, actor: clientActor(l))
  }

  /// The clients of a region are lost with all they asked for.
  mutating func abandonOperations(of l: Int) {
    var open: [Operation] = []
    for id in loads[l].open.removeAll() where operations.generation(of: id.slot) == id.generation {
      if let operation = operations.remove(id.slot) { open.append(operation) }
      updates.removeValue(forKey: id)
      leaseRequests.removeValue(forKey: id)
      watchLists.removeValue(forKey: id)
    }
    recorder.abandoned(open, load: l)
    // A closed-loop client asks again when it is back.
    for _ in open where !loads[l].isHeld {
      if case .closed = loads[l].plan.arrivals { think(l, atLeast: .milliseconds(100)) }
    }
  }

  private mutating func finish(_ id: OperationID, succeeded: Bool) {
    guard let operation = operations.remove(id.slot) else { return }
    let update = operation.kind == .update ? updates.removeValue(forKey: id) : nil
    let l = Int(operation.load)
    let g = loads[l].group
    let now = now
    probe?.note(
      Probe.Finished(
        load: l, intended: operation.intended, ended: now, succeeded: succeeded,
        index: operation.way.commit.index.rawValue))
    if succeeded, !operation.kind.isRead {
      groups[g].recovery.acknowledged(operation.way.commit.index, at: now)
    }
    recorder.finished(
      operation, load: l, server: groups[g].memberID(of: Int(operation.member)),
      readLeader: groups[g].watch.leader.map { groups[g].memberID(of: $0) } ?? .none,
      succeeded: succeeded, update: update, at: now)
    if loads[l].isHeld { return finishHeld(id, l, succeeded: succeeded) }
    if case .closed = loads[l].plan.arrivals { think(l, atLeast: .zero) }
  }

  /// An operation of a client that holds a lease or a watch ended.
  private mutating func finishHeld(_ id: OperationID, _ l: Int, succeeded: Bool) {
    if let request = leaseRequests.removeValue(forKey: id) {
      finishLeaseRequest(request, l, succeeded: succeeded)
    }
    if let list = watchLists.removeValue(forKey: id) { finishList(list, l, succeeded: succeeded) }
  }

  /// A closed-loop client thinks before its next operation.
  private mutating func think(_ l: Int, atLeast least: SimDuration) {
    guard case .closed(_, let think) = loads[l].plan.arrivals else { return }
    agenda.schedule(
      .thought(load: Int32(l)), at: now + max(think, least), .client, actor: clientActor(l))
  }
}
