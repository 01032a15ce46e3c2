extension Store {
  /// Applies `command`, as every member does with the entry that holds it.
  public mutating func apply(_ command: Command) -> ApplyResult {
    if alarms.contains(where: { $0.kind == .corrupt }), !command.isAlarm {
      return refused(.corrupt)
    }
    switch command {
    case .mutations(let mutations): return apply(mutations)
    case .put(let request): return apply(request)
    case .deleteRange(let request):
      let answer = deleteRange(request, at: revision.next)
      return done([answer])
    case .txn(let request): return apply(request)
    case .compact(let target):
      if let error = compact(upTo: target) { return refused(error) }
      return done(.compacted)
    case .leaseGrant(let id, let ttl): return grant(id, ttl: ttl)
    case .leaseRevoke(let id): return revoke(id)
    case .leaseCheckpoint(let notes):
      leases.checkpoint(notes)
      return done(.checkpointed)
    case .alarm(let request): return apply(request)
    }
  }

  private mutating func apply(_ request: PutRequest) -> ApplyResult {
    let cost = Self.cost(ofPutting: request.value, options)
    if let error = refusal(cost: cost) ?? refusal(of: request) { return refused(error) }
    let isOverQuota = !hasRoom(for: cost)
    let answer = put(request, at: revision.next)
    var result = done([answer])
    if isOverQuota { result.error = .noSpace }
    return result
  }

  /// Why a put cannot be done to the store as it is (etcd apply.go, Put and checkRequestPut).
  func refusal(of request: PutRequest) -> EtcdError? {
    if request.lease != .none, leases[request.lease] == nil { return .leaseNotFound }
    if request.keepsValue || request.keepsLease, record(of: request.key) == nil {
      return .keyNotFound
    }
    return nil
  }

  /// Puts what was checked.
  mutating func put(_ request: PutRequest, at target: Revision) -> OperationAnswer {
    let old = record(of: request.key)
    let value = request.keepsValue ? old?.value ?? .nothing : request.value
    let lease = request.keepsLease ? old?.lease ?? .none : request.lease
    let row = leases.row(of: lease) ?? .none
    if put(request.key, value, lease: row, at: target) { revision = target }
    return .put(previous: request.wantsPrevious ? old : nil)
  }

  /// Deletes the keys of a range in ascending order. O(width of the range).
  mutating func deleteRange(
    _ request: DeleteRangeRequest, at target: Revision
  ) -> OperationAnswer {
    var previous: [KeyedRecord] = []
    var count = 0
    for index in indices(of: request.range) {
      guard let record = record(in: slots[index]) else { continue }
      let key = KeyID(UInt32(index))
      if request.wantsPrevious { previous.append(KeyedRecord(key, record)) }
      if delete(key, at: target) { count += 1 }
    }
    if count > 0 { revision = target }
    return .deleted(count: count, previous: previous)
  }

  /// Those places of `range` that the store has.
  func indices(of range: KeyRange) -> Range<Int> {
    let lower = min(Int(range.lower.index), slots.count)
    return lower..<max(lower, min(Int(range.upper.index), slots.count))
  }

  func refused(_ error: EtcdError) -> ApplyResult {
    ApplyResult(succeeded: false, revision: revision, error: error)
  }
  func done(_ answers: [OperationAnswer]) -> ApplyResult {
    ApplyResult(succeeded: true, revision: revision, answers: answers)
  }
  func done(_ effect: Effect) -> ApplyResult {
    ApplyResult(succeeded: true, revision: revision, effect: effect)
  }
}

extension Command {
  fileprivate var isAlarm: Bool {
    if case .alarm = self { return true }
    return false
  }
}
