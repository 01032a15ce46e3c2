import Statistics

/// Reads an outcome back from the document of its file.
struct ResultDecoder {
  let document: JSONCursor

  func outcome() throws(ResultFileError) -> Outcome {
    let scenario = try document["scenario"]
    let plan = try document["plan"]
    let regions = try scenario["regions"].strings
    return Outcome(
      name: try scenario["name"].string, title: try scenario["title"].string,
      question: try scenario["question"].string, summary: try scenario["summary"].string,
      scenarioDigest: try scenario["digest"].string, document: try scenario["document"].string,
      loadSignature: try scenario["load"].string,
      duration: try plan["durationNs"].amount,
      warmup: try plan["warmupNs"].amount, regions: regions,
      clusters: try scenario["clusters"].list(Self.cluster),
      roundTrips: try roundTrips(scenario["roundTripsNs"], regions.count),
      estimatedLinks: try scenario["estimatedLinks"].strings,
      sources: try scenario["sources"].strings, hasFederation: try scenario["federation"].bool,
      faults: try scenario["faults"].list(Self.fault),
      rules: try document["expect"].list(Self.rule), warnings: try document["warnings"].strings,
      runs: try runs())
  }

  private func roundTrips(
    _ matrix: JSONCursor, _ count: Int
  ) throws(ResultFileError) -> [[Int64]] {
    let rows = try matrix.list { (row) throws(ResultFileError) in
      try row.list { (cell) throws(ResultFileError) in try cell.amount }
    }
    guard rows.isEmpty || rows.count == count && rows.allSatisfy({ $0.count == count }) else {
      throw matrix.error(.shape("one row and column per region is expected"))
    }
    return rows
  }

  /// The runs, with everything that carries their seeds.
  private func runs() throws(ResultFileError) -> [RunResult] {
    var runs: [RunResult] = []
    var places: [UInt64: Int] = [:]
    for entry in try document["runs"].elements {
      let run = try Self.run(entry)
      if let last = runs.last, last.seed >= run.seed {
        throw try entry["seed"].error(.shape("seeds must ascend"))
      }
      places[run.seed] = runs.count
      runs.append(run)
    }
    func place(_ entry: JSONCursor) throws(ResultFileError) -> Int {
      let seed = try entry["seed"]
      let number = try seed.integer(UInt64.self)
      guard let place = places[number] else {
        throw seed.error(.shape("no run has the seed \(number)"))
      }
      return place
    }
    for entry in try document["violations"].elements {
      runs[try place(entry)].violations.append(
        Violation(
          invariant: try entry["invariant"].string, time: try entry["tNs"].amount,
          text: try entry["text"].string))
    }
    for entry in try document["metrics"].elements {
      let metric = try entry["id"].choice(Metric.self, "metric")
      let labels = try entry["labels"].labels
      let window = try entry["window"].window
      for one in try entry["perSeed"].elements {
        guard let value = try Self.value(one, metric.entry.kind) else { continue }
        runs[try place(one)].records.append(
          MetricRecord(metric: metric, labels: labels, window: window, value: value))
      }
    }
    for entry in try document["attribution"].elements {
      runs[try place(entry)].attributions.append(try Self.attribution(entry))
    }
    for entry in try document["series"].elements {
      runs[try place(entry)].series.append(try Self.series(entry))
    }
    for entry in try document["timeline"].elements {
      runs[try place(entry)].timeline.append(try Self.timelineEvent(entry))
    }
    return runs
  }

  private static func run(_ entry: JSONCursor) throws(ResultFileError) -> RunResult {
    RunResult(
      seed: try entry["seed"].integer(), digest: try entry["digest"].string,
      isComplete: try entry["complete"].bool, events: try entry["events"].integer(),
      endTime: try entry["endNs"].amount, records: [], attributions: [],
      timeline: [], series: [], violations: [])
  }

  private static func cluster(
    _ entry: JSONCursor
  ) throws(ResultFileError) -> Outcome.ClusterSummary {
    Outcome.ClusterSummary(
      name: try entry["name"].string, members: try entry["members"].strings)
  }

  private static func fault(_ entry: JSONCursor) throws(ResultFileError) -> Outcome.FaultSummary {
    Outcome.FaultSummary(
      text: try entry["text"].string, start: try entry["startNs"].optionalAmount,
      end: try entry["endNs"].optionalAmount)
  }

  private static func value(
    _ entry: JSONCursor, _ kind: Metric.Kind
  ) throws(ResultFileError) -> MetricRecord.Value? {
    switch kind {
    case .scalar: return try entry["value"].optionalInteger.map { .scalar($0) }
    case .distribution:
      let buckets = try entry["buckets"]
      let nonZero = try buckets["nonZero"].list { (pair) throws(ResultFileError) in
        let ends = try pair.elements
        guard ends.count == 2 else { throw pair.expected("a value and a count") }
        return (value: try ends[0].integer(Int64.self), count: try ends[1].amount)
      }
      guard
        let histogram = Histogram(
          nonZero: nonZero, min: try entry["min"].optionalInteger ?? 0,
          max: try entry["max"].optionalInteger ?? 0, sum: try entry["sum"].integer()),
        histogram.count <= 1 << 53
      else { throw buckets.error(.shape("buckets, min, max and sum do not fit together")) }
      return .distribution(histogram)
    }
  }

  private static func series(_ entry: JSONCursor) throws(ResultFileError) -> SeriesRecord {
    SeriesRecord(
      metric: try entry["metric"].choice(Metric.self, "metric"),
      labels: try entry["labels"].labels,
      statistic: try entry["stat"].choice(Statistic.self, "statistic"),
      step: try entry["stepNs"].step,
      values: try entry["values"].list { (value) throws(ResultFileError) in
        try value.optionalAmount
      })
  }

  private static func timelineEvent(
    _ entry: JSONCursor
  ) throws(ResultFileError) -> TimelineEvent {
    TimelineEvent(
      time: try entry["tNs"].amount,
      kind: try entry["kind"].choice(TimelineEvent.Kind.self, "kind of event"),
      cluster: try entry["cluster"].string, subject: try entry["node"].string,
      term: try entry["term"].integer(), fault: try entry["fault"].integer(),
      text: try entry["text"].string)
  }
}
