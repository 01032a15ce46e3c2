extension Store {
  /// Applies `mutations` as one transaction at one revision.
  public mutating func apply(_ mutations: [Mutation]) -> ApplyResult {
    var bytes: [UInt8] = []
    for mutation in mutations { CommandCoding.append(mutation, to: &bytes) }
    return apply(encoded: bytes, from: 0)
  }

  /// Applies the command encoded in `bytes` from `offset` on, at one revision.
  ///
  /// The common entry, a list of mutations, takes the short way and answers nothing but success.
  /// Bytes that are no command as a whole change nothing, and do not succeed.
  public mutating func apply(encoded bytes: [UInt8], from offset: Int) -> ApplyResult {
    guard CommandCoding.isMutation(in: bytes, at: offset) else {
      guard let command = CommandCoding.command(in: bytes, at: offset) else {
        return ApplyResult(succeeded: offset >= bytes.count, revision: revision)
      }
      return apply(command)
    }
    if bytes.count - offset == CommandCoding.stride {
      guard let change = CommandCoding.change(in: bytes, at: offset) else {
        return ApplyResult(succeeded: false, revision: revision)
      }
      return apply(change)
    }
    return applyList(in: bytes, from: offset)
  }

  @inline(__always)
  private mutating func apply(_ change: CommandCoding.Change) -> ApplyResult {
    let cost = cost(of: change)
    if !alarms.isEmpty, let error = refusal(cost: cost) { return refused(error) }
    let isOverQuota = !hasRoom(for: cost)
    if let refusal = refusal(of: change) { return result(refusal, isOverQuota: isOverQuota) }
    let target = revision.next
    if make(change, at: target) { revision = target }
    return result(isOverQuota: isOverQuota)
  }

  private mutating func applyList(in bytes: [UInt8], from offset: Int) -> ApplyResult {
    var at = offset
    var cost: Int64 = 0
    while let change = CommandCoding.change(in: bytes, at: at) {
      cost += self.cost(of: change)
      at += CommandCoding.stride
    }
    guard at == bytes.count else { return ApplyResult(succeeded: false, revision: revision) }
    if !alarms.isEmpty, let error = refusal(cost: cost) { return refused(error) }
    let isOverQuota = !hasRoom(for: cost)
    at = offset
    while let change = CommandCoding.change(in: bytes, at: at) {
      if let refusal = refusal(of: change) { return result(refusal, isOverQuota: isOverQuota) }
      at += CommandCoding.stride
    }
    let target = revision.next
    at = offset
    while let change = CommandCoding.change(in: bytes, at: at) {
      if make(change, at: target) { revision = target }
      at += CommandCoding.stride
    }
    return result(isOverQuota: isOverQuota)
  }

  @inline(__always)
  private func result(_ refusal: Refusal? = nil, isOverQuota: Bool) -> ApplyResult {
    ApplyResult(
      succeeded: refusal == nil, revision: revision,
      error: refusal == .leaseNotFound ? .leaseNotFound : isOverQuota ? .noSpace : nil)
  }

  @inline(__always)
  private func cost(of change: CommandCoding.Change) -> Int64 {
    change.kind == .delete ? 0 : Self.cost(ofPutting: change.value, options)
  }

  private enum Refusal { case comparison, leaseNotFound }

  /// Why `change` must not be made, and the whole transaction with it.
  @inline(__always)
  private func refusal(of change: CommandCoding.Change) -> Refusal? {
    if change.word == 0, change.kind == .put { return nil }
    switch change.kind {
    case .put: return leases.row(of: KeyLeaseID(change.word)) == nil ? .leaseNotFound : nil
    case .compareAndSwap:
      let index = Int(change.key.index)
      let found = index < slots.count ? slots[index].modRevision : Revision(0)
      return found.rawValue == change.word ? nil : .comparison
    case .delete: return nil
    }
  }

  @inline(__always)
  private mutating func make(_ change: CommandCoding.Change, at target: Revision) -> Bool {
    switch change.kind {
    case .delete: return delete(change.key, at: target)
    case .put where change.word != 0:
      let row = leases.row(of: KeyLeaseID(change.word)) ?? .none
      return put(change.key, change.value, lease: row, at: target)
    case .put, .compareAndSwap: return put(change.key, change.value, lease: .none, at: target)
    }
  }
}
