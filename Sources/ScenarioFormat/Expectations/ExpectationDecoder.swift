import Results

/// Turns one object of `expect`, or one `--expect` rule, into a rule.
struct ExpectationDecoder {
  var findings: Findings
  let context: ExpectContext

  /// The rule that `view` writes; nil after a report. `line` and `column` say where it stands.
  mutating func rule(_ view: ObjectView, line: Int, column: Int) -> ExpectRule? {
    let before = findings.errorCount
    let level: ExpectRule.Level = view.choice("level") ?? .error
    let hold = hold(view.node("hold"))
    let rule: ExpectRule?
    if let invariant = view.node("invariant") {
      rule = invariantRule(view, invariant)
    } else {
      rule = metricRule(view)
    }
    guard var rule, findings.errorCount == before else { return nil }
    rule.level = level
    rule.hold = hold
    rule.line = line
    rule.column = column
    return rule
  }

  private mutating func invariantRule(_ view: ObjectView, _ node: JSONNode) -> ExpectRule? {
    let kept = ["invariant", "level", "hold"]
    let excess = view.object.fields.first { !kept.contains($0.key) && view.node[$0.key] != nil }
    if let excess {
      findings.add(
        .conflictingKeys, "\"\(excess.key)\" does not go with \"invariant\"",
        at: view.caret(excess.key), related: [(node.caret, "a safety property")],
        note: "an invariant is held or broken; it has no number")
    }
    guard let name = node.string else { return nil }
    let known = ScenarioSchema.invariants.map(\.name)
    if !known.contains(name) {
      let near = nearestName(to: name, among: known)
      findings.add(
        .withoutEffect, "no run watches an invariant called \(quoted(name))", at: node.span,
        label: "never seen broken",
        help: near.map { "did you mean \(quoted($0))?" }
          ?? "watched: \(known.joined(separator: ", "))")
    }
    return ExpectRule(subject: .invariant(name))
  }

  private mutating func metricRule(_ view: ObjectView) -> ExpectRule? {
    guard let node = view.node("metric"), let name = node.string else {
      if view.node["metric"] == nil {
        findings.add(
          .missingKey, "an expectation needs \"metric\" or \"invariant\"",
          at: view.node.span.opening)
      }
      return nil
    }
    guard let found = metric(name, at: node.span) else { return nil }
    let statistic = statistic(view, found.metric, tied: found.statistic)
    if let obstacle = context.obstacle(to: found.metric) {
      findings.add(
        .metricNotProduced, "the scenario does not produce \(quoted(found.metric.rawValue))",
        at: node.span, label: obstacle)
    }
    let filter = filter(view, found.metric)
    let window = window(view)
    guard let statistic, let (comparison, limit) = limit(view, found.metric) else { return nil }
    return ExpectRule(
      subject: .metric(found.metric, statistic), filter: filter, comparison: comparison,
      limit: limit, window: window, minSamples: view.grains("minSamples") ?? 1,
      versus: view.text("versus"))
  }

  // MARK: - Names

  private mutating func metric(
    _ name: String, at span: SourceSpan
  ) -> (metric: Metric, statistic: Statistic?)? {
    if let found = MetricNames.find(name) { return found }
    let near = nearestName(to: name, among: MetricNames.all)
    findings.add(
      .unknownMetric, "no metric is called \(quoted(name))", at: span,
      help: near.map { "did you mean \(quoted($0))?" } ?? "\"fedsim list metrics\" lists them")
    return near.flatMap(MetricNames.find)
  }

  private mutating func statistic(
    _ view: ObjectView, _ metric: Metric, tied: Statistic?
  ) -> Statistic? {
    let names = MetricNames.statistics(of: metric)
    let written = view.node("stat")
    if let tied, let written, written.string != tied.rawValue {
      findings.add(
        .conflictingKeys, "the metric's name says \(tied.rawValue) already", at: written.caret)
    }
    let chosen: Statistic? = view.choice("stat") ?? tied
    guard let chosen else {
      if written != nil { return nil }
      if metric.entry.kind == .scalar { return .value }
      findings.add(
        .missingKey, "\(quoted(metric.rawValue)) has many samples and needs \"stat\"",
        at: view.caret("metric"), help: "one of: \(names.joined(separator: ", "))")
      return nil
    }
    if chosen.applies(to: metric.entry.kind) { return chosen }
    findings.add(
      .badStatistic, "\(quoted(metric.rawValue)) has no \(chosen.rawValue)",
      at: written?.caret ?? view.caret("metric"), help: "one of: \(names.joined(separator: ", "))")
    return nil
  }

