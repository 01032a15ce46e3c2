/// The quota, and the alarms that are raised when it is passed.
extension Store {
  /// Bytes etcd counts for a put beside key and value (etcd storage/quota.go, kvOverhead), and for
  /// a lease (leaseOverhead, and as much for its request).
  static let putOverhead: Int64 = 256
  static let leaseCost: Int64 = 80

  /// Whether the backend would stay below its quota (etcd storage/quota.go, Available).
  func hasRoom(for cost: Int64) -> Bool {
    options.quotaInBytes <= 0 || cost == 0 || backendSize + cost < options.quotaInBytes
  }

  @inline(__always)
  static func cost(ofPutting value: Value, _ options: StoreOptions) -> Int64 {
    putOverhead + options.keySizeInBytes + Int64(value.sizeInBytes)
  }

  /// The dearer branch (etcd storage/quota.go, costTxn).
  static func cost(of request: TxnRequest, _ options: StoreOptions) -> Int64 {
    func cost(_ branch: [TxnOperation]) -> Int64 {
      branch.reduce(0) { sum, operation in
        guard case .put(let put) = operation else { return sum }
        return sum + Self.cost(ofPutting: put.value, options)
      }
    }
    return max(cost(request.success), cost(request.failure))
  }

  /// Whether `command` would take the backend over its quota, as the server asks before it
  /// proposes: it then raises the NOSPACE alarm and refuses (etcd v3rpc/quota.go).
  public func isOverQuota(for command: Command) -> Bool {
    switch command {
    case .put(let request): !hasRoom(for: Self.cost(ofPutting: request.value, options))
    case .txn(let request): !hasRoom(for: Self.cost(of: request, options))
    case .leaseGrant: !hasRoom(for: Self.leaseCost)
    case .mutations(let mutations):
      !hasRoom(
        for: mutations.reduce(0) { sum, mutation in
          switch mutation {
          case .delete: sum
          case .put(_, let value), .compareAndSwap(_, _, let value):
            sum + Self.cost(ofPutting: value, options)
          }
        })
    case .deleteRange, .compact, .leaseRevoke, .leaseCheckpoint, .alarm: false
    }
  }

  /// Why the alarms refuse a change that costs so many bytes; deletes cost none and are let
  /// through (etcd apply.go, applierV3Capped and applierV3Corrupt).
  func refusal(cost: Int64) -> EtcdError? {
    if alarms.isEmpty { return nil }
    if alarms.contains(where: { $0.kind == .corrupt }) { return .corrupt }
    return cost > 0 ? .noSpace : nil
  }

  mutating func apply(_ request: AlarmRequest) -> ApplyResult {
    let alarm = request.alarm
    let isBefore = { (a: StoreAlarm) in
      (a.kind.rawValue, a.member) < (alarm.kind.rawValue, alarm.member)
    }
    let place = alarms.firstIndex { !isBefore($0) } ?? alarms.count
    let isThere = place < alarms.count && alarms[place] == alarm
    guard isThere != request.isRaised else { return done(.none) }
    if request.isRaised { alarms.insert(alarm, at: place) } else { alarms.remove(at: place) }
    return done(.alarmed)
  }

  /// Gives the space of forgotten versions back to the file system (etcdctl defrag). Of one member
  /// alone: no entry, and no part of the replicated state.
  public mutating func defragment() { grownTo = bytesInUse }
}
