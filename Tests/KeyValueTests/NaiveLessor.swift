import KeyValue

/// The lessor by definition: when each lease expires, and who is told when; everything is looked
/// for anew each time.
struct NaiveLessor {
  var isPrimary = false
  var expiry: [Int64: Int64] = [:]
  /// A lease that was named is not named again before this.
  var silentUntil: [Int64: Int64] = [:]
  var checkpointAt: [Int64: Int64] = [:]
  let options: KeyLessor.Options
  static let second: Int64 = 1_000_000_000

  init(options: KeyLessor.Options) { self.options = options }

  mutating func start(_ lease: KeyLeaseTable.Lease, extend: Int64, now: Int64) {
    expiry[lease.id.rawValue] = now + extend + lease.remainingTTL * Self.second
    silentUntil[lease.id.rawValue] = nil
    planCheckpoint(lease, now: now)
  }

  mutating func planCheckpoint(_ lease: KeyLeaseTable.Lease, now: Int64) {
    guard options.takesCheckpoints, lease.remainingTTL * Self.second > options.checkpointEvery
    else { return }
    checkpointAt[lease.id.rawValue] = now + options.checkpointEvery
  }

  mutating func promote(_ leases: [KeyLeaseTable.Lease], extend: Int64, now: Int64) {
    demote()
    isPrimary = true
    for lease in leases { start(lease, extend: extend, now: now) }
  }

  mutating func demote() { self = NaiveLessor(options: options) }

  mutating func forget(_ id: KeyLeaseID) {
    expiry[id.rawValue] = nil
    silentUntil[id.rawValue] = nil
    checkpointAt[id.rawValue] = nil
  }

  mutating func keepAlive(_ lease: KeyLeaseTable.Lease?, now: Int64) -> KeyLessor.KeepAlive {
    if !isPrimary { return .refused(.notPrimary) }
    guard let lease, let end = expiry[lease.id.rawValue] else { return .refused(.leaseNotFound) }
    if end <= now { return .revoking }
    expiry[lease.id.rawValue] = now + lease.ttl * Self.second
    silentUntil[lease.id.rawValue] = nil
    return .renewed(
      ttl: lease.ttl, clearsCheckpoint: options.takesCheckpoints && lease.checkpointedTTL > 0)
  }

  mutating func takeExpired(now: Int64) -> [KeyLeaseID] {
    let due = expiry.map { (id: $0.key, at: max($0.value, silentUntil[$0.key] ?? .min)) }
      .filter { $0.at <= now }.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    let named = due.prefix(options.revokeRate / 2).map(\.id)
    for id in named { silentUntil[id] = now + options.retryAfter }
    return named.map { KeyLeaseID($0) }
  }

  mutating func takeCheckpoints(
    _ leases: KeyLeaseTable, now: Int64
  ) -> [KeyLeaseCheckpoint] {
    let due = checkpointAt.filter { $0.value <= now }
      .sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    var notes: [KeyLeaseCheckpoint] = []
    for (id, _) in due {
      checkpointAt[id] = nil
      guard let lease = leases[KeyLeaseID(id)], let end = expiry[id], end > now else { continue }
      let left = (end - now + Self.second - 1) / Self.second
      if left < lease.ttl { notes.append(KeyLeaseCheckpoint(lease.id, remainingTTL: left)) }
    }
    return notes
  }
}
