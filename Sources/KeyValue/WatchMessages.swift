/// Names a watch on its stream; at least 0, but -1 in a progress notice for the whole stream
/// (etcd clientv3.InvalidWatchID).
@frozen public struct WatchID: Hashable, Comparable, Sendable {
  public var rawValue: Int64
  @inlinable public init(_ rawValue: Int64) { self.rawValue = rawValue }
  @inlinable public static func < (a: WatchID, b: WatchID) -> Bool { a.rawValue < b.rawValue }
  public static let wholeStream = WatchID(-1)
}

/// Names one client's stream of watches at a member; never used again.
@frozen public struct WatchStreamID: Hashable, Comparable, Sendable {
  public var rawValue: Int
  @inlinable public init(_ rawValue: Int) { self.rawValue = rawValue }
  @inlinable public static func < (a: WatchStreamID, b: WatchStreamID) -> Bool {
    a.rawValue < b.rawValue
  }
}

/// etcd WatchCreateRequest.
public struct WatchRequest: Hashable, Sendable {
  public var range: KeyRange
  /// The first revision wanted; 0: from the next one on.
  public var startRevision = Revision(0)
  /// nil: the stream chooses. etcd takes 0 for that.
  public var id: WatchID?
  /// Events carry what their key held before, as far as that is not compacted (etcd prev_kv).
  public var wantsPrevious = false
  /// Notices of progress come while there are no events (etcd progress_notify).
  public var wantsProgress = false
  /// A response too large for a request is split (etcd fragment).
  public var allowsFragments = false
  /// Leave out puts, or deletes (etcd NOPUT, NODELETE).
  public var omitsPuts = false
  public var omitsDeletes = false

  public init(_ range: KeyRange, from startRevision: Revision = Revision(0)) {
    self.range = range
    self.startRevision = startRevision
  }
}

/// One change of one key as a watch tells it (etcd mvccpb.Event).
public struct KeyEvent: Hashable, Sendable {
  public var key: KeyID
  public var isDelete: Bool
  /// What the key holds after it; of a delete only the revision is set.
  public var record: Store.KeyRecord
  /// What it held before, if asked for and not compacted.
  public var previous: Store.KeyRecord?

  public init(
    _ key: KeyID, isDelete: Bool, _ record: Store.KeyRecord, previous: Store.KeyRecord? = nil
  ) {
    self.key = key
    self.isDelete = isDelete
    self.record = record
    self.previous = previous
  }

  public var revision: Revision { record.modRevision }
  /// The key did not exist before (etcd clientv3 Event.IsCreate).
  public var isCreate: Bool { !isDelete && record.createRevision == record.modRevision }

  init(_ change: LoggedChange) {
    self.init(
      change.key, isDelete: change.isDelete,
      change.record ?? Store.KeyRecord(modRevision: change.revision))
  }

  /// Bytes it takes in a response: names and values, and 32 for the fields of each (assumed).
  public func sizeInBytes(_ options: StoreOptions) -> Int {
    let fields: Int64 = 32
    var size = options.keySizeInBytes + fields + Int64(record.value.sizeInBytes)
    if let previous { size += options.keySizeInBytes + fields + Int64(previous.value.sizeInBytes) }
    return Int(size)
  }
}

/// etcd WatchResponse.
public struct WatchResponse: Hashable, Sendable {
  public var id: WatchID
  /// The member's revision when it was made (etcd header.revision).
  public var revision: Revision
  /// In revision order. A revision is never split, unless over fragments.
  public var events: [KeyEvent] = []
  public var isCreated = false
  /// The watch is over.
  public var isCanceled = false
  /// Not 0: it is over because its next revision is compacted; list, and watch from the list on.
  public var compactRevision = Revision(0)
  /// Why a watch was not created.
  public var error: EtcdError?
  /// More of the same response follows.
  public var isFragment = false

  public init(id: WatchID, revision: Revision) {
    self.id = id
    self.revision = revision
  }

  /// Everything up to and including `revision` has been told.
  public var isProgressNotice: Bool { events.isEmpty && !isCreated && !isCanceled }

  /// Bytes on the wire, about: its events, and 32 for the rest (assumed).
  public func sizeInBytes(_ options: StoreOptions) -> Int {
    events.reduce(32) { $0 + $1.sizeInBytes(options) }
  }
}
