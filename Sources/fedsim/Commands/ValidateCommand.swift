import Foundation
import Results
import ScenarioFormat

/// `fedsim validate`: everything that is wrong with scenario files, without simulating them.
struct ValidateCommand: Command {
  static let strict = Flag("--strict", "Let warnings fail too.")
  static let diagnostics = ValueOption<Diagnostic.Form>(
    oneOf: "--diagnostics <form>",
    "How stderr shows them: text, short ('file:line:column: error: ...') or json. (default: text)")
  static let printResolved = Flag(
    "--print-resolved", "Print each scenario as it would be run, defaults filled in.")

  static let spec = CommandSpec(
    name: "validate",
    summary: "Check scenario files without simulating.",
    overview: "Check scenario files without simulating.",
    usage: "[<options>] <scenario> ...",
    arguments: [
      .init(
        "<scenario>", "A JSON file, a folder of them, '-' for stdin, or 'builtin:<name>'.")
    ],
    count: 1...10_000,
    options: [
      SharedOptions.set.spec, strict.spec, diagnostics.spec, printResolved.spec,
    ],
    examples: ["fedsim validate scenarios --strict"])
  static let formats: [GlobalOptions.Format] = [.text, .json]

  private let arguments: [String]
  private let overrides: [String]
  private let isStrict: Bool
  private let form: Diagnostic.Form
  private let printsResolved: Bool

  init(_ parsed: ParsedArguments) throws(UsageError) {
    arguments = parsed.positional
    overrides = try parsed.all(SharedOptions.set)
    isStrict = parsed.isOn(Self.strict)
    form = try parsed.last(Self.diagnostics) ?? .text
    printsResolved = parsed.isOn(Self.printResolved)
    try SharedOptions.checkSingleStandardInput(parsed)
  }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    var status = ExitCode.done
    var lines: [String] = []
    var documents: [String] = []
    for source in try sources() {
      do throws(CommandFailure) {
        let bytes = try source.bytes(in: context.terminal)
        let result = source.read(bytes, overrides: overrides)
        status = worse(status, judge(result))
        show(result, of: source, in: context)
        lines.append(describe(result, of: source))
        documents.append(
          Diagnostic.render(
            result.diagnostics, of: source.name, as: .json, omitted: result.omittedErrors))
      } catch {
        status = worse(status, error.status)
        context.printError("Error: \(error.message)\n")
      }
    }
    try context.publish { format, _ in
      format == .json
        ? "[\(documents.joined(separator: ","))]\n" : lines.joined()
    }
    return status
  }

  private func sources() throws(CommandFailure) -> [ScenarioSource] {
    var sources: [ScenarioSource] = []
    for argument in arguments {
      if InputFile.isFolder(argument) {
        let files = try InputFile.files(in: argument, extensions: ["json", "jsonc"])
        sources += files.filter { !$0.hasSuffix(".schema.json") }.map(ScenarioSource.init)
      } else {
        sources.append(ScenarioSource(argument))
      }
    }
    return sources
  }

  private func judge(_ result: ReadResult) -> ExitCode {
    guard result.plan != nil else { return .badInput }
    return isStrict && !result.diagnostics.isEmpty ? .badInput : .done
  }

  private func worse(_ one: ExitCode, _ other: ExitCode) -> ExitCode {
    one.rawValue >= other.rawValue ? one : other
  }

  private func show(
    _ result: ReadResult, of source: ScenarioSource, in context: CommandContext
  ) {
    if result.diagnostics.isEmpty || context.options.format == .json { return }
    let errors = result.diagnostics.filter { $0.severity == .error }
    let shown = context.options.isQuiet ? errors : result.diagnostics
    context.printError(
      Diagnostic.render(
        shown, of: source.name, as: form, omitted: result.omittedErrors))
  }

  private func describe(_ result: ReadResult, of source: ScenarioSource) -> String {
    guard let plan = result.plan else { return "\(source.argument): not valid\n" }
    if printsResolved { return ResolvedPlan(plan: plan).text }
    let count = result.diagnostics.count
    let warnings = count == 0 ? "" : ", \(count) \(count == 1 ? "warning" : "warnings")"
    return "\(source.argument): valid\(warnings)\n"
  }
}
