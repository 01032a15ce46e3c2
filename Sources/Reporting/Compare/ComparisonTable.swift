import Results
import Statistics

/// The comparison as a table: 80 columns show medians, ratios, their interval and a verdict; 120
/// columns add the interval of each side and the expectation that a row serves.
struct ComparisonTable {
  let comparison: Comparison
  let judgements: [Judgement]
  let frame: Frame

  private var isPair: Bool { comparison.outcomes.count == 2 }

  func lines() -> [Line] {
    guard !comparison.rows.isEmpty else { return ["no metric has data"] }
    var table = Table(columns: columns)
    table.rows = comparison.rows.map(cells)
    return table.lines(in: frame.width) + legend
  }

  private var columns: [Table.Column] {
    var columns = [Table.Column(title: "metric", alignment: .left)]
    for index in comparison.outcomes.indices {
      columns.append(
        Table.Column(
          title: "\(letter(index)) median", preferred: isPair ? (index == 0 ? 10 : 11) : 9,
          gap: frame.isWide && isPair && index > 0 ? 2 : 1, style: .series(index)))
      if frame.isWide {
        columns.append(
          Table.Column(
            title: "[\(sideTitle)]", alignment: .left, preferred: isPair ? 14 : 0,
            priority: isPair ? 5 : 8, note: "\(sideTitle) of each side"))
      }
      if index > 0 && !isPair { columns += changeColumns(index) }
    }
    if isPair { columns += changeColumns(1) }
    if frame.isWide && hasExpectations {
      columns.append(
        Table.Column(title: "expect", alignment: .left, preferred: isPair ? 6 : 0, priority: 4))
    }
    return columns
  }

  /// What the brackets of one side hold.
  private var sideTitle: String { comparison.intervalTitle }

  private func changeColumns(_ index: Int) -> [Table.Column] {
    [
      Table.Column(
        title: isPair ? "\(letter(index)) vs A" : "vs A", preferred: 7),
      Table.Column(
        title: isPair && !frame.isWide ? comparison.intervalTitle : "[\(comparison.intervalTitle)]",
        alignment: .left, preferred: isPair ? 12 : 0, gap: isPair ? 2 : 1,
        priority: isPair ? 6 : 7, note: "\(comparison.intervalTitle) of ratios"),
      Table.Column(title: "verdict", alignment: .left, preferred: 7, priority: 3),
    ]
  }

  private func cells(_ row: Comparison.Row) -> [Table.Cell] {
    var cells = [Table.Cell(row.measure.title)]
    for index in comparison.outcomes.indices {
      cells.append(Table.Cell(row.median(index)))
      if frame.isWide { cells.append(Table.Cell(row.interval(index))) }
      if index > 0 && !isPair { cells += changeCells(row, index) }
    }
    if isPair { cells += changeCells(row, 1) }
    if frame.isWide && hasExpectations { cells.append(expectation(row.measure)) }
    return cells
  }

  private func changeCells(_ row: Comparison.Row, _ index: Int) -> [Table.Cell] {
    let change = row.changes[index - 1]
    let style = change.verdict.style
    return [
      Table.Cell(change.text), Table.Cell(change.interval),
      Table.Cell(change.verdict.rawValue, style),
    ]
  }

  private var hasExpectations: Bool { judgements.contains { !$0.items.isEmpty } }

  /// Verdict of the first rule on the same number, the last outcome's before the others'.
  private func expectation(_ measure: Measure) -> Table.Cell {
    for judgement in judgements.reversed() {
      let served = judgement.items.first { item in
        item.rule.subject == .metric(measure.metric, measure.statistic)
          && item.rule.filter == measure.filter && item.rule.window == nil
      }
      if let served { return Table.Cell(served.word, served.style) }
    }
    return Table.Cell("")
  }

  private var legend: [Line] {
    let other = isPair ? "B" : "it"
    let spread = comparison.pairedSeeds.count >= Interval.least ? "CI" : "range"
    return folded(
      [
        "÷n: \(other) is n times lower", "×n: n times higher",
        "~: \(spread) of the ratio contains 1",
      ], to: frame.width)
  }
}
