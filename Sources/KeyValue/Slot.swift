/// A key's place in the store: what it holds, and where its newest change is. 40 bytes.
struct Slot: Sendable {
  var value = Value.nothing
  /// 0: does not exist.
  var version: UInt32 = 0
  var createRevision = Revision(0)
  var modRevision = Revision(0)
  /// Its lease in the table.
  var lease = KeyLeaseTable.Row.none
  /// Position of its newest change, plus one; 0: it never had one.
  var end: UInt32 = 0

  var exists: Bool { version > 0 }
}

extension Value {
  static let nothing = Value(identity: 0, sizeInBytes: 0)
}

extension Store {
  func record(in slot: Slot) -> KeyRecord? {
    guard slot.exists else { return nil }
    return KeyRecord(
      value: slot.value, createRevision: slot.createRevision, modRevision: slot.modRevision,
      version: Int64(slot.version), lease: slot.lease == .none ? .none : leases.id(of: slot.lease))
  }
}
