import Results

/// One start of the program: words in, an exit status out.
struct Invocation: Sendable {
  static let commands: [any Command.Type] = [
    RunCommand.self, CompareCommand.self, ValidateCommand.self, NewCommand.self, ListCommand.self,
    SchemaCommand.self, ConformanceCommand.self, TraceCommand.self, CalibrateCommand.self,
    ValidateElectionsCommand.self, CheckCommand.self, ReplayCommand.self, ExplainCommand.self,
    ExploreCommand.self,
    HelpCommand.self,
  ]

  static let root = CommandSpec(
    name: "", summary: "",
    overview: "Deterministic simulator of etcd-style Raft across regions, with a "
      + "Kubernetes-like federation layer on top.",
    usage: "<subcommand>",
    examples: [
      "fedsim new three-regions > eu.json         write a starter scenario",
      "fedsim run eu.json --seeds 1..32           simulate it under 32 seeds",
      "fedsim compare stretched.json federated.json",
    ])

  static var rootHelp: String { HelpText.rootPage(for: root, commands: commands.map { $0.spec }) }

  let terminal: Terminal
  let simulator: Simulator
  let interrupt: Interrupt

  func run(_ words: [String]) -> ExitCode {
    do throws(UsageError) {
      return try dispatch(words)
    } catch {
      _ = terminal.writeError(Array(error.text.utf8))
      return .usage
    }
  }

  private func dispatch(_ words: [String]) throws(UsageError) -> ExitCode {
    let specs = Self.commands.map { $0.spec }
    var leading = ArgumentParser(words[...], for: Self.root, others: specs)
    let (known, rest) = try leading.parseLeadingOptions()
    if known.isOn(GlobalOptions.help) { return answer(Self.rootHelp) }
    if known.isOn(GlobalOptions.version) { return answer(Tool.version + "\n") }
    guard let name = rest.first else {
      if words.isEmpty { return answer(Self.rootHelp) }
      throw Self.missingSubcommand
    }
    guard let command = Self.commands.first(where: { $0.spec.name == name }) else {
      throw Self.unknownSubcommand(name)
    }
    let arguments = rest.dropFirst()
    let options = arguments.prefix { $0 != "--" }
    if options.contains("--help") || options.contains("-h") {
      return answer(HelpText.page(for: command.spec))
    }
    if options.contains("--version") { return answer(Tool.version + "\n") }
    var parser = ArgumentParser(arguments, for: command.spec, known: known, others: specs)
    return try perform(command, parser.parseAll())
  }

  private func perform(
    _ type: any Command.Type, _ arguments: ParsedArguments
  ) throws(UsageError) -> ExitCode {
    let options = try GlobalOptions(arguments)
    if !type.formats.contains(options.format) {
      let problem = BadValue(options.format.rawValue, noneOf: type.formats.map(\.rawValue))
      throw arguments.invalid(
        options.format.rawValue, for: GlobalOptions.format.spec, because: problem)
    }
    let command = try type.init(arguments)
    let context = CommandContext(
      terminal: terminal, options: options, simulator: simulator, interrupt: interrupt)
    do throws(CommandFailure) {
      return try command.run(in: context)
    } catch {
      if !error.message.isEmpty { context.printError("Error: \(error.message)\n") }
      return error.status
    }
  }

  private func answer(_ text: String) -> ExitCode {
    switch terminal.writeOutput(Array(text.utf8)) {
    case .written: .done
    case .closed: .pipeClosed
    case .failed: .cannotWrite
    }
  }

  private static var missingSubcommand: UsageError {
    UsageError(message: "Missing expected argument '<subcommand>'.", spec: root)
  }

  private static func unknownSubcommand(_ name: String) -> UsageError {
    var hint = ""
    if let guess = nearestName(to: name, among: commands.map { $0.spec.name }) {
      hint = " Did you mean '\(guess)'?"
    } else if name.hasSuffix(".json") || name.hasSuffix(".jsonc") {
      hint = " Did you mean 'fedsim run \(name)'?"
    }
    return UsageError(message: "Unknown subcommand '\(name)'.\(hint)", spec: root)
  }
}
