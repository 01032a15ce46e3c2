import Calibration
import ScenarioFormat
import Statistics

/// A calibration as one JSON document.
enum CalibrationDocument {
  static func text(_ reports: [CalibrationReport], _ totals: CalibrationTotals) -> String {
    let tree: JSONTree = [
      "format": "fedsim.calibration/1", "files": .list(reports.map(file)),
      "medianErrorPercent": totals.medianError.map { number($0 * 100, 3) } ?? .null,
      "p50": tally(totals.latency), "throughput": tally(totals.throughput),
      "failover": tally(totals.failover), "elections": tally(totals.elections),
      "floorsHold": .bool(totals.holds),
    ]
    return tree.rendered() + "\n"
  }

  private static func file(_ report: CalibrationReport) -> JSONTree {
    [
      "name": .text(report.name), "latencies": .list(report.latencies.map(latency)),
      "throughput": .list(report.throughput.map(throughput)),
      "failover": report.failover.map(failover) ?? .null,
      "elections": .list(report.elections.map(election)),
      "missing": .list(report.missing.map { .text($0) }),
    ]
  }

  private static func latency(_ row: CalibrationReport.LatencyRow) -> JSONTree {
    let kind: JSONTree
    switch row.kind {
    case .local: kind = "local"
    case .direct: kind = "direct"
    case .watch(let source): kind = ["watch": .text(source)]
    }
    return [
      "client": .text(row.client), "operation": .text(row.operation.rawValue), "kind": kind,
      "measuredMilliseconds": quantiles(row.measured),
      "simulatedMilliseconds": quantiles(row.simulated), "outside": .bool(row.isOutside),
    ]
  }

  private static func throughput(_ row: CalibrationReport.ThroughputRow) -> JSONTree {
    [
      "client": .text(row.client), "operation": .text(row.operation.rawValue),
      "clients": .count(row.clients), "measuredRate": number(row.measuredRate, 1),
      "simulatedRate": number(row.simulatedRate, 1),
      "measuredP50": number(row.measuredP50, 3), "simulatedP50": number(row.simulatedP50, 3),
      "processorBusy": row.processorBusy.map { number($0, 3) } ?? .null,
      "outside": row.isOutside.map { .bool($0) } ?? .null,
    ]
  }

  private static func failover(_ row: CalibrationReport.Failover) -> JSONTree {
    [
      "measuredTrials": .count(row.measuredTrials),
      "simulatedTrials": .count(row.simulatedTrials),
      "measuredMilliseconds": quantiles(row.measured),
      "simulatedMilliseconds": quantiles(row.simulated), "test": "Kolmogorov-Smirnov, exact",
      "distance": number(row.test.distance, 4), "probability": number(row.test.probability, 4),
      "toldApart": .bool(row.isDistinguishable), "measuredSplits": .count(row.measuredSplits),
      "simulatedSplits": .count(row.simulatedSplits),
      "splitInterval": .list(
        [row.splitInterval.low, row.splitInterval.high].map { number($0, 4) }),
      "splitsOutside": .bool(row.isSplitOutside),
    ]
  }

  private static func election(_ row: CalibrationReport.ElectionRow) -> JSONTree {
    let kind =
      switch row.kind {
      case .quiet: "quiet"
      case .coldStart: "coldStart"
      case .transfer: "transferMilliseconds"
      }
    return [
      "kind": .text(kind), "measured": number(row.measured, 3),
      "simulated": number(row.simulated, 3), "outside": .bool(row.isOutside),
    ]
  }

  private static func quantiles(_ row: CalibrationReport.Quantiles) -> JSONTree {
    ["p50": number(row.p50, 3), "p90": number(row.p90, 3), "p99": number(row.p99, 3)]
  }

  private static func tally(_ tally: CalibrationTotals.Tally) -> JSONTree {
    ["outside": .count(tally.outside), "rows": .count(tally.rows)]
  }

  /// A decimal as a number of the document.
  private static func number(_ value: Double, _ digits: Int) -> JSONTree {
    .decimal(CalibrationText.fixed(value, digits))
  }
}
