import KeyValue
import RaftCore
import SimKernel

/// The lessor of a member: what runs out, and when, as the leader sees it.
extension Member {
  /// The first entry of a term was applied: a leader takes the leases over, each with one election
  /// timeout more than it has left (etcd server.go, applyEntryNormal).
  mutating func promoteLessorIfLeader(at now: SimTime, output: inout MemberOutput) {
    guard node.isLeader else { return }
    lessor.promote(
      store.leases, extend: options.electionTimeout.nanoseconds, now: now.nanoseconds)
    revokes = Revokes()
    output.leasesChanged = true
  }

  /// It does not lead any more (etcd server.go, updateLeadership).
  mutating func demoteLessor(output: inout MemberOutput) {
    guard lessor.isPrimary else { return }
    lessor.demote()
    revokes = Revokes()
    output.leasesChanged = true
  }

  /// What an applied entry did to leases; `keys` were deleted with one.
  mutating func noteLeases(
    _ effect: Store.Effect, keys: Int, at now: SimTime, output: inout MemberOutput
  ) {
    lessor.note(effect, leases: store.leases, now: now.nanoseconds)
    if case .revoked(let lease) = effect {
      output.revoked.append((lease, keys, appliedIndex))
    }
    output.leasesChanged = true
  }

  /// Renews a lease, if this member is the one that may (etcd lessor.go, Renew).
  public mutating func keepLeaseAlive(_ id: KeyLeaseID, at now: SimTime) -> KeyLessor.KeepAlive {
    lessor.keepAlive(id, store.leases, now: now.nanoseconds)
  }

  /// When a lease may expire next by this lessor's clock; nil: none can.
  public var nextLeaseExpiry: SimTime? {
    guard isUp else { return nil }
    return lessor.nextExpiry.map { SimTime(nanoseconds: $0) }
  }

  /// The lessor looks for leases that expired, and has them revoked through Raft, a few at a time
  /// (etcd lessor.go, runLoop; server.go, revokeExpiredLeases). Answers those found.
  public mutating func revokeExpiredLeases(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) -> [KeyLeaseID] {
    let expired = lessor.takeExpired(now: now.nanoseconds)
    revokes.waiting += expired
    proposeRevokes(at: now, books: &books, output: &output)
    runLoop(at: now, books: &books, output: &output)
    return expired
  }

  /// One that was proposed is applied: the next takes its place.
  mutating func revokeApplied() { revokes.underway = max(0, revokes.underway - 1) }

  mutating func proposeRevokes(
    at now: SimTime, books: inout GroupBooks, output: inout MemberOutput
  ) {
    while revokes.underway < lessor.options.pendingRevokes, !revokes.waiting.isEmpty {
      let lease = revokes.waiting.removeFirst()
      guard store.leases[lease] != nil else { continue }
      var data = EntryHead.encode(
        .revoke, server: id, incarnation: incarnation, capacity: CommandCoding.stride)
      CommandCoding.append(.leaseRevoke(lease), to: &data)
      revokes.underway += 1
      propose(
        Entry(data: data), request: .revoke, at: now, books: &books, output: &output)
    }
  }
}

/// Expired leases on their way out.
struct Revokes: Sendable {
  var waiting: [KeyLeaseID] = []
  /// Proposed and not applied.
  var underway = 0
}
