/// What a range read found (etcd RangeResponse).
public struct RangeResult: Hashable, Sendable {
  /// Ascending by key unless sorted otherwise.
  public var records: [KeyedRecord] = []
  /// Keys of the range at the revision asked for, whatever the limit and the bounds.
  public var count = 0
  /// The limit cut something off.
  public var hasMore = false
  /// The store's revision when it answered, which is not the one asked for.
  public var revision: Revision

  public init(
    records: [KeyedRecord] = [], count: Int = 0, hasMore: Bool = false, revision: Revision
  ) {
    self.records = records
    self.count = count
    self.hasMore = hasMore
    self.revision = revision
  }
}

extension Store {
  /// Reads a range as it is now or was at a revision from the compacted one on (etcd
  /// mvcc/kvstore_txn.go rangeKeys, etcdserver/apply.go Range). O(width of the range), and for the
  /// past the changes of its keys since then.
  public func range(_ request: RangeRequest) -> Result<RangeResult, EtcdError> {
    if let error = refusal(ofRevision: request.revision) { return .failure(error) }
    let isNow = request.revision.rawValue <= 0
    let asOf = isNow ? revision : request.revision
    var result = RangeResult(revision: revision)
    // As in etcd, one record more than the limit is enough where nothing has to be left out.
    let fetchesAll = request.sortOrder != .none || request.hasBounds || request.limit <= 0
    let room = fetchesAll ? Int64.max : request.limit
    for index in indices(of: request.range) {
      guard let record = record(at: index, asOf: asOf) else { continue }
      result.count += 1
      guard !request.countOnly, request.admits(record) else { continue }
      if Int64(result.records.count) >= room {
        result.hasMore = true
      } else {
        result.records.append(KeyedRecord(KeyID(UInt32(index)), record))
      }
    }
    if request.sortOrder != .none { request.sort(&result.records) }
    if request.limit > 0, Int64(result.records.count) > request.limit {
      result.records.removeLast(result.records.count - Int(request.limit))
      result.hasMore = true
    }
    if request.keysOnly {
      for i in result.records.indices { result.records[i].record.value = .nothing }
    }
    return .success(result)
  }

  /// What `key` held at `asOf`, which must be kept: nil when it did not exist then, or when the
  /// revision is compacted. O(changes of the key since then).
  public func record(of key: KeyID, asOf: Revision) -> KeyRecord? {
    guard asOf >= compactedRevision, Int(key.index) < slots.count else { return nil }
    return record(at: Int(key.index), asOf: asOf)
  }

  func refusal(ofRevision asked: Revision) -> EtcdError? {
    if asked > revision { return .futureRevision }
    return asked.rawValue > 0 && asked < compactedRevision ? .compacted : nil
  }

  private func record(at index: Int, asOf: Revision) -> KeyRecord? {
    let slot = slots[index]
    if slot.modRevision <= asOf, slot.exists { return record(in: slot) }
    var position = Int(slot.end) - 1
    guard position >= log.start else { return record(in: slot) }
    var change = log[position]
    while change.revision > asOf {
      guard let distance = change.previous.distance else {
        return log.previous(of: change, at: position)?.record
      }
      position -= distance
      change = log[position]
    }
    return change.record
  }
}

extension RangeRequest {
  fileprivate var hasBounds: Bool { modRevisions.isSet || createRevisions.isSet }

  fileprivate func admits(_ record: Store.KeyRecord) -> Bool {
    modRevisions.contains(record.modRevision) && createRevisions.contains(record.createRevision)
  }

  /// Equal ones stay in the order of keys.
  fileprivate func sort(_ records: inout [KeyedRecord]) {
    let isAscending = sortOrder == .ascending
    func sort<Field: Comparable>(by field: (KeyedRecord) -> Field) {
      records.sort { a, b in
        let (x, y) = (field(a), field(b))
        if x != y { return isAscending ? x < y : x > y }
        return a.key < b.key
      }
    }
    switch sortTarget {
    case .key: sort { $0.key }
    case .version: sort { $0.record.version }
    case .createRevision: sort { $0.record.createRevision }
    case .modRevision: sort { $0.record.modRevision }
    case .value: sort { $0.record.value.identity }
    }
  }
}
