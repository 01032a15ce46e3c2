extension RaftLog {
  /// Appends `entries`, which follow each other; what they replace must not be committed.
  mutating func append(_ entries: ArraySlice<Entry>, _ journal: inout Journal) {
    guard let first = entries.first?.index else { return }
    if first <= committed {
      return journal.fail(.appendBelowCommitted(first, committed: committed))
    }
    unstable.append(entries, &journal)
  }

  /// Takes a leader's `entries`, which follow the entry `previous`, and its commit index. Returns
  /// the last of their indexes, or nil if this log has no such previous entry (Raft §5.3).
  ///
  /// Entries that are here already stay, and so do those behind them: the message may be an old
  /// one. Nor does the commit index move beyond what the message vouches for.
  mutating func append(
    _ entries: [Entry], after previous: EntryID, leaderCommit: LogIndex,
    _ journal: inout Journal
  ) -> LogIndex? {
    guard matches(previous) else { return nil }
    let last = previous.index + UInt64(entries.count)
    if let first = entries.first?.index,
      first != previous.index + 1 || entries[entries.count - 1].index != last
    {
      journal.fail(.brokenAppend(expected: previous.index + 1, last: last))
      return nil
    }
    if let conflict = firstConflict(entries, &journal) {
      let index = entries[conflict].index
      if index <= committed {
        journal.fail(.conflictWithCommitted(index, committed: committed))
        return nil
      }
      append(entries[conflict...], &journal)
    }
    let vouched = mutations.contains(.commitBeyondMatched) ? lastIndex : last
    commit(to: min(leaderCommit, vouched), &journal)
    return last
  }

  /// The position of the first of `entries` that this log does not hold.
  @inline(__always)
  private func firstConflict(_ entries: [Entry], _ journal: inout Journal) -> Int? {
    if mutations.contains(.truncateOnMatch) {
      return entries.firstIndex { $0.index > committed }
    }
    for position in entries.indices where !matches(entries[position].id) {
      let (index, term) = (entries[position].index, entries[position].term)
      if journal.isRecording, index <= lastIndex {
        let existing = self.term(at: index) ?? 0
        journal.note(.log(.conflictFound(index: index, existing: existing, conflicting: term)))
      }
      return position
    }
    return nil
  }

  /// Moves the commit index up to `index`; never down.
  mutating func commit(to index: LogIndex, _ journal: inout Journal) {
    guard committed < index else { return }
    let last = lastIndex
    if index > last { return journal.fail(.commitBeyondLog(index, last: last)) }
    committed = index
  }

  /// Commits up to `id` if the entry there has that term (Raft §5.4.2).
  mutating func commit(ifMatching id: EntryID) -> Bool {
    guard id.term != 0, id.index > committed, matches(id) else { return false }
    committed = id.index
    return true
  }

  /// Puts `snapshot` in place of the log. What is applied lags behind until the host reports it.
  mutating func restore(_ snapshot: Snapshot, _ journal: inout Journal) {
    journal.note(.log(.restoring(summary, snapshot.id)))
    committed = snapshot.index
    unstable.restore(snapshot)
  }
}

// MARK: - Applying

extension RaftLog {
  /// The highest index that may be handed out: only durable entries unless `allowUnstable`.
  private func maxAppliable(allowUnstable: Bool) -> LogIndex {
    allowUnstable ? committed : min(committed, unstable.offset - 1)
  }

  /// Whether there are committed entries to hand out. Not while a snapshot waits, which they
  /// follow.
  func hasNextCommitted(allowUnstable: Bool) -> Bool {
    !isApplyingPaused && unstable.snapshot == nil
      && applying < maxAppliable(allowUnstable: allowUnstable)
  }

  /// Moves the committed entries to hand out to `list`, and returns their encoded size. If there
  /// are fewer than possible, the limit is reached, and no more follow before some are applied.
  mutating func takeNextCommitted(
    allowUnstable: Bool, into list: inout [Entry]
  ) throws(StorageError) -> UInt64 {
    guard hasNextCommitted(allowUnstable: allowUnstable) else { return 0 }
    let last = maxAppliable(allowUnstable: allowUnstable)
    try read(applying + 1..<last + 1, maxSize: maxApplyingSize - applyingSize, into: &list)
    let size = list.encodedSize
    applying = list.last?.index ?? applying
    applyingSize += size
    isApplyingPaused = applyingSize >= maxApplyingSize || applying < last
    return size
  }

  /// Notes that the host applied everything up to `index`, `size` encoded bytes more.
  mutating func appliedTo(_ index: LogIndex, size: UInt64, _ journal: inout Journal) {
    if index < applied || index > committed {
      return journal.fail(.appliedOutOfRange(index, allowed: applied...committed))
    }
    applied = index
    applying = max(applying, index)
    applyingSize -= min(size, applyingSize)
    isApplyingPaused = applyingSize >= maxApplyingSize
  }
}
