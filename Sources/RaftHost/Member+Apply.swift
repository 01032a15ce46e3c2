import KeyValue
import RaftCore
import SimKernel

extension Member {
  /// Where the mutations begin in an applied entry's data.
  public static let mutationOffset = EntryHead.size

  mutating func apply(_ entries: [Entry], output: inout MemberOutput) {
    for entry in entries {
      // After a restart the log is handed out anew from the last snapshot; what the store already
      // reflects is skipped (etcd consistent_index).
      guard entry.index > appliedIndex else { continue }
      appliedIndex = entry.index
      guard !entry.kind.isConfChange else { continue }
      applyNormal(entry, output: &output)
    }
  }

  private mutating func applyNormal(_ entry: Entry, output: inout MemberOutput) {
    guard !entry.data.isEmpty else {
      output.applied.append(
        MemberOutput.AppliedEntry(
          index: entry.index, digest: entry.term.rawValue, data: [], changed: false,
          revision: store.revision))
      return
    }
    let before = store.revision
    let result = store.apply(encoded: entry.data, from: EntryHead.size)
    let request = EntryHead.request(in: entry.data)
    if request != .none, EntryHead.isAnswered(by: id, incarnation, entry.data) {
      output.writes.append(
        MemberOutput.AppliedWrite(request: request, index: entry.index, result: result))
    }
    output.applied.append(
      MemberOutput.AppliedEntry(
        index: entry.index, digest: digest(of: entry), data: entry.data,
        changed: result.revision > before, revision: store.revision))
  }

  private func digest(of entry: Entry) -> UInt64 {
    mixed(mixed(entry.term.rawValue) ^ EntryHead.request(in: entry.data).rawValue) | 1
  }

  /// Puts the state that came with a snapshot in place of the store, unless it is older.
  mutating func installState() {
    guard let state = incomingState else { return }
    incomingState = nil
    guard state.applied > appliedIndex else { return }
    store = state.store
    appliedIndex = state.applied
  }

  /// Takes a snapshot when enough was applied, and forgets the log well behind it (etcd
  /// server.go, triggerSnapshot and compactRaftLog).
  mutating func compactLogIfDue() {
    let applied = node.applied
    guard applied.rawValue >= compactionBase.rawValue + UInt64(options.snapshotEvery) else {
      return
    }
    compactionBase = applied
    do throws(StorageError) {
      let snapshot = Snapshot(
        index: applied, term: try node.storage.term(at: applied),
        confState: node.configuration.confState, omittedBytes: UInt64(store.sizeInBytes))
      try node.storage.recordSnapshot(snapshot)
      let keep = UInt64(options.snapshotKeep)
      if applied.rawValue > keep + node.storage.base.index.rawValue {
        try node.storage.compact(to: applied - keep)
      }
      if keepsNotes { note(.storeSnapshot(base: node.storage.base.index)) }
    } catch {
      // An applied entry not yet in the own log: the next round takes the snapshot instead.
      return
    }
  }

  /// Forgets the store's history up to `revision`, as an API server asks every five minutes.
  public mutating func compactHistory(upTo revision: Revision) {
    store.compact(upTo: revision)
  }
}
