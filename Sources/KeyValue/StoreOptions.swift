/// What a member's store is configured with; the members of a group must agree on it.
public struct StoreOptions: Hashable, Sendable {
  /// Size of the backend from which puts are refused (etcd --quota-backend-bytes,
  /// DefaultQuotaBytes); 0 or less: never.
  public var quotaInBytes: Int64 = 2 << 30
  /// Seconds; shorter leases are granted this (etcd server.go: three halves of the election
  /// timeout, rounded up to seconds).
  public var minimumLeaseTTL: Int64 = 2
  /// Bytes of one key's name, which is not materialised. Assumed: a Kubernetes registry path.
  public var keySizeInBytes: Int64 = 64
  /// Faults planted to try tests with.
  public var mutations = StoreMutations()

  public init() {}

  /// The least time to live etcd gives for an election timeout of so many ticks of so many
  /// nanoseconds (etcd server.go, minTTL): `(3 * ticks) / 2` ticks, rounded up to seconds.
  public static func minimumLeaseTTL(electionTicks: Int, tickNanoseconds: Int64) -> Int64 {
    let nanoseconds = Int64((3 * electionTicks) / 2) * tickNanoseconds
    return (nanoseconds + 999_999_999) / 1_000_000_000
  }

  /// Bytes one stored version takes beside its key and value. Assumed: a bbolt leaf element (16),
  /// the revision that is its key (17), the fields of a mvccpb.KeyValue (20).
  static let versionOverhead: Int64 = 53

  /// Bytes a stored version of `value` takes.
  func size(of value: Value) -> Int64 {
    Self.versionOverhead + keySizeInBytes + Int64(value.sizeInBytes)
  }
}
