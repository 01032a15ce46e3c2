import Results
import ScenarioFormat

/// `fedsim new`: a starter scenario, on standard output or in a new file.
struct NewCommand: Command {
  static let force = Flag("--force", "Overwrite the file of --output if it exists.")

  static let spec = CommandSpec(
    name: "new",
    summary: "Write a starter scenario.",
    overview: "Write a starter scenario to standard output, or with -o to a new file.",
    usage: "[<options>] <template>",
    arguments: [.init("<template>", "Name of a template; 'fedsim list templates' shows all.")],
    count: 1...1,
    options: [force.spec],
    examples: [
      "fedsim new three-regions > eu.json",
      "fedsim new three-regions -o eu.json",
    ])
  static let formats: [GlobalOptions.Format] = [.text, .json]

  private let template: Templates.Template
  private let mayOverwrite: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    let name = arguments.positional[0]
    guard let template = Templates.named(name) else {
      let guess = nearestName(to: name, among: Templates.all.map(\.name))
      let hint = guess.map { "Did you mean '\($0)'?" } ?? "See 'fedsim list templates'."
      throw arguments.error("No template is called '\(name)'. \(hint)")
    }
    self.template = template
    mayOverwrite = arguments.isOn(Self.force)
    if template.fileExtension == "jsonc", let path = try GlobalOptions(arguments).output,
      path.hasSuffix(".json")
    {
      throw arguments.error(
        "The template '\(name)' has comments; its file must end with .jsonc, such as '\(path)c'.")
    }
  }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    if let path = context.options.output, path != "-", !mayOverwrite {
      try OutputFile(path).checkAbsent()
    }
    try context.deliver(template.text)
    if let path = context.options.output, path != "-" {
      context.note("wrote '\(path)'; try 'fedsim run \(path)'")
    }
    return .done
  }
}
