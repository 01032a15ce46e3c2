import Results

/// The short form of an expectation: "client.write.latency{region=eu-west} p99 < 250ms".
enum ExpectText {
  enum Wish: Sendable, Hashable {
    /// Forget the scenario's own expectations.
    case none
    case rule(ExpectRule)
  }

  private static let operators: [(text: String, comparison: ExpectRule.Comparison)] = [
    ("<=", .atMost), (">=", .atLeast), ("<", .below), (">", .above),
  ]

  static func read(_ text: String) throws(BadValue) -> Wish {
    if text == "none" { return .none }
    if let name = text.wholeMatch(of: /\s*invariant\s+(\S+)\s*/)?.1 {
      let known = InvariantTable.all.map(\.name)
      guard known.contains(String(name)) else { throw BadValue(String(name), noneOf: known) }
      return .rule(ExpectRule(subject: .invariant(String(name))))
    }
    guard let (place, comparison) = comparison(in: text) else {
      throw BadValue("It has no <, <=, > or >=, as in 'client.write.latency p99 < 250ms'.")
    }
    let (subject, labels) = try splitLabels(text[..<place.lowerBound])
    let reference = try MetricReference.read(subject)
    let filter = try readLabels(labels, of: reference.metric)
    let limit = try Quantity.read(trimmed(text[place.upperBound...]), for: reference)
    return .rule(
      ExpectRule(
        subject: .metric(reference.metric, reference.statistic), filter: filter,
        comparison: comparison, limit: limit))
  }

  /// The first comparison outside the braces.
  private static func comparison(
    in text: String
  ) -> (Range<String.Index>, ExpectRule.Comparison)? {
    guard let start = text.firstIndex(where: { $0 == "<" || $0 == ">" }) else { return nil }
    let found = operators.first { text[start...].hasPrefix($0.text) }
    return found.map { (start..<text.index(start, offsetBy: $0.text.count), $0.comparison) }
  }

  private static func splitLabels(
    _ text: Substring
  ) throws(BadValue) -> (subject: String, labels: String) {
    guard let open = text.firstIndex(of: "{") else { return (trimmed(text), "") }
    guard let close = text[open...].firstIndex(of: "}") else {
      throw BadValue("The labels are not closed by '}'.")
    }
    let rest = text[text.index(after: close)...]
    return (trimmed(text[..<open] + rest), String(text[text.index(after: open)..<close]))
  }

  private static func readLabels(_ text: String, of metric: Metric) throws(BadValue) -> Labels {
    guard !text.isEmpty else { return .none }
    return Labels(
      try readList(text) { part throws(BadValue) in
        let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, !sides[1].isEmpty else {
          throw BadValue("A label is written name=value, such as region=eu-west-1.")
        }
        let names = metric.entry.labels.map(\.rawValue)
        guard let name = metric.entry.labels.first(where: { $0.rawValue == sides[0] }) else {
          throw BadValue(String(sides[0]), noneOf: names)
        }
        return Labels.Pair(name, String(sides[1]))
      })
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    text.split(separator: " ").joined(separator: " ")
  }
}
