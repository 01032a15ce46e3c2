import Experiments
import ScenarioFormat
import SimKernel

/// A deterministic search for the times of the machine that bring all measurements nearest.
///
/// Coordinate descent over the logarithm of each time: a step up and a step down are tried, the
/// better one kept, and the steps halved when none helps.
public struct MachineFit: Sendable {
  /// The times that are searched, with their names in a scenario.
  public static var parameters: [(name: String, path: WritableKeyPath<MachinePlan, SimDuration>)] {
    [
      ("peerHop", \.peerHop), ("wakeUp", \.wakeUp), ("clientHop", \.clientHop),
      ("walWrite", \.walWrite), ("idleAfter", \.idleAfter), ("request", \.request),
      ("message", \.message),
    ]
  }

  public private(set) var machine: MachinePlan
  public private(set) var cost: Double
  private var step = 30
  private var next = 0
  private var failures = 0
  /// The step is divided until it is this many per cent.
  private static let leastStep = 4

  /// Begins at `machine`, whose cost is known.
  public init(from machine: MachinePlan, cost: Double) {
    (self.machine, self.cost) = (machine, cost)
  }

  public var isDone: Bool { step < Self.leastStep }

  /// The two machines to try next.
  public var candidates: [MachinePlan] {
    let path = Self.parameters[next].path
    return [100 + step, 100 - step].map { percent in
      var changed = machine
      let time = max(1_000, machine[keyPath: path].nanoseconds * Int64(percent) / 100)
      changed[keyPath: path] = SimDuration(nanoseconds: time)
      return changed
    }
  }

  /// Takes the costs of `candidates` and moves on.
  public mutating func take(_ costs: [Double]) {
    let tried = candidates
    if let best = costs.indices.min(by: { costs[$0] < costs[$1] }), costs[best] < cost - 1e-9 {
      (machine, cost) = (tried[best], costs[best])
      failures = 0
    } else {
      failures += 1
    }
    next = (next + 1) % Self.parameters.count
    if failures >= Self.parameters.count {
      step /= 2
      failures = 0
    }
  }

  /// How far reports lie from their measurements: squares of deviations in units of their floors.
  public static func cost(of reports: [CalibrationReport]) -> Double {
    var sum = 0.0
    var count = 0.0
    func add(_ deviation: Double) {
      let capped = min(abs(deviation), 3)
      sum += capped * capped
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
