import KeyValue
import SimKernel

extension StalenessLedger {
  mutating func insert(_ version: VersionEntry) -> Int32 {
    if let free = freeEntries.popLast() {
      entries[Int(free)] = version
      return free
    }
    entries.append(version)
    return Int32(entries.count - 1)
  }

  /// Makes `entry` the newest of `key`, which gets a row if it had none.
  mutating func append(_ entry: Int32, to key: KeyID) {
    let place = Int(key.index)
    let tail = keys[place].tail
    if tail == Self.none {
      keys[place].head = entry
      keys[place].row = takeRow()
      keys[place].activePlace = Int32(active.count)
      active.append(key)
    } else {
      entries[Int(tail)].next = entry
    }
    keys[place].tail = entry
  }

  private mutating func takeRow() -> Int32 {
    if let free = freeRows.popLast() { return free }
    rows.append(contentsOf: repeatElement(Self.none, count: replicaCount))
    return Int32(rows.count / replicaCount - 1)
  }

  /// `replica` has all versions of `key` up to `target`, which it lacked until now.
  mutating func markSeen(
    _ key: KeyID, by replica: ReplicaID, through target: Int32, at now: SimTime,
    _ report: (LagSample) -> Void
  ) {
    let cell = Int(keys[Int(key.index)].row) * replicaCount + Int(replica.index)
    var entry = rows[cell]
    var isDone = entry == Self.none
    while !isDone {
      let version = entries[Int(entry)]
      entries[Int(entry)].lackedBy -= 1
      lacking[Int(version.source.index) * replicaCount + Int(replica.index)] -= 1
      settleMarks(version.sequence, at: now)
      if replica != version.source {
        report(
          LagSample(
            key: key, source: version.source, replica: replica,
            acknowledgedAt: version.acknowledgedAt, lag: now - version.acknowledgedAt))
      }
      isDone = entry == target || version.next == Self.none
      entry = version.next
    }
    rows[cell] = entry
    forgetSeen(key)
  }

  private mutating func settleMarks(_ sequence: UInt64, at now: SimTime) {
    for i in marks.indices where marks[i].reachedAt == nil && sequence <= marks[i].sequence {
      marks[i].remaining -= 1
      if marks[i].remaining == 0 { marks[i].reachedAt = now }
    }
  }

  /// Drops the versions in front that nobody lacks, and the row with the last of them.
  private mutating func forgetSeen(_ key: KeyID) {
    let place = Int(key.index)
    while keys[place].head != Self.none, entries[Int(keys[place].head)].lackedBy == 0 {
      let seen = keys[place].head
      let next = entries[Int(seen)].next
      freeEntries.append(seen)
      keys[place].head = next
      if next != Self.none { entries[Int(next)].previous = Self.none }
    }
    guard keys[place].head == Self.none else { return }
    freeRows.append(keys[place].row)
    keys[place].tail = Self.none
    keys[place].row = Self.none
    let hole = Int(keys[place].activePlace)
    let moved = active.removeLast()
    if hole < active.count {
      active[hole] = moved
      keys[Int(moved.index)].activePlace = Int32(hole)
    }
  }
}
