/// The leases a store has granted, and the keys on them: replicated state (etcd lease/lessor.go,
/// leaseMap, and the lease bucket). When they run out only the leader's `KeyLessor` knows.
public struct KeyLeaseTable: Sendable {
  /// No lease may live longer, in seconds (etcd lessor.go, MaxLeaseTTL).
  public static let maximumTTL: Int64 = 9_000_000_000

  public struct Lease: Hashable, Sendable {
    public var id: KeyLeaseID
    /// Seconds, as granted.
    public var ttl: Int64
    /// Seconds left at the last checkpoint; 0: none was taken since the last keep-alive.
    public var checkpointedTTL: Int64 = 0
    /// Keys that hang on it.
    public internal(set) var keyCount = 0

    /// Seconds a new leader gives it (etcd lessor.go, getRemainingTTL).
    public var remainingTTL: Int64 { checkpointedTTL > 0 ? checkpointedTTL : ttl }
  }

  private struct Row: Sendable {
    var lease: Lease
    /// All attached keys, and some that were, in the order they came; the slots decide.
    var keys: ContiguousArray<KeyID> = []
  }

  /// Ascending by ID.
  private var rows: ContiguousArray<Row> = []

  public var count: Int { rows.count }

  /// Ascending by ID. O(leases).
  public var all: [Lease] { rows.map(\.lease) }

  /// O(log leases).
  public subscript(id: KeyLeaseID) -> Lease? { index(of: id).map { rows[$0].lease } }

  /// O(leases).
  mutating func grant(_ id: KeyLeaseID, ttl: Int64) {
    let place = lowerBound(id)
    precondition(place == rows.count || rows[place].lease.id != id, "lease \(id) granted twice")
    rows.insert(Row(lease: Lease(id: id, ttl: ttl)), at: place)
  }

  /// Forgets a lease; its keys must have been detached. O(leases).
  mutating func remove(_ id: KeyLeaseID) {
    guard let index = index(of: id) else { return }
    precondition(rows[index].lease.keyCount == 0, "lease \(id) still has keys")
    rows.remove(at: index)
  }

  mutating func checkpoint(_ note: KeyLeaseCheckpoint) {
    guard let index = index(of: note.lease) else { return }
    rows[index].lease.checkpointedTTL = note.remainingTTL
  }

  /// Notes that `key` hangs on the lease from now on, as `slots` already say. Amortised
  /// O(log leases).
  mutating func attach(_ key: KeyID, to id: KeyLeaseID, in slots: ContiguousArray<Slot>) {
    guard let index = index(of: id) else { return }
    rows[index].lease.keyCount += 1
    rows[index].keys.append(key)
    if rows[index].keys.count > 2 * rows[index].lease.keyCount + 16 {
      rows[index].keys = ContiguousArray(attached(rows[index], in: slots))
    }
  }

  mutating func detach(from id: KeyLeaseID) {
    guard let index = index(of: id) else { return }
    rows[index].lease.keyCount -= 1
  }

  /// The keys that hang on the lease, ascending. O(keys log keys).
  func keys(of id: KeyLeaseID, in slots: ContiguousArray<Slot>) -> [KeyID] {
    index(of: id).map { attached(rows[$0], in: slots) } ?? []
  }

  private func attached(_ row: Row, in slots: ContiguousArray<Slot>) -> [KeyID] {
    var result: [KeyID] = []
    for key in row.keys.sorted()
    where key != result.last && slots[Int(key.index)].lease == row.lease.id {
      result.append(key)
    }
    return result
  }

  private func index(of id: KeyLeaseID) -> Int? {
    let place = lowerBound(id)
    return place < rows.count && rows[place].lease.id == id ? place : nil
  }

  private func lowerBound(_ id: KeyLeaseID) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].lease.id < id { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
