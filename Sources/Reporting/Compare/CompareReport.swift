import Results

/// The report of two to four scenarios side by side; the first is the baseline.
public enum CompareReport {
  /// Everything for the eye, expectations last; ends with a line feed. `judgements` is what
  /// `Judgement.comparing` gives for the same outcomes; `exitCode` is by default theirs, and for
  /// runs that are not complete `interrupted`.
  public static func text(
    _ outcomes: [Outcome], judgements: [Judgement], options: ReportOptions,
    exitCode: ExitCode? = nil
  ) -> String {
    let frame = Frame(options)
    let comparison = Comparison(outcomes, options)
    var blocks: [[Line]] = []
    let head = CompareHead(comparison: comparison, frame: frame).lines()
    let kinds = options.charts ?? ChartKind.compareDefault
    for (index, kind) in kinds.enumerated() {
      var lines = chart(kind, comparison, judgements, frame)
      if index == 0, kind == .table { lines = head + lines }
      if index == 0, kind != .table { blocks.append(head) }
      blocks.append(lines)
    }
    if kinds.isEmpty { blocks.append(head) }
    blocks.append(Conclusion(comparison: comparison, frame: frame).lines())
    blocks.append(
      outcomes.enumerated().flatMap { index, outcome in
        outcome.warnings.flatMap { text in
          "warning: \(letter(index)) \(text)".wrapped(to: frame.width).map { Line($0) }
        }
      })
    blocks.append(
      judgements.flatMap { ViolationLines(judgement: $0, frame: frame).lines() })
    blocks.append(RunReport.ending(outcomes, judgements, exitCode, frame))
    return Renderer(options: options).text(joined(blocks))
  }

  private static func chart(
    _ kind: ChartKind, _ comparison: Comparison, _ judgements: [Judgement], _ frame: Frame
  ) -> [Line] {
    let outcomes = comparison.outcomes
    switch kind {
    case .table:
      let table = ComparisonTable(
        comparison: comparison, judgements: judgements, frame: frame
      ).lines()
      return outcomes.contains(where: \.hasFailures) ? table + frame.failureNote : table
    case .summary:
      return joined(
        outcomes.enumerated().map { index, outcome in
          [Line("\(letter(index)) \(outcome.name)", .series(index))]
            + SummaryTable(outcome: outcome, frame: frame).lines()
        })
    case .why: return WhyBlock(frame: frame).lines(outcomes)
    default: return Charts(frame: frame).lines(kind, outcomes, judgements)
    }
  }

  /// Tidy rows with a header and a unit column, one number a row.
  public static func csv(_ outcomes: [Outcome]) -> String { TidyRows.csv(outcomes) }

  /// The comparison table and the expectations as one document; `exitCode` as in the text.
  public static func json(
    _ outcomes: [Outcome], judgements: [Judgement], options: ReportOptions,
    exitCode: ExitCode? = nil
  ) -> String {
    CompareDocument(
      comparison: Comparison(outcomes, options), judgements: judgements,
      exitCode: exitCode ?? RunReport.standard(outcomes, judgements)
    ).text
  }

  /// The comparison table and the expectations.
  public static func markdown(
    _ outcomes: [Outcome], judgements: [Judgement], options: ReportOptions
  ) -> String {
    Markdown(options: options).compare(Comparison(outcomes, options), judgements)
  }
}
