import ScenarioFormat
import SimKernel
import Statistics

extension Model {
  /// What the results of `phases(trials:)`, in that order, say beside the measurement.
  public func report(_ phases: [Phase], _ results: [PhaseResult]) -> CalibrationReport {
    let byPhase = Dictionary(zip(phases, results)) { first, _ in first }
    var report = CalibrationReport(name: measurement.name, heading: heading)
    report.missing = measurement.missing
    report.latencies =
      measurement.latencies.compactMap { latencyRow($0, byPhase) }
      + measurement.watches.compactMap { watchRow($0, byPhase) }
    report.throughput = measurement.throughput.compactMap { throughputRow($0, byPhase) }
    let pairs = zip(phases, results)
    report.failover = failover(
      pairs.compactMap { if case .failover = $0 { $1 } else { nil } })
    report.elections = elections(Array(pairs))
    return report
  }

  private var heading: String {
    let version = measurement.version.isEmpty ? "" : "etcd \(measurement.version), "
    return "\(version)\(memberCount) members, leader \(measurement.members[measurement.leader])"
  }

  private func latencyRow(
    _ row: ClusterMeasurement.Latency, _ results: [Phase: PhaseResult]
  ) -> CalibrationReport.LatencyRow? {
    guard let result = results[phase(of: row)],
      let simulated = Quantile.three(of: result.samples[position[row.member]])
    else { return nil }
    let measured = Self.quantiles(row.quantiles)
    return CalibrationReport.LatencyRow(
      client: measurement.members[row.member], operation: row.operation,
      kind: row.isDirect ? .direct : .local, measured: measured, simulated: simulated,
      isOutsideP50: Floors.isOutsideP50(measured.p50, simulated.p50),
      isOutsideP90: Floors.isOutsideP90(measured, simulated.p90))
  }

  private func watchRow(
    _ row: ClusterMeasurement.Watch, _ results: [Phase: PhaseResult]
  ) -> CalibrationReport.LatencyRow? {
    guard let result = results[.watch(source: position[row.source])],
      let simulated = Quantile.three(of: result.samples[position[row.watcher]])
    else { return nil }
    let measured = Self.quantiles(row.quantiles)
    return CalibrationReport.LatencyRow(
      client: measurement.members[row.watcher], operation: .put,
      kind: .watch(from: measurement.members[row.source]), measured: measured,
      simulated: simulated,
      isOutsideP50: Floors.isOutsideWatch(measured.p50, simulated.p50), isOutsideP90: false)
  }

  private func throughputRow(
    _ row: ClusterMeasurement.Throughput, _ results: [Phase: PhaseResult]
  ) -> CalibrationReport.ThroughputRow? {
    guard let result = results[phase(of: row)] else { return nil }
    let simulated = Quantile.three(of: result.samples[position[row.member]])
    let ratio = result.rate / max(row.operationsPerSecond, 1e-9)
    return CalibrationReport.ThroughputRow(
      client: measurement.members[row.member], operation: row.operation, clients: row.clients,
      measuredRate: row.operationsPerSecond, simulatedRate: result.rate,
      measuredP50: row.quantiles.p50, simulatedP50: simulated?.p50 ?? 0,
      processorBusy: row.processorBusy,
      isOutside: row.isJudged ? abs(ratio - 1) > Floors.rate : nil)
  }

  private func failover(_ results: [PhaseResult]) -> CalibrationReport.Failover? {
    let measured = measurement.trials.compactMap(\.firstWrite)
    let simulated = results.compactMap { $0.samples.joined().min() }
    guard let real = Quantile.three(of: measured), let sim = Quantile.three(of: simulated),
      let test = TwoSample(measured, simulated.map { Double($0) / 1e6 })
    else { return nil }
    // One candidacy elects; more say that votes were split.
    let splits = measurement.trials.count { $0.candidacies > 1 }
    return CalibrationReport.Failover(
      measuredTrials: measurement.trials.count, simulatedTrials: results.count, measured: real,
      simulated: sim, test: test, measuredSplits: splits,
      simulatedSplits: results.count { $0.candidacies > 1 },
      splitInterval: BinomialInterval(
        successes: splits, trials: measurement.trials.count, confidence: Floors.confidence))
  }

  private func elections(
    _ pairs: [(Phase, PhaseResult)]
  ) -> [CalibrationReport.ElectionRow] {
    var rows: [CalibrationReport.ElectionRow] = []
    func mean(_ results: [PhaseResult]) -> Double {
      Double(results.reduce(0) { $0 + $1.leaders }) / Double(max(1, results.count))
    }
    if let quiet = measurement.quiet {
      let simulated = mean(pairs.compactMap { if case .quiet = $0 { $1 } else { nil } })
      rows.append(
        row(.quiet(seconds: quiet.seconds), Double(quiet.leadersElected), simulated))
    }
    if let leaders = measurement.coldStartLeaders {
      let simulated = mean(pairs.compactMap { if case .coldStart = $0 { $1 } else { nil } })
      rows.append(row(.coldStart, Double(leaders), simulated))
    }
    let transfers = pairs.compactMap { if case .transfer = $0 { $1.samples.first } else { nil } }
    if let measured = measurement.transferMilliseconds,
      let simulated = Quantile.three(of: transfers.flatMap { $0 })
    {
      let heartbeat = Double(measurement.heartbeat.nanoseconds) / 1e6
      rows.append(
        CalibrationReport.ElectionRow(
          kind: .transfer, measured: measured, simulated: simulated.p50,
          isOutside: abs(simulated.p50 - measured) > heartbeat))
    }
    return rows
  }

  /// Quiet must be quiet; where leaders came and went their number counts.
  private func row(
    _ kind: CalibrationReport.ElectionRow.Kind, _ measured: Double, _ simulated: Double
  ) -> CalibrationReport.ElectionRow {
    let isOutside =
      measured == 0
      ? simulated > 0
      : simulated > measured * Floors.storm || simulated < measured / Floors.storm
    return CalibrationReport.ElectionRow(
      kind: kind, measured: measured, simulated: simulated, isOutside: isOutside)
  }

  private static func quantiles(_ row: ClusterMeasurement.Quantiles) -> CalibrationReport.Quantiles
  {
    CalibrationReport.Quantiles(p50: row.p50, p90: row.p90, p99: row.p99)
  }
}

/// Quantiles of samples, between two of them in proportion, as the measurements' own are.
enum Quantile {
  static func three(of nanoseconds: [Int64]) -> CalibrationReport.Quantiles? {
    three(of: nanoseconds.map { Double($0) / 1e6 })
  }

  static func three(of values: [Double]) -> CalibrationReport.Quantiles? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    func at(_ share: Double) -> Double {
      let rank = share * Double(sorted.count - 1)
      let low = Int(rank)
      let high = min(low + 1, sorted.count - 1)
      let part = rank - Double(low)
      return sorted[low] * (1 - part) + sorted[high] * part
    }
    return CalibrationReport.Quantiles(p50: at(0.5), p90: at(0.9), p99: at(0.99))
  }
}

extension ClusterMeasurement.Throughput {
  /// Whether a floor applies: the clients were many, the machine was not the limit, and distance
  /// decided the latency.
  var isJudged: Bool {
    clients >= Floors.clients && (processorBusy ?? 0) < Floors.busy
      && quantiles.p50 >= Floors.far
  }
}
