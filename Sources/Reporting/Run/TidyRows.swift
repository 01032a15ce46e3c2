import Results

/// Numbers as tidy rows: one a row, with its unit, and a header.
enum TidyRows {
  static let header =
    "scenario,seed,metric,cluster,region,load,operation,from,to,kind,window_from_ns,window_to_ns,"
    + "statistic,value,unit"

  /// RFC 4180 with line feeds.
  static func csv(_ outcomes: [Outcome]) -> String {
    var text = header + "\n"
    for outcome in outcomes {
      for run in outcome.runs {
        for record in run.records { append(record, outcome.name, run.seed, to: &text) }
      }
    }
    return text
  }

  private static func append(
    _ record: MetricRecord, _ name: String, _ seed: UInt64, to text: inout String
  ) {
    let labels = LabelName.allCases.map { quoted(record.labels[$0] ?? "") }
    let window = record.window.map { ["\($0.from)", "\($0.to)"] } ?? ["", ""]
    let start = ([quoted(name), "\(seed)", record.metric.rawValue] + labels + window)
      .joined(separator: ",")
    func row(_ statistic: Statistic, _ value: Int64?) {
      let unit = statistic == .count ? Metric.Unit.count : record.metric.entry.unit
      text += "\(start),\(statistic.rawValue),\(value.map { "\($0)" } ?? ""),\(unit.rawValue)\n"
    }
    switch record.value {
    case .scalar(let value): row(.value, value)
    case .distribution(let histogram):
      for statistic in Statistic.allCases where statistic != .value {
        row(statistic, histogram.value(of: statistic))
      }
    }
  }

  /// In quotes where a comma, a quote or a line feed makes it necessary.
  static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
