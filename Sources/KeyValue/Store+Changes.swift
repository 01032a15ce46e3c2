/// The two changes everything is made of.
extension Store {
  /// Puts `value` at `target`, moving the key to `lease`, which exists or is none. False for a
  /// key that no store holds. O(1).
  @inline(__always)
  mutating func put(_ key: KeyID, _ value: Value, lease: KeyLeaseID, at target: Revision) -> Bool {
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
      value: value, version: version, createRevision: created, modRevision: target, lease: lease,
      end: log.end + 1)
    log.append(
      LoggedChange(
        revision: target, value: value, key: key, createRevision: created, lease: lease,
        version: version, previous: previous))
    keyCount += exists ? 0 : 1
    sizeInBytes += Int64(value.sizeInBytes) - Int64(old.value.sizeInBytes)
    grew(by: value)
    if old.lease != lease { move(key, from: old.lease, to: lease) }
    return true
  }

  /// Deletes `key` at `target`; false when it does not exist. O(1).
  mutating func delete(_ key: KeyID, at target: Revision) -> Bool {
    let index = Int(key.index)
    guard index < slots.count, slots[index].exists else { return false }
    let old = slots[index]
    let previous = previousVersion(of: old, key)
    slots[index] = Slot(end: log.end + 1)
    log.append(
      LoggedChange(
        revision: target, value: .nothing, key: key, createRevision: Revision(0), lease: .none,
        version: 0, previous: previous))
    keyCount -= 1
    sizeInBytes -= Int64(old.value.sizeInBytes)
    grew(by: .nothing)
    if old.lease != .none { move(key, from: old.lease, to: .none) }
    return true
  }

  @inline(__always)
  private mutating func grew(by value: Value) {
    bytesInUse += options.size(of: value)
    backendSize = max(backendSize, bytesInUse)
  }

  /// Where a change of `key` about to be appended finds what `slot` holds now.
  @inline(__always)
  private mutating func previousVersion(of slot: Slot, _ key: KeyID) -> PreviousVersion {
    if slot.end > log.start { return .back(log.end + 1 - slot.end) }
    return slot.exists ? keep(slot, key) : .none
  }

  /// Its own change is forgotten, so what the slot holds must be kept for reads of the past.
  @inline(never)
  private mutating func keep(_ slot: Slot, _ key: KeyID) -> PreviousVersion {
    log.keep(
      LoggedChange(
        revision: slot.modRevision, value: slot.value, key: key,
        createRevision: slot.createRevision, lease: slot.lease, version: slot.version,
        previous: .none))
  }

  @inline(never)
  private mutating func move(_ key: KeyID, from old: KeyLeaseID, to new: KeyLeaseID) {
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
