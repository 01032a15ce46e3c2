/// When leases run out: what only the leader's lessor knows, by its own clock (etcd
/// lease/lessor.go).
///
/// Of one member, never replicated, and gone in a crash. All times are nanoseconds of the member's
/// clock, which never goes back. The host promotes it when the member leads and has applied its
/// first entry of the term (etcd server.go, applyEntryNormal), demotes it when it stops leading,
/// and tells it of every grant, checkpoint and revocation that is applied.
public struct KeyLessor: Sendable {
  public struct Options: Hashable, Sendable {
    /// Leases that may be revoked a second (etcd defaultLeaseRevokeRate).
    public var revokeRate = 1_000
    /// How often the host asks for the expired ones (etcd lessor.go, runLoop).
    public var checkEvery: Int64 = 500_000_000
    /// An expired lease that is still there is named again after this long (etcd
    /// defaultExpiredleaseRetryInterval).
    public var retryAfter: Int64 = 3_000_000_000
    /// Revocations the server proposes at a time (etcd server.go, maxPendingRevokes).
    public var pendingRevokes = 16
    /// Whether what leases have left is noted for the next leader (etcd
    /// --experimental-enable-lease-checkpoint, off).
    public var takesCheckpoints = false
    /// How often (etcd defaultLeaseCheckpointInterval).
    public var checkpointEvery: Int64 = 300_000_000_000
    /// Leases in one checkpoint entry (etcd maxLeaseCheckpointBatchSize).
    public var checkpointBatch = 1_000
    public init() {}
  }

  public let options: Options
  /// Whether this is the leader's.
  public private(set) var isPrimary = false

  private struct Deadline: Sendable {
    var expiry: Int64
    /// Where it stands in the queue; anything else there under its name is out of date.
    var queued: Int64
    /// Likewise in the checkpoint queue; nil: no checkpoint is due.
    var checkpoint: Int64?
  }

  /// Looked up only, never walked over.
  private var deadlines: [KeyLeaseID: Deadline] = [:]
  private var queue = LeaseQueue()
  private var checkpoints = LeaseQueue()

  /// The revoke rate must be 2 or more.
  public init(options: Options = Options()) {
    precondition(options.revokeRate >= 2, "revoke rate \(options.revokeRate)")
    self.options = options
  }

  /// Takes over from the leader before: every lease begins anew with what it has left and
  /// `extend` more (etcd Promote; the server gives its election timeout). Where more expire in a
  /// second than three quarters of the revoke rate, they are spread. O(n log n).
  public mutating func promote(_ leases: KeyLeaseTable, extend: Int64, now: Int64) {
    demote()
    isPrimary = true
    let all = leases.all
    for lease in all { start(lease, extend: extend, now: now) }
    guard all.count >= options.revokeRate else { return }
    spread(all, extend: extend, now: now)
  }

  /// Stops leading: no lease expires from now on (etcd Demote).
  public mutating func demote() {
    isPrimary = false
    deadlines = [:]
    queue = LeaseQueue()
    checkpoints = LeaseQueue()
  }

  /// Meets the effect of a command that was applied. Nothing to do unless it is of leases.
  public mutating func note(_ effect: Store.Effect, leases: KeyLeaseTable, now: Int64) {
    guard isPrimary else { return }
    switch effect {
    case .granted(let id):
      if let lease = leases[id] { start(lease, extend: 0, now: now) }
    case .revoked(let id): deadlines[id] = nil
    case .checkpointed:
      for note in leases.lastCheckpoint {
        if let lease = leases[note.lease] { planCheckpoint(lease, now: now) }
      }
    case .none, .compacted, .alarmed: break
    }
  }

  /// What a keep-alive meets.
  public enum KeepAlive: Hashable, Sendable {
    /// It lives so many seconds from now. `clearsCheckpoint`: the server must first propose a
    /// checkpoint of 0 for it.
    case renewed(ttl: Int64, clearsCheckpoint: Bool)
    /// It has expired and is about to be revoked: the answer waits for that (then it is
    /// `leaseNotFound`) or for this lessor's demotion (then `notPrimary`).
    case revoking
    /// `leaseNotFound`, which the server answers as a time to live of 0, or `notPrimary`, on which
    /// it asks the leader (etcd v3_server.go, LeaseRenew).
    case refused(EtcdError)
  }

  /// Renews a lease (etcd Renew). O(log leases).
  public mutating func keepAlive(
    _ id: KeyLeaseID, _ leases: KeyLeaseTable, now: Int64
  ) -> KeepAlive {
    guard isPrimary else { return .refused(.notPrimary) }
    guard let lease = leases[id], let deadline = deadlines[id] else {
      return .refused(.leaseNotFound)
    }
    if now >= deadline.expiry { return .revoking }
    setExpiry(of: id, to: now + Self.nanoseconds(lease.ttl))
    return .renewed(
      ttl: lease.ttl, clearsCheckpoint: options.takesCheckpoints && lease.checkpointedTTL > 0)
  }

