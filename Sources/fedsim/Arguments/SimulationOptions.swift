import Reporting
import Results

/// What `run` and `compare` have in common.
struct SimulationOptions: Sendable {
  static let export = ValueOption<Export>(
    "--export <fmt=file>", "Also write csv, json or markdown: --export csv=out.csv (repeatable)",
    read: Export.read)
  static let jobs = ValueOption<Int>(
    "--jobs <n>", "Seeds run in parallel; output never changes. (default: the processors)"
  ) { text throws(BadValue) in
    guard let jobs = Int(text), (1...256).contains(jobs) else {
      throw BadValue("It must be a whole number from 1 to 256.")
    }
    return jobs
  }
  static let by = ValueOption<LabelName>(
    oneOf: "--by <label>",
    "Split rows by \(LabelName.allCases.map(\.rawValue).joined(separator: ", ")).")

  /// The option `--chart` of a command that can draw `kinds`.
  static func chart(_ kinds: [ChartKind], standard: [ChartKind]) -> ValueOption<[ChartKind]> {
    let names = kinds.map(\.rawValue)
    return ValueOption<[ChartKind]>(
      "--chart <list>",
      "\(names.joined(separator: ", ")), all or none. "
        + "(default: \(standard.map(\.rawValue).joined(separator: ",")))"
    ) { text throws(BadValue) in
      if text == "all" { return kinds }
      if text == "none" { return [] }
      return try readList(text) { word throws(BadValue) in
        guard let kind = kinds.first(where: { $0.rawValue == word }) else {
          throw BadValue(word, noneOf: names + ["all", "none"])
        }
        return kind
      }
    }
  }

  var overrides: [String]
  var exports: [Export]
  var jobs: Int
  var by: LabelName?
  /// nil for the command's own choice.
  var charts: [ChartKind]?

  init(
    _ parsed: ParsedArguments, chart: ValueOption<[ChartKind]>
  ) throws(UsageError) {
    overrides = try parsed.all(SharedOptions.set)
    exports = try parsed.all(Self.export)
    jobs = try parsed.last(Self.jobs) ?? Workbench.defaultJobs
    by = try parsed.last(Self.by)
    let lists = try parsed.all(chart)
    charts = lists.isEmpty ? nil : lists.flatMap { $0 }
    try SharedOptions.checkSingleStandardInput(parsed)
  }
}
