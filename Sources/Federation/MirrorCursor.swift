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
  /// A listing was finished: the copies are the origin's objects exactly as of its `revision`. What
  /// came and went since the last cursor was never copied, so observers must be told at once that
  /// all up to here is reflected (`StalenessLedger.reflected`).
  case listed(Revision)
  /// The copies are the origin's objects as of its `revision`, or newer where a large transaction
  /// was torn.
  case watching(Revision)

  /// Bytes a cursor takes in the store: an identity and a key path (assumed).
  public static let sizeInBytes: UInt32 = 64

  /// What `record`, the state of a cursor key, says.
  public init(_ record: Store.KeyRecord?) {
    if let record { self.init(record.value) } else { self = .none }
  }

  /// What `value`, as written to a cursor key, says.
  public init(_ value: Value) {
    let revision = Revision(Int64(value.identity >> 2))
    switch value.identity & 3 {
    case 1: self = .listing(revision)
    case 2: self = .listed(revision)
    case 3: self = .watching(revision)
    default: self = .none
    }
  }

  /// The value that stores it. `none` is never stored.
  public var value: Value {
    let identity =
      switch self {
      case .none: UInt64(0)
      case .listing(let revision): UInt64(revision.rawValue) << 2 | 1
      case .listed(let revision): UInt64(revision.rawValue) << 2 | 2
      case .watching(let revision): UInt64(revision.rawValue) << 2 | 3
      }
    return Value(identity: identity, sizeInBytes: Self.sizeInBytes)
  }

  /// The newest origin revision that some copy may show; a list from before it is refused.
  public var floor: Revision {
    switch self {
    case .none: Revision(0)
    case .listing(let revision), .listed(let revision), .watching(let revision): revision
    }
  }

  /// The origin revision that every copy reflects, or nil when no such claim is made.
  public var reflected: Revision? {
    switch self {
    case .none, .listing: nil
    case .listed(let revision), .watching(let revision): revision
    }
  }
}
