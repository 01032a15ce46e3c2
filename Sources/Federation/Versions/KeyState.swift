import SimKernel

/// All that a cluster knows of one key: a set of write records. Merging is union, followed by
/// dropping what a later record of the same life has seen; what shows is a function of the set.
/// Hence merging is commutative, associative and idempotent (invariant F18) under every policy.
public struct KeyState: Hashable, Sendable {
  /// In order of stamps, each once; none `replaces` another.
  public private(set) var records: [VersionRecord] = []

  public init() {}

  /// The writes it has seen.
  public var context: VersionVector {
    records.reduce(into: VersionVector()) { $0.join($1.vector) }
  }

  /// The largest stamp in it.
  public var latest: Stamp? { records.last?.stamp }

  /// Takes in one record; false when it says nothing new. O(records).
  @discardableResult public mutating func insert(_ record: VersionRecord) -> Bool {
    guard !records.contains(where: { $0.replaces(record) }) else { return false }
    records.removeAll { record.replaces($0) }
    let place = records.firstIndex { record.stamp < $0.stamp } ?? records.count
    records.insert(record, at: place)
    return true
  }

  /// Takes in all that `other` knows; false when that was nothing new. O(records squared), and
  /// records are few.
  @discardableResult public mutating func merge(_ other: KeyState) -> Bool {
    var isNews = false
    for record in other.records where insert(record) { isNews = true }
    return isNews
  }

  /// Forgets the tombstone of `uid`, as tombstone collection decides; true when there was one.
  public mutating func forgetTombstone(of uid: ObjectUID) -> Bool {
    let before = records.count
    records.removeAll { $0.uid == uid && $0.isTombstone }
    return records.count < before
  }
}

/// What came of offering another cluster's records.
public enum MergeOutcome: Hashable, Sendable {
  case merged, nothingNew
  /// A stamp is further ahead of the own clock than allowed: nothing was taken in; try again.
  case refusedAhead(Stamp)
}

extension KeyState {
  /// Merges `other` at `reading` of the own clock and feeds the clock with it, so that whatever is
  /// written on top carries a larger stamp than all it has seen.
  public mutating func merge(
    _ other: KeyState, clock: inout HybridClock, at reading: SimTime
  ) -> MergeOutcome {
    guard let newest = other.latest else { return .nothingNew }
    guard clock.receive(newest.time, at: reading) else { return .refusedAhead(newest) }
    return merge(other) ? .merged : .nothingNew
  }
}
