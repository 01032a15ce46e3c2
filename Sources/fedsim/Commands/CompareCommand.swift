import Reporting
import Results
import ScenarioFormat

/// `fedsim compare`: scenarios or saved results side by side; the first is the baseline.
struct CompareCommand: Command {
  static let spec = CommandSpec(
    name: "compare",
    summary: "Put scenarios or saved results side by side.",
    overview: "Put scenarios or saved results side by side; first is the baseline.",
    usage: "[<options>] <baseline> <other> ...",
    arguments: [
      .init("<baseline> <other>", "Scenario files, saved results, or a mix; 2 to 4.")
    ],
    count: 2...4,
    options: [
      CompareOptions.baseline.spec, CompareOptions.seeds.spec, SharedOptions.set.spec,
      CompareOptions.metric.spec, CompareOptions.chart.spec, SimulationOptions.by.spec,
      CompareOptions.noise.spec, CompareOptions.failOn.spec, CompareOptions.allowMismatch.spec,
      CompareOptions.save.spec, SimulationOptions.export.spec, SimulationOptions.jobs.spec,
    ])

  private let sources: [ScenarioSource]
  private let own: CompareOptions
  private let shared: SimulationOptions
  private let outputs: OutputPlan

  init(_ parsed: ParsedArguments) throws(UsageError) {
    sources = parsed.positional.map(ScenarioSource.init)
    own = try CompareOptions(parsed)
    shared = try SimulationOptions(parsed, chart: CompareOptions.chart)
    let output = try GlobalOptions(parsed).output
    outputs = OutputPlan(paths: [output].compactMap { $0 } + shared.exports.map(\.path))
    try outputs.check(against: sources.filter(\.isFile).map(\.argument), parsed)
  }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    try outputs.checkCreatable()
    if let folder = own.saveFolder { try OutputFolder(folder).prepare() }
    let loader = ScenarioLoader(context: context, overrides: shared.overrides)
    let contenders = try baselineFirst(Contender.load(sources, loader))
    try checkLoads(contenders, in: context)
    let (outcomes, isInterrupted) = try simulate(contenders, in: context)
    let comparison = Comparison(
      outcomes: outcomes, rules: own.failOn, isInterrupted: isInterrupted)
    for (contender, outcome) in zip(contenders, outcomes) where contender.plan != nil {
      guard let folder = own.saveFolder else { break }
      let file = OutputFile("\(folder)/\(outcome.name).result.json")
      try file.write(
        RunReport.json(outcome, exitCode: isInterrupted ? .interrupted : nil))
    }
    try report(comparison, in: context)
    return comparison.exitCode
  }

  /// The sides with the one of `--baseline` first, the others in their order.
  private func baselineFirst(_ all: [Contender]) throws(CommandFailure) -> [Contender] {
    guard let wanted = own.baseline else { return all }
    guard
      let place = all.firstIndex(where: { $0.name == wanted })
        ?? all.firstIndex(where: { $0.argument == wanted })
    else {
      let problem = BadValue(wanted, noneOf: all.map(\.name))
      throw CommandFailure(.usage, "No scenario is called '\(wanted)'. \(problem.reason)")
    }
    var others = all
    return [others.remove(at: place)] + others
  }

  private func checkLoads(
    _ contenders: [Contender], in context: CommandContext
  ) throws(CommandFailure) {
    let sentences = LoadMismatch.sentences(contenders.map { $0.head(context.simulator) })
    if sentences.isEmpty { return }
    let list = sentences.map { "\n  \($0)" }.joined()
    if own.allowsMismatch {
      context.warn("the loads differ:\(list)")
    } else {
      throw CommandFailure(
        .badInput, "The loads differ; --allow-mismatch compares them all the same.\(list)")
    }
  }

  private func simulate(
    _ contenders: [Contender], in context: CommandContext
  ) throws(CommandFailure) -> ([Outcome], isInterrupted: Bool) {
    let plans = contenders.compactMap(\.plan)
    let seeds = seeds(of: contenders)
    if !plans.isEmpty {
      context.explain(
        "simulating \(plans.map(\.name).joined(separator: ", ")), \(seeds.count) seeds each, "
          + "\(shared.jobs) runs at a time")
    }
    let batch = Batch(plans, seeds: seeds, simulator: context.simulator)
    let yield = try Workbench(context: context, jobs: shared.jobs)
      .perform(batch, label: "compare", noun: "runs")
    if yield.isInterrupted {
      let complete = yield.runs.joined().count(where: \.isComplete)
      context.note("interrupted: \(complete) of \(batch.tasks.count) runs are complete")
      if yield.runs.contains(where: \.isEmpty) { throw CommandFailure(.interrupted) }
    }
    var simulated = zip(plans, yield.runs).map(context.simulator.outcome)[...]
    let outcomes = contenders.compactMap { contender in
      if case .saved(let outcome) = contender.origin { outcome } else { simulated.popFirst() }
    }
    return (outcomes, yield.isInterrupted)
  }

  /// Scenario files run under the seeds of the first saved result, so that seeds can be paired.
  private func seeds(of contenders: [Contender]) -> [UInt64] {
    if let seeds = own.seeds { return seeds.seeds }
    return contenders.compactMap(\.savedSeeds).first ?? CompareOptions.defaultSeeds.seeds
  }

  private func report(
    _ comparison: Comparison, in context: CommandContext
  ) throws(CommandFailure) {
    func render(_ format: GlobalOptions.Format, _ isFile: Bool) -> String {
      var options = context.reportOptions(isFile: isFile)
      (options.charts, options.by) = (shared.charts, shared.by)
      (options.noisePercent, options.metrics) = (own.noisePercent, own.metrics)
      return comparison.rendered(as: format, options)
    }
    for export in shared.exports {
      try OutputFile(export.path).write(render(export.format.documentFormat, true))
    }
    try context.publish(render)
    if context.options.isQuiet || context.options.format != .text {
      context.printError(comparison.failures)
    }
  }
}
