import ScenarioFormat
import Statistics

/// A measurement beside its simulation, row by row, in the file's order, and what is outside of the
/// floors. Times are milliseconds.
public struct CalibrationReport: Hashable, Sendable {
  public struct Quantiles: Hashable, Sendable {
    public var p50: Double
    public var p90: Double
    public var p99: Double
  }
  public struct LatencyRow: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      case local, direct
      /// An event of a put from this member.
      case watch(from: String)
    }
    public var client: String
    public var operation: ClusterMeasurement.Operation
    public var kind: Kind
    public var measured: Quantiles
    public var simulated: Quantiles
    public var isOutsideP50: Bool
    public var isOutsideP90: Bool
    public var isOutside: Bool { isOutsideP50 || isOutsideP90 }
    /// Relative error of the median.
    public var error: Double { simulated.p50 / max(measured.p50, 1e-9) - 1 }
    /// Whether distance and not the machine decides it.
    public var isFar: Bool { measured.p50 >= Floors.far }
  }
  public struct ThroughputRow: Hashable, Sendable {
    public var client: String
    public var operation: ClusterMeasurement.Operation
    public var clients: Int
    public var measuredRate: Double
    public var simulatedRate: Double
    public var measuredP50: Double
    public var simulatedP50: Double
    public var processorBusy: Double?
    /// nil for a row that the floors leave out.
    public var isOutside: Bool?
    public var error: Double { simulatedRate / max(measuredRate, 1e-9) - 1 }
  }
  public struct Failover: Hashable, Sendable {
    public var measuredTrials: Int
    public var simulatedTrials: Int
    public var measured: Quantiles
    public var simulated: Quantiles
    public var test: TwoSample
    public var measuredSplits: Int
    public var simulatedSplits: Int
    public var splitInterval: BinomialInterval
    public var splitShare: Double {
      Double(simulatedSplits) / Double(max(1, simulatedTrials))
    }
    public var isDistinguishable: Bool { test.probability < Floors.level }
    public var isSplitOutside: Bool { !splitInterval.contains(splitShare) }
  }
  public struct ElectionRow: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      case quiet(seconds: Double)
      case coldStart, transfer
    }
    public var kind: Kind
    public var measured: Double
    public var simulated: Double
    public var isOutside: Bool
  }

  public var name: String
  public var heading: String
  public var latencies: [LatencyRow] = []
  public var throughput: [ThroughputRow] = []
  public var failover: Failover?
  public var elections: [ElectionRow] = []
  /// Sections the file lacks.
  public var missing: [String] = []
}

/// How near is near enough. `fedsim calibrate` fails when a row is outside.
public enum Floors {
  /// Milliseconds from which distance decides a latency and not the machine.
  public static let far = 10.0
  /// Chance at which two distributions count as told apart.
  public static let level = 0.01
  public static let confidence = 0.99
  /// Throughput counts from so many clients, and below so busy a machine.
  public static let clients = 16
  public static let busy = 0.85
  static let rate = 0.1
  static let storm = 1.3
  public static let medianError = 0.01

  static func isOutsideP50(_ real: Double, _ sim: Double) -> Bool {
    real >= far ? isOutside(real, sim, 0.03, 0.7) : isOutside(real, sim, 0.25, 1)
  }
  static func isOutsideP90(_ real: CalibrationReport.Quantiles, _ sim: Double) -> Bool {
    real.p50 >= far && isOutside(real.p90, sim, 0.05, 1.5)
  }
  static func isOutsideWatch(_ real: Double, _ sim: Double) -> Bool {
    isOutside(real, sim, 0.02, 0.6)
  }
  private static func isOutside(
    _ real: Double, _ sim: Double, _ share: Double, _ least: Double
  ) -> Bool {
    abs(sim - real) > max(share * real, least)
  }
}

/// What all files of a calibration say together.
public struct CalibrationTotals: Hashable, Sendable {
  public struct Tally: Hashable, Sendable {
    public var outside = 0
    public var rows = 0
    mutating func count(_ isOutside: Bool) {
      rows += 1
      if isOutside { outside += 1 }
    }
  }
  /// Median of the absolute relative errors of the far medians of puts and reads; nil without any.
  public private(set) var medianError: Double?
  public private(set) var latency = Tally()
  public private(set) var throughput = Tally()
  public private(set) var failover = Tally()
  public private(set) var elections = Tally()

  public init(_ reports: [CalibrationReport]) {
    var errors: [Double] = []
    for report in reports {
      for row in report.latencies {
        latency.count(row.isOutside)
        if case .watch = row.kind { continue }
        if row.isFar { errors.append(abs(row.error)) }
      }
      for row in report.throughput {
        if let isOutside = row.isOutside { throughput.count(isOutside) }
      }
      if let row = report.failover {
        failover.count(row.isDistinguishable)
        failover.count(row.isSplitOutside)
      }
      for row in report.elections { elections.count(row.isOutside) }
    }
    errors.sort()
    if !errors.isEmpty {
      medianError = (errors[(errors.count - 1) / 2] + errors[errors.count / 2]) / 2
    }
  }

  /// Whether every floor holds.
  public var holds: Bool {
    let tallies = [latency, throughput, failover, elections]
    return tallies.allSatisfy { $0.outside == 0 } && (medianError ?? 0) < Floors.medianError
  }
}
