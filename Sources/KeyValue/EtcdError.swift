/// What etcd answers instead of a result, with the text its clients see
/// (etcd api/v3rpc/rpctypes/error.go unless a case says otherwise).
///
/// A value of the simulated world, never thrown.
@frozen public enum EtcdError: UInt8, Error, Hashable, Sendable, CaseIterable {
  /// A read, watch or comparison at a revision older than the compaction kept.
  case compacted = 1
  /// A read at a revision the member has not come to.
  case futureRevision
  /// The backend is over its quota, or the NOSPACE alarm is raised.
  case noSpace
  /// The CORRUPT alarm is raised.
  case corrupt
  /// The encoded request is larger than `RequestLimits.requestBytes`.
  case requestTooLarge
  /// A transaction with more comparisons, or more operations in a branch, than allowed.
  case tooManyOperations
  /// One branch of a transaction puts a key twice, or puts a key it deletes.
  case duplicateKey
  /// A put that keeps the value also brings one.
  case valueProvided
  /// A put that keeps the lease also brings one.
  case leaseProvided
  /// A put that keeps the value or the lease of a key that does not exist.
  case keyNotFound
  case leaseNotFound
  case leaseExists
  /// A time to live above `KeyLeaseTable.maximumTTL`.
  case leaseTTLTooLarge
  /// A keep-alive that reached a lessor which is not the leader's (etcd lease/lessor.go,
  /// ErrNotPrimary; the server forwards it to the leader rather than show it).
  case notPrimary
  /// A watch of no keys (etcd mvcc/watcher.go, ErrEmptyWatcherRange).
  case emptyWatchRange
  /// A watch number in use on the same stream (etcd mvcc/watcher.go, ErrWatcherDuplicateID).
  case duplicateWatchID

  /// The text as etcd gives it.
  public var text: String {
    switch self {
    case .compacted: "etcdserver: mvcc: required revision has been compacted"
    case .futureRevision: "etcdserver: mvcc: required revision is a future revision"
    case .noSpace: "etcdserver: mvcc: database space exceeded"
    case .corrupt: "etcdserver: corrupt cluster"
    case .requestTooLarge: "etcdserver: request is too large"
    case .tooManyOperations: "etcdserver: too many operations in txn request"
    case .duplicateKey: "etcdserver: duplicate key given in txn request"
    case .valueProvided: "etcdserver: value is provided"
    case .leaseProvided: "etcdserver: lease is provided"
    case .keyNotFound: "etcdserver: key not found"
    case .leaseNotFound: "etcdserver: requested lease not found"
    case .leaseExists: "etcdserver: lease already exists"
    case .leaseTTLTooLarge: "etcdserver: too large lease TTL"
    case .notPrimary: "not a primary lessor"
    case .emptyWatchRange: "mvcc: watcher range is empty"
    case .duplicateWatchID: "mvcc: duplicate watch ID provided on the WatchStream"
    }
  }
}
