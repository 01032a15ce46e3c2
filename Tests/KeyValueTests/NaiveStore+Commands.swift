import KeyValue

extension NaiveStore {
  struct Answer: Equatable {
    var succeeded: Bool
    var revision: Int64
    var error: EtcdError?
    var answers: [Store.OperationAnswer] = []
  }

  mutating func apply(_ command: Command) -> Answer {
    grownTo = max(grownTo, bytesInUse)
    let before = self
    let cost = cost(of: command)
    var answer = Answer(succeeded: false, revision: 0)
    let kinds = alarms.map(\.kind)
    if case .alarm = command {
      answer = attempt(command)
    } else if command == .mutations([]) {
      // No bytes are no command.
      answer = attempt(command)
    } else if kinds.contains(.corrupt) {
      answer.error = .corrupt
    } else if kinds.contains(.noSpace), cost > 0 {
      answer.error = .noSpace
    } else {
      answer = attempt(command)
      if answer.error == nil, cost > 0, before.isOver(cost) { answer.error = .noSpace }
    }
    grownTo = max(grownTo, bytesInUse)
    answer.revision = revision
    return answer
  }

  private func isOver(_ cost: Int64) -> Bool {
    options.quotaInBytes > 0 && max(grownTo, bytesInUse) + cost >= options.quotaInBytes
  }

  func cost(of command: Command) -> Int64 {
    func cost(_ value: Value) -> Int64 { 256 + options.keySizeInBytes + Int64(value.sizeInBytes) }
    func cost(_ branch: [TxnOperation]) -> Int64 {
      var sum: Int64 = 0
      for case .put(let put) in branch { sum += cost(put.value) }
      return sum
    }
    switch command {
    case .put(let put): return cost(put.value)
    case .txn(let txn): return max(cost(txn.success), cost(txn.failure))
    case .leaseGrant: return 80
    case .mutations(let mutations):
      var sum: Int64 = 0
      for mutation in mutations {
        switch mutation {
        case .put(_, let value), .compareAndSwap(_, _, let value): sum += cost(value)
        case .delete: break
        }
      }
      return sum
    case .deleteRange, .compact, .leaseRevoke, .leaseCheckpoint, .alarm: return 0
    }
  }

  private mutating func attempt(_ command: Command) -> Answer {
    let target = revision + 1
    func refused(_ error: EtcdError) -> Answer {
      Answer(succeeded: false, revision: 0, error: error)
    }
    func done(_ answers: [Store.OperationAnswer] = []) -> Answer {
      Answer(succeeded: true, revision: 0, answers: answers)
    }
    switch command {
    case .mutations(let mutations): return attempt(mutations)
    case .put(let put):
      if let error = refusal(of: put) { return refused(error) }
      return done([make(.put(put), at: target)])
    case .deleteRange(let request): return done([make(.deleteRange(request), at: target)])
    case .txn(let txn):
      let holds = txn.compares.allSatisfy(holds)
      let branch = holds ? txn.success : txn.failure
      if let error = refusal(of: branch) { return refused(error) }
      var answer = done(branch.map { make($0, at: target) })
      answer.succeeded = holds
      return answer
    case .compact(let target): return compact(target.rawValue).map(refused) ?? done()
    case .leaseGrant(let id, let ttl):
      if id.rawValue == 0 { return refused(.leaseNotFound) }
      if ttl > 9_000_000_000 { return refused(.leaseTTLTooLarge) }
      if leases[id.rawValue] != nil { return refused(.leaseExists) }
      leases[id.rawValue] = (max(ttl, options.minimumLeaseTTL), 0)
      return done()
    case .leaseRevoke(let id):
      guard leases.removeValue(forKey: id.rawValue) != nil else { return refused(.leaseNotFound) }
      for key in keys(on: id) { _ = delete(KeyRange(key), at: target) }
      return done()
    case .leaseCheckpoint(let notes):
      for note in notes { leases[note.lease.rawValue]?.checkpoint = note.remainingTTL }
      return done()
    case .alarm(let request):
      alarms.removeAll { $0 == request.alarm }
      if request.isRaised { alarms.append(request.alarm) }
      return done()
    }
  }

  private mutating func attempt(_ mutations: [Mutation]) -> Answer {
    for case .compareAndSwap(let key, let expected, _) in mutations
    where (record(of: key)?.modRevision.rawValue ?? 0) != expected.rawValue {
      return Answer(succeeded: false, revision: 0)
    }
    let target = revision + 1
    for mutation in mutations {
      switch mutation {
      case .put(let key, let value), .compareAndSwap(let key, _, let value):
        put(key, value, .none, at: target)
      case .delete(let key): _ = delete(KeyRange(key), at: target)
      }
    }
    return Answer(succeeded: true, revision: 0)
  }

