/// A multi-version key-value store in the manner of etcd: revisions, history, compaction, leases,
/// alarms.
///
/// Keys are dense numbers and index an array. Superseded versions are kept from the compacted
/// revision on, for watches and reads of the past. A value: copying it is taking a snapshot.
public struct Store: Sendable {
  public let options: StoreOptions
  /// Revision of the last change; 1 when empty (etcd mvcc).
  public internal(set) var revision = Revision(1)
  /// What was superseded up to and including this revision is gone here.
  public internal(set) var compactedRevision = Revision(0)
  /// The revision the group compacted last: replicated, and below `compactedRevision` only in a
  /// store that came without its history.
  public internal(set) var groupCompactedRevision = Revision(0)
  /// Bytes of all current values.
  public internal(set) var sizeInBytes: Int64 = 0
  /// Keys that exist now.
  public internal(set) var keyCount = 0
  /// The leases that are granted.
  public internal(set) var leases = KeyLeaseTable()
  /// The alarms that are raised, in the order of kind and member.
  public internal(set) var alarms: [StoreAlarm] = []
  /// Bytes of all versions that are kept (etcd dbSizeInUse).
  public internal(set) var bytesInUse: Int64 = 0
  /// Bytes the backend's file has grown to: it only shrinks when defragmented (etcd dbSize). Not
  /// replicated state.
  public var backendSize: Int64 { max(bytesInUse, grownTo) }

  /// What the backend had grown to when `bytesInUse` last fell.
  var grownTo: Int64 = 0

  var slots: ContiguousArray<Slot> = []
  var log = VersionLog()
  /// The log holds every change from this revision on.
  var watchableFrom = Revision(0)

  public init(options: StoreOptions = StoreOptions()) { self.options = options }

  /// What a store knows of an existing key.
  public struct KeyRecord: Hashable, Sendable {
    public var value = Value(identity: 0, sizeInBytes: 0)
    public var createRevision = Revision(0)
    /// Revision of its last change; 0 for a key that does not exist.
    public var modRevision = Revision(0)
    /// Changes since its creation.
    public var version: Int64 = 0
    /// The lease it hangs on, or none.
    public var lease = KeyLeaseID.none

    public init(
      value: Value = Value(identity: 0, sizeInBytes: 0), createRevision: Revision = Revision(0),
      modRevision: Revision = Revision(0), version: Int64 = 0, lease: KeyLeaseID = .none
    ) {
      self.value = value
      self.createRevision = createRevision
      self.modRevision = modRevision
      self.version = version
      self.lease = lease
    }
  }

  /// The answer to a command.
  public struct ApplyResult: Hashable, Sendable {
    /// False when a comparison failed (of a transaction with branches, the other branch was done
    /// then) or when `error` says why nothing was changed.
    public var succeeded: Bool
    /// The store's revision afterwards.
    public var revision: Revision
    /// Why it was refused. `noSpace` while the NOSPACE alarm is not raised: the backend is over its
    /// quota, and the alarm is due; the command was done all the same, as `succeeded` and `answers`
    /// tell (etcd apply.go, quotaApplierV3).
    public var error: EtcdError?
    /// What it did beside changing keys.
    public var effect = Effect.none
    /// The answers to the operations of a put, delete or transaction, in order; empty for a list
    /// of mutations.
    public var answers: [OperationAnswer] = []
  }

  /// What a command did that the member's other parts must know.
  public enum Effect: Hashable, Sendable {
    case none
    case granted(KeyLeaseID)
    case revoked(KeyLeaseID)
    /// `KeyLeaseTable.lastCheckpoint` says which.
    case checkpointed
    case compacted
    /// The alarms changed.
    case alarmed
  }

  /// The answer to one operation.
  public enum OperationAnswer: Hashable, Sendable {
    case put(previous: KeyRecord?)
    case deleted(count: Int, previous: [KeyedRecord])
    case range(RangeResult)
  }

  /// Changes in the history, and versions kept of those that are no longer in it.
  public var versionCount: Int { log.end - log.start + log.kept.count }

  /// The state of `key`, or nil when it does not exist. O(1).
  public func record(of key: KeyID) -> KeyRecord? {
    guard Int(key.index) < slots.count else { return nil }
    return record(in: slots[Int(key.index)])
  }

  /// Every existing key with its state, in ascending order. O(keys ever seen).
  public func all() -> [(key: KeyID, record: KeyRecord)] {
    slots.indices.compactMap { i in record(in: slots[i]).map { (KeyID(UInt32(i)), $0) } }
  }

  /// The keys that hang on a lease, ascending. O(keys log keys).
  public func keys(on lease: KeyLeaseID) -> [KeyID] {
    leases.row(of: lease).map { leases.keys(of: $0, in: slots) } ?? []
  }

  /// The same state without its history, in which nothing before the present can be read or
  /// watched. O(1).
  ///
  /// Not what a snapshot carries: etcd's is the whole backend, history too, which is a plain copy
  /// of the store here. A transaction that reads a revision this store lost finds nothing there.
  public func withoutHistory() -> Store {
    var copy = self
    copy.log.removeAll()
    copy.compactedRevision = revision
    copy.watchableFrom = revision.next
    copy.grownTo = backendSize
    copy.bytesInUse = sizeInBytes + Int64(keyCount) * options.size(of: .nothing)
    return copy
  }
}

/// A key with what it holds (etcd mvccpb.KeyValue).
public struct KeyedRecord: Hashable, Sendable {
  public var key: KeyID
  public var record: Store.KeyRecord
  public init(_ key: KeyID, _ record: Store.KeyRecord) {
    self.key = key
    self.record = record
  }
}
