/// The bytes of commands inside a log entry, little-endian.
///
/// A mutation takes 25 bytes: kind, key, value identity, value size, and a word (of a compare and
/// swap the expected revision, of a put the lease). Any number of them make one transaction. The
/// other commands begin with kinds of their own; `CommandCoding+Requests` has them.
public enum CommandCoding {
  /// Bytes one mutation takes.
  public static let stride = 25

  /// Appends `mutation` to `bytes`.
  public static func append(_ mutation: Mutation, to bytes: inout [UInt8]) {
    switch mutation {
    case .put(let key, let value): append(.put, key, value, word: 0, to: &bytes)
    case .delete(let key): append(.delete, key, .nothing, word: 0, to: &bytes)
    case .compareAndSwap(let key, let expected, let value):
      append(.compareAndSwap, key, value, word: expected.rawValue, to: &bytes)
    }
  }

  /// Appends a put of `key` that hangs it on `lease`: the common one, which wants no answer.
  public static func append(
    put key: KeyID, _ value: Value, lease: KeyLeaseID, to bytes: inout [UInt8]
  ) {
    append(.put, key, value, word: lease.rawValue, to: &bytes)
  }

  /// The mutation at `offset`, or nil when the bytes hold none there. The lease of a put is not in
  /// it.
  public static func mutation(in bytes: [UInt8], at offset: Int) -> Mutation? {
    guard let change = change(in: bytes, at: offset) else { return nil }
    return switch change.kind {
    case .put: .put(change.key, change.value)
    case .delete: .delete(change.key)
    case .compareAndSwap:
      .compareAndSwap(change.key, expected: Revision(change.word), change.value)
    }
  }

  enum MutationKind: UInt8 { case put, delete, compareAndSwap }

  /// A mutation as it stands in the bytes.
  struct Change {
    var kind: MutationKind
    var key: KeyID
    var value: Value
    var word: Int64
  }

  /// Whether the command at `offset` is a list of mutations, as far as its first byte says.
  static func isMutation(in bytes: [UInt8], at offset: Int) -> Bool {
    offset >= 0 && offset < bytes.count && bytes[offset] <= MutationKind.compareAndSwap.rawValue
  }

  // Kept out of line: inlined, the compiler forgets what the guard has shown, and checks and loads
  // byte by byte.
  @inline(never)
  static func change(in bytes: [UInt8], at offset: Int) -> Change? {
    guard offset >= 0, bytes.count - offset >= stride,
      let kind = MutationKind(rawValue: bytes[offset])
    else { return nil }
    return Change(
      kind: kind, key: KeyID(UInt32(truncatingIfNeeded: word(bytes, offset + 1, 4))),
      value: Value(
        identity: word(bytes, offset + 5, 8),
        sizeInBytes: UInt32(truncatingIfNeeded: word(bytes, offset + 13, 4))),
      word: Int64(bitPattern: word(bytes, offset + 17, 8)))
  }

  /// Appends the `count` lowest bytes of `word`.
  public static func append(_ word: UInt64, count: Int, to bytes: inout [UInt8]) {
    for i in 0..<count { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * i))) }
  }

  /// The little-endian word of `count` bytes at `offset`, which must lie inside `bytes`.
  @inline(__always)
  public static func word(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt64 {
    var result: UInt64 = 0
    for i in 0..<count { result |= UInt64(bytes[offset &+ i]) << UInt64(8 &* i) }
    return result
  }

  private static func append(
    _ kind: MutationKind, _ key: KeyID, _ value: Value, word: Int64, to bytes: inout [UInt8]
  ) {
    bytes.append(kind.rawValue)
    append(UInt64(key.index), count: 4, to: &bytes)
    append(value.identity, count: 8, to: &bytes)
    append(UInt64(value.sizeInBytes), count: 4, to: &bytes)
    append(UInt64(bitPattern: word), count: 8, to: &bytes)
  }
}
