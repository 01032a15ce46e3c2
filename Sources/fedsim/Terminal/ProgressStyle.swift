/// How progress is shown on standard error.
enum ProgressStyle: Sendable, Hashable {
  /// One line, drawn over and over.
  case redraw
  /// A whole line at each quarter.
  case plain
  /// A JSON object a line.
  case json
  case none

  /// Nothing unless standard error is a terminal or the user asked for lines; never a redrawn line
  /// on a dumb terminal. Forcing colour does not count as asking.
  static func decide(
    _ choice: ProgressChoice, isAccessible: Bool, isQuiet: Bool, in surroundings: Surroundings
  ) -> ProgressStyle {
    if isQuiet { return .none }
    switch choice {
    case .never: return .none
    case .plain: return .plain
    case .json: return .json
    case .auto: break
    }
    guard surroundings.error.isTerminal else { return .none }
    if isAccessible || surroundings.filled("ACCESSIBLE") != nil { return .plain }
    return surroundings.variables["TERM"] == "dumb" ? .none : .redraw
  }
}
