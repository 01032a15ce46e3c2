extension Store {
  /// Forgets what was superseded up to and including `target`; later watches and reads from before
  /// it find it gone. The newest version of a key at or below `target` stays while it is alive,
  /// and so do the changes at `target` itself: a watch may begin there (etcd mvcc/key_index.go
  /// compact; etcd#18089). O(changes forgotten and left).
  ///
  /// Refused at a revision compacted before, or one not reached (etcd mvcc/kvstore.go).
  @discardableResult
  public mutating func compact(upTo target: Revision) -> EtcdError? {
    if target <= groupCompactedRevision { return .compacted }
    if target > revision { return .futureRevision }
    groupCompactedRevision = target
    if target <= compactedRevision { return nil }
    compactedRevision = target
    grownTo = backendSize
    watchableFrom = max(watchableFrom, target)
    let forgotten =
      options.mutations.contains(.compactionDropsDeletes) ? target.rawValue : target.rawValue - 1
    let position = log.firstPosition(after: Revision(forgotten))
    for p in log.start..<position {
      let change = log[p]
      let slot = slots[Int(change.key.index)]
      if Int(slot.end) != p + 1 || !slot.exists { bytesInUse -= options.size(of: change.value) }
    }
    for version in log.kept { bytesInUse -= options.size(of: version.value) }
    log.removeChanges(before: position, compactedAt: target)
    for version in log.kept { bytesInUse += options.size(of: version.value) }
    if options.mutations.contains(.compactionLowersRevision) {
      revision = max(target, slots.lazy.map(\.modRevision).max() ?? target)
    }
    return nil
  }
}
