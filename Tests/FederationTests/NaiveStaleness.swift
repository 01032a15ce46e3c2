import Federation
import KeyValue
import SimKernel

/// Staleness recomputed from the full log by definition: nothing is forgotten, everything is
/// searched.
struct NaiveStaleness {
  struct Version {
    var key: KeyID
    var identity: UInt64?
    var revision: Revision
    var at: SimTime
    var source: ReplicaID
    /// Replicas that show it or a successor, and since when.
    var seenAt: [ReplicaID: SimTime] = [:]
  }

  let replicas: [ReplicaID]
  var versions: [Version] = []

  init(replicaCount: Int) { replicas = (0..<replicaCount).map { ReplicaID($0) } }

  mutating func committed(
    _ key: KeyID, identity: UInt64?, revision: Revision, from source: ReplicaID, at: SimTime
  ) {
    versions.append(
      Version(key: key, identity: identity, revision: revision, at: at, source: source))
    seen(key, through: versions.count - 1, by: source, at: at)
  }

  /// Place in `versions` of the one that `sighting` is; nil for none.
  func place(_ key: KeyID, _ sighting: Sighting) -> Int? {
    versions.indices.last { i in
      guard versions[i].key == key else { return false }
      switch sighting {
      case .value(let identity): return versions[i].identity == identity
      case .absent(let asOf):
        return versions[i].identity == nil && versions[i].revision <= asOf ?? Revision(.max)
      case .source(let revision): return versions[i].revision <= revision
      }
    }
  }

  mutating func served(_ key: KeyID, _ sighting: Sighting, at replica: ReplicaID, now: SimTime) {
    if let place = place(key, sighting) { seen(key, through: place, by: replica, at: now) }
  }

  private mutating func seen(_ key: KeyID, through place: Int, by replica: ReplicaID, at: SimTime) {
    for i in 0...place where versions[i].key == key && versions[i].seenAt[replica] == nil {
      versions[i].seenAt[replica] = at
    }
  }

  func read(_ key: KeyID, _ sighting: Sighting, now: SimTime) -> Staleness {
    let first = place(key, sighting).map { $0 + 1 } ?? 0
    let lacked = versions[first...].filter { $0.key == key }
    guard let oldest = lacked.first else { return .fresh }
    return Staleness(age: now - oldest.at, versionsBehind: lacked.count)
  }

  /// Lags in nanoseconds of everything from `source` that `replica` has seen, ascending.
  func lags(from source: ReplicaID, at replica: ReplicaID) -> [Int64] {
    versions.filter { $0.source == source }
      .compactMap { version in
        version.seenAt[replica].map { ($0 - version.at).nanoseconds }
      }.sorted()
  }

  func unseenCount(from source: ReplicaID, at replica: ReplicaID) -> Int {
    versions.count { $0.source == source && $0.seenAt[replica] == nil }
  }

  func oldestLacked(by replica: ReplicaID) -> SimTime? {
    versions.first { $0.seenAt[replica] == nil }?.at
  }

  /// When the first `count` versions had been seen everywhere; nil if some are not.
  func convergence(ofFirst count: Int, notBefore mark: SimTime) -> SimTime? {
    var latest = mark
    for version in versions.prefix(count) {
      for replica in replicas {
        guard let seen = version.seenAt[replica] else { return nil }
        latest = max(latest, seen)
      }
    }
    return latest
  }

  /// Versions that someone lacks, or that come after such a one of the same key.
  var rememberedCount: Int {
    versions.count { version in replicas.contains { version.seenAt[$0] == nil } }
  }
}
