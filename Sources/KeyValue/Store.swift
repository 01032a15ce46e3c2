/// A multi-version key-value store in the manner of etcd: revisions, history, compaction.
///
/// Keys are dense numbers and index an array. History is kept from the compacted revision on, for
/// watches. A value: copying it is taking a snapshot.
public struct Store: Sendable {
  /// Revision of the last change; 1 when empty (etcd mvcc).
  public private(set) var revision = Revision(1)
  /// History up to and including this revision is gone.
  public private(set) var compactedRevision = Revision(0)
  /// Bytes of all current values.
  public private(set) var sizeInBytes: Int64 = 0
  /// Keys that exist now.
  public private(set) var keyCount = 0

  private var records: ContiguousArray<KeyRecord> = []
  var history = EventHistory()

  public init() {}

  /// What a store knows of an existing key.
  public struct KeyRecord: Hashable, Sendable {
    public var value = Value(identity: 0, sizeInBytes: 0)
    public var createRevision = Revision(0)
    /// Revision of its last change; 0 for a key that does not exist.
    public var modRevision = Revision(0)
    /// Changes since its creation.
    public var version: Int64 = 0
  }

  /// The answer to a transaction.
  public struct ApplyResult: Hashable, Sendable {
    /// False when a comparison failed; nothing was changed then.
    public var succeeded: Bool
    /// The store's revision afterwards.
    public var revision: Revision
  }

  /// The state of `key`, or nil when it does not exist. O(1).
  public func record(of key: KeyID) -> KeyRecord? {
    guard Int(key.index) < records.count else { return nil }
    let record = records[Int(key.index)]
    return record.modRevision.rawValue > 0 ? record : nil
  }

  /// Every existing key with its state, in ascending order. O(keys ever seen).
  public func all() -> [(key: KeyID, record: KeyRecord)] {
    records.indices.compactMap { i in
      records[i].modRevision.rawValue > 0 ? (KeyID(UInt32(i)), records[i]) : nil
    }
  }

  /// Applies the mutations encoded in `bytes` from `offset` on as one transaction at one revision.
  public mutating func apply(encoded bytes: [UInt8], from offset: Int) -> ApplyResult {
    let end = bytes.count
    var at = offset
    while at < end, let mutation = CommandCoding.mutation(in: bytes, at: at) {
      if case .compareAndSwap(let key, let expected, _) = mutation,
        record(of: key)?.modRevision ?? Revision(0) != expected
      {
        return ApplyResult(succeeded: false, revision: revision)
      }
      at += CommandCoding.stride
    }
    let target = revision.next
    var changed = false
    at = offset
    while at < end, let mutation = CommandCoding.mutation(in: bytes, at: at) {
      if change(mutation, at: target) { changed = true }
      at += CommandCoding.stride
    }
    if changed { revision = target }
    return ApplyResult(succeeded: true, revision: revision)
  }

  /// Applies `mutations` as one transaction at one revision.
  public mutating func apply(_ mutations: [Mutation]) -> ApplyResult {
    var bytes: [UInt8] = []
    for mutation in mutations { CommandCoding.append(mutation, to: &bytes) }
    return apply(encoded: bytes, from: 0)
  }

  /// The same state without its history: what a snapshot carries. O(keys).
  public func withoutHistory() -> Store {
    var copy = self
    copy.history = EventHistory()
    copy.compactedRevision = revision
    return copy
  }

  /// Forgets the history up to and including `target`; later watches from there find it gone.
  public mutating func compact(upTo target: Revision) {
    guard target > compactedRevision, target <= revision else { return }
    compactedRevision = target
    history.removeUp(to: target)
  }

  private mutating func change(_ mutation: Mutation, at target: Revision) -> Bool {
    let index = Int(mutation.key.index)
    if index >= records.count {
      records.append(contentsOf: repeatElement(KeyRecord(), count: index + 1 - records.count))
    }
    let existed = records[index].modRevision.rawValue > 0
    switch mutation {
    case .put(_, let value), .compareAndSwap(_, _, let value):
      if existed {
        sizeInBytes -= Int64(records[index].value.sizeInBytes)
      } else {
        records[index].createRevision = target
        records[index].version = 0
        keyCount += 1
      }
      records[index].value = value
      records[index].modRevision = target
      records[index].version += 1
      sizeInBytes += Int64(value.sizeInBytes)
      history.append(WatchEvent(revision: target, key: mutation.key, value: value))
    case .delete:
      guard existed else { return false }
      sizeInBytes -= Int64(records[index].value.sizeInBytes)
      records[index] = KeyRecord()
      keyCount -= 1
      history.append(WatchEvent(revision: target, key: mutation.key, value: nil))
    }
    return true
  }
}
