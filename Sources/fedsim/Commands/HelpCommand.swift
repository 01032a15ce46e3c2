import Results

/// `fedsim help`: the page of a subcommand or topic.
struct HelpCommand: Command {
  static let topics: [(name: String, text: @Sendable () -> String)] = [
    ("exit-codes", exitCodes)
  ]

  static let spec = CommandSpec(
    name: "help",
    summary: "Show help for a subcommand or topic (exit-codes).",
    overview: "Show help for a subcommand or topic.",
    usage: "[<subcommand or topic>]",
    arguments: [
      .init("<subcommand or topic>", "Name of a subcommand, or exit-codes. (default: all)")
    ],
    count: 0...1)
  static let formats: [GlobalOptions.Format] = [.text]

  private let page: String

  init(_ arguments: ParsedArguments) throws(UsageError) {
    guard let name = arguments.positional.first else {
      page = Invocation.rootHelp
      return
    }
    if let command = Invocation.commands.first(where: { $0.spec.name == name }) {
      page = HelpText.page(for: command.spec)
    } else if let topic = Self.topics.first(where: { $0.name == name }) {
      page = topic.text()
    } else {
      let names = Invocation.commands.map { $0.spec.name } + Self.topics.map(\.name)
      let hint = nearestName(to: name, among: names).map { " Did you mean '\($0)'?" } ?? ""
      throw arguments.error("No subcommand or topic is called '\(name)'.\(hint)")
    }
  }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    try context.print(page)
    return .done
  }

  @Sendable private static func exitCodes() -> String {
    "EXIT CODES:\n"
      + ExitCode.allCases.map { status in
        let number = String(status.rawValue)
        let label = String(repeating: " ", count: 3 - number.count) + number
        return "  \(label)  " + HelpText.fold(status.meaning, indent: 7).dropFirst(7)
      }.joined()
      + "\nA failing conformance case counts as 1. Several verdicts: 2 beats 1, 1 beats 4.\n"
  }
}
