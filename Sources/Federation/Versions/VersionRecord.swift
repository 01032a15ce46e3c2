/// Names one life of an object: new at each creation, never used again.
public struct ObjectUID: Hashable, Comparable, Sendable {
  /// Where it was created.
  public var origin: ClusterID
  /// Creations of that cluster before this one.
  public var counter: UInt32

  public init(origin: ClusterID, counter: UInt32) {
    self.origin = origin
    self.counter = counter
  }

  public static func < (a: ObjectUID, b: ObjectUID) -> Bool {
    a.origin != b.origin ? a.origin < b.origin : a.counter < b.counter
  }
}

/// A field of a version, with the write that last set it.
public struct OwnedField: Hashable, Sendable {
  public var path: Symbol
  /// Nil when that write removed the field.
  public var value: Scalar?
  public var manager: Symbol
  /// Names the write.
  public var stamp: Stamp
  /// The write's number among its cluster's writes of this key.
  public var count: UInt32
}

/// One spec write of a key, as every cluster keeps it.
public struct VersionRecord: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    /// In order of paths.
    case fields([OwnedField])
    /// The tombstone of a deletion.
    case deleted
  }

  public var uid: ObjectUID
  /// When this write was accepted; names it.
  public var stamp: Stamp
  /// The writes of this key it has seen, itself included.
  public var vector: VersionVector
  /// When its uid was created.
  public var birthStamp: Stamp
  /// What the creation of its uid had seen, itself included.
  public var birthVector: VersionVector
  public var content: Content

  public var isTombstone: Bool { content == .deleted }

  /// Whether it makes `other` needless: it has seen it, is of the same life, and does not let go of
  /// a tombstone, which only a tombstone may replace.
  func replaces(_ other: VersionRecord) -> Bool {
    uid == other.uid && (isTombstone || !other.isTombstone) && vector.dominates(other.vector)
  }
}
