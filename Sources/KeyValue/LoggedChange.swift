/// One change of one key, as it is read from the log.
struct LoggedChange: Sendable {
  var revision: Revision
  var key: KeyID
  var value: Value
  var createRevision: Revision
  /// 0 for a delete.
  var version: UInt32
  var lease: KeyLeaseID
  var previous: PreviousVersion

  var isDelete: Bool { version == 0 }

  /// What the key holds after it; nil after a delete.
  var record: Store.KeyRecord? {
    isDelete
      ? nil
      : Store.KeyRecord(
        value: value, createRevision: createRevision, modRevision: revision,
        version: Int64(version), lease: lease)
  }
}

/// Leads from a change to what its key held before: nowhere, so many changes back in the log, or
/// to a version kept although its change is forgotten.
struct PreviousVersion: Sendable {
  private static let keptBit: UInt32 = 1 << 31
  private var word: UInt32

  static let none = PreviousVersion(word: 0)

  static func back(_ distance: UInt32) -> PreviousVersion {
    precondition(distance > 0 && distance < keptBit, "\(distance) changes back")
    return PreviousVersion(word: distance)
  }

  static func kept(_ index: Int) -> PreviousVersion {
    precondition(index >= 0 && index < keptBit, "\(index) kept versions")
    return PreviousVersion(word: UInt32(truncatingIfNeeded: index) | keptBit)
  }

  private init(word: UInt32) { self.word = word }

  var distance: Int? { word != 0 && word < Self.keptBit ? Int(word) : nil }
  var keptIndex: Int? { word >= Self.keptBit ? Int(word & ~Self.keptBit) : nil }
}

/// A change as the log stores it: 32 bytes, since a long run holds millions.
struct PackedChange: Sendable {
  private static let leaseBit: UInt32 = 1 << 31

  var identity: UInt64
  /// A store that makes 2^32 changes stops the run (`VersionLog.startChunk`), so this is enough.
  var revision: UInt32
  var createRevision: UInt32
  var sizeInBytes: UInt32
  var key: KeyID
  var versionAndLeaseBit: UInt32
  var previous: PreviousVersion

  /// A put; its lease, if any, the log keeps beside it.
  @inline(__always)
  init(
    put key: KeyID, _ value: Value, at revision: Revision, created: Revision, version: UInt32,
    hasLease: Bool, previous: PreviousVersion
  ) {
    identity = value.identity
    self.revision = UInt32(truncatingIfNeeded: revision.rawValue)
    createRevision = UInt32(truncatingIfNeeded: created.rawValue)
    sizeInBytes = value.sizeInBytes
    self.key = key
    versionAndLeaseBit = hasLease ? version | Self.leaseBit : version
    self.previous = previous
  }

  init(delete key: KeyID, at revision: Revision, previous: PreviousVersion) {
    self.init(
      put: key, .nothing, at: revision, created: Revision(0), version: 0, hasLease: false,
      previous: previous)
  }

  var hasLease: Bool { versionAndLeaseBit & Self.leaseBit != 0 }

  func unpacked(lease: KeyLeaseID) -> LoggedChange {
    LoggedChange(
      revision: Revision(Int64(revision)), key: key,
      value: Value(identity: identity, sizeInBytes: sizeInBytes),
      createRevision: Revision(Int64(createRevision)),
      version: versionAndLeaseBit & ~Self.leaseBit, lease: lease, previous: previous)
  }
}
