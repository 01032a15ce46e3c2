import SimKernel

/// A member's WAL disk: how long each fsync takes. One is outstanding at a time, because the next
/// batch waits for it (group commit, etcd server/etcdserver/raft.go).
public struct Disk: Sendable {
  let table: QuantileTable
  var draws: Draws
  /// Time to write a batch before its fsync.
  let write: SimDuration
  /// What a fault adds to every fsync.
  public var extra = SimDuration.zero

  /// `key` names the member, whatever else the run contains.
  public init(
    durations table: QuantileTable, write: SimDuration = .zero, seed: UInt64, key: UInt64
  ) {
    self.table = table
    self.write = write
    draws = Draws(seed: seed, .diskSync, key)
  }

  /// The duration of the next write and its fsync.
  mutating func nextSync() -> SimDuration {
    let base = table.constant ?? table.value(at: draws.next())
    return SimDuration(nanoseconds: base) + write + extra
  }
}
