import SimKernel

extension Draws {
  /// A whole number of `range`.
  public mutating func int(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(below(UInt64(range.count)))
  }

  /// True in one of `denominator` cases.
  public mutating func oneIn(_ denominator: UInt64) -> Bool { below(denominator) == 0 }

  /// One of `options`, which must not be empty.
  public mutating func pick<Option>(_ options: [Option]) -> Option {
    options[Int(below(UInt64(options.count)))]
  }

  /// A word of any size: the number of its bits is uniform.
  public mutating func wordOfAnySize() -> UInt64 { next() >> below(64) }
}
