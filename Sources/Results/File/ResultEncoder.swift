import Statistics

/// Turns an outcome into the document of its file.
struct ResultEncoder {
  let outcome: Outcome
  let judgement: Judgement
  let exitCode: ExitCode

  init(outcome: Outcome, exitCode: ExitCode?) {
    self.outcome = outcome
    judgement = Judgement(outcome)
    let isComplete = outcome.runs.allSatisfy(\.isComplete)
    self.exitCode = exitCode ?? (isComplete ? judgement.exitCode : .interrupted)
  }

  var document: JSONText {
    .object([
      ("format", .string(ResultFile.format)),
      (
        "tool",
        .object([("name", .string("fedsim")), ("version", .string(ResultFile.toolVersion))])
      ),
      ("scenario", scenario),
      ("plan", plan),
      ("exitCode", .integer(Int64(exitCode.rawValue))),
      ("warnings", .strings(outcome.warnings)),
      ("runs", .array(outcome.runs.map(run))),
      ("violations", .array(judgement.violations.map(violation))),
      ("metrics", .array(MetricGroup.all(of: outcome).map { $0.encoded(outcome) })),
      ("attribution", each(\.attributions, attribution)),
      ("series", each(\.series, series)),
      ("timeline", each(\.timeline, timelineEvent)),
      ("expect", .array(judgement.items.map(\.encoded))),
    ])
  }

  /// What `part` holds in every run, with the seed of the run.
  private func each<Part>(
    _ part: KeyPath<RunResult, [Part]>, _ members: (Part) -> [(String, JSONText)]
  ) -> JSONText {
    .array(
      outcome.runs.flatMap { run in
        run[keyPath: part].map { .object([("seed", .number("\(run.seed)"))] + members($0)) }
      })
  }

  private var plan: JSONText {
    .object([
      ("seeds", .seeds(outcome.runs.map(\.seed))),
      ("durationNs", .integer(outcome.duration)),
      ("warmupNs", .integer(outcome.warmup)),
    ])
  }

  private var scenario: JSONText {
    .object([
      ("name", .string(outcome.name)), ("title", .string(outcome.title)),
      ("question", .string(outcome.question)), ("summary", .string(outcome.summary)),
      ("digest", .string(outcome.scenarioDigest)), ("document", .string(outcome.document)),
      ("load", .string(outcome.loadSignature)), ("regions", .strings(outcome.regions)),
      (
        "clusters",
        .array(
          outcome.clusters.map {
            .object([("name", .string($0.name)), ("members", .strings($0.members))])
          })
      ),
      (
        "roundTripsNs",
        .array(outcome.roundTrips.map { .array($0.map { .integer($0) }) })
      ),
      ("estimatedLinks", .strings(outcome.estimatedLinks)),
      ("sources", .strings(outcome.sources)),
      ("federation", .bool(outcome.hasFederation)),
      (
        "faults",
        .array(
          outcome.faults.map {
            .object([
              ("text", .string($0.text)), ("startNs", .optional($0.start)),
              ("endNs", .optional($0.end)),
            ])
          })
      ),
    ])
  }

  private func run(_ run: RunResult) -> JSONText {
    .object([
      ("seed", .number("\(run.seed)")), ("digest", .string(run.digest)),
      ("complete", .bool(run.isComplete)), ("events", .number("\(run.events)")),
      ("endNs", .integer(run.endTime)),
    ])
  }

  private func violation(_ found: Judgement.SeedViolation) -> JSONText {
    .object([
      ("seed", .number("\(found.seed)")), ("invariant", .string(found.violation.invariant)),
      ("tNs", .integer(found.violation.time)), ("text", .string(found.violation.text)),
    ])
  }

  private func series(_ series: SeriesRecord) -> [(String, JSONText)] {
    [
      ("metric", .string(series.metric.rawValue)), ("labels", series.labels.encoded),
      ("stat", .string(series.statistic.rawValue)), ("stepNs", .integer(series.step)),
      ("values", .array(series.values.map { .optional($0) })),
    ]
  }

  private func timelineEvent(_ event: TimelineEvent) -> [(String, JSONText)] {
    [
      ("tNs", .integer(event.time)), ("kind", .string(event.kind.rawValue)),
      ("cluster", .string(event.cluster)), ("node", .string(event.subject)),
      ("term", .number("\(event.term)")), ("fault", .integer(Int64(event.fault))),
      ("text", .string(event.text)),
    ]
  }

  private func attribution(_ found: Attribution) -> [(String, JSONText)] {
    let floor = found.floor
    return [
      ("operation", .string(found.operation.rawValue)), ("cluster", .string(found.cluster)),
      ("region", .string(found.region)), ("count", .integer(found.count)),
      ("mean", split(found.meanLatency, found.meanParts)),
      ("p99", split(found.p99Latency, found.p99Parts)),
      (
        "deciders",
        .array(
          found.deciders.map {
            .object([
              ("member", .string($0.member)), ("sharePpm", .integer($0.shareInPartsPerMillion)),
            ])
          })
      ),
      (
        "floor",
        .object([
          ("clientRoundTripNs", .integer(floor.clientRoundTrip)),
          ("leaderRoundTripNs", .integer(floor.leaderRoundTrip)),
          ("quorumRoundTripNs", .integer(floor.quorumRoundTrip)),
          ("diskNs", .integer(floor.disk)), ("leader", .string(floor.leader)),
          ("decider", .string(floor.decider)),
        ])
      ),
    ]
  }

  private func split(_ latency: Int64, _ parts: [Int64]) -> JSONText {
    let named = zip(LatencyPart.allCases, parts).map { ($0.name, JSONText.integer($1)) }
    return .object([("latencyNs", .integer(latency)), ("partsNs", .object(named))])
  }
}

extension Labels {
  package var encoded: JSONText { .object(pairs.map { ($0.name.rawValue, .string($0.value)) }) }
}

extension ExpectRule.Window {
  var encoded: JSONText { .array([.integer(from), .integer(to)]) }
}