  /// Nanoseconds until the lease expires, below 0 once it has; nil when this lessor cannot know.
  public func remaining(_ id: KeyLeaseID, now: Int64) -> Int64? {
    deadlines[id].map { $0.expiry - now }
  }

  /// When the next look for expired leases can find one, at the earliest; nil: never, as things
  /// are.
  public var nextExpiry: Int64? { queue.first?.time }

  /// The leases to revoke now, in the order they expired, at most half the revoke rate. Each is
  /// named again after `retryAfter` if it is still there (etcd revokeExpiredLeases). The host asks
  /// every `checkEvery`.
  public mutating func takeExpired(now: Int64) -> [KeyLeaseID] {
    var expired: [KeyLeaseID] = []
    while expired.count < options.revokeRate / 2, let next = queue.first, next.time <= now {
      queue.removeFirst()
      guard let deadline = deadlines[next.lease], deadline.queued == next.time else { continue }
      // Queued at its expiry, or later because it was named before.
      expired.append(next.lease)
      deadlines[next.lease]?.queued = now + options.retryAfter
      queue.insert(LeaseQueue.Item(time: now + options.retryAfter, lease: next.lease))
    }
    return expired
  }

  /// The checkpoints to propose now, at most one batch (etcd findDueScheduledCheckpoints).
  public mutating func takeCheckpoints(
    _ leases: KeyLeaseTable, now: Int64
  ) -> [KeyLeaseCheckpoint] {
    var due: [KeyLeaseCheckpoint] = []
    while due.count < options.checkpointBatch, let next = checkpoints.first, next.time <= now {
      checkpoints.removeFirst()
      guard let deadline = deadlines[next.lease], deadline.checkpoint == next.time else {
        continue
      }
      deadlines[next.lease]?.checkpoint = nil
      guard let lease = leases[next.lease], deadline.expiry > now else { continue }
      let left = (deadline.expiry - now + 999_999_999) / 1_000_000_000
      if left < lease.ttl { due.append(KeyLeaseCheckpoint(lease.id, remainingTTL: left)) }
    }
    return due
  }

  private mutating func start(_ lease: KeyLeaseTable.Lease, extend: Int64, now: Int64) {
    let expiry = now + extend + Self.nanoseconds(lease.remainingTTL)
    setExpiry(of: lease.id, to: expiry)
    planCheckpoint(lease, now: now)
  }

  private mutating func setExpiry(of id: KeyLeaseID, to expiry: Int64) {
    let checkpoint = deadlines[id]?.checkpoint
    deadlines[id] = Deadline(expiry: expiry, queued: expiry, checkpoint: checkpoint)
    queue.insert(LeaseQueue.Item(time: expiry, lease: id))
  }

  private mutating func planCheckpoint(_ lease: KeyLeaseTable.Lease, now: Int64) {
    guard options.takesCheckpoints, deadlines[lease.id] != nil,
      Self.nanoseconds(lease.remainingTTL) > options.checkpointEvery
    else { return }
    let time = now + options.checkpointEvery
    deadlines[lease.id]?.checkpoint = time
    checkpoints.insert(LeaseQueue.Item(time: time, lease: lease.id))
  }

  /// Delays those that would expire in the same second beyond what can be revoked in it (etcd
  /// Promote, second half).
  private mutating func spread(
    _ leases: [KeyLeaseTable.Lease], extend: Int64, now: Int64
  ) {
    let second: Int64 = 1_000_000_000
    let order = leases.map { (lease: $0, left: remaining($0.id, now: now) ?? 0) }
      .sorted { ($0.left, $0.lease.id) < ($1.left, $1.lease.id) }
    let target = Int64(3 * options.revokeRate / 4)
    var base = order[0].left
    var next = base + second
    var expires: Int64 = 0
    for (lease, left) in order {
      if left > next {
        base = left
        next = base + second
        expires = 1
        continue
      }
      expires += 1
      if expires <= target { continue }
      let delay = second * expires / target - (left - base)
      next = base + delay
      start(lease, extend: extend + delay, now: now)
    }
  }

  /// Seconds from an entry may be anything; no lease has more than the greatest time to live.
  private static func nanoseconds(_ seconds: Int64) -> Int64 {
    min(seconds, KeyLeaseTable.maximumTTL) * 1_000_000_000
  }
}

/// Leases by time, then by ID: a binary heap.
struct LeaseQueue: Sendable {
  struct Item: Comparable, Sendable {
    var time: Int64
    var lease: KeyLeaseID
    static func < (a: Item, b: Item) -> Bool { (a.time, a.lease) < (b.time, b.lease) }
  }

  private var items: ContiguousArray<Item> = []

  var first: Item? { items.first }

  mutating func insert(_ item: Item) {
    items.append(item)
    var child = items.count - 1
    while child > 0, items[child] < items[(child - 1) / 2] {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeFirst() {
    items.swapAt(0, items.count - 1)
    items.removeLast()
    var parent = 0
    while 2 * parent + 1 < items.count {
      var child = 2 * parent + 1
      if child + 1 < items.count, items[child + 1] < items[child] { child += 1 }
      guard items[child] < items[parent] else { return }
      items.swapAt(child, parent)
      parent = child
    }
  }
}
