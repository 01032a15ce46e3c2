import Reporting
import Results
import ScenarioFormat

/// `fedsim run`: simulates scenarios, reports, and judges their expectations.
struct RunCommand: Command {
  static let seed = ValueOption<UInt64>(
    "--seed <n>", "One seed, 0 to 2^53-1. (default: the file's, else 1)",
    read: SeedRange.readSeed)
  static let seeds = ValueOption<SeedRange>(
    "--seeds <a..b>", "Several seeds, merged, with 95% intervals.", read: SeedRange.read)
  static let expect = ValueOption<String>(
    "--expect <rule>", "Add 'client.write.latency p99 < 250ms', or 'none'. (repeatable)",
    read: readExpect)
  static let chart = SimulationOptions.chart(
    ChartKind.allCases.filter { $0 != .table }, standard: ChartKind.runDefault)
  static let save = ValueOption<String>(
    "--save <file>", "Save the whole result, for 'fedsim compare'.")
  static let failFast = Flag("--fail-fast", "Stop at the first seed that fails.")

  static let spec = CommandSpec(
    name: "run",
    summary: "Simulate scenarios, print a report, judge 'expect'.",
    overview: "Simulate scenarios, print a report and judge their expectations.",
    usage: "[<options>] <scenario> ...",
    arguments: [.init("<scenario>", "A JSON file, '-' for stdin, or 'builtin:<name>'.")],
    count: 1...1_000,
    options: [
      seed.spec, seeds.spec, SharedOptions.set.spec, expect.spec, chart.spec,
      SimulationOptions.by.spec, save.spec, SimulationOptions.export.spec,
      SimulationOptions.jobs.spec, failFast.spec,
    ])

  private let sources: [ScenarioSource]
  private let seeds: SeedRange?
  private let expectations: [String]
  private let shared: SimulationOptions
  private let savePath: String?
  private let isFailFast: Bool
  private let outputs: OutputPlan

  init(_ parsed: ParsedArguments) throws(UsageError) {
    sources = parsed.positional.map(ScenarioSource.init)
    let single = try parsed.last(Self.seed)
    let several = try parsed.last(Self.seeds)
    if single != nil, several != nil {
      throw parsed.error("'--seed' and '--seeds' exclude each other.")
    }
    seeds = several ?? single.map { SeedRange($0, $0) }
    expectations = try parsed.all(Self.expect)
    shared = try SimulationOptions(parsed, chart: Self.chart)
    savePath = try parsed.last(Self.save)
    isFailFast = parsed.isOn(Self.failFast)
    let globals = try GlobalOptions(parsed)
    outputs = OutputPlan(
      paths: [globals.output, savePath].compactMap { $0 } + shared.exports.map(\.path))
    try outputs.check(against: sources.filter(\.isFile).map(\.argument), parsed)
    let isDocument = globals.format == .json || globals.format == .csv
    if sources.count > 1, isDocument || !outputs.paths.isEmpty {
      throw parsed.error(
        "--format json and csv, --output, --save and --export take one scenario each.")
    }
  }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    try outputs.checkCreatable()
    let loader = ScenarioLoader(context: context, overrides: shared.overrides)
    let plans = try withExpectations(loader.load(sources), in: context)
    var codes: [ExitCode] = []
    for (number, plan) in plans.enumerated() {
      if number > 0, !context.options.isQuiet { try context.print("\n") }
      let (code, isInterrupted) = try simulate(plan, in: context)
      if isInterrupted { return .interrupted }
      codes.append(code)
      if isFailFast, code != .done, number + 1 < plans.count {
        context.note("--fail-fast: the scenarios after \(plan.name) were not simulated")
        break
      }
    }
    return ExitCode.combined(codes)
  }

  /// The plans with the expectations of the command line.
  private func withExpectations(
    _ plans: [Plan], in context: CommandContext
  ) throws(CommandFailure) -> [Plan] {
    let complete = plans.compactMap { plan in
      Self.apply(expectations, to: plan) { diagnostics in
        context.printError(Diagnostic.render(diagnostics, of: plan.name))
      }
    }
    guard complete.count == plans.count else { throw CommandFailure(.badInput) }
    return complete
  }

  private func simulate(
    _ plan: Plan, in context: CommandContext
  ) throws(CommandFailure) -> (ExitCode, isInterrupted: Bool) {
    let range = seeds ?? SeedRange(plan.seed, plan.seed)
    context.explain("simulating \(plan.name), seeds \(range.text), \(shared.jobs) at a time")
    let simulator = context.simulator
    let stopsEarly = isFailFast
    let batch = Batch([plan], seeds: range.seeds, simulator: simulator) { plan, result in
      stopsEarly && Self.fails(simulator.outcome(plan, [result]))
    }
    let yield = try Workbench(context: context, jobs: shared.jobs)
      .perform(batch, label: "run \(plan.name)", noun: "seeds")
    let runs = yield.runs[0]
    say(runs, of: range, yield.isInterrupted, in: context)
    if runs.isEmpty { throw CommandFailure(.interrupted) }
    let outcome = simulator.outcome(plan, runs)
    let judgement = Judgement(outcome)
    let code = yield.isInterrupted ? .interrupted : judgement.exitCode
    try report(outcome, judgement, code, in: context)
    return (code, yield.isInterrupted)
  }

  /// Whether one seed alone decides that the scenario fails.
  private static func fails(_ outcome: Outcome) -> Bool {
    let judgement = Judgement(outcome)
    return !judgement.violations.isEmpty
      || judgement.items.contains {
        $0.isError && $0.verdict == .failed && $0.rule.hold == .everySeed
      }
  }

  private func say(
    _ runs: [RunResult], of range: SeedRange, _ isInterrupted: Bool, in context: CommandContext
  ) {
    let asked = range.seeds.count
    if isInterrupted {
      let complete = runs.count(where: \.isComplete)
      context.note(
        "interrupted: \(complete) of \(asked) seeds are complete"
          + (runs.count > complete ? ", \(runs.count - complete) in part" : ""))
    } else if runs.count < asked, let last = runs.last {
      context.note("--fail-fast: seed \(last.seed) failed; later seeds were not simulated")
    }
  }

  private func report(
    _ outcome: Outcome, _ judgement: Judgement, _ code: ExitCode, in context: CommandContext
  ) throws(CommandFailure) {
    func render(_ format: GlobalOptions.Format, _ isFile: Bool) -> String {
      var options = context.reportOptions(isFile: isFile)
      (options.charts, options.by) = (shared.charts, shared.by)
      return switch format {
      case .text:
        RunReport.text(outcome, judgement: judgement, options: options, exitCode: code)
      case .json: RunReport.json(outcome, exitCode: code)
      case .csv: RunReport.csv(outcome)
      case .markdown: RunReport.markdown(outcome, judgement: judgement, options: options)
      }
    }
    if let savePath { try OutputFile(savePath).write(RunReport.json(outcome, exitCode: code)) }
    for export in shared.exports {
      try OutputFile(export.path).write(render(export.format.documentFormat, true))
    }
    try context.publish(render)
  }
}
