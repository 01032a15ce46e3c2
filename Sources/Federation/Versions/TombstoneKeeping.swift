import SimKernel

/// How long a tombstone is kept (federation-model.md section 7).
public enum TombstoneRule: Hashable, Sendable {
  /// Until every sharer has acknowledged it and this time has passed (default).
  case acknowledgedAndAged(SimDuration)
  /// This time alone, as Serf (24 h) and Consul (15 min) do. A cut that lasts longer resurrects.
  case aged(SimDuration)

  /// Serf's tombstone timeout.
  public static let serf = TombstoneRule.aged(.seconds(24 * 3_600))
  /// Consul's tombstone TTL.
  public static let consul = TombstoneRule.aged(.seconds(15 * 60))
}

/// The tombstones one cluster holds, and who is known to hold them too.
public struct TombstoneKeeper: Sendable {
  private struct Kept: Sendable {
    var key: Int
    var uid: ObjectUID
    var since: SimTime
    var missing: ClusterSet
  }

  public let rule: TombstoneRule
  /// In order of arrival.
  private var kept: [Kept] = []

  public init(_ rule: TombstoneRule) { self.rule = rule }

  public var count: Int { kept.count }

  /// A tombstone was applied here at `now`; `sharers` are the other clusters that must come to
  /// know it. One that is kept already stays as it is.
  public mutating func keep(_ key: Int, _ uid: ObjectUID, sharers: ClusterSet, at now: SimTime) {
    guard !kept.contains(where: { $0.key == key && $0.uid == uid }) else { return }
    kept.append(Kept(key: key, uid: uid, since: now, missing: sharers))
  }

  /// `cluster` holds the tombstone too.
  public mutating func acknowledge(_ key: Int, _ uid: ObjectUID, by cluster: ClusterID) {
    guard let i = kept.firstIndex(where: { $0.key == key && $0.uid == uid }) else { return }
    kept[i].missing.remove(cluster)
  }

  /// `cluster` has left for good: nobody waits for it any more.
  public mutating func remove(sharer cluster: ClusterID) {
    for i in kept.indices { kept[i].missing.remove(cluster) }
  }

  /// Takes out, in order of arrival, those that may be forgotten at `now`.
  public mutating func expire(at now: SimTime) -> [(key: Int, uid: ObjectUID)] {
    var over: [(key: Int, uid: ObjectUID)] = []
    kept.removeAll { tombstone in
      let age = now - tombstone.since
      let isOver =
        switch rule {
        case .aged(let limit): age >= limit
        case .acknowledgedAndAged(let limit): age >= limit && tombstone.missing.count == 0
        }
      if isOver { over.append((tombstone.key, tombstone.uid)) }
      return isOver
    }
    return over
  }
}
