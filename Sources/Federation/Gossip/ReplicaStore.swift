import KeyValue
import SimKernel

/// What one cluster holds of the keys that a share group writes together, with the digest that
/// anti-entropy compares. Groups that are shared with different clusters are different stores.
public struct ReplicaStore: Sendable {
  /// Buckets of a digest: 64 words, 512 bytes.
  public static let bucketCount = 64

  public private(set) var clock: HybridClock
  /// Per bucket, the wrapping sum over its keys and their records; kept up to date at each change.
  public private(set) var digest: [UInt64]
  private var states: ContiguousArray<KeyState> = []
  /// Per bucket the keys it holds, in order.
  private var buckets: [[KeyID]]

  public init(clock: HybridClock) {
    self.clock = clock
    digest = Array(repeating: 0, count: Self.bucketCount)
    buckets = Array(repeating: [], count: Self.bucketCount)
  }

  /// What is known of `key`.
  public func state(of key: KeyID) -> KeyState {
    Int(key.index) < states.count ? states[Int(key.index)] : KeyState()
  }

  /// Writes locally at `reading` of the cluster's clock.
  public mutating func write(
    _ change: LocalChange, to key: KeyID, _ terms: WriteTerms, at reading: SimTime
  ) -> LocalWriteOutcome {
    changing(key) { state, clock in state.write(change, terms, clock: &clock, at: reading) }
  }

  /// Takes in what another cluster knows of `key`.
  public mutating func merge(
    _ other: KeyState, into key: KeyID, at reading: SimTime
  ) -> MergeOutcome {
    changing(key) { state, clock in state.merge(other, clock: &clock, at: reading) }
  }

  /// Buckets in which another cluster's digest differs, in order.
  public func differingBuckets(from other: [UInt64]) -> [Int] {
    precondition(other.count == Self.bucketCount, "a digest of \(other.count) buckets")
    return digest.indices.filter { digest[$0] != other[$0] }
  }

  /// One key of a summary: which records its holder has.
  public struct SummaryEntry: Hashable, Sendable {
    public var key: KeyID
    /// Of its records, in order.
    public var stamps: [Stamp]

    /// Bytes on the wire: key, and per stamp time, counter and cluster.
    public var sizeInBytes: Int { 8 + 16 * stamps.count }
  }

  /// What the store holds in `buckets`, in order of buckets and keys.
  public func summary(of buckets: [Int]) -> [SummaryEntry] {
    buckets.flatMap { bucket in
      self.buckets[bucket].map { key in
        SummaryEntry(key: key, stamps: state(of: key).records.map(\.stamp))
      }
    }
  }

  /// Keys of `buckets` that the holder of `summary` may lack records of, and keys that it may hold
  /// records of which are lacking here; both in order. A record that is replaced here is offered in
  /// its successor's shape, so a key may be in both.
  public func difference(
    from summary: [SummaryEntry], in buckets: [Int]
  ) -> (offers: [KeyID], wants: [KeyID]) {
    var theirs: [KeyID: [Stamp]] = [:]
    for entry in summary { theirs[entry.key] = entry.stamps }
    var (offers, wants): ([KeyID], [KeyID]) = ([], [])
    for key in buckets.flatMap({ self.buckets[$0] }) {
      let known = theirs[key] ?? []
      if state(of: key).records.contains(where: { !known.contains($0.stamp) }) {
        offers.append(key)
      }
    }
    for entry in summary {
      let mine = state(of: entry.key).records.map(\.stamp)
      if entry.stamps.contains(where: { !mine.contains($0) }) { wants.append(entry.key) }
    }
    return (offers, wants)
  }

  private mutating func changing<Outcome>(
    _ key: KeyID, _ change: (inout KeyState, inout HybridClock) -> Outcome
  ) -> Outcome {
    let i = Int(key.index)
    while states.count <= i { states.append(KeyState()) }
    let bucket = Int(mixed(UInt64(key.index)) % UInt64(Self.bucketCount))
    let wasEmpty = states[i].records.isEmpty
    digest[bucket] &-= Self.fingerprint(key, states[i])
    let outcome = change(&states[i], &clock)
    digest[bucket] &+= Self.fingerprint(key, states[i])
    if wasEmpty && !states[i].records.isEmpty {
      let place = buckets[bucket].firstIndex { key.index < $0.index } ?? buckets[bucket].count
      buckets[bucket].insert(key, at: place)
    }
    return outcome
  }

  private static func fingerprint(_ key: KeyID, _ state: KeyState) -> UInt64 {
    state.records.reduce(0) { sum, record in
      let time = mixed(UInt64(bitPattern: record.stamp.time.nanoseconds))
      let rest = UInt64(record.stamp.time.counter) << 16 | UInt64(record.stamp.cluster.index)
      return sum &+ mixed(mixed(UInt64(key.index) &+ 1) ^ time &+ mixed(rest ^ 0x5DEE_CE66))
    }
  }
}
