import Federation
import KeyValue
import RaftCore
import RaftHost
import ScenarioFormat
import SimKernel
import SimNetwork
import Workloads

extension World {
  /// Bytes of a request or answer beside its value (federation-model.md section 15: assumed).
  static let requestBytes = 500

  mutating func receiveRequest(_ id: OperationID) {
    let now = now
    guard let m = servingMember(of: id) else { return }
    if deferIfPaused(m, .requestArrived(id)) { return }
    digest.combine(id.word)
    guard members[m].isUp else { return fail(id, from: m, .refused) }
    operations[id.slot]?.way.arrived = now
    let g = runtimes[m].group
    runtimes[m].open.append(id, deadline: now + groups[g].plan.requestTimeout)
    scheduleExpiry(m)
    let machine = groups[g].plan.machine
    guard machine.request > .zero || machine.wakeUp > .zero else { return serveRequest(id) }
    agenda.schedule(
      .requestProcessed(id), at: runtimes[m].processor.admit(at: now, cost: machine.request),
      .client, actor: ActorID(m))
  }

  mutating func serveRequest(_ id: OperationID) {
    let now = now
    guard let m = servingMember(of: id) else { return }
    if deferIfPaused(m, .requestProcessed(id)) { return }
    guard members[m].isUp, let operation = operations[id.slot] else { return }
    operations[id.slot]?.way.processed = now
    let g = runtimes[m].group
    let request = RequestID(id.word)
    // etcd v3rpc: "rpc not supported for learner".
    if members[m].node.isLearner, operation.kind != .serializableGet, operation.kind != .resolve {
      return fail(id, from: m, .refused)
    }
    switch operation.kind {
    case .put where mayMeetLimit(operation.value, at: m):
      propose(m, .put(PutRequest(operation.key, operation.value)), id)
    case .put:
      propose(m, .put(operation.key, operation.value), id)
    case .delete:
      propose(m, .delete(operation.key), id)
    case .compareAndSwap:
      let expected = members[m].store.record(of: operation.key)?.modRevision ?? Revision(0)
      propose(
        m, .compareAndSwap(operation.key, expected: expected, operation.value), id)
    case .linearizableGet:
      members[m].readLinearizably(request, at: now, books: &groups[g].books, output: &output)
      drain(m)
    case .serializableGet, .serializableRange:
      answer(id, from: m)
    case .txn, .update, .linearizableRange, .deleteRange, .lease, .watch:
      serveLarge(id, operation, at: m)
    case .resolve:
      let l = Int(operation.load)
      resolve(
        loads[l].nextService(), at: m, isMeasured: operation.isMeasured,
        region: loads[l].plan.region)
      answer(id, from: m)
    }
  }

  private mutating func propose(_ m: Int, _ mutation: Mutation, _ id: OperationID) {
    let now = now
    let g = runtimes[m].group
    if federation != nil,
      keys.catalogue.refusal(ofWriteTo: mutation.key, by: ClusterID(g)) != nil
    {
      return fail(id, from: m, .notOwner)
    }
    if members[m].knownLeader != .none { operations[id.slot]?.way.proposed = now }
    members[m].propose(
      [mutation], request: RequestID(id.word), at: now, books: &groups[g].books,
      output: &output)
    drain(m)
  }

  mutating func answerWrite(_ m: Int, _ write: MemberOutput.AppliedWrite) {
    let now = now
    if let request = FederationRequest(write.request) {
      return answerFederation(request, m, write.result)
    }
    let id = OperationID(word: write.request.rawValue)
    guard servingMember(of: id) == m else { return }
    if let trace = groups[runtimes[m].group].books.commits.trace(of: write.index) {
      operations[id.slot]?.way.commit = trace
      if operations[id.slot]?.way.proposed == .zero {
        operations[id.slot]?.way.proposed = min(trace.proposed, now)
      }
    }
    if write.result.error != nil || operations[id.slot]?.failure != nil,
      refuseApplied(id, m, write.result)
    {
      return
    }
    if !updates.isEmpty { noteUpdate(id, write.result) }
    if case .granted(let lease) = write.result.effect {
      leaseWatch.renewed(lease, ttl: members[m].store.leases[lease]?.ttl ?? 0, at: now)
    }
    answer(id, from: m, at: runtimes[m].backend.write(at: now))
  }

  mutating func answerRead(_ m: Int, _ read: MemberOutput.ServedRead) {
    let id = OperationID(word: read.request.rawValue)
    guard servingMember(of: id) == m else { return }
    operations[id.slot]?.way.read = read.trace
    answer(id, from: m)
  }

