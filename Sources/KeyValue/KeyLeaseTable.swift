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

  /// Where a lease stands in the table, for as long as it lives; 0 is no lease.
  struct Row: Hashable, Sendable {
    var index: UInt32
    static let none = Row(index: 0)
  }

  private struct Entry: Sendable {
    var lease = Lease(id: .none, ttl: 0)
    /// All attached keys, and some that were, in the order they came; the slots decide.
    var keys: ContiguousArray<KeyID> = []
  }

  /// The first stands for no lease.
  private var entries: ContiguousArray<Entry> = [Entry()]
  private var free: ContiguousArray<Row> = []
  /// Ascending by ID.
  private var order: ContiguousArray<(id: KeyLeaseID, row: Row)> = []

  /// What the newest checkpoint entry noted.
  public private(set) var lastCheckpoint: [KeyLeaseCheckpoint] = []

  public var count: Int { order.count }

  /// Ascending by ID. O(leases).
  public var all: [Lease] { order.map { entries[Int($0.row.index)].lease } }

  /// O(log leases).
  public subscript(id: KeyLeaseID) -> Lease? { row(of: id).map { entries[Int($0.index)].lease } }

  /// O(log leases).
  func row(of id: KeyLeaseID) -> Row? {
    let place = lowerBound(id)
    return place < order.count && order[place].id == id ? order[place].row : nil
  }

  func id(of row: Row) -> KeyLeaseID { entries[Int(row.index)].lease.id }

  /// O(leases).
  mutating func grant(_ id: KeyLeaseID, ttl: Int64) {
    let place = lowerBound(id)
    precondition(place == order.count || order[place].id != id, "lease \(id) granted twice")
    let entry = Entry(lease: Lease(id: id, ttl: ttl))
    if let row = free.popLast() {
      entries[Int(row.index)] = entry
      order.insert((id, row), at: place)
    } else {
      order.insert((id, Row(index: UInt32(entries.count))), at: place)
      entries.append(entry)
    }
  }

  /// Forgets a lease; its keys must have been detached. O(leases).
  mutating func remove(_ id: KeyLeaseID) {
    guard let row = row(of: id) else { return }
    let attached = entries[Int(row.index)].lease.keyCount
    precondition(attached == 0, "lease \(id) still has \(attached) keys")
    entries[Int(row.index)] = Entry()
    free.append(row)
    order.remove(at: lowerBound(id))
  }

  mutating func checkpoint(_ notes: [KeyLeaseCheckpoint]) {
    lastCheckpoint = notes
    for note in notes {
      guard let row = row(of: note.lease) else { continue }
      entries[Int(row.index)].lease.checkpointedTTL = note.remainingTTL
    }
  }

  /// Notes that `key` hangs on the lease from now on, as `slots` already say. Amortised O(1).
  mutating func attach(_ key: KeyID, to row: Row, in slots: ContiguousArray<Slot>) {
    let index = Int(row.index)
    entries[index].lease.keyCount += 1
    entries[index].keys.append(key)
    if entries[index].keys.count > 2 * entries[index].lease.keyCount + 16 {
      entries[index].keys = ContiguousArray(keys(of: row, in: slots))
    }
  }

  mutating func detach(from row: Row) {
    entries[Int(row.index)].lease.keyCount -= 1
  }

  /// The keys that hang on the lease, ascending. O(keys log keys).
  func keys(of row: Row, in slots: ContiguousArray<Slot>) -> [KeyID] {
    var result: [KeyID] = []
    for key in entries[Int(row.index)].keys.sorted()
    where key != result.last && slots[Int(key.index)].lease == row {
      result.append(key)
    }
    return result
  }

  private func lowerBound(_ id: KeyLeaseID) -> Int {
    var (low, high) = (0, order.count)
    while low < high {
      let middle = (low + high) / 2
      if order[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
