/// All that is wrong with a text that was to be a matrix of round trips, by position.
public struct RoundTripMatrixError: Error, Sendable, Hashable {
  /// One thing that is wrong.
  public struct Problem: Sendable, Hashable {
    /// From 1.
    public let line: Int
    /// In characters, from 1.
    public let column: Int
    /// What is wrong, as a sentence without a full stop.
    public let message: String
    /// What would be right.
    public let expected: String
    /// What was probably meant, ready to be written in its place; when there is a guess.
    public let suggestion: String?
  }

  /// Reading stops at this many problems.
  public static let maximumProblems = 20

  /// At least one, at most `maximumProblems`.
  public let problems: [Problem]
}

extension RoundTripMatrixError.Problem: CustomStringConvertible {
  /// `3:8: "12,5" has a decimal comma; expected a decimal point; did you mean "12.5"?`
  public var description: String {
    let help = suggestion.map { "; did you mean \"\($0)\"?" } ?? ""
    return "\(line):\(column): \(message); expected \(expected)\(help)"
  }
}
