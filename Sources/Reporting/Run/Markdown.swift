import Results
import Statistics

/// Reports as Markdown, for pages and pull requests.
struct Markdown {
  let options: ReportOptions

  /// The head, the summary and the expectations.
  func run(_ outcome: Outcome, _ judgement: Judgement) -> String {
    var text = "## \(Self.escaped(outcome.title.isEmpty ? outcome.name : outcome.title))\n\n"
    if !outcome.question.isEmpty { text += Self.escaped(outcome.question) + "\n\n" }
    text += "\(Self.escaped(outcome.summary)); \(outcome.seedsText), "
    text += "digest `\(outcome.digestText)`\n\n"
    let rows = Measure.rows(for: [outcome], options).compactMap { measure -> [String]? in
      let values = measure.values(of: outcome)
      guard let merged = values.merged else { return nil }
      let scale = measure.quantity.scale(for: [merged], unit: options.timeUnit)
      let interval = values.interval
      let spread =
        interval.map { "[\(scale.number($0.low)), \(scale.number($0.high))]" } ?? "-"
      return [measure.title, scale.text(merged), outcome.runs.count > 1 ? spread : "-"]
    }
    let title = outcome.runs.count >= 6 ? "95% CI" : "range, n<6"
    text += Self.table(["metric", "value", title], rows, right: [1])
    return text + expectations([outcome], [judgement])
  }

  /// The comparison table and the expectations.
  func compare(_ comparison: Comparison, _ judgements: [Judgement]) -> String {
    var text = ""
    for (index, outcome) in comparison.outcomes.enumerated() {
      text += "- \(letter(index)) **\(Self.escaped(outcome.name))** "
      text += Self.escaped(outcome.summary) + (index == 0 ? " (baseline)" : "") + "\n"
    }
    text += "\nseeds \(seedText(comparison.pairedSeeds)) paired\n\n"
    var titles = ["metric"]
    for index in comparison.outcomes.indices {
      titles.append("\(letter(index)) median")
      if index > 0 {
        titles += ["\(letter(index)) vs A", comparison.intervalTitle, "verdict"]
      }
    }
    let rows = comparison.rows.map { row in
      [row.measure.title, row.median(0)]
        + row.changes.enumerated().flatMap { index, change in
          [row.median(index + 1), change.text, change.interval, change.verdict.rawValue]
        }
    }
    let right = titles.indices.filter { titles[$0] != "verdict" && $0 > 0 }
    text += Self.table(titles, rows, right: Set(right))
    return text + expectations(comparison.outcomes, judgements)
  }

  private func expectations(_ outcomes: [Outcome], _ judgements: [Judgement]) -> String {
    var rows: [[String]] = []
    for (outcome, judgement) in zip(outcomes, judgements) {
      let table = ExpectTable(outcome: outcome, judgement: judgement, frame: Frame(options))
      rows += judgement.items.map { item in
        [item.word] + (outcomes.count > 1 ? [outcome.name] : []) + [table.subject(item)]
          + table.cells(item)
      }
    }
    guard !rows.isEmpty else { return "" }
    let titles =
      ["verdict"] + (outcomes.count > 1 ? ["scenario"] : [])
      + ["expectation", "limit", "actual", "seeds"]
    return "\n" + Self.table(titles, rows, right: [])
  }

  private static func table(_ titles: [String], _ rows: [[String]], right: Set<Int>) -> String {
    let rule = titles.indices.map { right.contains($0) ? "--:" : "---" }
    return ([titles, rule] + rows.map { $0.map(escaped) })
      .map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "|\\`*_<>".contains(character) { result.append("\\") }
      result.append(character.isNewline ? " " : character)
    }
    return result
  }
}
