import KeyValue

/// The store by definition: every version of every key in a dictionary, nothing forgotten.
struct NaiveStore {
  struct Version: Equatable {
    var revision: Int64
    var createRevision: Int64
    var version: Int64
    var value: Value
  }

  var revision: Int64 = 1
  var compacted: Int64 = 0
  /// What exists now.
  var current: [UInt32: Version] = [:]
  /// All changes ever, in order.
  var changes: [WatchEvent] = []

  /// False when a comparison fails; nothing changes then.
  mutating func apply(_ mutations: [Mutation]) -> Bool {
    for case .compareAndSwap(let key, let expected, _) in mutations
    where (current[key.index]?.revision ?? 0) != expected.rawValue {
      return false
    }
    let target = revision + 1
    let before = changes.count
    for mutation in mutations {
      switch mutation {
      case .put(let key, let value), .compareAndSwap(let key, _, let value):
        let old = current[key.index]
        current[key.index] = Version(
          revision: target, createRevision: old?.createRevision ?? target,
          version: (old?.version ?? 0) + 1, value: value)
        changes.append(WatchEvent(revision: Revision(target), key: key, value: value))
      case .delete(let key):
        guard current.removeValue(forKey: key.index) != nil else { continue }
        changes.append(WatchEvent(revision: Revision(target), key: key, value: nil))
      }
    }
    if changes.count > before { revision = target }
    return true
  }

  /// What a watch after `revision` must be told, all of it; nil when that is compacted.
  func events(after start: Int64) -> [WatchEvent]? {
    start < compacted ? nil : changes.filter { $0.revision.rawValue > start }
  }

  var sizeInBytes: Int64 { current.values.reduce(0) { $0 + Int64($1.value.sizeInBytes) } }
}
