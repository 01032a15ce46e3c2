import ScenarioFormat
import SimKernel
import Statistics

/// Reports as text of 80 columns.
public struct CalibrationText: Sendable {
  /// Whether rows outside of their floors are red.
  public var isColored: Bool

  public init(isColored: Bool = false) { self.isColored = isColored }

  /// One file's tables.
  public func text(_ report: CalibrationReport) -> String {
    var lines = ["\(report.name): \(report.heading)"]
    lines += latencyLines(report)
    lines += throughputLines(report)
    if let failover = report.failover { lines += failoverLines(failover) }
    lines += report.elections.map(electionLine)
    if !report.missing.isEmpty {
      lines += Self.folded("not in the file: " + report.missing.joined(separator: ", "))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The last line, of fixed form.
  public func closing(_ totals: CalibrationTotals) -> String {
    func tally(_ tally: CalibrationTotals.Tally) -> String { "\(tally.outside) of \(tally.rows)" }
    let error = totals.medianError.map { Self.fixed($0 * 100, 2) + "%" } ?? "-"
    return "p50: median error \(error), \(tally(totals.latency)) rows outside the floor | "
      + "throughput: \(tally(totals.throughput)) | failover: \(tally(totals.failover)) | "
      + "elections: \(tally(totals.elections))\n"
  }

  // MARK: - Tables

  private func latencyLines(_ report: CalibrationReport) -> [String] {
    var lines: [String] = []
    var kind: CalibrationReport.LatencyRow.Kind?
    for row in report.latencies {
      if row.kind != kind {
        let title =
          switch row.kind {
          case .local: "latency, ms"
          case .direct: "straight to the leader"
          case .watch(let source): "put \(source) to event"
          }
        lines.append(
          "  " + Self.left(title, 27) + "p50                 p90                 p99")
        lines.append(
          "  " + Self.left("", 18)
            + Array(repeating: "   real    sim  error", count: 3).joined().dropFirst(2))
        kind = row.kind
      }
      let (real, sim) = (row.measured, row.simulated)
      let cells = [(real.p50, sim.p50), (real.p90, sim.p90), (real.p99, sim.p99)].map {
        Self.right(Self.time($0), 5) + Self.right(Self.time($1), 7)
          + Self.right(Self.percent($1 / max($0, 1e-9) - 1), 7)
      }
      let line =
        "  " + Self.left(row.client, 11) + Self.left(Self.name(row.operation), 8)
        + cells.joined(separator: " ")
      lines.append(marked(line, row.isOutside))
    }
    return lines
  }

  private func throughputLines(_ report: CalibrationReport) -> [String] {
    guard !report.throughput.isEmpty else { return [] }
    var lines = [
      "  throughput                       ops/s                  p50, ms      machine",
      "  " + Self.left("", 17) + "clients     real     sim   error    real    sim     busy",
    ]
    for row in report.throughput {
      let busy = row.processorBusy.map { Self.fixed($0, 2) } ?? "-"
      let remark =
        row.processorBusy.map { $0 >= Floors.busy } == true ? " limit" : ""
      let line =
        "  " + Self.left(row.client, 11) + Self.left(Self.name(row.operation), 8)
        + Self.right("\(row.clients)", 5) + Self.right(Self.fixed(row.measuredRate, 0), 9)
        + Self.right(Self.fixed(row.simulatedRate, 0), 8)
        + Self.right(Self.percent(row.error), 8) + Self.right(Self.time(row.measuredP50), 8)
        + Self.right(Self.time(row.simulatedP50), 7) + Self.right(busy, 9) + remark
      lines.append(marked(line, row.isOutside == true))
    }
    return lines
  }

  private func failoverLines(_ row: CalibrationReport.Failover) -> [String] {
    let (real, sim) = (row.measured, row.simulated)
    let verdict = row.isDistinguishable ? "told apart" : "not told apart"
    let first =
      "  failover, ms to first write: median \(Self.time(real.p50)) real, "
      + "\(Self.time(sim.p50)) sim; p90 \(Self.time(real.p90)), \(Self.time(sim.p90))"
    let second =
      "    \(row.measuredTrials) real, \(row.simulatedTrials) simulated trials: \(verdict) at 1% "
      + "(Kolmogorov-Smirnov, p \(Self.fixed(row.test.probability, 3)))"
    let range =
      "\(Self.fixed(row.splitInterval.low * 100, 1)) to "
      + "\(Self.fixed(row.splitInterval.high * 100, 1))%"
    let third =
      "    split votes: \(row.measuredSplits) of \(row.measuredTrials) real (\(range)), "
      + "\(Self.fixed(row.splitShare * 100, 1))% simulated"
    return [
      first, marked(second, row.isDistinguishable), marked(third, row.isSplitOutside),
    ]
  }

  private func electionLine(_ row: CalibrationReport.ElectionRow) -> String {
    let text =
      switch row.kind {
      case .quiet(let seconds):
        "  quiet \(Self.fixed(seconds, 0)) s: \(Self.fixed(row.measured, 0)) leaders elected real, "
          + "\(Self.fixed(row.simulated, 2)) simulated"
      case .coldStart:
        "  cold start: \(Self.fixed(row.measured, 0)) leaders elected real, "
          + "\(Self.fixed(row.simulated, 2)) simulated"
      case .transfer:
        "  leader transfer: \(Self.time(row.measured)) ms real, "
          + "\(Self.time(row.simulated)) simulated"
      }
    return marked(text, row.isOutside)
  }

  /// A row outside of its floor ends with a star.
  private func marked(_ line: String, _ isOutside: Bool) -> String {
    guard isOutside else { return line }
    return isColored ? "\u{1B}[31m\(line) *\u{1B}[0m" : line + " *"
  }

  // MARK: - Words

  static func name(_ operation: ClusterMeasurement.Operation) -> String {
    switch operation {
    case .put: "put"
    case .linearizableGet: "lin.get"
    case .serializableGet: "ser.get"
    }
  }

  static func percent(_ share: Double) -> String {
    let percent = share * 100
    let text = abs(percent) >= 99.95 ? fixed(percent, 0) : fixed(percent, 1)
    return (percent >= 0 ? "+" : "") + text + "%"
  }

  /// Milliseconds in at most five characters.
  static func time(_ milliseconds: Double) -> String {
    fixed(milliseconds, milliseconds >= 999.95 ? 0 : milliseconds >= 99.995 ? 1 : 2)
  }

  public static func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "-" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = Int64((abs(value) * scale).rounded())
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard digits > 0 else { return sign + "\(whole)" }
    let unit = Int64(scale)
    let part = String(whole % unit)
    return sign + "\(whole / unit)." + String(repeating: "0", count: digits - part.count) + part
  }

  /// A duration as a scenario writes it.
  public static func trimmed(_ duration: SimDuration) -> String {
    let text = fixed(Double(duration.nanoseconds) / 1_000, 0)
    return text + "us"
  }

  static func left(_ text: String, _ width: Int) -> String {
    let shown = text.count < width ? text : String(text.prefix(max(0, width - 2))) + "~"
    return shown + String(repeating: " ", count: max(0, width - shown.count))
  }

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func folded(_ text: String) -> [String] {
    var lines: [String] = []
    var line = " "
    for word in text.split(separator: " ") {
      if line.count + word.count + 1 > 79 {
        lines.append(line)
        line = "   "
      }
      line += " " + word
    }
    return lines + [line]
  }
}
