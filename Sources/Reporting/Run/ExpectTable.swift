import Results

extension Judgement.Item {
  /// The verdict in one word.
  var word: String {
    switch verdict {
    case .met: "ok"
    case .failed: isError ? "FAIL" : "warn"
    case .undecided: isError ? "OPEN" : "open"
    case .notJudged: "-"
    }
  }

  var style: Style {
    switch verdict {
    case .failed, .undecided: isError ? .bad : .plain
    case .met, .notJudged: .plain
    }
  }
}

/// The expectations, printed last: where the eye ends.
struct ExpectTable {
  let outcome: Outcome
  let judgement: Judgement
  let frame: Frame
  /// Named in the head when several scenarios are judged.
  var name: String?

  func lines() -> [Line] {
    guard !judgement.items.isEmpty else { return [] }
    if frame.isNarrow { return narrowLines() }
    let rows = judgement.items.map(cells)
    let widths = Widths(rows, frame.width)
    var title = "EXPECT   \(judgement.metCount) of \(judgement.judgedCount) met"
    if let name { title += "   \(name)" }
    var head = Line(title.cut(to: 9 + widths.subject).paddedRight(to: 9 + widths.subject))
    head.append(widths.numbers(["limit", "actual", "seeds"]))
    var lines = [head]
    for (item, row) in zip(judgement.items, rows) {
      var line = Line("  ")
      line.append(item.word.paddedRight(to: 7), item.style)
      let subject = subject(item).wrapped(to: widths.subject)
      line.append((subject.first ?? "").paddedRight(to: widths.subject))
      line.append(widths.numbers(row))
      lines.append(line)
      lines += subject.dropFirst().map { Line("         " + $0) }
      lines += explanation(item)
    }
    return lines
  }

  /// Where the columns do not fit, each rule takes a line for what it is about and one for figures.
  private func narrowLines() -> [Line] {
    var lines = [Line("EXPECT   \(judgement.metCount) of \(judgement.judgedCount) met")]
    if let name { lines.append(Line("         \(name)")) }
    for item in judgement.items {
      let figures = cells(item)
      var line = Line("  ")
      line.append(item.word.paddedRight(to: 7), item.style)
      let subject = subject(item).wrapped(to: frame.width - 9)
      line.append(subject.first ?? "")
      lines.append(line)
      lines += subject.dropFirst().map { Line("         " + $0) }
      lines.append(Line("         \(figures[0])   \(figures[1])   \(figures[2])"))
      lines += explanation(item)
    }
    return lines
  }

  /// Columns of the table: the subject takes what the numbers leave.
  private struct Widths {
    let limit: Int
    let actual: Int
    let seeds: Int
    let subject: Int

    init(_ rows: [[String]], _ width: Int) {
      func needed(_ column: Int) -> Int { rows.map { $0[column].columns }.max() ?? 0 }
      limit = max(needed(0), 7)
      actual = max(needed(1), 11)
      seeds = max(needed(2), 9)
      subject = max(4, width - 9 - (limit + actual + seeds + 3))
    }

    func numbers(_ cells: [String]) -> String {
      " " + cells[0].paddedRight(to: limit) + " " + cells[1].paddedLeft(to: actual) + " "
        + cells[2].paddedLeft(to: seeds)
    }
  }

  /// "client.write.latency p99, region=eu-west, 0 s to 60 s".
  func subject(_ item: Judgement.Item) -> String {
    let rule = item.rule
    var text: String
    switch rule.subject {
    case .invariant(let name): text = "invariant \(name)"
    case .metric(let metric, let statistic):
      text = metric.rawValue + (statistic == .value ? "" : " \(statistic.rawValue)")
    }
    for pair in rule.filter.pairs { text += ", \(pair.name.rawValue)=\(pair.value)" }
    if let window = rule.window {
      text +=
        ", \(Quantity.duration.text(window.from)) to \(Quantity.duration.text(window.to))"
    }
    if let versus = rule.versus { text += ", versus \(versus)" }
    if rule.hold != .everySeed { text += ", \(rule.hold.text)" }
    return text
  }

