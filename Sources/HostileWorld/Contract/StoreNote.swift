/// What a node's key-value store does: an etcd-like store with revisions, leases and watches, as
/// plain data for a reference store to judge.
@frozen public enum StoreNote: Hashable, Sendable {
  /// It applied the command of the log's `index`, and answered.
  case applied(index: UInt64, StoreCommand, StoreAnswer)
  /// All that it holds once `index` is applied, ascending by key: after a restart, after a snapshot
  /// was installed, and whenever the subject likes, such as when all is calm.
  case content(index: UInt64, revision: Int64, [StoreItem])
  /// It answered a read from the state after `index`.
  case read(index: UInt64, StoreQuery, StoreAnswer)
  /// Its lessor takes over, with all leases beginning anew; or it ends.
  case looksAfterLeases(Bool)
  /// It told a client that the lease lives on, for its whole time from now.
  case renewed(lease: Int64)
  /// It found that the lease has run out, and proposes to revoke it.
  case expired(lease: Int64)
  /// A watcher began, on this node. Numbers are never used twice in a run.
  case watching(watcher: Int, StoreWatch)
  /// It was given to the watcher's client.
  case delivered(watcher: Int, WatchDelivery)
}

/// Which keys: from `low` up to, not including, `high`. Keys are whole numbers, in their order.
@frozen public struct StoreKeys: Hashable, Sendable {
  public var low: Int64
  public var high: Int64

  public init(_ low: Int64, to high: Int64) {
    self.low = low
    self.high = high
  }

  /// One key.
  public init(_ key: Int64) { self.init(key, to: key + 1) }

  /// Whether `key` is one of them.
  @inlinable public func contains(_ key: Int64) -> Bool { low <= key && key < high }
}

/// One operation of a command.
@frozen public enum StoreOperation: Hashable, Sendable {
  /// `lease` 0 for none.
  case put(key: Int64, value: Int64, lease: Int64)
  case delete(StoreKeys)
  /// `revision` 0 for the present, `limit` 0 for all.
  case range(StoreKeys, revision: Int64, limit: Int)
  /// A put that keeps what is nil, which a key must have, and may answer with what was there.
  case update(key: Int64, value: Int64?, lease: Int64?, wantsPrevious: Bool)
  /// A delete that answers with what was there.
  case remove(StoreKeys)
  case query(StoreQuery)
}

/// A condition of a transaction on one key. A key that is not there has revisions and version 0.
@frozen public enum StoreCondition: Hashable, Sendable {
  /// How the key's own compares with the number given.
  @frozen public enum Relation: Hashable, Sendable { case equal, notEqual, less, greater }
  case version(Int64, Relation, Int64)
  case createRevision(Int64, Relation, Int64)
  case modRevision(Int64, Relation, Int64)
  /// A key that is not there meets no condition on its value.
  case value(Int64, Relation, Int64)
  case lease(Int64, Relation, Int64)
  /// Every key that is there meets it; if none is, a key without anything, which has no value.
  case each(StoreKeys, StoreField, Relation, Int64)
}

/// What is applied.
@frozen public enum StoreCommand: Hashable, Sendable {
  case operation(StoreOperation)
  case transaction(
    [StoreCondition], then: [StoreOperation], otherwise: [StoreOperation])
  /// All operations if all conditions hold, or nothing; it answers without results.
  case batch([StoreCondition], [StoreOperation])
  /// `revision` becomes the oldest that can be read.
  case compact(revision: Int64)
  /// `ttl` in seconds.
  case grant(lease: Int64, ttl: Int64)
  /// Ends the lease and deletes its keys, in one revision.
  case revoke(lease: Int64)
  /// Changes nothing: an empty entry, a change of members, a request refused as a repetition.
  case nothing
}

/// A key and what it holds.
@frozen public struct StoreItem: Hashable, Sendable {
  public var key: Int64
  public var value: Int64
  public var createRevision: Int64
  public var modRevision: Int64
  public var version: Int64
  public var lease: Int64

  public init(
    key: Int64, value: Int64, createRevision: Int64, modRevision: Int64, version: Int64,
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
  /// What an update replaced, if it was to tell and there was something.
  case replaced(StoreItem)
  /// What was deleted, ascending by key, if it was to tell and there was something.
  case removed([StoreItem])
  case found(StoreFinding)
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
  /// There is no key whose value or lease could be kept.
  case keyNotFound
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
  /// It had the time and the room to be given all up to `revision`.
  case caughtUp(revision: Int64)
  /// The watch ends since its next revision is compacted; `oldest` can be watched.
  case compacted(oldest: Int64)
  /// The watch ends for another reason, such as its node's crash.
  case ended
}
