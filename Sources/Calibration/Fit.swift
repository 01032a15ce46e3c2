import Experiments
import ScenarioFormat
import SimKernel

/// A deterministic search for the times of the machine that bring all measurements nearest.
///
/// Coordinate descent in proportion: each time in turn is tried longer and shorter by a step, the
/// direction that helped last first, and a better machine is kept. The step is halved after a round
/// in which no time brought a gain worth having. Every evaluation simulates the same phases under
/// the same seeds, so that machines are compared and not luck; the result is never worse than the
/// beginning.
public struct MachineFit: Sendable {
  /// The times that are searched, with their names in a scenario.
  public static var parameters: [(name: String, path: WritableKeyPath<MachinePlan, SimDuration>)] {
    [
      ("peerHop", \.peerHop), ("wakeUp", \.wakeUp), ("clientHop", \.clientHop),
      ("walWrite", \.walWrite), ("idleAfter", \.idleAfter), ("request", \.request),
      ("message", \.message),
    ]
  }

  /// The best machine so far, and its cost.
  public private(set) var machine: MachinePlan
  public private(set) var cost: Double
  /// Machines whose cost is known, the first included.
  public private(set) var evaluations = 1
  /// The search ends after so many.
  public let limit: Int
  private var step = 32
  private var next = 0
  private var failures = 0
  private var triedOther = false
  private var isLonger = Array(repeating: true, count: parameters.count)
  /// The step is halved until it is below this many per cent.
  private static let leastStep = 4
  /// A gain below this share of the cost does not keep a round going.
  private static let worthwhile = 0.005
  /// Evaluations when nobody says how many.
  public static let usualLimit = 200

  /// Begins at `machine`, whose cost is known.
  ///
  /// - Parameter limit: evaluations at most, at least 1, that of `machine` included.
  public init(from machine: MachinePlan, cost: Double, limit: Int = usualLimit) {
    (self.machine, self.cost, self.limit) = (machine, cost, limit)
  }

  public var isDone: Bool { step < Self.leastStep || evaluations >= limit }

  /// The machine to try next.
  public var candidate: MachinePlan {
    let path = Self.parameters[next].path
    let percent = Int64(isLonger[next] != triedOther ? 100 + step : 100 - step)
    var changed = machine
    let time = max(1_000, machine[keyPath: path].nanoseconds * percent / 100)
    // Whole microseconds, as the result is printed.
    changed[keyPath: path] = SimDuration(nanoseconds: (time + 500) / 1_000 * 1_000)
    return changed
  }

  /// Takes the cost of `candidate` and moves on.
  public mutating func take(_ tried: Double) {
    evaluations += 1
    let gain = cost - tried
    if gain > 0 {
      failures = gain > cost * Self.worthwhile ? 0 : failures + 1
      (machine, cost) = (candidate, tried)
      isLonger[next] = isLonger[next] != triedOther
    } else if !triedOther {
      triedOther = true
      return
    } else {
      failures += 1
    }
    moveOn()
  }

  private mutating func moveOn() {
    triedOther = false
    next = (next + 1) % Self.parameters.count
    if failures >= Self.parameters.count {
      step /= 2
      failures = 0
    }
  }

  /// How far reports lie from their measurements: the mean square of their deviations in units of
  /// what may be expected of a median, beyond three units in proportion (Huber's loss), so that no
  /// single row decides. Throughput counts where the floors judge it; tails do not count.
  public static func cost(of reports: [CalibrationReport]) -> Double {
    var sum = 0.0
    var count = 0.0
    func add(_ deviation: Double) {
      let size = abs(deviation)
      sum += size <= 3 ? size * size : 6 * size - 9
      count += 1
    }
    for report in reports {
      for row in report.latencies {
        let real = row.measured.p50
        let off = row.simulated.p50 - real
        switch row.kind {
        case .watch: add(off / max(0.02 * real, 0.6))
        default: add(off / (row.isFar ? max(0.01 * real, 0.5) : max(0.25 * real, 0.5)))
        }
      }
      for row in report.throughput where row.isOutside != nil { add(row.error / Floors.rate) }
    }
    return count > 0 ? sum / count : 0
  }
}
