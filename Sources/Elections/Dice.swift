/// Random words of one trial: SplitMix64 (Steele, Lea, Flood 2014).
struct Dice {
  private var state: UInt64

  init(seed: UInt64, trial: Int) {
    state = seed
    state = next() ^ (UInt64(trial) &* 0xD134_2543_DE82_EF95)
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A whole number, uniform over the range up to a part in 2^64.
  mutating func draw(_ range: ClosedRange<Int64>) -> Int64 {
    let count = UInt64(range.upperBound - range.lowerBound) + 1
    return range.lowerBound + Int64(next().multipliedFullWidth(by: count).high)
  }
}
