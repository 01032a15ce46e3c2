import Calibration
import Experiments
import Reporting
import Results
import ScenarioFormat

/// `fedsim calibrate`: measurements of a real etcd beside their simulation.
struct CalibrateCommand: Command {
  static let trials = ValueOption<Int>(
    "--trials <n>", "Failovers to simulate for each file that has some. (default: 1000)"
  ) { text throws(BadValue) in
    guard let trials = Int(text), (1...100_000).contains(trials) else {
      throw BadValue("It must be a whole number from 1 to 100000.")
    }
    return trials
  }
  static let seed = ValueOption<UInt64>(
    "--seed <n>", "One seed, 0 to 2^53-1. (default: 1)", read: SeedRange.readSeed)
  static let preset = ValueOption<String>(
    "--preset <name>", "The machine to simulate: a group preset. (default: etcd-3.5-small)"
  ) { text throws(BadValue) in
    guard MachinePlan.preset(text) != nil else {
      throw BadValue("There is no such preset; 'fedsim list presets' names them.")
    }
    return text
  }
  static let set = ValueOption<String>(
    "--set <name=time>", "Change a time of the machine: --set message=40us (repeatable)"
  ) { text throws(BadValue) in
    let names = MachinePlan.times.map(\.name)
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, names.contains(parts[0]) else {
      throw BadValue(parts.first ?? "", noneOf: names)
    }
    guard MachinePlan().setting(parts[0], to: parts[1]) != nil else {
      throw BadValue("A time has a unit and is at most 1s, such as 40us.")
    }
    return text
  }
  static let fit = Flag(
    "--fit", "Search the machine's times that fit best, and print them as \"processing\".")
  static let evaluations = ValueOption<Int>(
    "--evaluations <n>", "Machines that a fit tries at most. (default: \(MachineFit.usualLimit))"
  ) { text throws(BadValue) in
    guard let count = Int(text), (1...100_000).contains(count) else {
      throw BadValue("It must be a whole number from 1 to 100000.")
    }
    return count
  }
  static let threads = ValueOption<Int>(
    "--threads <n>", "Runs at the same time; output never changes. (default: the processors)"
  ) { text throws(BadValue) in try SimulationOptions.jobs.read(text) }

  static let spec = CommandSpec(
    name: "calibrate",
    summary: "Hold simulations against measurements of a real etcd.",
    overview: "Simulate what each measurement file describes, and print measured beside "
      + "simulated: latencies, throughput, failovers, elections. Rows outside of their floor end "
      + "with '*'; with any the exit code is 1.",
    usage: "[<options>] <measurement> ...",
    arguments: [.init("<measurement>", "A JSON file, a folder of them, or '-' for stdin.")],
    count: 1...10_000,
    options: [
      trials.spec, seed.spec, preset.spec, set.spec, fit.spec, evaluations.spec, threads.spec,
    ],
    examples: ["fedsim calibrate measurements/ --trials 200"],
    note: "The last line counts rows outside of their floors ('K of N': K outside, of N judged). "
      + "p50: puts and reads within 3% or 0.7 ms where they take 10 ms or more, with p90 within "
      + "5% or 1.5 ms, below that within 25% or 1 ms; watch events within 2% or 0.6 ms; the "
      + "median error, of puts and reads from 10 ms, below 1%. throughput: ops/s within 10%, "
      + "from 16 clients and 10 ms, where the machine was less than 85% busy. failover: the time "
      + "to the first write not told apart at 1% (exact Kolmogorov-Smirnov test); the share of "
      + "split votes within the 99% interval of the measured. elections: leaders elected in quiet "
      + "and at cold start within a factor of 1.3; leader transfer within a heartbeat. "
      + "The format of the files stands in scenarios/README.md.")
  static let formats: [GlobalOptions.Format] = [.text, .json]

  private let arguments: [String]
  private let trialCount: Int
  private let seed: UInt64
  private let preset: String
  private let changes: [String]
  private let isFitting: Bool
  private let evaluations: Int
  private let jobs: Int

  init(_ parsed: ParsedArguments) throws(UsageError) {
    arguments = parsed.positional
    trialCount = try parsed.last(Self.trials) ?? 1_000
    seed = try parsed.last(Self.seed) ?? 1
    preset = try parsed.last(Self.preset) ?? "etcd-3.5-small"
    changes = try parsed.all(Self.set)
    isFitting = parsed.isOn(Self.fit)
    evaluations = try parsed.last(Self.evaluations) ?? MachineFit.usualLimit
    jobs = try parsed.last(Self.threads) ?? Workbench.defaultJobs
    try SharedOptions.checkSingleStandardInput(parsed)
  }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    let machine = changes.reduce(MachinePlan.preset(preset) ?? MachinePlan()) { machine, change in
      let parts = change.split(separator: "=", maxSplits: 1).map(String.init)
      return parts.count == 2 ? machine.setting(parts[0], to: parts[1]) ?? machine : machine
    }
    let models = try measurements(in: context).map { Model($0, machine: machine) }
    let work = CalibrationWork(seed: seed, jobs: jobs, context: context)
    if isFitting {
      var search = FitWork(work, limit: evaluations)
      let fit = try search.perform(models)
      try context.deliver(fit.text)
      context.note(fit.summary)
      return fit.isInterrupted ? .interrupted : .done
    }
    let reports = try work.reports(models, trials: trialCount)
    let totals = CalibrationTotals(reports)
    try context.publish { format, isFile in
      if format == .json { return CalibrationDocument.text(reports, totals) }
      let text = CalibrationText(isColored: context.reportOptions(isFile: isFile).color)
      return reports.map { text.text($0) + "\n" }.joined() + text.closing(totals)
    }
    return totals.holds ? .done : .expectationFailed
  }

  private func measurements(
    in context: CommandContext
  ) throws(CommandFailure) -> [ClusterMeasurement] {
    var paths: [String] = []
    for argument in arguments {
      paths +=
        InputFile.isFolder(argument)
        ? try InputFile.files(in: argument, extensions: ["json"])
          .filter { !$0.dropFirst(argument.count + 1).contains("/") } : [argument]
    }
    var measurements: [ClusterMeasurement] = []
    for path in paths {
      let bytes = try InputFile.read(path, in: context.terminal)
      let result = MeasurementReader.read(bytes: bytes, name: path == "-" ? "<stdin>" : path)
      let errors = result.diagnostics.filter { $0.severity == .error }
      let shown = context.options.isQuiet ? errors : result.diagnostics
      context.printError(
        Diagnostic.render(shown, of: path, as: .text, omitted: result.omittedErrors))
      if let measurement = result.measurement { measurements.append(measurement) }
    }
    guard measurements.count == paths.count, !paths.isEmpty else {
      throw CommandFailure(.badInput)
    }
    return measurements
  }
}