  /// Limit, actual and seeds.
  func cells(_ item: Judgement.Item) -> [String] {
    let decided = item.metSeeds.count + item.failedSeeds.count + item.undecidedSeeds.count
    let seeds = item.verdict == .notJudged ? "-" : "\(item.metSeeds.count)/\(decided)"
    guard case .metric(let metric, let statistic) = item.rule.subject else {
      let count = item.actual ?? 0
      return ["none", "\(count) \(count == 1 ? "breach" : "breaches")", seeds]
    }
    let sign = item.rule.comparison.sign
    if item.rule.versus != nil {
      let actual = item.actual.map { RatioText.text(Double($0) / 1_000_000) } ?? "-"
      let limit = RatioText.text(Double(item.rule.limit) / 1_000_000)
      return ["\(sign) \(limit)", item.verdict == .notJudged ? "-" : actual, seeds]
    }
    let quantity = statistic == .count ? Quantity.count : Quantity(metric.entry.unit)
    let scale = quantity.scale(for: [item.rule.limit], unit: frame.options.timeUnit)
    let limit = Self.shortest(scale.text(item.rule.limit))
    return ["\(sign) \(limit)", item.actual.map { actual($0, quantity, scale) } ?? "-", seeds]
  }

  /// In the limit's unit where that reads well.
  private func actual(_ value: Int64, _ quantity: Quantity, _ scale: Quantity.Scale) -> String {
    let readsWell =
      value == 0 || Int128(value) * 10 >= Int128(scale.size) && value / scale.size < 10_000
    return readsWell ? scale.text(value) : quantity.text(value, unit: frame.options.timeUnit)
  }

  /// A limit as its author would write it: "2 s" and not "2.00 s".
  static func shortest(_ text: String) -> String {
    guard let dot = text.firstIndex(of: ".") else { return text }
    let end = text[dot...].dropFirst().firstIndex { !$0.isNumber } ?? text.endIndex
    var number = text[..<end]
    while number.last == "0" { number.removeLast() }
    if number.last == "." { number.removeLast() }
    return String(number + text[end...])
  }

  /// "line 31: worst seed 7, during fault cut-eu" under what was not met.
  private func explanation(_ item: Judgement.Item) -> [Line] {
    var parts: [String] = []
    switch item.verdict {
    case .met: return []
    case .failed:
      if let worst = item.worstSeed, outcome.runs.count > 1 { parts.append("worst seed \(worst)") }
    case .undecided, .notJudged: parts.append(item.reason)
    }
    let place = item.rule.line > 0 ? "line \(item.rule.line)" : "--expect"
    let text = parts.isEmpty ? place : "\(place): " + parts.joined(separator: ", ")
    return text.wrapped(to: frame.width - 9).map { Line("         " + $0) }
  }
}

extension ExpectRule.Comparison {
  var sign: String {
    switch self {
    case .below: "<"
    case .above: ">"
    case .atMost: "<="
    case .atLeast: ">="
    }
  }
}

/// What was violated, in full.
struct ViolationLines {
  let judgement: Judgement
  let frame: Frame

  /// The first ten; the rest are counted.
  func lines() -> [Line] {
    var lines: [Line] = []
    for found in judgement.violations.prefix(10) {
      var line = Line()
      line.append("FAIL", .bad)
      line.append(
        "  \(found.violation.invariant)   seed \(found.seed)   at "
          + NumberText.fixed(found.violation.time, per: 1_000_000_000, decimals: 3) + " s")
      lines.append(line)
      lines += found.violation.text.wrapped(to: frame.width - 6).map { Line("      " + $0) }
    }
    let rest = judgement.violations.count - 10
    if rest > 0 { lines.append(Line("      and \(rest) more")) }
    return lines
  }
}
