/// The bytes of mutations inside a log entry: 25 a mutation, little-endian
/// (kind, key, value identity, value size, expected revision).
public enum CommandCoding {
  /// Bytes one mutation takes.
  public static let stride = 25

  /// Appends `mutation` to `bytes`.
  public static func append(_ mutation: Mutation, to bytes: inout [UInt8]) {
    switch mutation {
    case .put(let key, let value): append(0, key, value, Revision(0), to: &bytes)
    case .delete(let key):
      append(1, key, Value(identity: 0, sizeInBytes: 0), Revision(0), to: &bytes)
    case .compareAndSwap(let key, let expected, let value):
      append(2, key, value, expected, to: &bytes)
    }
  }

  /// The mutation at `offset`, or nil when the bytes hold none there.
  public static func mutation(in bytes: [UInt8], at offset: Int) -> Mutation? {
    guard offset >= 0, offset + stride <= bytes.count else { return nil }
    let key = KeyID(UInt32(truncatingIfNeeded: word(bytes, offset + 1, 4)))
    let value = Value(
      identity: word(bytes, offset + 5, 8),
      sizeInBytes: UInt32(truncatingIfNeeded: word(bytes, offset + 13, 4)))
    switch bytes[offset] {
    case 0: return .put(key, value)
    case 1: return .delete(key)
    case 2:
      let expected = Int64(bitPattern: word(bytes, offset + 17, 8))
      return .compareAndSwap(key, expected: Revision(expected), value)
    default: return nil
    }
  }

  /// Appends the `count` lowest bytes of `word`.
  public static func append(_ word: UInt64, count: Int, to bytes: inout [UInt8]) {
    for i in 0..<count { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * i))) }
  }

  /// The little-endian word of `count` bytes at `offset`, which must lie inside `bytes`.
  public static func word(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt64 {
    var result: UInt64 = 0
    for i in 0..<count { result |= UInt64(bytes[offset + i]) << UInt64(8 * i) }
    return result
  }

  private static func append(
    _ kind: UInt8, _ key: KeyID, _ value: Value, _ expected: Revision, to bytes: inout [UInt8]
  ) {
    bytes.append(kind)
    append(UInt64(key.index), count: 4, to: &bytes)
    append(value.identity, count: 8, to: &bytes)
    append(UInt64(value.sizeInBytes), count: 4, to: &bytes)
    append(UInt64(bitPattern: expected.rawValue), count: 8, to: &bytes)
  }
}
