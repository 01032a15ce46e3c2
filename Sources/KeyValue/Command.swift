/// A key, interned to a dense number by whoever names the objects of a run.
@frozen public struct KeyID: Hashable, Comparable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: UInt32) { self.index = index }
  @inlinable public static func < (a: KeyID, b: KeyID) -> Bool { a.index < b.index }
}

/// The store's counter of changes. Every transaction that changes anything takes the next one
/// (etcd: an empty store is at revision 1). Means nothing in another store.
@frozen public struct Revision: Hashable, Comparable, Sendable {
  public var rawValue: Int64
  @inlinable public init(_ rawValue: Int64) { self.rawValue = rawValue }
  @inlinable public static func < (a: Revision, b: Revision) -> Bool { a.rawValue < b.rawValue }
  /// The revision after this.
  @inlinable public var next: Revision { Revision(rawValue + 1) }
}

/// What a key holds. Contents are not materialised: an identity and a size stand for them.
@frozen public struct Value: Hashable, Sendable {
  /// Equal identities are equal contents.
  public var identity: UInt64
  public var sizeInBytes: UInt32
  @inlinable public init(identity: UInt64, sizeInBytes: UInt32) {
    self.identity = identity
    self.sizeInBytes = sizeInBytes
  }
}

/// One change asked of a store.
@frozen public enum Mutation: Hashable, Sendable {
  case put(KeyID, Value)
  case delete(KeyID)
  /// Puts if the key was last changed at `expected` (revision 0: does not exist); otherwise the
  /// whole transaction changes nothing (etcd: Txn with a mod_revision compare).
  case compareAndSwap(KeyID, expected: Revision, Value)

  public var key: KeyID {
    switch self {
    case .put(let key, _), .delete(let key), .compareAndSwap(let key, _, _): key
    }
  }
  /// Bytes of the value it carries.
  public var valueSize: UInt32 {
    switch self {
    case .put(_, let value), .compareAndSwap(_, _, let value): value.sizeInBytes
    case .delete: 0
    }
  }
}
