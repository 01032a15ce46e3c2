extension JSONCursor {
  var strings: [String] {
    get throws(ResultFileError) {
      try list { (element) throws(ResultFileError) in try element.string }
    }
  }

  var labels: Labels {
    get throws(ResultFileError) {
      var pairs: [Labels.Pair] = []
      for (key, value) in try members {
        guard let name = LabelName(rawValue: key) else {
          throw value.error(.shape("unknown label \"\(key)\""))
        }
        pairs.append(Labels.Pair(name, try value.string))
      }
      return Labels(pairs)
    }
  }

  /// A pair of instants, or nil for null.
  var window: ExpectRule.Window? {
    get throws(ResultFileError) {
      if isNull { return nil }
      let ends = try elements
      guard ends.count == 2 else { throw expected("a pair of instants") }
      return ExpectRule.Window(from: try ends[0].integer(), to: try ends[1].integer())
    }
  }
}

extension JSONCursor {
  /// A length of time that is not 0.
  var step: Int64 {
    get throws(ResultFileError) {
      let length = try amount
      guard length > 0 else { throw error(.shape("a step must be longer than 0")) }
      return length
    }
  }
}

extension ResultDecoder {
  static func rule(_ entry: JSONCursor) throws(ResultFileError) -> ExpectRule {
    let hold = try entry["hold"]
    guard let held = ExpectRule.Hold(text: try hold.string) else {
      throw hold.error(.shape("unknown hold"))
    }
    let versus = try entry["versus"]
    return ExpectRule(
      subject: try subject(entry), filter: try entry["where"].labels,
      comparison: try entry["op"].choice(ExpectRule.Comparison.self, "comparison"),
      limit: try entry["limit"].integer(), window: try entry["during"].window,
      minSamples: try entry["minSamples"].integer(),
      level: try entry["level"].choice(ExpectRule.Level.self, "level"), hold: held,
      versus: versus.isNull ? nil : try versus.string, line: try entry["line"].integer(),
      column: try entry["column"].integer())
  }

  private static func subject(
    _ entry: JSONCursor
  ) throws(ResultFileError) -> ExpectRule.Subject {
    if let invariant = try entry.find("invariant") { return .invariant(try invariant.string) }
    let metric = try entry["metric"].choice(Metric.self, "metric")
    return .metric(metric, try entry["stat"].choice(Statistic.self, "statistic"))
  }

  static func attribution(_ entry: JSONCursor) throws(ResultFileError) -> Attribution {
    let (mean, p99) = (try entry["mean"], try entry["p99"])
    let deciders = try entry["deciders"].list { (decider) throws(ResultFileError) in
      Attribution.Decider(
        member: try decider["member"].string,
        shareInPartsPerMillion: try decider["sharePpm"].amount)
    }
    return Attribution(
      operation: try entry["operation"].choice(Attribution.Operation.self, "operation"),
      cluster: try entry["cluster"].string, region: try entry["region"].string,
      count: try entry["count"].amount,
      meanLatency: try mean["latencyNs"].amount, meanParts: try parts(mean["partsNs"]),
      p99Latency: try p99["latencyNs"].amount, p99Parts: try parts(p99["partsNs"]),
      deciders: deciders, floor: try floor(entry["floor"]))
  }

  private static func parts(_ entry: JSONCursor) throws(ResultFileError) -> [Int64] {
    var parts: [Int64] = []
    for part in LatencyPart.allCases {
      parts.append(try entry.find(part.name)?.amount ?? 0)
    }
    return parts
  }

  private static func floor(_ entry: JSONCursor) throws(ResultFileError) -> Attribution.Floor {
    Attribution.Floor(
      clientRoundTrip: try entry["clientRoundTripNs"].amount,
      leaderRoundTrip: try entry["leaderRoundTripNs"].amount,
      quorumRoundTrip: try entry["quorumRoundTripNs"].amount,
      disk: try entry["diskNs"].amount, leader: try entry["leader"].string,
      decider: try entry["decider"].string)
  }
}
