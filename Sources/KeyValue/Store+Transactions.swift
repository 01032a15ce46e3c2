extension Store {
  /// Decides by the comparisons, checks the branch chosen as a whole, and does it at one revision
  /// (etcd apply.go, Txn). Reads inside it see what the operations before them did.
  mutating func apply(_ request: TxnRequest) -> ApplyResult {
    let cost = Self.cost(of: request, options)
    if let error = refusal(cost: cost) { return refused(error) }
    let holds = request.compares.allSatisfy(holds)
    let branch = holds ? request.success : request.failure
    if let error = refusal(of: branch) { return refused(error) }
    let isOverQuota = cost > 0 && !hasRoom(for: cost)
    let target = revision.next
    var answers: [OperationAnswer] = []
    answers.reserveCapacity(branch.count)
    for operation in branch {
      switch operation {
      case .put(let request): answers.append(put(request, at: target))
      case .deleteRange(let request): answers.append(deleteRange(request, at: target))
      case .range(let request):
        let found = try? range(request).get()
        answers.append(.range(found ?? RangeResult(revision: revision)))
      }
    }
    var result = done(answers)
    result.succeeded = holds
    if isOverQuota { result.error = .noSpace }
    return result
  }

  /// Answers a transaction that changes nothing, without an entry (etcd v3_server.go, Txn). Nil
  /// for one that would change something.
  public func read(_ request: TxnRequest) -> ApplyResult? {
    guard request.isReadOnly else { return nil }
    var copy = self
    return copy.apply(request)
  }

  /// Whether a comparison holds for every key of its range; for a range without keys it is held
  /// against a key of zeros, except a value, which then never compares (etcd apply.go,
  /// applyCompare).
  func holds(_ compare: Compare) -> Bool {
    var found = false
    for index in indices(of: compare.range) {
      guard let record = record(in: slots[index]) else { continue }
      found = true
      if !compare.holds(for: record) { return false }
    }
    if found { return true }
    if case .value = compare.target { return false }
    return compare.holds(for: KeyRecord())
  }

  /// Why a branch cannot be done (etcd apply.go, checkRequests): puts first, then reads.
  private func refusal(of branch: [TxnOperation]) -> EtcdError? {
    for case .put(let request) in branch {
      if let error = refusal(of: request) { return error }
    }
    for case .range(let request) in branch {
      if request.revision > revision { return .futureRevision }
      // What the group agreed on, or the members would not decide alike.
      let asked = request.revision
      if asked.rawValue > 0, asked < groupCompactedRevision { return .compacted }
    }
    return nil
  }
}

extension Compare {
  func holds(for record: Store.KeyRecord) -> Bool {
    switch target {
    case .version(let wanted): relation.holds(record.version, wanted)
    case .createRevision(let wanted): relation.holds(record.createRevision, wanted)
    case .modRevision(let wanted): relation.holds(record.modRevision, wanted)
    case .value(let wanted): relation.holds(record.value.identity, wanted)
    case .lease(let wanted): relation.holds(record.lease, wanted)
    }
  }
}

extension Compare.Relation {
  fileprivate func holds<Field: Comparable>(_ found: Field, _ wanted: Field) -> Bool {
    switch self {
    case .equal: found == wanted
    case .notEqual: found != wanted
    case .greater: found > wanted
    case .less: found < wanted
    }
  }
}
