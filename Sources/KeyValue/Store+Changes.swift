/// The two changes everything is made of.
extension Store {
  /// Puts `value` at `target`, moving the key to the lease in `row`. False for a key that no store
  /// holds. O(1).
  @inline(__always)
  mutating func put(
    _ key: KeyID, _ value: Value, lease row: KeyLeaseTable.Row, at target: Revision
  ) -> Bool {
    let index = Int(key.index)
    if index >= slots.count {
      guard grow(to: key) else { return false }
    }
    let old = slots[index]
    let previous = previousVersion(of: old, key)
    let exists = old.exists
    let created = exists ? old.createRevision : target
    let version = old.version &+ 1
    slots[index] = Slot(
      value: value, version: version, createRevision: created, modRevision: target, lease: row,
      end: UInt32(truncatingIfNeeded: log.end) &+ 1)
    let change = PackedChange(
      put: key, value, at: target, created: created, version: version, hasLease: row != .none,
      previous: previous)
    if row == .none { log.append(change) } else { log.append(change, lease: leases.id(of: row)) }
    keyCount &+= exists ? 0 : 1
    sizeInBytes &+= Int64(value.sizeInBytes) - Int64(old.value.sizeInBytes)
    bytesInUse &+= options.size(of: value)
    if old.lease != row { move(key, from: old.lease, to: row) }
    return true
  }

  /// Deletes `key` at `target`; false when it does not exist. O(1).
  mutating func delete(_ key: KeyID, at target: Revision) -> Bool {
    let index = Int(key.index)
    guard index < slots.count, slots[index].exists else { return false }
    let old = slots[index]
    let previous = previousVersion(of: old, key)
    slots[index] = Slot(end: UInt32(truncatingIfNeeded: log.end) &+ 1)
    log.append(PackedChange(delete: key, at: target, previous: previous))
    keyCount -= 1
    sizeInBytes -= Int64(old.value.sizeInBytes)
    bytesInUse += options.size(of: .nothing)
    if old.lease != .none { move(key, from: old.lease, to: .none) }
    return true
  }

  /// Where a change of `key` about to be appended finds what `slot` holds now.
  @inline(__always)
  private mutating func previousVersion(of slot: Slot, _ key: KeyID) -> PreviousVersion {
    if slot.end > log.start {
      return .back(UInt32(truncatingIfNeeded: log.end) &+ 1 &- slot.end)
    }
    return slot.exists ? keep(slot, key) : .none
  }

  /// Its own change is forgotten, so what the slot holds must be kept for reads of the past.
  @inline(never)
  private mutating func keep(_ slot: Slot, _ key: KeyID) -> PreviousVersion {
    log.keep(
      LoggedChange(
        revision: slot.modRevision, key: key, value: slot.value,
        createRevision: slot.createRevision, version: slot.version,
        lease: leases.id(of: slot.lease), previous: .none))
  }

  @inline(never)
  private mutating func move(
    _ key: KeyID, from old: KeyLeaseTable.Row, to new: KeyLeaseTable.Row
  ) {
    if old != .none { leases.detach(from: old) }
    if new != .none { leases.attach(key, to: new, in: slots) }
  }

  @inline(never)
  private mutating func grow(to key: KeyID) -> Bool {
    guard key < .bound else { return false }
    let count = Int(key.index) + 1
    slots.append(contentsOf: repeatElement(Slot(), count: count - slots.count))
    return true
  }
}
