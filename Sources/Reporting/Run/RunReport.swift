import Results

/// The report of one scenario.
public enum RunReport {
  /// Everything for the eye, expectations last; ends with a line feed. `exitCode` is by default
  /// the judgement's, and for runs that are not complete `interrupted`.
  public static func text(
    _ outcome: Outcome, judgement: Judgement, options: ReportOptions, exitCode: ExitCode? = nil
  ) -> String {
    let frame = Frame(options)
    var blocks = [RunHead(outcome: outcome, frame: frame).lines()]
    blocks.append(StepLines(outcome: outcome, frame: frame).lines())
    for kind in options.charts ?? ChartKind.runDefault {
      blocks.append(chart(kind, outcome, judgement, frame))
    }
    blocks.append(SourceLines(outcome: outcome, frame: frame).lines())
    blocks.append(warnings(outcome, frame))
    blocks.append(ViolationLines(judgement: judgement, frame: frame).lines())
    blocks.append(ending([outcome], [judgement], exitCode, frame))
    return Renderer(options: options).text(joined(blocks))
  }

  private static func chart(
    _ kind: ChartKind, _ outcome: Outcome, _ judgement: Judgement, _ frame: Frame
  ) -> [Line] {
    switch kind {
    case .table, .summary: SummaryTable(outcome: outcome, frame: frame).lines()
    case .why: WhyBlock(frame: frame).lines(outcome)
    default: Charts(frame: frame).lines(kind, [outcome], [judgement])
    }
  }

  static func warnings(_ outcome: Outcome, _ frame: Frame) -> [Line] {
    outcome.warnings.flatMap { text in
      "warning: \(text)".wrapped(to: frame.width).map { Line($0) }
    }
  }

  /// Expectations, and the exit code where it is not 0.
  static func ending(
    _ outcomes: [Outcome], _ judgements: [Judgement], _ exitCode: ExitCode?, _ frame: Frame
  ) -> [Line] {
    var lines: [Line] = []
    for (outcome, judgement) in zip(outcomes, judgements) {
      lines += ExpectTable(
        outcome: outcome, judgement: judgement, frame: frame,
        name: outcomes.count > 1 ? outcome.name : nil
      ).lines()
    }
    let code = exitCode ?? standard(outcomes, judgements)
    if code != .done { lines.append(Line("exit \(code.rawValue)", .bad)) }
    return lines
  }

  /// What the judgements say, unless a run was cut short.
  static func standard(_ outcomes: [Outcome], _ judgements: [Judgement]) -> ExitCode {
    outcomes.allSatisfy { $0.runs.allSatisfy(\.isComplete) }
      ? ExitCode.combined(judgements.map(\.exitCode)) : .interrupted
  }

  /// Tidy rows with a header and a unit column, one number a row.
  public static func csv(_ outcome: Outcome) -> String { TidyRows.csv([outcome]) }

  /// The result file.
  public static func json(_ outcome: Outcome, exitCode: ExitCode? = nil) -> String {
    String(decoding: ResultFile.encode(outcome, exitCode: exitCode), as: UTF8.self)
  }

  /// The summary and the expectations as tables.
  public static func markdown(
    _ outcome: Outcome, judgement: Judgement, options: ReportOptions
  ) -> String { Markdown(options: options).run(outcome, judgement) }
}
