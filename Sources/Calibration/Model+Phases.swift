import ScenarioFormat

extension Model {
  /// Runs of a kind that a file asks for, beside the failover trials.
  private static let quietRuns = 8
  private static let coldRuns = 100
  private static let transferRuns = 10

  /// Everything to simulate for this measurement, in an order of its own.
  ///
  /// - Parameter trials: simulated failovers.
  public func phases(trials: Int) -> [Phase] {
    latencyPhases + watchPhases + throughputPhases + electionPhases(trials: trials)
  }

  /// The phases of steady work, from which the machine's times can be fitted.
  public var judgedSteadyPhases: [Phase] {
    let judged = measurement.throughput.filter(\.isJudged).map { phase(of: $0) }
    return latencyPhases + watchPhases + throughputPhases.filter { judged.contains($0) }
  }

  private var latencyPhases: [Phase] {
    var phases: [Phase] = []
    for operation in ClusterMeasurement.Operation.allCases {
      let places = places { $0.operation == operation && !$0.isDirect }
      // Serializable reads were never measured in parallel: they would share the machine.
      if measurement.inParallel && operation != .serializableGet {
        if !places.isEmpty { phases.append(.latency(operation, places: places, isDirect: false)) }
      } else {
        phases += places.map { .latency(operation, places: [$0], isDirect: false) }
      }
      phases += self.places { $0.operation == operation && $0.isDirect }
        .map { .latency(operation, places: [$0], isDirect: true) }
    }
    return phases
  }

  private func places(where holds: (ClusterMeasurement.Latency) -> Bool) -> [Int] {
    Set(measurement.latencies.filter(holds).map { position[$0.member] }).sorted()
  }

  private var watchPhases: [Phase] {
    Set(measurement.watches.map { position[$0.source] }).sorted().map { .watch(source: $0) }
  }

  private var throughputPhases: [Phase] {
    var phases: [Phase] = []
    for row in measurement.throughput {
      let phase = phase(of: row)
      if !phases.contains(phase) { phases.append(phase) }
    }
    return phases
  }

  private func electionPhases(trials: Int) -> [Phase] {
    var phases: [Phase] = []
    if measurement.quiet != nil { phases += (0..<Self.quietRuns).map { .quiet(run: $0) } }
    if measurement.coldStartLeaders != nil {
      phases += (0..<min(Self.coldRuns, trials)).map { .coldStart(run: $0) }
    }
    if measurement.transferMilliseconds != nil {
      for from in 1..<max(1, memberCount) {
        phases += (0..<Self.transferRuns).map { .transfer(from: from, run: $0) }
      }
    }
    guard !measurement.trials.isEmpty else { return phases }
    let places = Set(
      measurement.trials.flatMap(\.firstWrites).map { position[$0.member] }
    ).sorted()
    return phases + (0..<trials).map { .failover(trial: $0, places: places) }
  }

  // MARK: - Which phase gives a row

  func phase(of row: ClusterMeasurement.Latency) -> Phase {
    let isJoint =
      measurement.inParallel && !row.isDirect && row.operation != .serializableGet
    let places =
      isJoint
      ? places { $0.operation == row.operation && !$0.isDirect } : [position[row.member]]
    return .latency(row.operation, places: places, isDirect: row.isDirect)
  }

  func phase(of row: ClusterMeasurement.Throughput) -> Phase {
    .throughput(row.operation, place: position[row.member], clients: row.clients)
  }
}
