import SimKernel

extension Draws {
  /// A number of `range` whose logarithm is about uniform: a power of two, then uniform below the
  /// next. Bounds under 1 count as 1.
  public mutating func logUniform(in range: ClosedRange<Int64>) -> Int64 {
    let (low, high) = (max(1, range.lowerBound), max(1, range.upperBound))
    let doublings = UInt64(Self.bitWidth(high) - Self.bitWidth(low) + 1)
    let floor = low << Int64(below(doublings))
    return min(high, floor + Int64(below(UInt64(floor))))
  }

  /// A number of `range`: in one case of ten one of its ends, else log-uniform.
  public mutating func number(in range: ClosedRange<Int64>) -> Int64 {
    switch below(20) {
    case 0: range.lowerBound
    case 1: range.upperBound
    default: logUniform(in: range)
    }
  }

  /// A count of `range`, drawn like a number.
  public mutating func count(in range: ClosedRange<Int>) -> Int {
    guard range.lowerBound < range.upperBound else { return range.lowerBound }
    if range.lowerBound < 1 {
      return range.lowerBound - 1
        + Int(number(in: 1...Int64(range.upperBound - range.lowerBound + 1)))
    }
    return Int(number(in: Int64(range.lowerBound)...Int64(range.upperBound)))
  }

  /// A duration drawn like a number, between fractions of `scale` in parts per thousand.
  public mutating func duration(
    of scale: SimDuration, perMille range: ClosedRange<Int64>
  ) -> SimDuration {
    let unit = max(1, scale.nanoseconds / 1_000)
    return SimDuration(
      nanoseconds: number(in: range.lowerBound * unit...range.upperBound * unit))
  }

  public mutating func isOne(in denominator: UInt64) -> Bool { below(denominator) == 0 }

  /// One of `choices`; there must be some.
  public mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[Int(below(UInt64(choices.count)))]
  }

  /// Each of `choices` with probability 1/2, in their order; all if that would be none.
  public mutating func some<Choice>(_ choices: [Choice]) -> [Choice] {
    var chosen: [Choice] = []
    for choice in choices where below(2) == 0 { chosen.append(choice) }
    return chosen.isEmpty ? choices : chosen
  }

  private static func bitWidth(_ value: Int64) -> Int {
    Int64.bitWidth - value.leadingZeroBitCount
  }
}
