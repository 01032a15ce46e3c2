import KeyValue
import SimKernel

extension StalenessLedger {
  /// A version of `key` was acknowledged at `source`, which has it itself from then on.
  ///
  /// Call in the order of the source's revisions, and before any replica is said to show it: at
  /// its first application anywhere. `identity` is nil for a deletion. O(replicas).
  public mutating func committed(
    _ key: KeyID, identity: UInt64?, revision: Revision, from source: ReplicaID, at now: SimTime
  ) {
    let place = Int(key.index)
    if place >= keys.count {
      keys.append(contentsOf: repeatElement(KeyState(), count: place + 1 - keys.count))
    }
    keys[place].versions &+= 1
    guard replicaCount > 0 else { return }
    sequence += 1
    let entry = insert(
      VersionEntry(
        identity: identity, revision: revision, acknowledgedAt: now, sequence: sequence,
        ordinal: keys[place].versions, previous: keys[place].tail,
        lackedBy: Int32(replicaCount), source: source))
    append(entry, to: key)
    let base = Int(keys[place].row) * replicaCount
    for replica in 0..<replicaCount {
      if rows[base + replica] == Self.none { rows[base + replica] = entry }
      lacking[Int(source.index) * replicaCount + replica] += 1
    }
    markSeen(key, by: source, through: entry, at: now) { _ in }
  }

  /// `replica` shows `sighting` of `key` from `now` on. What that brings it is appended to
  /// `samples`, oldest version first; nothing if it has shown as new before. O(versions passed).
  public mutating func served(
    _ key: KeyID, _ sighting: Sighting, at replica: ReplicaID, now: SimTime,
    into samples: inout [LagSample]
  ) {
    let first = row(of: key, replica)
    guard let target = find(sighting, from: first) else { return }
    markSeen(key, by: replica, through: target, at: now) { samples.append($0) }
  }

  /// `replica` shows everything of `source` as the source had it at `revision`, keys that came and
  /// went unseen included: after a listing, which never tells of those. O(keys that someone lacks
  /// a version of).
  public mutating func reflected(
    _ source: ReplicaID, through revision: Revision, at replica: ReplicaID, now: SimTime,
    into samples: inout [LagSample]
  ) {
    for key in Array(active) {
      let first = row(of: key, replica)
      guard first != Self.none, entries[Int(first)].source == source else { continue }
      served(key, .source(revision), at: replica, now: now, into: &samples)
    }
  }

  /// How stale a read is that found `sighting` of `key` at `replica`. It may find less than the
  /// replica was said to show, at a member that lags behind; then, of versions that everybody has
  /// shown, nothing is known any more, and the age is at least the one returned.
  public func read(
    _ key: KeyID, _ sighting: Sighting, at replica: ReplicaID, now: SimTime
  ) -> Staleness {
    guard Int(key.index) < keys.count else { return .fresh }
    let state = keys[Int(key.index)]
    guard state.tail != Self.none else { return .fresh }
    let firstLacked = firstUnread(sighting, state, replica)
    guard firstLacked != Self.none else { return .fresh }
    let entry = entries[Int(firstLacked)]
    return Staleness(
      age: now - entry.acknowledgedAt,
      versionsBehind: Int(state.versions &- entry.ordinal) + 1)
  }

  /// The first remembered version after the one sighted; `none` if that is the newest.
  private func firstUnread(
    _ sighting: Sighting, _ state: KeyState, _ replica: ReplicaID
  ) -> Int32 {
    let tail = entries[Int(state.tail)]
    if matches(sighting, tail) { return Self.none }
    let reported = rows[Int(state.row) * replicaCount + Int(replica.index)]
    // The usual reader finds what its replica was last said to show.
    if reported != Self.none {
      let previous = entries[Int(reported)].previous
      if previous != Self.none, case .value = sighting, matches(sighting, entries[Int(previous)]) {
        return reported
      }
    }
    if let seen = find(sighting, from: state.head) { return entries[Int(seen)].next }
    return state.head
  }

  /// The entry from `first` on that `sighting` is: of several, the last.
  private func find(_ sighting: Sighting, from first: Int32) -> Int32? {
    var entry = first
    var found: Int32?
    while entry != Self.none {
      let version = entries[Int(entry)]
      if let limit = sighting.limit, version.revision > limit { break }
      if matches(sighting, version) {
        found = entry
        if case .value = sighting { break }
      }
      entry = version.next
    }
    return found
  }

  private func matches(_ sighting: Sighting, _ version: VersionEntry) -> Bool {
    if let limit = sighting.limit, version.revision > limit { return false }
    return switch sighting {
    case .value(let identity): version.identity == identity
    case .absent: version.identity == nil
    case .source: true
    }
  }
}
