extension Store {
  /// etcd lease/lessor.go, Grant.
  mutating func grant(_ id: KeyLeaseID, ttl: Int64) -> ApplyResult {
    if alarms.contains(where: { $0.kind == .noSpace }) { return refused(.noSpace) }
    if id == .none { return refused(.leaseNotFound) }
    if ttl > KeyLeaseTable.maximumTTL { return refused(.leaseTTLTooLarge) }
    if leases[id] != nil { return refused(.leaseExists) }
    let isOverQuota = !hasRoom(for: Self.leaseCost)
    leases.grant(id, ttl: max(ttl, options.minimumLeaseTTL))
    var result = done(.granted(id))
    if isOverQuota { result.error = .noSpace }
    return result
  }

  /// Deletes the lease's keys in ascending order at one revision, and the lease (etcd
  /// lease/lessor.go, Revoke).
  mutating func revoke(_ id: KeyLeaseID) -> ApplyResult {
    guard leases[id] != nil else { return refused(.leaseNotFound) }
    let target = revision.next
    for key in keys(on: id) where delete(key, at: target) { revision = target }
    leases.remove(id)
    return done(.revoked(id))
  }
}
