/// One unconditional or guarded change of one key; a list of them is the common log entry.
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
