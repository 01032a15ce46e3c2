extension Store {
  /// Applies `mutations` as one transaction at one revision.
  public mutating func apply(_ mutations: [Mutation]) -> ApplyResult {
    var bytes: [UInt8] = []
    for mutation in mutations { CommandCoding.append(mutation, to: &bytes) }
    return apply(encoded: bytes, from: 0)
  }

  /// Applies the command encoded in `bytes` from `offset` on, at one revision.
  ///
  /// The common entry, a list of puts, takes the short way and answers nothing but success. Bytes
  /// that hold no command change nothing; neither does anything after the last whole mutation.
  public mutating func apply(encoded bytes: [UInt8], from offset: Int) -> ApplyResult {
    guard CommandCoding.isMutation(in: bytes, at: offset) else {
      guard let command = CommandCoding.command(in: bytes, at: offset) else {
        return ApplyResult(succeeded: offset >= bytes.count, revision: revision)
      }
      return apply(command)
    }
    var at = offset
    var cost: Int64 = 0
    while let change = CommandCoding.change(in: bytes, at: at) {
      switch change.kind {
      case .put where change.word != 0:
        if leases[KeyLeaseID(change.word)] == nil {
          return ApplyResult(succeeded: false, revision: revision, error: .leaseNotFound)
        }
      case .compareAndSwap:
        let found = record(of: change.key)?.modRevision ?? Revision(0)
        if found.rawValue != change.word {
          return ApplyResult(succeeded: false, revision: revision)
        }
      case .put, .delete: break
      }
      if change.kind != .delete { cost += Self.cost(ofPutting: change.value, options) }
      at += CommandCoding.stride
    }
    if !alarms.isEmpty, let error = refusal(cost: cost) {
      return ApplyResult(succeeded: false, revision: revision, error: error)
    }
    return applyChecked(bytes, offset, isOverQuota: !hasRoom(for: cost))
  }

  private mutating func applyChecked(
    _ bytes: [UInt8], _ offset: Int, isOverQuota: Bool
  ) -> ApplyResult {
    let target = revision.next
    var changed = false
    var at = offset
    while let change = CommandCoding.change(in: bytes, at: at) {
      switch change.kind {
      case .put:
        let lease = KeyLeaseID(change.word)
        changed = put(change.key, change.value, lease: lease, at: target) || changed
      case .compareAndSwap:
        changed = put(change.key, change.value, lease: .none, at: target) || changed
      case .delete: changed = delete(change.key, at: target) || changed
      }
      at += CommandCoding.stride
    }
    if changed { revision = target }
    return ApplyResult(
      succeeded: true, revision: revision, error: isOverQuota ? .noSpace : nil)
  }
}
