import SimKernel

/// When an open-loop client means to start its operations, whatever became of earlier ones.
public struct ArrivalProcess: Sendable {
  public enum Kind: Hashable, Sendable {
    /// Exponential gaps of this mean.
    case poisson(meanGap: SimDuration)
    /// Equal gaps.
    case fixed(gap: SimDuration)
  }
  let kind: Kind
  var draws: Draws

  public init(_ kind: Kind, draws: Draws) {
    self.kind = kind
    self.draws = draws
  }

  /// The time until the next arrival, at least 1 ns.
  public mutating func nextGap() -> SimDuration {
    switch kind {
    case .poisson(let mean): max(SimDuration(nanoseconds: 1), draws.exponential(mean: mean))
    case .fixed(let gap): max(SimDuration(nanoseconds: 1), gap)
    }
  }
}
