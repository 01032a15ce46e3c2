/// What a disk holds after a crash: all that a restarted node gets of its past.
public struct DurableImage: Hashable, Sendable {
  /// A file and its bytes.
  public struct File: Hashable, Sendable {
    public var name: FileName
    public var bytes: [UInt8]

    public init(name: FileName, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// Sorted by name.
  public var files: [File]

  public init(files: [File] = []) {
    self.files = files.sorted { $0.name.text < $1.name.text }
  }

  /// Whether there is no file at all, as at the first start.
  public var isEmpty: Bool { files.isEmpty }

  /// The bytes of `name`, or nil if there is no such file.
  public subscript(name: FileName) -> [UInt8]? {
    files.first { $0.name == name }?.bytes
  }

  /// The words of `name`, for state that is written as a whole; nil if there is no such file.
  /// A rest shorter than a word is left out.
  public func words(of name: FileName) -> [UInt64]? {
    self[name].map { bytes in
      (0..<bytes.count / 8).map { ByteWords.word(of: bytes, at: $0 * 8) }
    }
  }
}

/// Whole numbers as bytes, the lowest first.
public enum ByteWords {
  /// The bytes of `words`.
  public static func bytes(of words: [UInt64]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(words.count * 8)
    for word in words {
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * shift))) }
    }
    return bytes
  }

  /// The word that begins at `offset`; missing bytes count as 0.
  public static func word(of bytes: [UInt8], at offset: Int) -> UInt64 {
    var word: UInt64 = 0
    for i in 0..<8 where offset + i < bytes.count {
      word |= UInt64(bytes[offset + i]) << UInt64(8 * i)
    }
    return word
  }
}
