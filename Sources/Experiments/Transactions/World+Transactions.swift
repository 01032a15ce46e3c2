import Federation
import KeyValue
import RaftCore
import RaftHost
import ScenarioFormat
import SimKernel

extension World {
  /// Values and backends below these need no look at the limits.
  private static let smallValue: UInt32 = 1 << 20
  private static let quotaMargin: Int64 = 1 << 25

  /// Whether a put of `value` at `m` may meet a limit.
  func mayMeetLimit(_ value: Value, at m: Int) -> Bool {
    value.sizeInBytes > Self.smallValue
      || members[m].store.backendSize + Self.quotaMargin > members[m].store.options.quotaInBytes
  }

  /// Serves the operations that take more than one key or request.
  mutating func serveLarge(_ id: OperationID, _ operation: Operation, at m: Int) {
    switch operation.kind {
    case .txn where loads[Int(operation.load)].isHeld: serveLeaseRequest(id, operation, at: m)
    case .lease: serveLeaseRequest(id, operation, at: m)
    case .txn: propose(m, .txn(puts(of: operation)), id)
    case .deleteRange: propose(m, .deleteRange(DeleteRangeRequest(range(of: operation))), id)
    case .linearizableRange: readLinearizably(id, at: m)
    case .update: serveUpdate(id, operation, at: m)
    case .put, .linearizableGet, .serializableGet, .serializableRange, .delete, .compareAndSwap,
      .resolve, .watch:
      break
    }
  }

  mutating func readLinearizably(_ id: OperationID, at m: Int) {
    members[m].readLinearizably(
      RequestID(id.word), at: now, books: &groups[runtimes[m].group].books, output: &output)
    drain(m)
  }

  private func puts(of operation: Operation) -> TxnRequest {
    let shape = loads[Int(operation.load)].plan.shape
    return TxnRequest(
      success: (0..<UInt32(shape.puts)).map { i in
        .put(PutRequest(KeyID(operation.key.index &+ i), operation.value))
      })
  }

  /// The keys that a range operation means.
  func range(of operation: Operation) -> KeyRange {
    let load = loads[Int(operation.load)]
    return keys.range(
      from: operation.key, span: load.plan.shape.span, of: load.keyBlock,
      isEverybodys: load.plan.ownership == .any)
  }

  /// What the answer to a range carries beside its frame.
  func rangeBytes(_ operation: Operation, at m: Int) -> Int {
    var request = RangeRequest(range(of: operation))
    request.limit = Int64(loads[Int(operation.load)].plan.shape.limit)
    let store = members[m].store
    guard case .success(let found) = store.range(request) else { return 0 }
    return found.records.reduce(0) {
      $0 + Int(store.options.keySizeInBytes) + Int($1.record.value.sizeInBytes)
    }
  }

  /// Checks `command` as etcd's server does before it proposes (v3rpc/key.go, v3rpc/quota.go,
  /// v3_server.go), and proposes it.
  mutating func propose(_ m: Int, _ command: Command, _ id: OperationID) {
    let (now, g) = (now, runtimes[m].group)
    let store = members[m].store
    if let key = operations[id.slot]?.key, federation != nil,
      keys.catalogue.refusal(ofWriteTo: key, by: ClusterID(g)) != nil
    {
      return fail(id, from: m, .notOwner)
    }
    var command = command
    if let error = RequestLimits().refusal(of: command, store.options) {
      return fail(id, from: m, .etcd(error))
    }
    if store.isOverQuota(for: command) {
      // The answer waits for the alarm.
      operations[id.slot]?.failure = .etcd(.noSpace)
      command = spaceAlarm(m)
    }
    if members[m].knownLeader != .none { operations[id.slot]?.way.proposed = now }
    members[m].propose(
      command, request: RequestID(id.word), at: now, books: &groups[g].books, output: &output)
    drain(m)
  }

  private func spaceAlarm(_ m: Int) -> Command {
    let member = groups[runtimes[m].group].memberID(of: m).rawValue
    return .alarm(AlarmRequest(StoreAlarm(member: member, .noSpace), isRaised: true))
  }

  /// A write was applied and refused, or applied beyond the quota, which raises the alarm (etcd
  /// server.go, applyEntryNormal). Whether the client is told of a failure.
  mutating func refuseApplied(_ id: OperationID, _ m: Int, _ result: Store.ApplyResult) -> Bool {
    if let told = operations[id.slot]?.failure {
      fail(id, from: m, told)
      return true
    }
    guard let error = result.error else { return false }
    if error == .noSpace, members[m].store.alarms.isEmpty {
      proposeAside(spaceAlarm(m), request: .none, at: m)
    }
    fail(id, from: m, .etcd(error))
    return true
  }

  /// Why a member that gives a request up says so (etcd v3_server.go, parseProposeCtxErr).
  func timeout(of id: OperationID, at m: Int) -> Failure {
    guard let operation = operations[id.slot], operation.kind.isWrite,
      let elected = runtimes[m].electedAt
    else { return .timedOut }
    let plan = groups[runtimes[m].group].plan
    let lost = elected - plan.heartbeat * Int64(2 * plan.electionTicks)
    let start = operation.way.processed
    return start > lost && start < elected ? .timedOutAfterLeaderFailure : .timedOut
  }
}
