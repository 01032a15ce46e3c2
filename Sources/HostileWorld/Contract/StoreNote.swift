/// What a node's key-value store does: an etcd-like store with revisions, leases and watches, as
/// plain data for a reference store to judge.
@frozen public enum StoreNote: Hashable, Sendable {
  /// It applied the command of the log's `index`, and answered.
  case applied(index: UInt64, StoreCommand, StoreAnswer)
  /// The store replaced all it holds by a snapshot at `index`, or came back with it from its disk.
  case restored(index: UInt64)
  /// The digest of what it holds at `revision`; equal content, equal digest.
  case content(index: UInt64, revision: Int64, compacted: Int64, digest: UInt64)
  /// A watcher began, on this node. Numbers are never used twice in a run.
  case watching(watcher: Int, StoreWatch)
  /// It was given to the watcher's client.
  case delivered(watcher: Int, WatchDelivery)
}

/// Which keys: from `low` up to, not including, `high`. Keys are ordered bytewise.
@frozen public struct StoreKeys: Hashable, Sendable {
  public var low: [UInt8]
  /// Nil for the key `low` alone; empty for all from `low` on.
  public var high: [UInt8]?

  public init(_ low: [UInt8], to high: [UInt8]? = nil) {
    self.low = low
    self.high = high
  }

  /// Whether `key` is one of them.
  public func contains(_ key: [UInt8]) -> Bool {
    guard let high else { return key == low }
    guard !key.lexicographicallyPrecedes(low) else { return false }
    return high.isEmpty || key.lexicographicallyPrecedes(high)
  }
}

/// One operation of a command.
@frozen public enum StoreOperation: Hashable, Sendable {
  /// `lease` 0 for none.
  case put(key: [UInt8], value: [UInt8], lease: Int64)
  case delete(StoreKeys)
  /// `revision` 0 for the present, `limit` 0 for all.
  case range(StoreKeys, revision: Int64, limit: Int)
}

/// A condition of a transaction on one key. A key that is not there has revisions and version 0.
@frozen public enum StoreCondition: Hashable, Sendable {
  @frozen public enum Relation: Hashable, Sendable { case equal, notEqual, less, greater }
  case version([UInt8], Relation, Int64)
  case createRevision([UInt8], Relation, Int64)
  case modRevision([UInt8], Relation, Int64)
  /// A key that is not there meets no condition on its value.
  case value([UInt8], Relation, [UInt8])
  case lease([UInt8], Relation, Int64)
}

/// What is applied.
@frozen public enum StoreCommand: Hashable, Sendable {
  case operation(StoreOperation)
  case transaction(
    [StoreCondition], then: [StoreOperation], otherwise: [StoreOperation])
  /// `revision` becomes the oldest that can be read.
  case compact(revision: Int64)
  /// `ttl` in seconds.
  case grant(lease: Int64, ttl: Int64)
  /// A client gives the lease up, or `isExpiry`: the leader found that it has run out.
  case revoke(lease: Int64, isExpiry: Bool)
  /// A client or a leader extends the lease in replicated time.
  case renew(lease: Int64)
  /// Changes nothing: an empty entry, a change of members, a request refused as a repetition.
  case nothing
}

/// A key and what it holds.
@frozen public struct StoreItem: Hashable, Sendable {
  public var key: [UInt8]
  public var value: [UInt8]
  public var createRevision: Int64
  public var modRevision: Int64
  public var version: Int64
  public var lease: Int64

  public init(
    key: [UInt8], value: [UInt8], createRevision: Int64, modRevision: Int64, version: Int64,
    lease: Int64 = 0
  ) {
    self.key = key
    self.value = value
    self.createRevision = createRevision
    self.modRevision = modRevision
    self.version = version
    self.lease = lease
  }
}

/// How one operation went.
@frozen public enum StoreResult: Hashable, Sendable {
  case put
  /// How many keys were deleted.
  case deleted(Int)
  /// What was found, ascending by key, and how many keys there are beyond the limit as well.
  case range([StoreItem], count: Int)
}

/// How a command went.
@frozen public enum StoreAnswer: Hashable, Sendable {
  /// It was carried out; `revision` is the store's afterwards. `succeeded` is the outcome of a
  /// transaction's conditions, true for other commands.
  case done(revision: Int64, succeeded: Bool, [StoreResult])
  /// It changed nothing.
  case failed(StoreFailure)
}

/// Why a command changed nothing.
@frozen public enum StoreFailure: String, Hashable, Sendable {
  /// The revision is compacted.
  case compacted
  /// The revision does not exist yet.
  case futureRevision
  case leaseNotFound
  case leaseExists
  /// A reason that the reference store does not judge, such as a limit of size.
  case other
}

/// What a watcher asks for.
@frozen public struct StoreWatch: Hashable, Sendable {
  public var keys: StoreKeys
  /// The first revision it wants; 0 for the one after the present.
  public var from: Int64
  public var wantsPrevious: Bool
  public var dropsPuts: Bool
  public var dropsDeletes: Bool
  /// The revision of the node's store when the watch began.
  public var present: Int64

  public init(
    _ keys: StoreKeys, from: Int64 = 0, wantsPrevious: Bool = false, dropsPuts: Bool = false,
    dropsDeletes: Bool = false, present: Int64
  ) {
    self.keys = keys
    self.from = from
    self.wantsPrevious = wantsPrevious
    self.dropsPuts = dropsPuts
    self.dropsDeletes = dropsDeletes
    self.present = present
  }
}

/// A change of one key, as a watcher sees it.
@frozen public struct StoreEvent: Hashable, Sendable {
  public var isDelete: Bool
  /// For a delete only key and modRevision count.
  public var item: StoreItem
  /// What the key held before, if the watcher asked for it.
  public var previous: StoreItem?

  public init(isDelete: Bool, item: StoreItem, previous: StoreItem? = nil) {
    self.isDelete = isDelete
    self.item = item
    self.previous = previous
  }
}

/// What reaches a watcher's client.
@frozen public enum WatchDelivery: Hashable, Sendable {
  /// `isFragment` if more of the last revision follows.
  case events([StoreEvent], isFragment: Bool)
  /// All up to `revision` was delivered.
  case progress(revision: Int64)
  /// The watch ends since its next revision is compacted; `oldest` can be watched.
  case compacted(oldest: Int64)
  /// The watch ends for another reason, such as its node's crash.
  case ended
}
