import KeyValue

/// The store by definition: a list of every change there ever was; everything else is worked out
/// from it anew each time.
struct NaiveStore {
  struct Change {
    var revision: Int64
    var key: KeyID
    /// nil for a delete.
    var record: Store.KeyRecord?
  }

  var options = StoreOptions()
  var revision: Int64 = 1
  var compacted: Int64 = 0
  /// Nothing before this revision came with the snapshot.
  var lost: Int64 = 0
  var changes: [Change] = []
  /// Time to live and checkpoint, by ID.
  var leases: [Int64: (ttl: Int64, checkpoint: Int64)] = [:]
  var alarms: [StoreAlarm] = []
  var grownTo: Int64 = 0

  /// What `key` holds after all changes up to and including `revision`.
  func record(of key: KeyID, at revision: Int64 = .max) -> Store.KeyRecord? {
    changes.last { $0.key == key && $0.revision <= revision }?.record
  }

  func all(in range: KeyRange = .all, at revision: Int64 = .max) -> [KeyedRecord] {
    var keys = Set(changes.map(\.key))
    keys = keys.filter { range.lower <= $0 && $0 < range.upper }
    return keys.sorted().compactMap { key in
      record(of: key, at: revision).map { KeyedRecord(key, $0) }
    }
  }

  func keys(on lease: KeyLeaseID) -> [KeyID] {
    all().filter { $0.record.lease == lease }.map(\.key)
  }

  /// What a watch after `start` must be told, all of it; nil when that is compacted.
  func events(after start: Int64) -> [WatchEvent]? {
    start < compacted
      ? nil
      : changes.filter { $0.revision > start }.map {
        WatchEvent(revision: Revision($0.revision), key: $0.key, value: $0.record?.value)
      }
  }

  var sizeInBytes: Int64 { all().reduce(0) { $0 + Int64($1.record.value.sizeInBytes) } }

  /// Compaction by etcd's rule: of each key, what changed at or after the compacted revision, and
  /// the newest version before it that was alive then and not superseded at it.
  var bytesInUse: Int64 {
    let kept = changes.indices.filter { i in
      if changes[i].revision >= compacted { return true }
      let isSuperseded = changes[(i + 1)...].contains {
        $0.key == changes[i].key && $0.revision <= compacted
      }
      return changes[i].record != nil && !isSuperseded
    }
    return kept.reduce(0) { sum, i in
      sum + 53 + options.keySizeInBytes + Int64(changes[i].record?.value.sizeInBytes ?? 0)
    }
  }

  // MARK: Changes

  mutating func put(_ key: KeyID, _ value: Value, _ lease: KeyLeaseID, at target: Int64) {
    let old = record(of: key)
    let record = Store.KeyRecord(
      value: value, createRevision: old?.createRevision ?? Revision(target),
      modRevision: Revision(target), version: (old?.version ?? 0) + 1, lease: lease)
    changes.append(Change(revision: target, key: key, record: record))
    revision = target
  }

  mutating func delete(_ range: KeyRange, at target: Int64) -> [KeyedRecord] {
    let gone = all(in: range)
    for one in gone {
      changes.append(Change(revision: target, key: one.key, record: nil))
      revision = target
    }
    return gone
  }

  mutating func compact(_ target: Int64) -> EtcdError? {
    if target <= compacted { return .compacted }
    if target > revision { return .futureRevision }
    grownTo = max(grownTo, bytesInUse)
    compacted = target
    return nil
  }
}
