/// Whether and how a stream is coloured.
enum TerminalColor: Sendable, Hashable {
  case none, sixteen, twoHundredFiftySix

  /// `--color` beats `NO_COLOR` (https://no-color.org) beats `CLICOLOR_FORCE` and `FORCE_COLOR`
  /// beats `CLICOLOR=0` and `TERM=dumb` (https://bixense.com/clicolors) beats whether it is a
  /// terminal. The mono theme has no colours.
  static func decide(
    _ choice: When, theme: Theme, for stream: Surroundings.Stream, in surroundings: Surroundings
  ) -> TerminalColor {
    guard theme != .mono, isOn(choice, for: stream, in: surroundings) else { return .none }
    return depth(in: surroundings)
  }

  private static func isOn(
    _ choice: When, for stream: Surroundings.Stream, in surroundings: Surroundings
  ) -> Bool {
    switch choice {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if surroundings.filled("NO_COLOR") != nil { return false }
    for name in ["CLICOLOR_FORCE", "FORCE_COLOR"] {
      if let value = surroundings.filled(name), value != "0" { return true }
    }
    if surroundings.variables["CLICOLOR"] == "0" || surroundings.variables["TERM"] == "dumb" {
      return false
    }
    return stream.isTerminal
  }

  /// Sixteen colours for the terminals known to have no more.
  private static func depth(in surroundings: Surroundings) -> TerminalColor {
    guard surroundings.filled("COLORTERM") == nil else { return .twoHundredFiftySix }
    let small = ["linux", "ansi", "cygwin", "xterm", "screen", "rxvt"]
    let terminal = surroundings.variables["TERM"] ?? ""
    let isSmall = small.contains(terminal) || terminal.hasPrefix("vt")
    return isSmall ? .sixteen : .twoHundredFiftySix
  }
}
