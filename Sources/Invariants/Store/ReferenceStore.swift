import HostileWorld

/// The store as etcd documents it (etcd api: KV, Lease), as simply as can be: plain arrays, every
/// change kept for ever. It is what answers and watches are judged by.
struct ReferenceStore: Sendable {
  /// One change of one key.
  struct Change: Sendable {
    var revision: Int64
    var event: StoreEvent
  }

  /// All changes, oldest first.
  private(set) var changes: ContiguousArray<Change> = []
  /// What is there, ascending by key.
  private(set) var items: [StoreItem] = []
  private(set) var revision: Int64 = 1
  private(set) var compacted: Int64 = 0
  private(set) var leases: [(id: Int64, ttl: Int64)] = []
  /// Log index of the last command.
  private(set) var index: UInt64 = 0

  /// Carries out `command` and answers.
  mutating func apply(_ command: StoreCommand, index: UInt64) -> StoreAnswer {
    self.index = index
    switch command {
    case .operation(let operation): return run([operation], succeeded: true)
    case .transaction(let conditions, let then, let otherwise):
      let holds = conditions.allSatisfy(self.holds)
      return run(holds ? then : otherwise, succeeded: holds)
    case .batch(let conditions, let operations):
      if let failure = failure(of: operations) { return .failed(failure) }
      guard conditions.allSatisfy(self.holds) else {
        return .done(revision: revision, succeeded: false, [])
      }
      _ = run(operations, succeeded: true)
    case .compact(let oldest):
      if oldest <= compacted { return .failed(.compacted) }
      if oldest > revision { return .failed(.futureRevision) }
      compacted = oldest
    case .grant(let id, let ttl):
      if leases.contains(where: { $0.id == id }) { return .failed(.leaseExists) }
      leases.append((id, ttl))
    case .revoke(let id):
      guard let place = leases.firstIndex(where: { $0.id == id }) else {
        return .failed(.leaseNotFound)
      }
      leases.remove(at: place)
      let lost = items.filter { $0.lease == id }
      for item in lost { delete(item, at: revision + 1) }
      if !lost.isEmpty { revision += 1 }
    case .nothing: break
    }
    return .done(revision: revision, succeeded: true, [])
  }

  /// The number of seconds that a lease lives; nil if there is no such lease.
  func ttl(of lease: Int64) -> Int64? { leases.first { $0.id == lease }?.ttl }

  /// What was there once `revision` was.
  func items(at revision: Int64) -> [StoreItem] {
    if revision >= self.revision { return items }
    var found: [StoreItem] = []
    for change in changes where change.revision <= revision {
      found.removeAll { $0.key == change.event.item.key }
      if !change.event.isDelete { found.append(change.event.item) }
    }
    return found.sorted { $0.key < $1.key }
  }

  // MARK: Operations

  private mutating func run(_ operations: [StoreOperation], succeeded: Bool) -> StoreAnswer {
    if let failure = failure(of: operations) { return .failed(failure) }
    let (before, next) = (changes.count, revision + 1)
    var results: [StoreResult] = []
    for operation in operations {
      results.append(run(operation, at: next))
      if changes.count > before { revision = next }
    }
    return .done(revision: revision, succeeded: succeeded, results)
  }

  /// Why a command with these operations changes nothing: puts are looked at first.
  private func failure(of operations: [StoreOperation]) -> StoreFailure? {
    for operation in operations {
      switch operation {
      case .put(_, _, let lease):
        if lease != 0, ttl(of: lease) == nil { return .leaseNotFound }
      case .update(let key, let value, let lease, _):
        if let lease, lease != 0, ttl(of: lease) == nil { return .leaseNotFound }
        let isThere = items.contains { $0.key == key }
        if value == nil || lease == nil, !isThere { return .keyNotFound }
      case .delete, .range, .remove, .query: break
      }
    }
    for operation in operations {
      switch operation {
      case .range(_, let at, _): if let failure = failure(ofRevision: at) { return failure }
      case .query(let query):
        if let failure = failure(ofRevision: query.revision) { return failure }
      case .put, .update, .delete, .remove: break
      }
    }
    return nil
  }

