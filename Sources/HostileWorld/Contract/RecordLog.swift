import SimKernel

/// A file of records that survives torn writes: each record carries its length and a checksum,
/// and reading stops at the first that does not agree (as etcd's WAL and LevelDB's log do).
///
///     io.append(RecordLog.record([term, vote]), to: "wal")
///     let tail = RecordLog.records(in: image["wal"] ?? []).last
public enum RecordLog {
  /// The bytes of one record.
  public static func record(_ words: [UInt64]) -> [UInt8] {
    ByteWords.bytes(of: [UInt64(words.count), checksum(of: words)] + words)
  }

  /// The records before the first torn or garbled one.
  public static func records(in bytes: [UInt8]) -> [[UInt64]] {
    scan(bytes).records
  }

  /// How many bytes the whole records take. A node appends after them: what follows is torn.
  public static func validLength(of bytes: [UInt8]) -> Int { scan(bytes).length }

  private static func scan(_ bytes: [UInt8]) -> (records: [[UInt64]], length: Int) {
    var records: [[UInt64]] = []
    var offset = 0
    while offset + 16 <= bytes.count {
      let count = ByteWords.word(of: bytes, at: offset)
      guard count <= UInt64(bytes.count - offset - 16) / 8 else { break }
      let words = (0..<Int(count)).map { ByteWords.word(of: bytes, at: offset + 16 + $0 * 8) }
      guard ByteWords.word(of: bytes, at: offset + 8) == checksum(of: words) else { break }
      records.append(words)
      offset += 16 + words.count * 8
    }
    return (records, offset)
  }

  private static func checksum(of words: [UInt64]) -> UInt64 {
    var sum = mixed(UInt64(words.count) &+ 0x9E37_79B9_7F4A_7C15)
    for word in words { sum = mixed(sum ^ word) &+ 0xD1B5_4A32_D192_ED03 }
    return sum
  }
}
