/// Why stored data cannot be had or taken (etcd raft storage.go).
public enum StorageError: Error, Hashable, Sendable {
  case compacted
  case unavailable
  case snapshotOutOfDate
  /// Entries start after the end of the log: `first` should be at most `expected`.
  case gap(first: LogIndex, expected: LogIndex)
  /// A compaction beyond the end of the log.
  case beyondEnd(LogIndex, last: LogIndex)
}

/// The durable image of a member: hard state, snapshot, and the log behind it (etcd raft
/// storage.go, MemoryStorage).
///
/// The host writes it when its disk says that the data is durable; the core only reads it.
public struct MemoryStorage: Equatable, Sendable {
  /// What the host offers to members that are too far behind for entries.
  public enum OutgoingSnapshot: Equatable, Sendable {
    /// The storage's own last snapshot.
    case stored
    /// This one: the newest state of the state machine.
    case provided(Snapshot)
    /// None at present; the core asks again later.
    case unavailable
  }

  public var hardState: HardState
  /// The snapshot that was applied or created last.
  public internal(set) var snapshot: Snapshot
  /// What the core sends in place of compacted entries.
  public var outgoingSnapshot = OutgoingSnapshot.stored
  /// The entry before the first one: compacted, but its term is known. 0/0 in an empty log.
  public internal(set) var base: EntryID
  /// The entries after `base`, without gaps.
  public internal(set) var entries: [Entry]

  /// An empty storage, of a member that starts with the configuration `confState` (no configuration
  /// if it is to be told by a snapshot).
  public init(confState: ConfState = ConfState()) {
    self.init(snapshot: Snapshot(confState: confState))
  }

  /// A storage that holds `snapshot` and then `entries`, which must follow it without a gap.
  public init(hardState: HardState = HardState(), snapshot: Snapshot, entries: [Entry] = []) {
    precondition(
      entries.first.map { $0.index == snapshot.index + 1 } ?? true,
      "entries do not follow the snapshot at \(snapshot.index)")
    self.hardState = hardState
    self.snapshot = snapshot
    self.entries = entries
    base = snapshot.id
  }

  public var firstIndex: LogIndex { base.index + 1 }

  public var lastIndex: LogIndex { base.index + UInt64(entries.count) }

  /// The term of the entry at `index`, which may be the one just before `firstIndex`.
  public func term(at index: LogIndex) throws(StorageError) -> Term {
    if index < base.index { throw .compacted }
    if index == base.index { return base.term }
    if index > lastIndex { throw .unavailable }
    return entries[position(of: index)].term
  }

  /// The entries of `range`, as many as fit into `maxSize` encoded bytes, at least one.
  public func entries(
    in range: Range<LogIndex>, maxSize: UInt64 = .max
  ) throws(StorageError) -> ArraySlice<Entry> {
    if range.lowerBound <= base.index { throw .compacted }
    if entries.isEmpty || range.upperBound > lastIndex + 1 { throw .unavailable }
    let positions = position(of: range.lowerBound)..<position(of: range.upperBound)
    return entries[positions].prefix(fitting: maxSize)
  }

  /// Stores a hard state, if it says anything, then a snapshot, then the entries that follow it.
  public mutating func store(
    hardState: HardState?, entries: [Entry], snapshot: Snapshot? = nil
  ) throws(StorageError) {
    if let hardState, !hardState.isEmpty { self.hardState = hardState }
    if let snapshot, !snapshot.isEmpty { try apply(snapshot) }
    try append(entries)
  }

  /// The entry at `index`, which is not compacted; nil if it does not exist.
  func entry(at index: LogIndex) -> Entry? {
    index > lastIndex ? nil : entries[position(of: index)]
  }

  /// Stores `new` entries over whatever was there from the first one's index on; those that are
  /// already compacted are skipped.
  public mutating func append(_ new: [Entry]) throws(StorageError) {
    guard let first = new.first?.index, first + UInt64(new.count) > firstIndex else { return }
    if first > lastIndex + 1 { throw .gap(first: first, expected: lastIndex + 1) }
    let compacted = first < firstIndex ? firstIndex.distance(from: first) : 0
    let kept = position(of: first + UInt64(compacted))
    if kept < entries.count { entries.removeSubrange(kept...) }
    for position in compacted..<new.count { entries.append(new[position]) }
  }

  /// Puts a received snapshot in place of the log.
  public mutating func apply(_ snapshot: Snapshot) throws(StorageError) {
    if self.snapshot.index != 0, self.snapshot.index >= snapshot.index { throw .snapshotOutOfDate }
    self.snapshot = snapshot
    base = snapshot.id
    entries.removeAll(keepingCapacity: true)
  }

  /// Records a snapshot of the member's own state machine; the log stays. Its index must be held.
  public mutating func recordSnapshot(_ snapshot: Snapshot) throws(StorageError) {
    if snapshot.index <= self.snapshot.index { throw .snapshotOutOfDate }
    if snapshot.index > lastIndex {
      throw .beyondEnd(snapshot.index, last: lastIndex)
    }
    self.snapshot = snapshot
  }

  /// Forgets all entries up to `index`. O(entries kept).
  public mutating func compact(to index: LogIndex) throws(StorageError) {
    if index <= base.index { throw .compacted }
    if index > lastIndex { throw .beyondEnd(index, last: lastIndex) }
    let position = position(of: index)
    base = entries[position].id
    entries.removeSubrange(...position)
  }

  /// The snapshot to send to a member that needs one; nil if there is none at present.
  public var snapshotToSend: Snapshot? {
    switch outgoingSnapshot {
    case .stored: snapshot
    case .provided(let snapshot): snapshot
    case .unavailable: nil
    }
  }

  private func position(of index: LogIndex) -> Int { index.distance(from: base.index) - 1 }
}

extension RandomAccessCollection where Element == Entry {
  /// The longest prefix of at most `maxSize` encoded bytes, but at least one entry (etcd raft
  /// util.go, limitSize). O(n).
  func prefix(fitting maxSize: UInt64) -> SubSequence {
    guard maxSize < .max, !isEmpty else { return self[...] }
    var total: UInt64 = 0
    var end = startIndex
    while end < endIndex {
      let size = self[end].encodedSize
      if end > startIndex, size > maxSize - Swift.min(total, maxSize) { break }
      total += size
      formIndex(after: &end)
    }
    return self[..<end]
  }
}
