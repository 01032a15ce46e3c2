/// Faults to plant in the store, in order to see whether tests find them; none by default.
///
/// Each has one site. Nothing that reads a scenario can set them.
public struct StoreMutations: OptionSet, Hashable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  private init(bit: UInt64) { rawValue = 1 << bit }

  /// Compaction forgets a deletion at the compacted revision that a watch may begin at. (33;
  /// etcd#18089)
  public static let compactionDropsDeletes = StoreMutations(bit: 0)
  /// A watch of the past begins one revision too early. (34; etcd#17247)
  public static let watchResends = StoreMutations(bit: 1)
  /// A watch goes back to its beginning when a snapshot replaces the store. (35; etcd#15271)
  public static let watchGoesBack = StoreMutations(bit: 2)
  /// A notice of progress tells the newest revision, also with events on their way. (36;
  /// etcd#15220)
  public static let noticeAheadOfEvents = StoreMutations(bit: 3)
  /// Compaction sets the revision back to that of the newest key that is left. (38; etcd#17780)
  public static let compactionLowersRevision = StoreMutations(bit: 4)
  /// A watcher that is told in batches loses what did not fit in the first. (39; etcd#17529)
  public static let starvedWatcherLosesEvents = StoreMutations(bit: 5)
}
