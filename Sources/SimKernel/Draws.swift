/// Random draws of one entity in one stream: the n-th draw depends on the seed, the stream, the
/// entity and n alone, so removing another entity moves none of them.
@frozen public struct Draws: Sendable {
  @usableFromInline var base: UInt64
  /// Draws taken so far.
  public var count: UInt64 = 0

  /// The draws of the entity (`first`, `second`) in `stream` under `seed`.
  public init(seed: UInt64, _ stream: RandomStream, _ first: UInt64, _ second: UInt64 = 0) {
    var state = mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
    state = mixed(state ^ stream.key)
    state = mixed(state &+ first &* 0x9E37_79B9_7F4A_7C15)
    base = mixed(state &+ second &* 0xD1B5_4A32_D192_ED03)
  }

  /// The draw numbered `occurrence`, whatever was drawn before.
  @inlinable public func draw(_ occurrence: UInt64) -> UInt64 {
    mixed(base &+ (occurrence &+ 1) &* 0x9E37_79B9_7F4A_7C15)
  }

  /// The next draw: 64 uniform bits.
  @inlinable public mutating func next() -> UInt64 {
    let value = draw(count)
    count &+= 1
    return value
  }

  /// A uniform whole number in 0 ..< `bound`; exactly one draw is counted.
  ///
  /// Multiply-high with rejection (Lemire 2019); rejected values are mixed again, not drawn again.
  @inlinable public mutating func below(_ bound: UInt64) -> UInt64 {
    precondition(bound > 0, "a uniform number below 0")
    var value = next()
    let threshold = (0 &- bound) % bound
    while true {
      let product = value.multipliedFullWidth(by: bound)
      if product.low >= threshold { return product.high }
      value = mixed(value &+ 0x9E37_79B9_7F4A_7C15)
    }
  }

  /// True with probability `partsPerMillion` in a million.
  @inlinable public mutating func chance(partsPerMillion: Int64) -> Bool {
    below(1_000_000) < UInt64(clamping: partsPerMillion)
  }

  /// An exponentially distributed duration of the given mean, at least 0.
  @inlinable public mutating func exponential(mean: SimDuration) -> SimDuration {
    let uniform = (Double(next() >> 11) + 1) * 0x1p-53
    return SimDuration(nanoseconds: Int64(-exactLog(uniform) * Double(mean.nanoseconds)))
  }
}
