import SimKernel

/// Chooses an option in proportion to whole weights.
public struct WeightedChoice<Option: Sendable>: Sendable {
  private let options: [Option]
  private let cumulative: [UInt64]
  private var draws: Draws

  /// At least one option; weights are at least 1.
  public init(_ weighted: [(option: Option, weight: Int)], draws: Draws) {
    precondition(!weighted.isEmpty, "nothing to choose from")
    options = weighted.map(\.option)
    var sum: UInt64 = 0
    cumulative = weighted.map {
      sum += UInt64(max(1, $0.weight))
      return sum
    }
    self.draws = draws
  }

  /// The next choice; one draw, even when there is a single option.
  public mutating func next() -> Option {
    let target = draws.below(cumulative[cumulative.count - 1])
    var index = 0
    while cumulative[index] <= target { index += 1 }
    return options[index]
  }
}
