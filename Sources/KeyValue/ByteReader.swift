/// Reads little-endian words until the bytes run out; from then on it only gives zeros, and
/// `isWhole` is false.
struct ByteReader {
  let bytes: [UInt8]
  private(set) var offset: Int
  private(set) var isWhole = true

  init(_ bytes: [UInt8], at offset: Int) {
    self.bytes = bytes
    self.offset = offset
    isWhole = offset >= 0 && offset <= bytes.count
  }

  var isAtEnd: Bool { offset == bytes.count }

  mutating func word(_ count: Int) -> UInt64 {
    guard isWhole, bytes.count - offset >= count else {
      isWhole = false
      return 0
    }
    defer { offset += count }
    return CommandCoding.word(bytes, offset, count)
  }

  mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: word(1)) }
  mutating func word32() -> UInt32 { UInt32(truncatingIfNeeded: word(4)) }
  mutating func signed() -> Int64 { Int64(bitPattern: word(8)) }

  /// The case that a byte names.
  mutating func choice<Choice: RawRepresentable<UInt8>>(_ type: Choice.Type) -> Choice? {
    let choice = Choice(rawValue: byte())
    if choice == nil { isWhole = false }
    return choice
  }

  /// A list with its length in front. Stops when the bytes run out, so that a damaged length asks
  /// for no more than they hold.
  mutating func list<Element>(_ element: (inout ByteReader) -> Element?) -> [Element] {
    let count = Int(word32())
    var result: [Element] = []
    while isWhole, result.count < count {
      guard let next = element(&self) else {
        isWhole = false
        break
      }
      result.append(next)
    }
    return result
  }
}
