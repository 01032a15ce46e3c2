/// A key, interned to a dense number by whoever names the objects of a run.
///
/// The order of the numbers is the order of the keys, so names that share a prefix are one stretch
/// of numbers.
@frozen public struct KeyID: Hashable, Comparable, Sendable {
  public var index: UInt32
  @inlinable public init(_ index: UInt32) { self.index = index }
  @inlinable public static func < (a: KeyID, b: KeyID) -> Bool { a.index < b.index }
  /// Keys from this number on are no keys: a store refuses to hold them, so that a damaged entry
  /// cannot make it ask for all memory. Ranges may end here.
  public static let bound = KeyID(1 << 24)
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

/// Names a key lease; 0 is none (etcd lease.NoLease).
@frozen public struct KeyLeaseID: Hashable, Comparable, Sendable {
  public var rawValue: Int64
  @inlinable public init(_ rawValue: Int64) { self.rawValue = rawValue }
  @inlinable public static func < (a: KeyLeaseID, b: KeyLeaseID) -> Bool {
    a.rawValue < b.rawValue
  }
  public static let none = KeyLeaseID(0)
}

/// The keys from `lower` up to but without `upper` (etcd: key and range_end).
@frozen public struct KeyRange: Hashable, Sendable {
  public var lower: KeyID
  public var upper: KeyID

  /// Empty when `lower` is not below `upper`.
  @inlinable public init(_ lower: KeyID, to upper: KeyID) {
    self.lower = lower
    self.upper = upper
  }
  /// One key alone.
  @inlinable public init(_ key: KeyID) {
    self.init(key, to: KeyID(key.index == .max ? .max : key.index + 1))
  }
  /// Every key from `lower` on (etcd: a range_end of one zero byte).
  @inlinable public init(from lower: KeyID) { self.init(lower, to: KeyID(.max)) }

  /// Every key there can be.
  public static let all = KeyRange(from: KeyID(0))

  @inlinable public var isEmpty: Bool { upper <= lower }
  @inlinable public func contains(_ key: KeyID) -> Bool { lower <= key && key < upper }
  @inlinable public func overlaps(_ other: KeyRange) -> Bool {
    max(lower, other.lower) < min(upper, other.upper)
  }
}
