import Results
import ScenarioFormat

/// Reads scenarios for commands that simulate them.
struct ScenarioLoader {
  let context: CommandContext
  let overrides: [String]

  /// The plans of all sources, or a failure after everything wrong in any of them was shown.
  func load(_ sources: [ScenarioSource]) throws(CommandFailure) -> [Plan] {
    var plans: [Plan] = []
    for source in sources {
      context.explain("reading \(source.argument)")
      let bytes = try source.bytes(in: context.terminal)
      if SavedResult.isOne(bytes) {
        throw CommandFailure(
          .badInput,
          "'\(source.argument)' is a saved result, not a scenario; 'fedsim compare' reads both.")
      }
      if let plan = show(source.read(bytes, overrides: overrides), of: source) {
        plans.append(plan)
      }
    }
    guard plans.count == sources.count else { throw CommandFailure(.badInput) }
    return plans
  }

  /// Shows what is wrong, and what is doubtful where no report on standard output will say it,
  /// and returns the plan if there is one.
  func show(_ result: ReadResult, of source: ScenarioSource) -> Plan? {
    let options = context.options
    let isSilent =
      result.plan != nil
      && (options.isQuiet || options.printsText && !options.isVerbose)
    if !isSilent, !result.diagnostics.isEmpty {
      context.printError(
        Diagnostic.render(
          result.diagnostics, of: source.name, as: .text, omitted: result.omittedErrors))
    }
    if result.plan == nil, result.diagnostics.isEmpty {
      context.printError("Error: '\(source.argument)' is not a scenario.\n")
    }
    return result.plan
  }
}
