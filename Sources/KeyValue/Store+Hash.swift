/// A digest of a store's versions (etcd api/v3rpc, HashKVResponse). Two may only be compared where
/// the revision and the compacted revision are the same.
public struct StoreHash: Hashable, Sendable {
  public var hash: UInt64
  public var revision: Revision
  public var compactedRevision: Revision
}

extension Store {
  /// The digest of every version kept up to and including `revision`; 0 or less: the current one
  /// (etcd mvcc/hash.go, HashByRev). O(history + keys).
  public func hash(at revision: Revision = Revision(0)) -> Result<StoreHash, EtcdError> {
    if let error = refusal(ofRevision: revision) { return .failure(error) }
    let asOf = revision.rawValue <= 0 ? self.revision : revision
    var digest = StoreDigest()
    // What was alive at the compacted revision, then what changed since.
    for index in slots.indices {
      guard let record = record(of: KeyID(UInt32(index)), asOf: compactedRevision) else { continue }
      digest.add(KeyID(UInt32(index)), record)
    }
    for position in log.firstPosition(after: compactedRevision)..<log.end {
      let change = log[position]
      if change.revision > asOf { break }
      digest.add(change.key, change.record ?? KeyRecord(modRevision: change.revision))
    }
    return .success(
      StoreHash(hash: digest.value, revision: asOf, compactedRevision: compactedRevision))
  }

  /// The digest of what exists now: keys, leases and alarms, whatever history is kept. Equal on
  /// members that applied the same entries. O(keys ever seen).
  public var stateHash: UInt64 {
    var digest = StoreDigest()
    digest.add(UInt64(bitPattern: revision.rawValue))
    for index in slots.indices {
      if let record = record(in: slots[index]) { digest.add(KeyID(UInt32(index)), record) }
    }
    for lease in leases.all {
      for word in [lease.id.rawValue, lease.ttl, lease.checkpointedTTL, Int64(lease.keyCount)] {
        digest.add(UInt64(bitPattern: word))
      }
    }
    for alarm in alarms {
      digest.add(alarm.member)
      digest.add(UInt64(alarm.kind.rawValue))
    }
    return digest.value
  }
}

/// Folds words into one, order and all (the finaliser of SplitMix64, Steele, Lea, Flood 2014).
struct StoreDigest {
  private(set) var value: UInt64 = 0

  mutating func add(_ word: UInt64) {
    var z = (value ^ word) &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    value = z ^ (z >> 31)
  }

  mutating func add(_ key: KeyID, _ record: Store.KeyRecord) {
    add(UInt64(key.index) << 32 | UInt64(record.value.sizeInBytes))
    add(record.value.identity)
    for word in [
      record.createRevision.rawValue, record.modRevision.rawValue, record.version,
      record.lease.rawValue,
    ] { add(UInt64(bitPattern: word)) }
  }
}
