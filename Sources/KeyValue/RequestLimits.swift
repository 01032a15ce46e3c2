/// What a server checks before it proposes a command (etcd api/v3rpc/key.go, v3_server.go).
public struct RequestLimits: Hashable, Sendable {
  /// Largest request (etcd --max-request-bytes, DefaultMaxRequestBytes: 1.5 MiB).
  public var requestBytes: Int64 = 3 << 19
  /// Most comparisons, and most operations in a branch, of a transaction (etcd --max-txn-ops,
  /// DefaultMaxTxnOps).
  public var txnOperations = 128

  public init() {}

  /// Why `command` is refused without looking at any store; nil when it may be proposed.
  public func refusal(of command: Command, _ options: StoreOptions) -> EtcdError? {
    switch command {
    case .put(let request): if let error = Self.refusal(of: request) { return error }
    case .txn(let request): if let error = refusal(of: request) { return error }
    case .mutations(let mutations):
      if mutations.count > txnOperations { return .tooManyOperations }
    case .deleteRange, .compact, .leaseGrant, .leaseRevoke, .leaseCheckpoint, .alarm: break
    }
    return command.size(options) > requestBytes ? .requestTooLarge : nil
  }

  private static func refusal(of put: PutRequest) -> EtcdError? {
    if put.keepsValue, put.value.sizeInBytes > 0 { return .valueProvided }
    return put.keepsLease && put.lease != .none ? .leaseProvided : nil
  }

  /// etcd key.go, checkTxnRequest and checkIntervals.
  private func refusal(of request: TxnRequest) -> EtcdError? {
    let count = max(request.compares.count, request.success.count, request.failure.count)
    if count > txnOperations { return .tooManyOperations }
    for branch in [request.success, request.failure] {
      var deleted: [KeyRange] = []
      var put: [KeyID] = []
      for operation in branch {
        switch operation {
        case .put(let request):
          if let error = Self.refusal(of: request) { return error }
          put.append(request.key)
        case .deleteRange(let request): deleted.append(request.range)
        case .range: break
        }
      }
      put.sort()
      if zip(put, put.dropFirst()).contains(where: { $0 == $1 }) { return .duplicateKey }
      if put.contains(where: { key in deleted.contains { $0.contains(key) } }) {
        return .duplicateKey
      }
    }
    return nil
  }
}

extension Command {
  /// Bytes the request takes on the wire, about: its names and values, and what its fields take
  /// (assumed 16 bytes a key or range).
  public func size(_ options: StoreOptions) -> Int64 {
    let field: Int64 = 16
    let key = options.keySizeInBytes + field
    func size(_ branch: [TxnOperation]) -> Int64 {
      branch.reduce(0) { sum, operation in
        switch operation {
        case .put(let put): sum + key + Int64(put.value.sizeInBytes)
        case .deleteRange, .range: sum + 2 * key
        }
      }
    }
    switch self {
    case .put(let put): return key + Int64(put.value.sizeInBytes)
    case .deleteRange: return 2 * key
    case .txn(let request):
      return Int64(request.compares.count) * 2 * key + size(request.success)
        + size(request.failure)
    case .mutations(let mutations):
      return mutations.reduce(0) { $0 + key + Int64($1.valueSize) }
    case .compact, .leaseGrant, .leaseRevoke, .alarm: return field
    case .leaseCheckpoint(let notes): return field * Int64(notes.count)
    }
  }
}