  private mutating func filter(_ view: ObjectView, _ metric: Metric) -> Labels {
    let allowed = metric.entry.labels
    var pairs: [Labels.Pair] = []
    for entry in view.entries("where") {
      guard let value = entry.value.string else { continue }
      let names = allowed.map(\.rawValue)
      guard let label = allowed.first(where: { $0.rawValue == entry.key }) else {
        let near = nearestName(to: entry.key, among: names)
        let list = "labels: \(names.joined(separator: ", "))"
        findings.add(
          .badLabel, "\(quoted(metric.rawValue)) has no label \(quoted(entry.key))",
          at: entry.keySpan, help: near.map { "did you mean \(quoted($0))? (\(list))" } ?? list)
        continue
      }
      if let value = labelValue(label, value, at: entry.value.span) {
        pairs.append(Labels.Pair(label, value))
      }
    }
    return Labels(pairs)
  }

  private mutating func labelValue(
    _ label: LabelName, _ value: String, at span: SourceSpan
  ) -> String? {
    guard context.isKnown else { return value }
    let known: [(name: String, full: String)]
    switch label {
    case .region: known = context.regions
    case .cluster: known = context.groups.map { ($0, $0) }
    case .load: known = context.loads.map { ($0, $0) }
    case .from, .to: known = context.groups.map { ($0, $0) } + context.regions
    case .operation, .kind: return value
    }
    if let found = known.first(where: { $0.name == value }) { return found.full }
    let near = nearestName(to: value, among: known.map(\.name))
    let names = known.map(\.full).prefix(12).joined(separator: ", ")
    findings.add(
      .badLabel, "no \(label.rawValue) is called \(quoted(value))", at: span, label: "unknown",
      help: near.map { "did you mean \(quoted($0))?" } ?? (names.isEmpty ? "" : "known: \(names)"))
    return nil
  }

  // MARK: - Numbers

  private static let plain = ExpectRule.Comparison.allCases.map { ($0.rawValue, $0) }
  private static let ratios: [(String, ExpectRule.Comparison)] = [
    ("ratioBelow", .below), ("ratioAbove", .above), ("ratioAtMost", .atMost),
    ("ratioAtLeast", .atLeast),
  ]

  private mutating func limit(
    _ view: ObjectView, _ metric: Metric
  ) -> (ExpectRule.Comparison, Int64)? {
    let versus = view.node["versus"]
    let (keys, others) = versus == nil ? (Self.plain, Self.ratios) : (Self.ratios, Self.plain)
    for (key, _) in others where view.node[key] != nil {
      findings.add(
        .conflictingKeys,
        versus == nil
          ? "\"\(key)\" needs \"versus\"" : "\"\(key)\" does not go with \"versus\"",
        at: view.caret(key), help: versus == nil ? "" : "the ratio is judged: \"ratioBelow\": 0.5")
      return nil
    }
    let written = keys.filter { view.node[$0.0] != nil }
    guard written.count == 1 else {
      let names = alternatives(keys.map { "\"\($0.0)\"" })
      findings.add(
        written.isEmpty ? .missingKey : .conflictingKeys,
        written.isEmpty ? "an expectation needs a limit: \(names)" : "one limit an expectation",
        at: written.isEmpty ? view.node.span.opening : view.caret(written[1].0),
        help: written.isEmpty ? "" : "write a second expectation")
      return nil
    }
    guard let node = view.node(written[0].0) else { return nil }
    if versus != nil { return view.grains(written[0].0).map { (written[0].1, $0) } }
    guard node.string != nil || node.number != nil else { return nil }
    let type = metric.entry.unit.limitType
    var checker = SchemaChecker(findings: findings, demandsKeys: false)
    checker.check(node, type, subject: "the limit of \(quoted(metric.rawValue))")
    findings = checker.findings
    guard case .success(let grains)? = type.alternative(for: node)?.grains(node) else { return nil }
    return (written[0].1, metric.entry.unit.limit(fromGrains: grains))
  }

  private mutating func window(_ view: ObjectView) -> ExpectRule.Window? {
    guard let node = view.node("during"), let values = node.elements, values.count == 2 else {
      return nil
    }
    let type = SchemaType.duration(DurationRange.instant)
    guard let from = type.grainsAssumingUnit(values[0]), let to = type.grainsAssumingUnit(values[1])
    else { return nil }
    guard from < to else {
      findings.add(
        .badExpectation, "the stretch ends before it begins", at: values[1].span)
      return nil
    }
    if let duration = context.duration, from >= duration {
      findings.add(
        .outsideDuration, "the stretch begins after the end of the run", at: values[0].span,
        label: "the run ends at \(durationText(duration))")
    }
    return ExpectRule.Window(from: from, to: to)
  }

  private mutating func hold(_ node: JSONNode?) -> ExpectRule.Hold {
    guard let node, let text = node.string else { return .everySeed }
    switch text {
    case "every seed": return .everySeed
    case "median": return .median
    default: break
    }
    let words = text.split(separator: " ")
    if words.count == 3, words[1] == "of", words[2] == "seeds", words[0].hasSuffix("%"),
      let percent = Int(words[0].dropLast()), 1...100 ~= percent
    {
      return .percent(percent)
    }
    findings.add(
      .badExpectation, "\"hold\" cannot be \(quoted(text))", at: node.span,
      help: "write \"every seed\", \"median\" or \"90% of seeds\"")
    return .everySeed
  }
}
