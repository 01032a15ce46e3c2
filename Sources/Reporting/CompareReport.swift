import Results

/// The report of two to four scenarios side by side; the first is the baseline.
public enum CompareReport {
  /// Everything for the eye, expectations last; ends with a line feed. `judgements` is what
  /// `Judgement.comparing` gives for the same outcomes.
  public static func text(
    _ outcomes: [Outcome], judgements: [Judgement], options: ReportOptions
  ) -> String {
    outcomes.map(\.title).joined(separator: "\n") + "\n"
  }

  /// Tidy rows with a header and a unit column, one number a row.
  public static func csv(_ outcomes: [Outcome], options: ReportOptions) -> String { "" }

  /// The comparison table and the expectations as one document.
  public static func json(
    _ outcomes: [Outcome], judgements: [Judgement], options: ReportOptions
  ) -> String { "{}" }

  /// The comparison table.
  public static func markdown(
    _ outcomes: [Outcome], judgements: [Judgement], options: ReportOptions
  ) -> String { "" }
}
