import HostileWorld
import KeyValue
import RaftCore
import RaftHost

// The store's requests and answers in the words of the checks.

extension StoreCommand {
  /// The command in an entry of the log; nothing for bytes that are none.
  init(in data: [UInt8], at offset: Int, _ options: StoreOptions) {
    guard let command = CommandCoding.command(in: data, at: offset) else {
      self = .nothing
      return
    }
    switch command {
    case .mutations(let mutations): self = Self.batch(mutations, data, offset)
    case .put(let put): self = .operation(StoreOperation(put))
    case .deleteRange(let request): self = .operation(StoreOperation(request))
    case .txn(let txn):
      self = .transaction(
        txn.compares.map { StoreCondition($0) }, then: txn.success.map { StoreOperation($0) },
        otherwise: txn.failure.map { StoreOperation($0) })
    case .compact(let revision): self = .compact(revision: revision.rawValue)
    case .leaseGrant(let id, let ttl):
      self = .grant(lease: id.rawValue, ttl: max(ttl, options.minimumLeaseTTL))
    case .leaseRevoke(let id): self = .revoke(lease: id.rawValue)
    case .leaseCheckpoint, .alarm: self = .nothing
    }
  }

  private static func batch(
    _ mutations: [Mutation], _ data: [UInt8], _ offset: Int
  ) -> StoreCommand {
    var conditions: [StoreCondition] = []
    var operations: [StoreOperation] = []
    for (i, mutation) in mutations.enumerated() {
      let key = Int64(mutation.key.index)
      switch mutation {
      case .put(_, let value):
        let lease = CommandCoding.word(data, offset + i * CommandCoding.stride + 17, 8)
        operations.append(.put(key: key, value: value.told, lease: Int64(bitPattern: lease)))
      case .delete: operations.append(.delete(StoreKeys(key)))
      case .compareAndSwap(_, let expected, let value):
        conditions.append(.modRevision(key, .equal, expected.rawValue))
        operations.append(.put(key: key, value: value.told, lease: 0))
      }
    }
    return .batch(conditions, operations)
  }
}

extension StoreOperation {
  init(_ operation: TxnOperation) {
    switch operation {
    case .put(let put): self.init(put)
    case .deleteRange(let request): self.init(request)
    case .range(let request): self = .query(StoreQuery(request))
    }
  }

  init(_ put: PutRequest) {
    self = .update(
      key: Int64(put.key.index), value: put.keepsValue ? nil : put.value.told,
      lease: put.keepsLease ? nil : put.lease.rawValue, wantsPrevious: put.wantsPrevious)
  }

  init(_ request: DeleteRangeRequest) {
    let keys = StoreKeys(request.range)
    self = request.wantsPrevious ? .remove(keys) : .delete(keys)
  }
}

extension StoreQuery {
  init(_ request: RangeRequest) {
    self.init(StoreKeys(request.range))
    revision = max(0, request.revision.rawValue)
    limit = Int(clamping: max(0, request.limit))
    countOnly = request.countOnly
    keysOnly = request.keysOnly
    if request.sortOrder != .none {
      isDescending = request.sortOrder == .descending
      switch request.sortTarget {
      case .key: sort = .key
      case .version: sort = .version
      case .createRevision: sort = .createRevision
      case .modRevision: sort = .modRevision
      case .value: sort = .value
      }
    }
    leastModRevision = request.modRevisions.minimum.rawValue
    greatestModRevision = request.modRevisions.maximum.rawValue
    leastCreateRevision = request.createRevisions.minimum.rawValue
    greatestCreateRevision = request.createRevisions.maximum.rawValue
  }
}

extension StoreCondition {
  init(_ compare: Compare) {
    let relation: Relation =
      switch compare.relation {
      case .equal: .equal
      case .notEqual: .notEqual
      case .greater: .greater
      case .less: .less
      }
    let keys = StoreKeys(compare.range)
    switch compare.target {
    case .version(let wanted): self = .each(keys, .version, relation, wanted)
    case .createRevision(let wanted):
      self = .each(keys, .createRevision, relation, wanted.rawValue)
    case .modRevision(let wanted): self = .each(keys, .modRevision, relation, wanted.rawValue)
    case .value(let wanted): self = .each(keys, .value, relation, Int64(bitPattern: wanted))
    case .lease(let wanted): self = .each(keys, .lease, relation, wanted.rawValue)
    }
  }
}

extension StoreAnswer {
  /// How `command` was answered.
  init(_ result: Store.ApplyResult, of command: StoreCommand) {
    if !result.succeeded, let error = result.error {
      self = .failed(StoreFailure(error))
      return
    }
    self = .done(
      revision: result.revision.rawValue, succeeded: result.succeeded,
      result.answers.enumerated().map { i, answer in
        StoreResult(answer, of: command.operation(i, succeeded: result.succeeded))
      })
  }

  init(_ result: Result<RangeResult, EtcdError>) {
    switch result {
    case .success(let found):
      self = .done(
        revision: found.revision.rawValue, succeeded: true, [.found(StoreFinding(found))])
    case .failure(let error): self = .failed(StoreFailure(error))
    }
  }
}

extension StoreResult {
  /// An answer with nothing of the past is the same whether it was to tell of it or not.
  init(_ answer: Store.OperationAnswer, of operation: StoreOperation?) {
    switch answer {
    case .put(nil): self = .put
    case .put(let previous?):
      guard case .update(let key, _, _, _) = operation else {
        self = .replaced(StoreItem(-1, previous))
        return
      }
      self = .replaced(StoreItem(key, previous))
    case .deleted(let count, let previous):
      self =
        previous.isEmpty || previous.count != count
        ? .deleted(count) : .removed(previous.map { StoreItem($0) })
    case .range(let found): self = .found(StoreFinding(found))
    }
  }
}

extension StoreCommand {
  /// The n-th operation of those that were carried out.
  fileprivate func operation(_ n: Int, succeeded: Bool) -> StoreOperation? {
    switch self {
    case .operation(let operation): return n == 0 ? operation : nil
    case .transaction(_, let then, let otherwise):
      let branch = succeeded ? then : otherwise
      return n < branch.count ? branch[n] : nil
    default: return nil
    }
  }
}

extension StoreFinding {
  init(_ found: RangeResult) {
    self.init(
      items: found.records.map { StoreItem($0) }, count: found.count, hasMore: found.hasMore,
      revision: found.revision.rawValue)
  }
}

extension StoreFailure {
  init(_ error: EtcdError) {
    switch error {
    case .compacted: self = .compacted
    case .futureRevision: self = .futureRevision
    case .leaseNotFound: self = .leaseNotFound
    case .leaseExists: self = .leaseExists
    case .keyNotFound: self = .keyNotFound
    default: self = .other
    }
  }
}

extension StoreItem {
  init(_ record: KeyedRecord) { self.init(Int64(record.key.index), record.record) }

  init(_ key: Int64, _ record: Store.KeyRecord) {
    self.init(
      key: key, value: record.value.told, createRevision: record.createRevision.rawValue,
      modRevision: record.modRevision.rawValue, version: record.version,
      lease: record.lease.rawValue)
  }
}

extension StoreKeys {
  init(_ range: KeyRange) {
    self.init(Int64(range.lower.index), to: Int64(range.upper.index))
  }
}

extension Value {
  var told: Int64 { Int64(bitPattern: identity) }
}
