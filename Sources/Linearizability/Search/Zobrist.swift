/// Fixed random words, one for each operation, so that the hash of a set of operations changes by
/// one exclusive or (Zobrist 1970).
enum Zobrist {
  /// Digits of pi: the same in every process, on purpose.
  static let key: UInt64 = 0x243F_6A88_85A3_08D3

  static func word(_ index: Int) -> UInt64 {
    mixed(key &+ 0x9E37_79B9_7F4A_7C15 &* (UInt64(truncatingIfNeeded: index) &+ 1))
  }

  /// Spreads every bit over the whole word: the finaliser of SplitMix64 (Steele, Lea, Flood 2014).
  static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
