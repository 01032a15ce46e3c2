import Results

/// A subcommand: a table of what it takes, and what it does.
protocol Command: Sendable {
  static var spec: CommandSpec { get }
  /// The forms of `--format` that it can give; the first is that of plain text.
  static var formats: [GlobalOptions.Format] { get }

  /// Takes the values out of a parsed command line, and refuses those that do not fit together.
  init(_ arguments: ParsedArguments) throws(UsageError)

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode
}

extension Command {
  static var formats: [GlobalOptions.Format] { GlobalOptions.Format.allCases }
}
