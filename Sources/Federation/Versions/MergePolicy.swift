/// Who may write a key, and what shows when writes are concurrent (federation-model.md section 6).
public enum MergePolicy: Hashable, Sendable {
  /// Only the cluster `origin` writes.
  case originOwned(origin: ClusterID)
  /// Writes go to `cluster`; where others wrote all the same, its version shows.
  case primary(ClusterID)
  /// Everyone writes; the larger stamp shows whole. Loses updates silently.
  case lastWriter
  /// Everyone writes; field by field the larger stamp shows, and losers are reported.
  case fieldMerge
  /// Everyone writes; concurrent versions stay side by side until a write settles them.
  case keepBoth
}

/// What a deletion does to a concurrent version of the same life.
public enum DeletionRule: Hashable, Sendable {
  /// The tombstone absorbs it (default).
  case deleteWins
  /// It cancels the deletion.
  case updateWins
}

/// Why something a user wrote does not show.
public enum VersionConflict: Hashable, Sendable {
  /// Created on both sides of a cut; the older life shows.
  case concurrentCreation(hidden: ObjectUID, shown: ObjectUID)
  /// A life went on after a deletion that the shown life's creator had seen.
  case superseded(hidden: ObjectUID, shown: ObjectUID)
  /// Two writes set one field without seeing each other.
  case field(path: Symbol, lost: OwnedField, managersDiffer: Bool)
  /// Concurrent versions stand side by side.
  case siblings([Stamp])
  /// A write outside the authoritative cluster was overruled.
  case overruled(Stamp)
}

/// What readers of a key get.
public struct VisibleVersion: Hashable, Sendable {
  public var uid: ObjectUID
  /// Of the version that shows; the largest where several were merged.
  public var stamp: Stamp
  /// The writes that show, in order of stamps: more than one for fieldMerge and keepBoth only.
  public var writes: [Stamp]
  public var fields: Fields
  /// In order of paths; removed fields included.
  public var owned: [OwnedField]
  /// In a fixed order.
  public var conflicts: [VersionConflict]
}
