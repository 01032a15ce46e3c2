import Results
import ScenarioFormat

/// `fedsim schema`: the JSON Schema of a file format.
struct SchemaCommand: Command {
  enum Subject: String, CaseIterable, Sendable { case scenario, result }

  static let spec = CommandSpec(
    name: "schema",
    summary: "Print the JSON Schema of scenarios or results.",
    overview: "Print the JSON Schema of scenarios or results, for editors and checkers.",
    usage: "<scenario|result>",
    arguments: [.init("<scenario|result>", "Which format.")],
    count: 1...1,
    examples: ["fedsim schema scenario > fedsim-scenario.schema.json"])
  static let formats: [GlobalOptions.Format] = [.text, .json]

  private let subject: Subject

  init(_ arguments: ParsedArguments) throws(UsageError) {
    subject = try arguments.word(at: 0)
  }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    try context.deliver(text)
    return .done
  }

  private var text: String {
    switch subject {
    case .scenario: ScenarioSchema.jsonSchema
    case .result: ResultSchema.text
    }
  }
}
