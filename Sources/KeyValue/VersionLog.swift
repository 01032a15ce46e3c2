/// The changes of a store in revision order, forgotten from the front.
///
/// A change has a position, which it keeps for ever. Full chunks beside a tail, so that forgetting
/// gives memory back and growing never copies what is there.
struct VersionLog: Sendable {
  private static let chunkShift = 11
  private static let chunkSize = 1 << chunkShift

  /// All full, oldest first.
  private var chunks: ContiguousArray<ContiguousArray<PackedChange>> = []
  private var tail: ContiguousArray<PackedChange> = []
  /// Position of the first change of the first chunk, and of the tail.
  private var base = 0
  private var tailBase = 0
  /// The leases of those puts that had one, by position.
  private var leases: ContiguousArray<(position: Int, lease: KeyLeaseID)> = []
  /// Position of the oldest change that is not forgotten.
  private(set) var start = 0
  /// Versions whose own change is forgotten, but which a change that is not supersedes.
  private(set) var kept: ContiguousArray<LoggedChange> = []

  /// One past the position of the newest change; below 2^32.
  var end: Int { tailBase &+ tail.count }
  var lastRevision: Revision? { end > start ? revision(at: end - 1) : nil }

  func revision(at position: Int) -> Revision { Revision(Int64(packed(position).revision)) }

  subscript(position: Int) -> LoggedChange {
    let change = packed(position)
    return change.unpacked(lease: change.hasLease ? lease(at: position) : .none)
  }

  @inline(__always)
  mutating func append(_ change: PackedChange) {
    if tail.count == Self.chunkSize { startChunk() }
    tail.append(change)
  }

  @inline(never)
  mutating func append(_ change: PackedChange, lease: KeyLeaseID) {
    leases.append((end, lease))
    append(change)
  }

  @inline(never)
  private mutating func startChunk() {
    chunks.append(tail)
    tail = []
    tail.reserveCapacity(Self.chunkSize)
    tailBase += Self.chunkSize
    precondition(tailBase < 1 << 32 - Self.chunkSize, "a store made \(tailBase) changes")
  }

  mutating func keep(_ version: LoggedChange) -> PreviousVersion {
    kept.append(version)
    return .kept(kept.count - 1)
  }

  /// What the key of the change at `position` held before it, as far as the log knows.
  func previous(of change: LoggedChange, at position: Int) -> LoggedChange? {
    if let index = change.previous.keptIndex { return kept[index] }
    guard let distance = change.previous.distance else { return nil }
    let before = self[position - distance]
    return before.isDelete ? nil : before
  }

  /// The first position whose change is later than `revision`. O(log history).
  func firstPosition(after revision: Revision) -> Int {
    var (low, high) = (start, end)
    while low < high {
      let middle = low + (high - low) / 2
      if self.revision(at: middle) <= revision { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Forgets every change and kept version; positions go on.
  mutating func removeAll() {
    let end = end
    self = VersionLog()
    (base, tailBase, start) = (end, end, end)
  }

  /// Forgets the changes before `position`, and keeps of them what a later change supersedes,
  /// unless that is at `revision` or before it. O(changes left).
  mutating func removeChanges(before position: Int, compactedAt revision: Revision) {
    var stillKept: ContiguousArray<LoggedChange> = []
    for p in position..<end {
      let change = packed(p)
      var version: LoggedChange?
      if let index = change.previous.keptIndex {
        version = kept[index]
      } else if let distance = change.previous.distance, p - distance < position {
        version = self[p - distance]
      } else {
        continue
      }
      if let found = version, !found.isDelete, Int64(change.revision) > revision.rawValue {
        stillKept.append(found)
        setPrevious(.kept(stillKept.count - 1), at: p)
      } else {
        setPrevious(.none, at: p)
      }
    }
    kept = stillKept
    start = position
    leases.removeFirst(leases.count { $0.position < position })
    let gone = min((position - base) >> Self.chunkShift, chunks.count)
    chunks.removeFirst(gone)
    base += gone << Self.chunkShift
  }

  private func packed(_ position: Int) -> PackedChange {
    if position >= tailBase { return tail[position - tailBase] }
    let offset = position - base
    return chunks[offset >> Self.chunkShift][offset & (Self.chunkSize - 1)]
  }

  private mutating func setPrevious(_ previous: PreviousVersion, at position: Int) {
    if position >= tailBase {
      tail[position - tailBase].previous = previous
    } else {
      let offset = position - base
      chunks[offset >> Self.chunkShift][offset & (Self.chunkSize - 1)].previous = previous
    }
  }

  private func lease(at position: Int) -> KeyLeaseID {
    var (low, high) = (0, leases.count)
    while low < high {
      let middle = (low + high) / 2
      if leases[middle].position < position { low = middle + 1 } else { high = middle }
    }
    return low < leases.count && leases[low].position == position ? leases[low].lease : .none
  }
}
