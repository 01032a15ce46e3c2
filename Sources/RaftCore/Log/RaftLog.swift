/// The log as the protocol sees it: what is durable, then what is not yet (etcd raft log.go).
///
/// `applied <= applying <= committed <= lastIndex`.
struct RaftLog: Equatable, Sendable {
  var storage: MemoryStorage
  var unstable: Unstable
  /// Highest index known to be on a quorum.
  var committed: LogIndex
  /// Highest index handed out for applying.
  var applying: LogIndex
  /// Highest index that the host has applied.
  var applied: LogIndex
  /// Encoded bytes handed out and not yet applied.
  var applyingSize: UInt64 = 0
  let maxApplyingSize: UInt64
  let mutations: CoreMutations
  /// Whether nothing more is handed out until something is applied.
  var isApplyingPaused = false

  init(storage: MemoryStorage, maxApplyingSize: UInt64, mutations: CoreMutations = []) {
    let base = storage.base.index
    unstable = Unstable(offset: storage.lastIndex + 1)
    (committed, applying, applied) = (base, base, base)
    self.storage = storage
    self.maxApplyingSize = maxApplyingSize
    self.mutations = mutations
  }

  // MARK: Reading

  @inline(__always)
  var firstIndex: LogIndex {
    if let snapshot = unstable.snapshot { return snapshot.index + 1 }
    return storage.firstIndex
  }

  @inline(__always)
  var lastIndex: LogIndex { unstable.lastIndex ?? storage.lastIndex }

  /// The last entry; 0/0 in an empty log.
  @inline(__always)
  var last: EntryID {
    let index = lastIndex
    return EntryID(term: term(at: index) ?? 0, index: index)
  }

  /// The term of the entry at `index`, from the one just before `firstIndex` on; nil if it is
  /// compacted or does not exist.
  @inline(__always)
  func term(at index: LogIndex) -> Term? {
    if let term = unstable.term(at: index) { return term }
    if index >= unstable.offset || index + 1 < firstIndex { return nil }
    return try? storage.term(at: index)
  }

  @inline(__always)
  func matches(_ id: EntryID) -> Bool { term(at: id.index) == id.term }

  /// Whether a log that ends in `other` holds all that this one can have committed (Raft §5.4.1).
  func isUpToDate(_ other: EntryID) -> Bool {
    let ours = last
    if mutations.contains(.skipUpToDateCheck) { return true }
    if mutations.contains(.compareIndexOnly) { return other.index >= ours.index }
    if mutations.contains(.compareIndexFirst), other.index != ours.index {
      return other.index > ours.index
    }
    return other.term > ours.term || (other.term == ours.term && other.index >= ours.index)
  }

  /// Adds the entries of `range` to `list`, as many as fit into `maxSize` encoded bytes, but at
  /// least one.
  func read(
    _ range: Range<LogIndex>, maxSize: UInt64, into list: inout [Entry]
  ) throws(StorageError) {
    if range.isEmpty { return }
    if range.lowerBound < firstIndex { throw .compacted }
    if range.upperBound > lastIndex + 1 { throw .unavailable }
    let offset = unstable.offset
    if range.lowerBound + 1 == range.upperBound {
      // So often the case that it is worth a way of its own.
      if range.lowerBound >= offset {
        list.append(unstable.entries[range.lowerBound.distance(from: offset)])
      } else if let entry = storage.entry(at: range.lowerBound) {
        list.append(entry)
      } else {
        throw .unavailable
      }
      return
    }
    if range.lowerBound >= offset {
      list.add(unstable.entries[positions(range)].prefix(fitting: maxSize))
      return
    }
    let asked = range.clamped(to: range.lowerBound..<offset)
    let stored = try storage.entries(in: asked, maxSize: maxSize)
    list.add(stored)
    let size = maxSize == .max ? 0 : stored.encodedSize
    if range.upperBound <= offset || stored.endIndex - stored.startIndex < width(asked)
      || size >= maxSize
    {
      return
    }
    let rest = unstable.entries[positions(offset..<range.upperBound)]
      .prefix(fitting: maxSize - size)
    if rest.count == 1, size + rest.encodedSize > maxSize { return }
    list.add(rest)
  }

  /// The entry at `index`; nil if it is compacted or does not exist.
  func entry(at index: LogIndex) -> Entry? {
    guard index >= firstIndex, index <= lastIndex else { return nil }
    return index >= unstable.offset
      ? unstable.entries[index.distance(from: unstable.offset)] : storage.entry(at: index)
  }

  /// The entries from `first` on that fit into `maxSize`; nil if they are compacted.
  func entries(from first: LogIndex, maxSize: UInt64) -> [Entry]? {
    var list: [Entry] = []
    let last = lastIndex
    if first > last { return list }
    do throws(StorageError) {
      try read(first..<last + 1, maxSize: maxSize, into: &list)
    } catch {
      return nil
    }
    return list
  }

  /// Whether an entry of `range` changes the configuration.
  func hasConfChange(in range: Range<LogIndex>) throws(StorageError) -> Bool {
    var list: [Entry] = []
    try read(range, maxSize: .max, into: &list)
    if mutations.contains(.unappliedSeesOneKind) {
      return list.contains { $0.kind == .confChangeV2 }
    }
    return list.contains { $0.kind.isConfChange }
  }

  /// The highest index up to `index` whose term is not above `term`, with its term if known: where
  /// a log whose entry at `index` has `term` may still match this one.
  func lastIndex(upTo index: LogIndex, notAbove term: Term) -> EntryID {
    var index = index
    while index > 0 {
      guard let ours = self.term(at: index) else { return EntryID(term: 0, index: index) }
      if ours <= term { return EntryID(term: ours, index: index) }
      index = index - 1
    }
    return EntryID(term: 0, index: 0)
  }

  var summary: RaftLogSummary {
    RaftLogSummary(
      committed: committed, applied: applied, applying: applying, offset: unstable.offset,
      offsetInProgress: unstable.offsetInProgress, unstableCount: unstable.entries.count)
  }

  private func positions(_ range: Range<LogIndex>) -> Range<Int> {
    let offset = unstable.offset
    return range.lowerBound.distance(from: offset)..<range.upperBound.distance(from: offset)
  }

  private func width(_ range: Range<LogIndex>) -> Int {
    range.upperBound.distance(from: range.lowerBound)
  }
}
