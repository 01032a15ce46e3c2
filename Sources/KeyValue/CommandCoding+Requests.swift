extension CommandCoding {
  private enum Kind: UInt8 {
    case put = 3
    case deleteRange, txn, compact, leaseGrant, leaseRevoke, leaseCheckpoint, alarm
  }

  /// Appends `command` to `bytes`. A put that asks for nothing back takes the short form.
  public static func append(_ command: Command, to bytes: inout [UInt8]) {
    var writer = ByteWriter()
    switch command {
    case .mutations(let mutations):
      for mutation in mutations { append(mutation, to: &bytes) }
      return
    case .put(let put) where put.flags == 0:
      return append(put: put.key, put.value, lease: put.lease, to: &bytes)
    case .put(let put):
      writer.byte(Kind.put.rawValue)
      writer.put(put)
    case .deleteRange(let request):
      writer.byte(Kind.deleteRange.rawValue)
      writer.deleteRange(request)
    case .txn(let request):
      writer.byte(Kind.txn.rawValue)
      writer.list(request.compares) { $0.compare($1) }
      writer.list(request.success) { $0.operation($1) }
      writer.list(request.failure) { $0.operation($1) }
    case .compact(let revision):
      writer.byte(Kind.compact.rawValue)
      writer.signed(revision.rawValue)
    case .leaseGrant(let id, let ttl):
      writer.byte(Kind.leaseGrant.rawValue)
      writer.signed(id.rawValue)
      writer.signed(ttl)
    case .leaseRevoke(let id):
      writer.byte(Kind.leaseRevoke.rawValue)
      writer.signed(id.rawValue)
    case .leaseCheckpoint(let notes):
      writer.byte(Kind.leaseCheckpoint.rawValue)
      writer.list(notes) {
        $0.signed($1.lease.rawValue)
        $0.signed($1.remainingTTL)
      }
    case .alarm(let request):
      writer.byte(Kind.alarm.rawValue)
      writer.byte(request.isRaised ? 1 : 0)
      writer.byte(request.alarm.kind.rawValue)
      writer.word(request.alarm.member, 8)
    }
    bytes.append(contentsOf: writer.bytes)
  }

  /// The command that fills `bytes` from `offset` to their end, or nil when they hold none. A list
  /// of mutations, a short put too, comes back as `mutations`.
  public static func command(in bytes: [UInt8], at offset: Int) -> Command? {
    if isMutation(in: bytes, at: offset) { return mutations(in: bytes, at: offset) }
    var reader = ByteReader(bytes, at: offset)
    guard let kind = reader.choice(Kind.self) else { return nil }
    let command: Command? =
      switch kind {
      case .put: reader.put().map(Command.put)
      case .deleteRange: .deleteRange(reader.deleteRange())
      case .txn:
        .txn(
          TxnRequest(
            compares: reader.list { $0.compare() }, success: reader.list { $0.operation() },
            failure: reader.list { $0.operation() }))
      case .compact: .compact(Revision(reader.signed()))
      case .leaseGrant: .leaseGrant(KeyLeaseID(reader.signed()), ttl: reader.signed())
      case .leaseRevoke: .leaseRevoke(KeyLeaseID(reader.signed()))
      case .leaseCheckpoint:
        .leaseCheckpoint(
          reader.list {
            KeyLeaseCheckpoint(KeyLeaseID($0.signed()), remainingTTL: $0.signed())
          })
      case .alarm: reader.alarm().map(Command.alarm)
      }
    return reader.isWhole && reader.isAtEnd ? command : nil
  }

  private static func mutations(in bytes: [UInt8], at offset: Int) -> Command? {
    var mutations: [Mutation] = []
    var at = offset
    while let mutation = mutation(in: bytes, at: at) {
      mutations.append(mutation)
      at += stride
    }
    return at == bytes.count ? .mutations(mutations) : nil
  }
}

extension PutRequest {
  var flags: UInt8 { (wantsPrevious ? 1 : 0) | (keepsValue ? 2 : 0) | (keepsLease ? 4 : 0) }
}
