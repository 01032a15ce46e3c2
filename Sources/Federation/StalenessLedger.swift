import KeyValue
import SimKernel

/// Something that answers reads: a cluster of a federation, or a member of a stretched group.
@frozen public struct ReplicaID: Hashable, Comparable, Sendable {
  /// Dense, from 0; indexes arrays.
  public var index: UInt16
  @inlinable public init(_ index: Int) { self.index = UInt16(index) }
  /// The cluster as the place that answers.
  @inlinable public init(_ cluster: ClusterID) { index = cluster.index }
  @inlinable public static func < (a: ReplicaID, b: ReplicaID) -> Bool { a.index < b.index }
}

/// What a replica shows of a key.
public enum Sighting: Hashable, Sendable {
  /// The value of this identity.
  case value(UInt64)
  /// No such key. An absence does not tell which deletion made it, so it counts as the newest one
  /// acknowledged up to the source revision `asOf` that the replica reflects, or so far.
  case absent(asOf: Revision?)
  /// Whatever the source had of the key at this revision of its own: for replicas that share the
  /// source's revisions, as the members of one group do. The cheapest, and exact for deletions.
  case source(Revision)

  /// The newest source revision that it can be, where it says.
  var limit: Revision? {
    switch self {
    case .value: nil
    case .absent(let asOf): asOf
    case .source(let revision): revision
    }
  }
}

/// How far behind what was read is (federation-model.md section 15).
public struct Staleness: Hashable, Sendable {
  /// Age of the oldest acknowledged version that it lacks, else 0.
  public var age: SimDuration
  /// Acknowledged versions that it lacks.
  public var versionsBehind: Int

  public static let fresh = Staleness(age: .zero, versionsBehind: 0)

  public init(age: SimDuration, versionsBehind: Int) {
    self.age = age
    self.versionsBehind = versionsBehind
  }
}

/// One acknowledged version reached one replica: it, or a successor, was served there first.
public struct LagSample: Hashable, Sendable {
  public var key: KeyID
  public var source: ReplicaID
  public var replica: ReplicaID
  public var acknowledgedAt: SimTime
  public var lag: SimDuration

  public init(
    key: KeyID, source: ReplicaID, replica: ReplicaID, acknowledgedAt: SimTime, lag: SimDuration
  ) {
    self.key = key
    self.source = source
    self.replica = replica
    self.acknowledgedAt = acknowledgedAt
    self.lag = lag
  }
}

/// Watches which acknowledged version each replica has served, and says how stale it is.
///
/// A pure observer that knows nothing of mirrors: it is told of acknowledged versions, in the
/// order of their source, and of what replicas show. It keeps only versions that some replica
/// lacks. Deletions are versions; a version counts as seen when a successor is.
public struct StalenessLedger: Sendable {
  public let replicaCount: Int

  /// Stands for "no entry" in links.
  static let none: Int32 = -1

  var entries: ContiguousArray<VersionEntry> = []
  var freeEntries: ContiguousArray<Int32> = []
  var keys: ContiguousArray<KeyState> = []
  /// For each key with versions that someone lacks, the first one each replica lacks.
  var rows: ContiguousArray<Int32> = []
  var freeRows: ContiguousArray<Int32> = []
  /// Keys that have a row, in no particular order.
  var active: ContiguousArray<KeyID> = []
  /// Versions that replica r lacks of source s, at s * replicaCount + r.
  var lacking: ContiguousArray<Int>
  var marks: ContiguousArray<Mark> = []
  var sequence: UInt64 = 0

  struct VersionEntry: Sendable {
    /// nil for a deletion.
    var identity: UInt64?
    var revision: Revision
    var acknowledgedAt: SimTime
    /// Its place among all versions of the run.
    var sequence: UInt64
    /// Its place among the versions of its key.
    var ordinal: UInt32
    var next = StalenessLedger.none
    var previous = StalenessLedger.none
    var lackedBy: Int32
    var source: ReplicaID
  }

  struct KeyState: Sendable {
    var head = StalenessLedger.none
    var tail = StalenessLedger.none
    var row = StalenessLedger.none
    var activePlace: Int32 = -1
    var versions: UInt32 = 0
  }

  struct Mark: Sendable {
    var sequence: UInt64
    var remaining: Int
    var reachedAt: SimTime?
  }

  /// A ledger for `replicaCount` replicas that all show nothing.
  public init(replicaCount: Int) {
    precondition(
      0...Int(UInt16.max) ~= replicaCount, "\(replicaCount) replicas exceed \(UInt16.max)")
    self.replicaCount = replicaCount
    lacking = ContiguousArray(repeating: 0, count: replicaCount * replicaCount)
  }

  /// Versions remembered because some replica lacks them.
  public var rememberedCount: Int { entries.count - freeEntries.count }

  /// Versions from `source` that `replica` has not shown: at the end of a run, the unseen ones,
  /// whose lag is censored.
  public func unseenCount(from source: ReplicaID, at replica: ReplicaID) -> Int {
    lacking[Int(source.index) * replicaCount + Int(replica.index)]
  }

  /// When the oldest version that `replica` lacks was acknowledged; nil when it lacks none.
  /// O(keys that someone lacks a version of).
  public func oldestLacked(by replica: ReplicaID) -> SimTime? {
    var oldest: SimTime?
    for key in active {
      let first = row(of: key, replica)
      guard first != Self.none else { continue }
      let at = entries[Int(first)].acknowledgedAt
      oldest = oldest.map { min($0, at) } ?? at
    }
    return oldest
  }

  /// Starts waiting until everything acknowledged so far is served everywhere; ask
  /// `convergence(of:)` with the number returned. Worth calling when a fault ends.
  public mutating func markConvergence(at now: SimTime) -> Int {
    let remaining = lacking.reduce(0, +)
    marks.append(
      Mark(sequence: sequence, remaining: remaining, reachedAt: remaining == 0 ? now : nil))
    return marks.count - 1
  }

  /// The instant at which everything acknowledged before the mark had been served everywhere; nil
  /// while it has not.
  public func convergence(of mark: Int) -> SimTime? { marks[mark].reachedAt }

  func row(of key: KeyID, _ replica: ReplicaID) -> Int32 {
    guard Int(key.index) < keys.count else { return Self.none }
    let row = keys[Int(key.index)].row
    return row == Self.none
      ? Self.none : rows[Int(row) * replicaCount + Int(replica.index)]
  }
}
