import Results

/// The report of one scenario.
public enum RunReport {
  /// Everything for the eye, expectations last; ends with a line feed.
  public static func text(
    _ outcome: Outcome, judgement: Judgement, options: ReportOptions
  ) -> String {
    outcome.title + "\n"
  }

  /// Tidy rows with a header and a unit column, one number a row.
  public static func csv(_ outcome: Outcome) -> String { "" }

  /// The result file.
  public static func json(_ outcome: Outcome, exitCode: ExitCode? = nil) -> String {
    String(decoding: ResultFile.encode(outcome, exitCode: exitCode), as: UTF8.self)
  }

  /// The summary and the expectations as tables.
  public static func markdown(
    _ outcome: Outcome, judgement: Judgement, options: ReportOptions
  ) -> String { "" }
}
