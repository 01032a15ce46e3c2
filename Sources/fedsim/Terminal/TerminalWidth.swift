/// How many columns a report may use.
enum TerminalWidth {
  static let range = 40...200
  /// Where nothing says otherwise.
  static let standard = 80

  /// `--width`, else, on a terminal, `COLUMNS`, else its window, else 80; held within 40 to 200.
  ///
  /// A pipe or file always gets 80 columns, so that its bytes do not depend on who started it.
  static func decide(
    _ choice: Int?, for stream: Surroundings.Stream, in surroundings: Surroundings
  ) -> Int {
    if let choice { return hold(choice) }
    guard stream.isTerminal else { return standard }
    if let columns = surroundings.filled("COLUMNS").flatMap({ Int($0) }), columns > 0 {
      return hold(columns)
    }
    return hold(stream.columns ?? standard)
  }

  private static func hold(_ columns: Int) -> Int {
    min(max(columns, range.lowerBound), range.upperBound)
  }
}
