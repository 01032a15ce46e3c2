/// One change of one key as the log keeps it: 48 bytes.
struct LoggedChange: Sendable {
  var revision: Revision
  var value: Value
  var key: KeyID
  var createRevision: Revision
  var lease: KeyLeaseID
  /// 0 for a delete.
  var version: UInt32
  /// Where what the key held before is to be found.
  var previous: PreviousVersion

  var isDelete: Bool { version == 0 }

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
  static func back(_ distance: Int) -> PreviousVersion {
    precondition(distance > 0 && distance < keptBit, "\(distance) changes back")
    return PreviousVersion(word: UInt32(truncatingIfNeeded: distance))
  }
  static func kept(_ index: Int) -> PreviousVersion {
    precondition(index >= 0 && index < keptBit, "\(index) kept versions")
    return PreviousVersion(word: UInt32(truncatingIfNeeded: index) | keptBit)
  }

  private init(word: UInt32) { self.word = word }

  var distance: Int? { word != 0 && word < Self.keptBit ? Int(word) : nil }
  var keptIndex: Int? { word >= Self.keptBit ? Int(word & ~Self.keptBit) : nil }
}

/// The changes of a store in revision order, forgotten from the front.
///
/// A change has a position, which it keeps for ever. Full chunks beside a tail, so that forgetting
/// gives memory back and growing never copies what is there.
struct VersionLog: Sendable {
  private static let chunkShift = 11
  private static let chunkSize = 1 << chunkShift

  /// All full, oldest first.
  private var chunks: ContiguousArray<ContiguousArray<LoggedChange>> = []
  private var tail: ContiguousArray<LoggedChange> = []
  /// Position of the first change of the first chunk.
  private var base = 0
  /// Position of the oldest change that is not forgotten.
  private(set) var start = 0
  /// Versions whose own change is forgotten, but which a change that is not supersedes.
  private(set) var kept: ContiguousArray<LoggedChange> = []

  /// One past the position of the newest change.
  var end: Int { base + chunks.count << Self.chunkShift + tail.count }
  var lastRevision: Revision? { end > start ? self[end - 1].revision : nil }

  subscript(position: Int) -> LoggedChange {
    let offset = position - base
    let chunk = offset >> Self.chunkShift
    let index = offset & (Self.chunkSize - 1)
    return chunk < chunks.count ? chunks[chunk][index] : tail[index]
  }

  mutating func append(_ change: LoggedChange) {
    if tail.count == Self.chunkSize { startChunk() }
    tail.append(change)
  }

  @inline(never) private mutating func startChunk() {
    chunks.append(tail)
    tail = []
    tail.reserveCapacity(Self.chunkSize)
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
      if self[middle].revision <= revision { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Forgets every change and kept version; positions go on.
  mutating func removeAll() {
    let end = end
    self = VersionLog()
    (base, start) = (end, end)
  }

  /// Forgets the changes before `position`, and keeps of them what a later change supersedes,
  /// unless that is at `revision` or before it. O(changes left).
  mutating func removeChanges(before position: Int, compactedAt revision: Revision) {
    var stillKept: ContiguousArray<LoggedChange> = []
    for p in position..<end {
      let change = self[p]
      var version: LoggedChange?
      if let index = change.previous.keptIndex {
        version = kept[index]
      } else if let distance = change.previous.distance, p - distance < position {
        version = self[p - distance]
      } else {
        continue
      }
      if let found = version, found.isDelete || change.revision <= revision { version = nil }
      if let version {
        stillKept.append(version)
        setPrevious(.kept(stillKept.count - 1), at: p)
      } else {
        setPrevious(.none, at: p)
      }
    }
    kept = stillKept
    start = position
    let gone = min((position - base) >> Self.chunkShift, chunks.count)
    chunks.removeFirst(gone)
    base += gone << Self.chunkShift
  }

  private mutating func setPrevious(_ previous: PreviousVersion, at position: Int) {
    let offset = position - base
    let chunk = offset >> Self.chunkShift
    let index = offset & (Self.chunkSize - 1)
    if chunk < chunks.count {
      chunks[chunk][index].previous = previous
    } else {
      tail[index].previous = previous
    }
  }
}
