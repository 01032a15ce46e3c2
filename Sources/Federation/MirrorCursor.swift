import KeyValue

/// How far an importer's copies of one origin reach, as its cursor key holds it.
///
/// The cursor is written in the same transaction as the copies it speaks of (F21).
public enum MirrorCursor: Hashable, Sendable {
  /// Nothing was ever copied.
  case none
  /// A listing is under way: some copies already show `revision` of the origin, others what was
  /// before. Nothing may be shown that is older, and only another listing can finish this.
  case listing(Revision)
  /// The copies are the origin's objects exactly as of its `revision`, or newer where a large
  /// transaction was torn.
  case watching(Revision)

  /// Bytes a cursor takes in the store: an identity and a key path (assumed).
  public static let sizeInBytes: UInt32 = 64

  /// What `record`, the state of a cursor key, says.
  public init(_ record: Store.KeyRecord?) {
    guard let identity = record?.value.identity else {
      self = .none
      return
    }
    let revision = Revision(Int64(identity >> 1))
    self = identity & 1 == 1 ? .listing(revision) : .watching(revision)
  }

  /// The value that stores it. `none` is never stored.
  public var value: Value {
    let identity =
      switch self {
      case .none: UInt64(0)
      case .listing(let revision): UInt64(revision.rawValue) << 1 | 1
      case .watching(let revision): UInt64(revision.rawValue) << 1
      }
    return Value(identity: identity, sizeInBytes: Self.sizeInBytes)
  }

  /// The newest origin revision that some copy may show; a list from before it is refused.
  public var floor: Revision {
    switch self {
    case .none: Revision(0)
    case .listing(let revision), .watching(let revision): revision
    }
  }

  /// The origin revision that every copy reflects, or nil when no such claim is made.
  public var reflected: Revision? {
    if case .watching(let revision) = self { revision } else { nil }
  }
}
