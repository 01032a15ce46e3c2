import RaftCore

/// Many elections of one setup.
public struct ElectionSample: Sendable {
  /// Milliseconds from the crash to the next leader, ascending; undecided ones are not in it.
  public private(set) var elapsed: [Double] = []
  /// First timeouts in nanoseconds, ascending.
  public private(set) var firstTimeouts: [Int64] = []
  public private(set) var splits = 0
  public private(set) var count = 0

  /// - Parameters:
  ///   - stopsAtSplit: leaves an election when its first term is known to be lost; times are then
  ///     of no use.
  ///   - isStopped: asked before every election.
  public init(
    _ setup: ElectionSetup, elections: Int, seed: UInt64, stopsAtSplit: Bool = false,
    isStopped: () -> Bool = { false }
  ) throws {
    for trial in 0..<elections where !isStopped() {
      var run = try ElectionTrial(setup, seed: seed, trial: trial, stopsAtSplit: stopsAtSplit)
      let outcome = try run.run()
      count += 1
      if outcome.isSplit { splits += 1 }
      firstTimeouts.append(outcome.firstTimeout)
      if let nanoseconds = outcome.elapsed { elapsed.append(Double(nanoseconds) / 1e6) }
    }
    elapsed.sort()
    firstTimeouts.sort()
  }

  /// Elections without a leader within the setup's patience.
  public var undecided: Int { count - elapsed.count }

  /// Share of elections whose first term ended without a leader.
  public var splitShare: Double { count == 0 ? .nan : Double(splits) / Double(count) }

  /// Mean time in ms of the elections that were decided.
  public var mean: Double { elapsed.reduce(0, +) / Double(elapsed.count) }

  /// Standard error of `mean`, in ms.
  public var standardError: Double {
    let mean = mean
    let squares = elapsed.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let count = Double(elapsed.count)
    return (squares / (count - 1) / count).squareRoot()
  }

  /// The time in ms that the share `share` of all elections does not exceed; infinite when so many
  /// were not decided.
  public func quantile(_ share: Double) -> Double {
    let rank = Int((share * Double(count)).rounded(.up)) - 1
    return rank < elapsed.count ? elapsed[max(rank, 0)] : .infinity
  }

  /// The largest distance between the distribution of first timeouts, as parts of `range`, and that
  /// of the least of `live` uniform ones, times the square root of the sample's size (Kolmogorov
  /// and Smirnov). Above 1.95 once in a thousand.
  public func kolmogorovSmirnov(live: Int, range: ClosedRange<Int64>) -> Double {
    let width = Double(range.upperBound - range.lowerBound)
    var distance = 0.0
    for (rank, timeout) in firstTimeouts.enumerated() {
      let part = Double(timeout - range.lowerBound) / width
      var survival = 1.0
      for _ in 0..<live { survival *= 1 - part }
      let expected = 1 - survival
      let size = Double(count)
      distance = max(
        distance, Double(rank + 1) / size - expected, expected - Double(rank) / size)
    }
    return distance * Double(count).squareRoot()
  }

  /// Mean of the first timeouts beyond the range's lower bound, as a part of its width.
  public func meanFirstPart(of range: ClosedRange<Int64>) -> Double {
    let width = Double(range.upperBound - range.lowerBound)
    let total = firstTimeouts.reduce(0.0) { $0 + Double($1 - range.lowerBound) / width }
    return total / Double(count)
  }
}
