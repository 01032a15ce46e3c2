extension KeyState {
  /// What shows under `policy`, or nil when nothing does. A function of the set alone.
  ///
  /// Lives are walked by creation. A life whose creator had seen the shown one follows it, for it
  /// must have seen that deleted; another is concurrent with it and stays hidden, with a conflict.
  public func visible(
    under policy: MergePolicy, _ deletion: DeletionRule = .deleteWins
  ) -> VisibleVersion? {
    if records.count <= 1 {  // most keys, most of the time
      return Self.combined(records.filter { !$0.isTombstone }, policy)
    }
    var conflicts: [VersionConflict] = []
    var shown: [VersionRecord] = []
    for life in lives() {
      let alive = Self.living(life, deletion)
      guard let candidate = alive.first else { continue }
      guard let current = shown.first else {
        shown = alive
        continue
      }
      if candidate.birthVector.dominates(current.birthVector) {
        conflicts.append(.superseded(hidden: current.uid, shown: candidate.uid))
        shown = alive
      } else {
        conflicts.append(.concurrentCreation(hidden: candidate.uid, shown: current.uid))
      }
    }
    guard var version = Self.combined(shown, policy) else { return nil }
    version.conflicts = conflicts + version.conflicts
    return version
  }

  /// The records of each life, lives in order of creation.
  private func lives() -> [[VersionRecord]] {
    let byBirth = records.indices.sorted { a, b in
      let (x, y) = (records[a], records[b])
      return x.birthStamp != y.birthStamp ? x.birthStamp < y.birthStamp : a < b
    }
    var lives: [[VersionRecord]] = []
    for i in byBirth {
      if let last = lives.last?.last, last.uid == records[i].uid {
        lives[lives.count - 1].append(records[i])
      } else {
        lives.append([records[i]])
      }
    }
    return lives
  }

  /// The versions of one life that no deletion took away.
  private static func living(
    _ life: [VersionRecord], _ deletion: DeletionRule
  ) -> [VersionRecord] {
    let tombstones = life.filter(\.isTombstone)
    let versions = life.filter { !$0.isTombstone }
    guard !tombstones.isEmpty else { return versions }
    switch deletion {
    case .deleteWins: return []
    case .updateWins:
      return versions.filter { version in
        !tombstones.contains { $0.vector.dominates(version.vector) }
      }
    }
  }

  private static func combined(
    _ versions: [VersionRecord], _ policy: MergePolicy
  ) -> VisibleVersion? {
    guard let newest = versions.last else { return nil }
    switch policy {
    case .lastWriter: return plain(newest)
    case .originOwned(let authority), .primary(let authority):
      let winner = versions.last { $0.stamp.cluster == authority } ?? newest
      var version = plain(winner)
      version.conflicts = versions.filter { $0.stamp != winner.stamp }.map {
        .overruled($0.stamp)
      }
      return version
    case .keepBoth:
      var version = plain(newest)
      version.writes = versions.map(\.stamp)
      if versions.count > 1 { version.conflicts = [.siblings(version.writes)] }
      return version
    case .fieldMerge: return fieldwise(versions, newest)
    }
  }

  private static func plain(_ record: VersionRecord) -> VisibleVersion {
    VisibleVersion(
      uid: record.uid, stamp: record.stamp, writes: [record.stamp],
      fields: contents(of: record.ownedFields), owned: record.ownedFields, conflicts: [])
  }

  /// Field by field the larger stamp. A loser is reported when the version that holds the winner
  /// had not seen it.
  private static func fieldwise(
    _ versions: [VersionRecord], _ newest: VersionRecord
  ) -> VisibleVersion {
    var offers: [(field: OwnedField, holder: VersionVector)] = []
    for version in versions {
      offers += version.ownedFields.map { ($0, version.vector) }
    }
    offers.sort { a, b in
      if a.field.path != b.field.path { return a.field.path < b.field.path }
      return b.field.stamp < a.field.stamp
    }
    var (owned, conflicts): ([OwnedField], [VersionConflict]) = ([], [])
    var holders: [VersionVector] = []
    for (field, holder) in offers {
      guard let winner = owned.last, winner.path == field.path else {
        owned.append(field)
        holders = [holder]
        continue
      }
      if field.stamp == winner.stamp {
        holders.append(holder)
      } else if !holders.contains(where: { $0[field.stamp.cluster] >= field.count }) {
        let lost = VersionConflict.field(
          path: field.path, lost: field, managersDiffer: field.manager != winner.manager)
        if conflicts.last != lost { conflicts.append(lost) }
      }
    }
    return VisibleVersion(
      uid: newest.uid, stamp: newest.stamp, writes: versions.map(\.stamp),
      fields: contents(of: owned), owned: owned, conflicts: conflicts)
  }

  private static func contents(of owned: [OwnedField]) -> Fields {
    Fields(
      owned.compactMap { field in
        field.value.map { Fields.Field(path: field.path, value: $0) }
      })
  }
}

extension VersionRecord {
  /// In order of paths; none for a tombstone.
  var ownedFields: [OwnedField] {
    if case .fields(let fields) = content { fields } else { [] }
  }
}
