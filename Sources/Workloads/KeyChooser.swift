import SimKernel

/// Chooses a key's number, 0 ..< count.
public struct KeyChooser: Sendable {
  public enum Kind: Hashable, Sendable {
    case uniform
    /// The key ranked n is chosen in proportion to 1/n.
    case zipf
    /// One after the other, around and around.
    case sequential
  }
  let count: UInt64
  let kind: Kind
  var draws: Draws
  /// Cumulative 1/n, scaled to whole numbers; for zipf only.
  private var cumulative: [UInt64] = []

  /// Keys 0 ..< `count`; `count` is at least 1.
  public init(_ kind: Kind, count: Int, draws: Draws) {
    precondition(count >= 1, "\(count) keys")
    self.kind = kind
    self.count = UInt64(count)
    self.draws = draws
    guard kind == .zipf else { return }
    var sum: UInt64 = 0
    cumulative.reserveCapacity(count)
    for rank in 1...UInt64(count) {
      sum += (1 << 40) / rank
      cumulative.append(sum)
    }
  }

  /// The key of the next operation. O(log count) for zipf, else O(1).
  public mutating func next() -> Int {
    switch kind {
    case .uniform: return Int(draws.below(count))
    case .sequential: return Int(draws.next(inCycleOf: count))
    case .zipf:
      let target = draws.below(cumulative[cumulative.count - 1])
      var (low, high) = (0, cumulative.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if cumulative[middle] <= target { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }
}

extension Draws {
  /// The number of draws so far, modulo `count`; counts one draw.
  mutating func next(inCycleOf count: UInt64) -> UInt64 {
    let position = self.count % count
    _ = next()
    return position
  }
}
