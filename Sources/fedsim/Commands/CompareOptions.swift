import Reporting
import Results

/// What `fedsim compare` takes.
struct CompareOptions: Sendable {
  /// Seeds of scenario files unless told otherwise: enough for a 95% interval of a median (six),
  /// few enough to be waited for.
  static let defaultSeeds = SeedRange(1, 8)

  static let baseline = ValueOption<String>(
    "--baseline <name>", "Use another one as the baseline.")
  static let seeds = ValueOption<SeedRange>(
    "--seeds <a..b>",
    "Seeds for the scenario files. (default: a saved result's, else \(defaultSeeds.text))",
    read: SeedRange.read)
  static let metric = ValueOption<[Metric]>(
    "--metric <list>", "Rows to show. (default: those that have something to say)"
  ) { text throws(BadValue) in
    try readList(text, MetricReference.readMetric)
  }
  static let chart = SimulationOptions.chart(
    ChartKind.allCases.filter { $0 != .summary }, standard: ChartKind.compareDefault)
  static let noise = ValueOption<Int>(
    "--noise <percent>", "Call smaller changes 'same'. (default: 0)"
  ) { text throws(BadValue) in
    let number = text.hasSuffix("%") ? String(text.dropLast()) : text
    guard let percent = Int(number), (0...1_000).contains(percent) else {
      throw BadValue("It must be a whole number of per cent, 0 to 1000.")
    }
    return percent
  }
  static let failOn = ValueOption<FailOnRule>(
    "--fail-on <rule>", "Exit 1 when a rule holds: 'write.p99 worse 5%' (repeatable)",
    read: FailOnRule.read)
  static let allowMismatch = Flag(
    "--allow-mismatch", "Compare although load or duration differ.")
  static let save = ValueOption<String>(
    "--save <folder>", "Save each simulated result as <folder>/<name>.result.json.")

  var baseline: String?
  var seeds: SeedRange?
  var metrics: [Metric]?
  var noisePercent: Int
  var failOn: [FailOnRule]
  var allowsMismatch: Bool
  var saveFolder: String?

  init(_ parsed: ParsedArguments) throws(UsageError) {
    baseline = try parsed.last(Self.baseline)
    seeds = try parsed.last(Self.seeds)
    let lists = try parsed.all(Self.metric)
    metrics = lists.isEmpty ? nil : lists.flatMap { $0 }
    noisePercent = try parsed.last(Self.noise) ?? 0
    failOn = try parsed.all(Self.failOn)
    allowsMismatch = parsed.isOn(Self.allowMismatch)
    saveFolder = try parsed.last(Self.save)
  }
}
