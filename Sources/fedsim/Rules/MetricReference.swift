import Results

/// A metric and the number taken from it, as people type them: "client.write.latency p99",
/// "write.p99", "outage".
struct MetricReference: Sendable, Hashable {
  let metric: Metric
  let statistic: Statistic

  /// Reads one; a scalar needs no statistic.
  static func read(_ text: String) throws(BadValue) -> MetricReference {
    let words = text.split(separator: " ").map(String.init)
    switch words.count {
    case 1: return try readJoined(words[0])
    case 2:
      let metric = try readMetric(words[0])
      return try check(metric, try readWord(words[1]))
    default:
      throw BadValue(
        "'\(text)' is not a metric and a statistic, such as 'client.write.latency p99'.")
    }
  }

  /// Reads the name of a metric, in full or by an alias.
  static func readMetric(_ name: String) throws(BadValue) -> Metric {
    if let metric = Metric.named(name) { return metric }
    let names = Metric.allCases.map(\.rawValue) + Metric.allCases.flatMap(\.entry.aliases)
    let hint = nearestName(to: name, among: names).map { "Did you mean '\($0)'?" }
    throw BadValue("No metric is called '\(name)'. \(hint ?? "See 'fedsim list metrics'.")")
  }

  /// "write.p99.9": the statistic stands behind the first dot that leaves a metric before it.
  private static func readJoined(_ name: String) throws(BadValue) -> MetricReference {
    if let metric = Metric.named(name) {
      guard metric.entry.kind == .scalar else {
        throw BadValue("'\(name)' needs a statistic, such as '\(name) p99'.")
      }
      return MetricReference(metric: metric, statistic: .value)
    }
    for dot in name.indices where name[dot] == "." {
      let rest = String(name[name.index(after: dot)...])
      if let metric = Metric.named(String(name[..<dot])), let statistic = Statistic(rawValue: rest)
      {
        return try check(metric, statistic)
      }
    }
    let known = Metric.named(String(name.prefix { $0 != "." })) ?? prefixMetric(name)
    guard let known else { throw try unknown(name) }
    throw BadValue(
      "'\(name)' names no statistic of \(known.rawValue). "
        + "One of: \(statistics(of: known).joined(separator: ", ")).")
  }

  private static func prefixMetric(_ name: String) -> Metric? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    return Metric.named(String(name[..<dot]))
  }

  private static func unknown(_ name: String) throws(BadValue) -> BadValue {
    _ = try readMetric(name)
    return BadValue("No metric is called '\(name)'.")
  }

  private static func check(
    _ metric: Metric, _ statistic: Statistic
  ) throws(BadValue) -> MetricReference {
    guard statistic.applies(to: metric.entry.kind) else {
      throw BadValue(
        "\(metric.rawValue) has no \(statistic.rawValue). "
          + "One of: \(statistics(of: metric).joined(separator: ", ")).")
    }
    return MetricReference(metric: metric, statistic: statistic)
  }

  private static func statistics(of metric: Metric) -> [String] {
    Statistic.allCases.filter { $0.applies(to: metric.entry.kind) }.map(\.rawValue)
  }
}
