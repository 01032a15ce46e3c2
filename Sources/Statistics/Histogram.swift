/// Counts of non-negative whole numbers in buckets of at most 1/512 relative width, as HdrHistogram
/// lays them out: exact below 1,024, then 512 buckets per doubling. Merging is exact.
public struct Histogram: Sendable, Equatable {
  /// Counts by bucket, up to the highest one used.
  public private(set) var buckets: [Int64] = []
  public private(set) var count: Int64 = 0
  /// Smallest and largest value recorded; 0 when empty.
  public private(set) var min: Int64 = 0
  public private(set) var max: Int64 = 0
  /// Sum of all values; wide enough for 2^63 values of any size.
  public private(set) var sum: Int128 = 0

  /// Binary logarithm of the buckets in each doubling.
  private let halfBits: Int

  /// Buckets of 1/512 relative width.
  public init() { halfBits = 9 }

  /// A coarse histogram, for many of them at once: `bucketsPerDoubling` is a power of 2.
  public init(bucketsPerDoubling: Int) {
    precondition(
      bucketsPerDoubling > 0 && bucketsPerDoubling & (bucketsPerDoubling - 1) == 0,
      "\(bucketsPerDoubling) buckets per doubling")
    halfBits = bucketsPerDoubling.trailingZeroBitCount
  }

  func index(of value: Int64) -> Int {
    let bits = 64 - value.leadingZeroBitCount
    let shift = Swift.max(0, bits - (halfBits + 1))
    return shift << halfBits + Int(value >> Int64(shift))
  }

  /// Largest value that falls in bucket `index`.
  func highestValue(in index: Int) -> Int64 {
    let full = 1 << (halfBits + 1)
    guard index >= full else { return Int64(index) }
    let shift = (index - full) >> halfBits + 1
    let mantissa = Int64(index - shift << halfBits)
    return mantissa << Int64(shift) + (1 << Int64(shift) - 1)
  }

  /// Counts `value`, which must not be negative. O(1) amortised.
  public mutating func record(_ value: Int64, times: Int64 = 1) {
    precondition(value >= 0, "histogram of the negative value \(value)")
    precondition(times >= 0, "\(times) times the value \(value)")
    guard times > 0 else { return }
    let index = self.index(of: value)
    if index >= buckets.count {
      buckets.append(contentsOf: repeatElement(0, count: index + 1 - buckets.count))
    }
    buckets[index] += times
    min = count == 0 ? value : Swift.min(min, value)
    max = Swift.max(max, value)
    count += times
    sum += Int128(value) * Int128(times)
  }

  /// Adds all of `other`'s values. O(buckets).
  public mutating func merge(_ other: Histogram) {
    guard other.count > 0 else { return }
    precondition(halfBits == other.halfBits, "histograms of different widths")
    if other.buckets.count > buckets.count {
      buckets.append(contentsOf: repeatElement(0, count: other.buckets.count - buckets.count))
    }
    var i = other.buckets.startIndex
    while i < other.buckets.endIndex {
      buckets[i] += other.buckets[i]
      i += 1
    }
    min = count == 0 ? other.min : Swift.min(min, other.min)
    max = Swift.max(max, other.max)
    count += other.count
    sum += other.sum
  }

  /// The mean, rounded down; 0 when empty.
  public var mean: Int64 { count == 0 ? 0 : Int64(sum / Int128(count)) }

  /// The smallest recorded value, to bucket precision, with at least `partsPerMillion` of the
  /// values at or below it; 0 when empty. O(buckets).
  public func quantile(partsPerMillion: Int64) -> Int64 {
    quantiles(partsPerMillion: [partsPerMillion])[0]
  }

  /// The quantiles at ascending ranks, in one pass. O(buckets + ranks).
  public func quantiles(partsPerMillion ranks: [Int64]) -> [Int64] {
    guard count > 0 else { return ranks.map { _ in 0 } }
    var result: [Int64] = []
    var index = self.index(of: min)
    var seen = buckets[index]
    for rank in ranks {
      let share = (Int128(count) * Int128(rank) + 999_999) / 1_000_000
      let needed = Swift.min(Swift.max(1, Int64(clamping: share)), count)
      while seen < needed {
        index += 1
        seen += buckets[index]
      }
      result.append(Swift.min(Swift.max(self.highestValue(in: index), min), max))
    }
    return result
  }

  /// The highest value and the count of every bucket in use, in ascending order. O(buckets).
  public var nonZero: [(value: Int64, count: Int64)] {
    var pairs: [(value: Int64, count: Int64)] = []
    var index = count == 0 ? buckets.endIndex : self.index(of: min)
    while index < buckets.endIndex {
      if buckets[index] > 0 { pairs.append((self.highestValue(in: index), buckets[index])) }
      index += 1
    }
    return pairs
  }

  /// The histogram that was taken apart into `nonZero`, `min`, `max` and `sum`; nil when no values
  /// can have given these.
  public init?(nonZero: [(value: Int64, count: Int64)], min: Int64, max: Int64, sum: Int128) {
    self.init()
    var (least, most, last) = (Int128(0), Int128(0), -1)
    for (value, count) in nonZero {
      guard value >= 0, count > 0 else { return nil }
      let index = self.index(of: value)
      guard index > last, value == self.highestValue(in: index) else { return nil }
      buckets.append(contentsOf: repeatElement(0, count: index - last))
      buckets[index] = count
      let (total, overflow) = self.count.addingReportingOverflow(count)
      guard !overflow else { return nil }
      self.count = total
      least += Int128(index == 0 ? 0 : self.highestValue(in: index - 1) + 1) * Int128(count)
      most += Int128(value) * Int128(count)
      last = index
    }
    guard let first = nonZero.first, let final = nonZero.last else {
      guard min == 0, max == 0, sum == 0 else { return nil }
      return
    }
    guard
      min >= 0, min <= max, self.index(of: min) == self.index(of: first.value),
      self.index(of: max) == self.index(of: final.value), least <= sum, sum <= most
    else { return nil }
    (self.min, self.max, self.sum) = (min, max, sum)
  }
}
