/// The end of the log that is not known to be durable: perhaps a snapshot, then entries (etcd raft
/// log_unstable.go).
///
/// `offset <= offsetInProgress <= offset + entries.count`.
struct Unstable: Equatable, Sendable {
  var snapshot: Snapshot?
  var entries: [Entry] = []
  /// Index of the first entry, or where it would be.
  var offset: LogIndex
  /// Whether the snapshot was handed out for writing.
  var isSnapshotInProgress = false
  /// One past the last entry handed out for writing.
  var offsetInProgress: LogIndex

  init(offset: LogIndex) {
    self.offset = offset
    offsetInProgress = offset
  }

  /// One past the last entry, or where it would be.
  var end: LogIndex { offset + UInt64(entries.count) }

  /// The last index, if this part of the log determines it.
  @inline(__always)
  var lastIndex: LogIndex? { entries.isEmpty ? snapshot?.index : end - 1 }

  /// The term at `index`, if this part of the log knows it.
  @inline(__always)
  func term(at index: LogIndex) -> Term? {
    if index < offset {
      guard let snapshot, snapshot.index == index else { return nil }
      return snapshot.term
    }
    return index < end ? entries[index.distance(from: offset)].term : nil
  }

  /// Whether there are entries to hand out for writing.
  var hasNextEntries: Bool { offsetInProgress < end }

  /// The entries to hand out for writing.
  var nextEntries: ArraySlice<Entry> { entries[offsetInProgress.distance(from: offset)...] }

  /// The snapshot to hand out for writing.
  var nextSnapshot: Snapshot? { isSnapshotInProgress ? nil : snapshot }

  /// Notes that all of it is being written.
  mutating func acceptInProgress() {
    if !entries.isEmpty { offsetInProgress = end }
    if snapshot != nil { isSnapshotInProgress = true }
  }

  /// Takes note that the log up to `id` is durable. An entry that was replaced while it was being
  /// written has another term by now and stays.
  mutating func stable(to id: EntryID, _ journal: inout Journal) {
    guard let ours = term(at: id.index) else {
      return journal.note(.log(.stableEntryMissing(id.index)))
    }
    if id.index < offset { return journal.note(.log(.stableEntryInSnapshot(id.index))) }
    if ours != id.term {
      let ours = EntryID(term: ours, index: id.index)
      return journal.note(.log(.stableEntryMismatch(acknowledged: id, ours: ours)))
    }
    let count = id.index.distance(from: offset) + 1
    if count == entries.count {
      entries.empty()
    } else {
      entries.removeFirst(count)
    }
    offset = id.index + 1
    offsetInProgress = max(offsetInProgress, offset)
  }

  /// Takes note that the snapshot at `index` is durable.
  mutating func stableSnapshot(at index: LogIndex) {
    guard let snapshot, snapshot.index == index else { return }
    self.snapshot = nil
    isSnapshotInProgress = false
  }

  mutating func restore(_ snapshot: Snapshot) {
    offset = snapshot.index + 1
    offsetInProgress = offset
    entries.removeAll(keepingCapacity: true)
    self.snapshot = snapshot
    isSnapshotInProgress = false
  }

  /// Puts `new` at its place and drops what was there and behind. It must not leave a gap.
  mutating func append(_ new: ArraySlice<Entry>, _ journal: inout Journal) {
    guard let first = new.first?.index else { return }
    if first == end {
      entries.add(new)
    } else if first <= offset {
      journal.note(.log(.unstableReplaced(from: first)))
      entries.removeAll(keepingCapacity: true)
      entries.add(new)
      offset = first
      offsetInProgress = first
    } else {
      journal.note(.log(.unstableTruncated(before: first)))
      entries.removeSubrange(first.distance(from: offset)...)
      entries.add(new)
      offsetInProgress = min(offsetInProgress, first)
    }
  }
}
