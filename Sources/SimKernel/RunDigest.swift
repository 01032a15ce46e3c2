/// A 128-bit rolling digest of a run's events: equal histories have equal digests, and one changed
/// bit anywhere changes it for good.
@frozen public struct RunDigest: Hashable, Sendable, CustomStringConvertible {
  @usableFromInline var upper: UInt64 = 0x243F_6A88_85A3_08D3
  @usableFromInline var lower: UInt64 = 0x1319_8A2E_0370_7344

  @inlinable public init() {}

  /// The upper 64 bits.
  @inlinable public var high: UInt64 { upper }
  /// The lower 64 bits.
  @inlinable public var low: UInt64 { lower }

  /// Folds one word in.
  @inlinable public mutating func combine(_ word: UInt64) {
    let product = (low ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    let carried = (high &+ word).multipliedFullWidth(by: 0xD1B5_4A32_D192_ED03)
    let newUpper = carried.low ^ carried.high ^ (lower << 23 | lower >> 41)
    lower = (product.low ^ product.high ^ (upper << 31 | upper >> 33)) &+ 0xA076_1D64_78BD_642F
    upper = newUpper
  }

  @inlinable public mutating func combine(_ value: Int64) {
    combine(UInt64(bitPattern: value))
  }

  /// Folds bytes in, their number included.
  @inlinable public mutating func combine(bytes: some Collection<UInt8>) {
    combine(UInt64(bytes.count))
    var word: UInt64 = 0
    var filled: UInt64 = 0
    for byte in bytes {
      word |= UInt64(byte) << filled
      filled += 8
      if filled == 64 {
        combine(word)
        (word, filled) = (0, 0)
      }
    }
    if filled > 0 { combine(word) }
  }

  /// 32 lower-case hexadecimal digits.
  public var description: String { hexadecimal(high) + hexadecimal(low) }

  private func hexadecimal(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
