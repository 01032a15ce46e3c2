/// The randomised election timeouts of one member, which keep votes from splitting (Raft §5.2).
///
/// The n-th draw depends on nothing but the seed, the range and n.
public struct ElectionTimeouts: Hashable, Sendable {
  public var seed: UInt64
  /// Ticks to draw from, both ends included; etcd's [E, 2E-1] for election tick E if nil.
  public var range: ClosedRange<Int>?

  public init(seed: UInt64 = 0, range: ClosedRange<Int>? = nil) {
    self.seed = seed
    self.range = range
  }

  /// Timeouts that are always the same.
  public static func fixed(ticks: Int) -> ElectionTimeouts {
    ElectionTimeouts(range: ticks...ticks)
  }

  /// The timeout of draw number `draw`, in ticks, uniform over the range.
  ///
  /// The high half of a product maps 64 random bits onto the range; products whose low half falls
  /// into the uneven remainder are drawn again (Lemire 2019).
  public func ticks(draw: UInt64, electionTick: Int) -> Int {
    let range = range ?? electionTick...(2 * electionTick - 1)
    let count = UInt64(range.upperBound - range.lowerBound) + 1
    let uneven = (0 &- count) % count
    var state = mixed(seed) ^ mixed(draw &+ 0x6A09_E667_F3BC_C909)
    while true {
      state &+= 0x9E37_79B9_7F4A_7C15
      let product = mixed(state).multipliedFullWidth(by: count)
      if product.low >= uneven { return range.lowerBound + Int(product.high) }
    }
  }
}

/// A bijection of 64-bit words that looks random (Steele, Lea, Flood 2014, SplitMix64).
private func mixed(_ word: UInt64) -> UInt64 {
  var word = word
  word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
  word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
  return word ^ (word >> 31)
}