  private mutating func make(_ operation: TxnOperation, at target: Int64) -> Store.OperationAnswer {
    switch operation {
    case .put(let request):
      let old = record(of: request.key)
      put(
        request.key, request.keepsValue ? old!.value : request.value,
        request.keepsLease ? old!.lease : request.lease, at: target)
      return .put(previous: request.wantsPrevious ? old : nil)
    case .deleteRange(let request):
      let gone = delete(request.range, at: target)
      return .deleted(count: gone.count, previous: request.wantsPrevious ? gone : [])
    case .range(let request):
      let found = try? range(request).get()
      return .range(found ?? RangeResult(revision: Revision(revision)))
    }
  }

  private func refusal(of put: PutRequest) -> EtcdError? {
    if put.lease.rawValue != 0, leases[put.lease.rawValue] == nil { return .leaseNotFound }
    return (put.keepsValue || put.keepsLease) && record(of: put.key) == nil ? .keyNotFound : nil
  }

  private func refusal(of branch: [TxnOperation]) -> EtcdError? {
    for case .put(let put) in branch { if let error = refusal(of: put) { return error } }
    for case .range(let request) in branch {
      let asked = request.revision.rawValue
      if asked > revision { return .futureRevision }
      if asked > 0, asked < compacted { return .compacted }
    }
    return nil
  }

  private func holds(_ compare: Compare) -> Bool {
    let records = all(in: compare.range).map(\.record)
    if case .value = compare.target, records.isEmpty { return false }
    return (records.isEmpty ? [Store.KeyRecord()] : records).allSatisfy { record in
      let (found, wanted): (UInt64, UInt64) =
        switch compare.target {
        case .version(let x): (UInt64(record.version), UInt64(x))
        case .createRevision(let x):
          (UInt64(record.createRevision.rawValue), UInt64(x.rawValue))
        case .modRevision(let x): (UInt64(record.modRevision.rawValue), UInt64(x.rawValue))
        case .value(let x): (record.value.identity, x)
        case .lease(let x): (UInt64(record.lease.rawValue), UInt64(x.rawValue))
        }
      return switch compare.relation {
      case .equal: found == wanted
      case .notEqual: found != wanted
      case .less: found < wanted
      case .greater: found > wanted
      }
    }
  }

  func range(_ request: RangeRequest) -> Result<RangeResult, EtcdError> {
    let asked = request.revision.rawValue
    if asked > revision { return .failure(.futureRevision) }
    if asked > 0, asked < max(compacted, lost) { return .failure(.compacted) }
    var found = all(in: request.range, at: asked > 0 ? asked : .max)
    var result = RangeResult(count: found.count, revision: Revision(revision))
    if request.countOnly { return .success(result) }
    func isWithin(_ bounds: RangeRequest.RevisionBounds, _ revision: Revision) -> Bool {
      (bounds.minimum.rawValue == 0 || revision >= bounds.minimum)
        && (bounds.maximum.rawValue == 0 || revision <= bounds.maximum)
    }
    found = found.filter {
      isWithin(request.modRevisions, $0.record.modRevision)
        && isWithin(request.createRevisions, $0.record.createRevision)
    }
    // A stable sort by insertion, so that equal ones stay in the order of keys.
    if request.sortOrder != .none {
      for i in found.indices {
        var j = i
        while j > 0, isBefore(found[j], found[j - 1], request) {
          found.swapAt(j, j - 1)
          j -= 1
        }
      }
    }
    let limit = request.limit > 0 ? Int(request.limit) : found.count
    result.hasMore = found.count > limit
    result.records = Array(found.prefix(limit))
    if request.keysOnly {
      for i in result.records.indices {
        result.records[i].record.value = Value(identity: 0, sizeInBytes: 0)
      }
    }
    return .success(result)
  }

  private func isBefore(_ a: KeyedRecord, _ b: KeyedRecord, _ request: RangeRequest) -> Bool {
    let (x, y): (UInt64, UInt64) =
      switch request.sortTarget {
      case .key: (UInt64(a.key.index), UInt64(b.key.index))
      case .version: (UInt64(a.record.version), UInt64(b.record.version))
      case .createRevision:
        (
          UInt64(a.record.createRevision.rawValue), UInt64(b.record.createRevision.rawValue)
        )
      case .modRevision:
        (UInt64(a.record.modRevision.rawValue), UInt64(b.record.modRevision.rawValue))
      case .value: (a.record.value.identity, b.record.value.identity)
      }
    return request.sortOrder == .ascending ? x < y : x > y
  }
}