  private func failure(ofRevision asked: Int64) -> StoreFailure? {
    asked > revision ? .futureRevision : asked > 0 && asked < compacted ? .compacted : nil
  }

  private mutating func run(_ operation: StoreOperation, at next: Int64) -> StoreResult {
    switch operation {
    case .put(let key, let value, let lease):
      put(key, value, lease: lease, at: next)
      return .put
    case .update(let key, let value, let lease, let wantsPrevious):
      let old = items.first { $0.key == key }
      put(key, value ?? old?.value ?? 0, lease: lease ?? old?.lease ?? 0, at: next)
      return wantsPrevious ? old.map { .replaced($0) } ?? .put : .put
    case .delete(let keys): return .deleted(deleteAll(keys, at: next).count)
    case .remove(let keys):
      let lost = deleteAll(keys, at: next)
      return lost.isEmpty ? .deleted(0) : .removed(lost)
    case .range(let keys, let at, let limit):
      let found = (at > 0 ? items(at: at) : items).filter { keys.contains($0.key) }
      return .range(limit > 0 ? Array(found.prefix(limit)) : found, count: found.count)
    case .query(let query): return .found(find(query, atPresent: revision))
    }
  }

  private mutating func deleteAll(_ keys: StoreKeys, at next: Int64) -> [StoreItem] {
    let lost = items.filter { keys.contains($0.key) }
    for item in lost { delete(item, at: next) }
    return lost
  }

  private mutating func put(_ key: Int64, _ value: Int64, lease: Int64, at next: Int64) {
    let place = items.firstIndex { $0.key >= key } ?? items.count
    let previous = place < items.count && items[place].key == key ? items[place] : nil
    let item = StoreItem(
      key: key, value: value, createRevision: previous?.createRevision ?? next, modRevision: next,
      version: (previous?.version ?? 0) + 1, lease: lease)
    if previous == nil { items.insert(item, at: place) } else { items[place] = item }
    changes.append(
      Change(revision: next, event: StoreEvent(isDelete: false, item: item, previous: previous)))
  }

  private mutating func delete(_ item: StoreItem, at next: Int64) {
    items.removeAll { $0.key == item.key }
    let tombstone = StoreItem(
      key: item.key, value: 0, createRevision: 0, modRevision: next, version: 0)
    changes.append(
      Change(revision: next, event: StoreEvent(isDelete: true, item: tombstone, previous: item)))
  }

  // MARK: Conditions

  private func holds(_ condition: StoreCondition) -> Bool {
    func item(_ key: Int64) -> StoreItem? { items.first { $0.key == key } }
    switch condition {
    case .version(let key, let relation, let number):
      return relation.holds(item(key)?.version ?? 0, number)
    case .createRevision(let key, let relation, let number):
      return relation.holds(item(key)?.createRevision ?? 0, number)
    case .modRevision(let key, let relation, let number):
      return relation.holds(item(key)?.modRevision ?? 0, number)
    case .value(let key, let relation, let number):
      return item(key).map { relation.holds($0.value, number) } ?? false
    case .lease(let key, let relation, let number):
      return relation.holds(item(key)?.lease ?? 0, number)
    case .each(let keys, let field, let relation, let number):
      let there = items.filter { keys.contains($0.key) }
      if there.isEmpty { return field != .value && relation.holds(0, number) }
      return there.allSatisfy { relation.holds($0.number(field), number) }
    }
  }
}

extension StoreCondition.Relation {
  /// Whether `own` stands in this relation to `other`.
  func holds(_ own: Int64, _ other: Int64) -> Bool {
    switch self {
    case .equal: own == other
    case .notEqual: own != other
    case .less: own < other
    case .greater: own > other
    }
  }
}