  mutating func refuse(_ m: Int, _ refusal: (request: RequestID, reason: MemberOutput.Refusal)) {
    if let request = FederationRequest(refusal.request) {
      return loseCommit(request.pair, request.token)
    }
    let id = OperationID(word: refusal.request.rawValue)
    guard servingMember(of: id) == m else { return }
    switch refusal.reason {
    case .proposalDropped: fail(id, from: m, .dropped)
    case .tooManyRequests: fail(id, from: m, .tooManyRequests)
    case .leaderChanged: fail(id, from: m, .leaderChanged)
    case .timedOut: fail(id, from: m, .timedOut)
    }
  }

  /// The member answers: the reply leaves for the client.
  mutating func answer(_ id: OperationID, from m: Int) {
    answer(id, from: m, at: now)
  }

  /// The same at `now`, which may lie a little ahead: the backend holds the write up.
  private mutating func answer(_ id: OperationID, from m: Int, at now: SimTime) {
    guard operations[id.slot]?.isAnswered == false, let load = operations[id.slot]?.load,
      let kind = operations[id.slot]?.kind, let key = operations[id.slot]?.key
    else { return }
    operations[id.slot]?.isAnswered = true
    operations[id.slot]?.way.answered = now
    let isGet = kind == .linearizableGet || kind == .serializableGet
    if isGet, ledger != nil, operations[id.slot]?.isMeasured == true,
      let began = operations[id.slot]?.way.sent
    {
      noteRead(key, at: m, began: began, region: loads[Int(load)].plan.region, kind: kind)
    }
    let value =
      isGet
      ? Int(members[m].store.record(of: key)?.value.sizeInBytes ?? 0)
      : answerBytes(id, kind, key, at: m)
    reply(.replyArrived(id), load, from: m, bytes: Self.requestBytes + value, at: now)
  }

  /// Bytes of the values in an answer that is not a get's.
  private mutating func answerBytes(
    _ id: OperationID, _ kind: LoadPlan.Operation, _ key: KeyID, at m: Int
  ) -> Int {
    switch kind {
    case .update: return answerUpdateRead(id, key, at: m)
    case .linearizableRange, .serializableRange:
      watchLists[id]?.revision = members[m].store.revision
      return operations[id.slot].map { rangeBytes($0, at: m) } ?? 0
    case .put, .linearizableGet, .serializableGet, .delete, .compareAndSwap, .resolve, .txn,
      .deleteRange, .lease, .watch:
      return 0
    }
  }

  /// The member, or its host, reports a failure to the client.
  mutating func fail(_ id: OperationID, from m: Int, _ failure: Failure) {
    guard let operation = operations[id.slot], !operation.isAnswered else { return }
    operations[id.slot]?.isAnswered = true
    operations[id.slot]?.failure = failure
    reply(.failureArrived(id), operation.load, from: m, bytes: Self.frameBytes, at: now)
  }

  private mutating func reply(
    _ event: Event, _ load: Int32, from m: Int, bytes: Int, at now: SimTime
  ) {
    let l = Int(load)
    let stream = loads[l].fromMember[m - groups[loads[l].group].firstMember]
    recorder.sent(
      .client, from: runtimes[m].station.region, to: loads[l].plan.region, bytes: bytes, at: now)
    guard case .arrives(let arrival) = network.send(on: stream, bytes: bytes, at: now) else {
      return
    }
    agenda.schedule(
      event, at: loads[l].hopBack.delivery(of: arrival), .client, actor: clientActor(l))
  }

  func clientActor(_ load: Int) -> ActorID { ActorID(members.count + load) }

  /// The member that serves the current attempt, if the operation is still open.
  func servingMember(of id: OperationID) -> Int? {
    guard operations.generation(of: id.slot) == id.generation,
      let member = operations[id.slot]?.member
    else { return nil }
    return Int(member)
  }

  mutating func expireRequests(_ m: Int) {
    runtimes[m].hasExpiry = false
    while let id = popRequest(m) {
      if isOpen(id, at: m) { fail(id, from: m, timeout(of: id, at: m)) }
    }
    scheduleExpiry(m)
  }

  private mutating func popRequest(_ m: Int) -> OperationID? {
    let operations = operations
    return runtimes[m].open.popFirst(at: now) { id in
      operations.generation(of: id.slot) == id.generation
        && operations[id.slot].map { !$0.isAnswered && Int($0.member) == m } ?? false
    }
  }

  func isOpen(_ id: OperationID, at m: Int) -> Bool {
    servingMember(of: id) == m && operations[id.slot]?.isAnswered == false
  }

  private mutating func scheduleExpiry(_ m: Int) {
    guard !runtimes[m].hasExpiry, let deadline = runtimes[m].open.nextDeadline else { return }
    runtimes[m].hasExpiry = true
    agenda.schedule(
      .memberExpiry(member: Int32(m)), at: max(deadline, now), .timer, actor: ActorID(m))
  }
}
