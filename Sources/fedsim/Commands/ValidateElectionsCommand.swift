import Elections
import Results

/// `fedsim validate-elections`: our core against published leader elections.
struct ValidateElectionsCommand: Command {
  static let elections = ValueOption<Int>(
    "--elections <n>", "Elections of each setup, 1 to 1000000. (default: 10000)"
  ) { text throws(BadValue) in
    guard let count = Int(text), (1...1_000_000).contains(count) else {
      throw BadValue("It must be a whole number from 1 to 1000000.")
    }
    return count
  }
  static let seed = ValueOption<UInt64>(
    "--seed <n>", "Seed of all draws. (default: 1)"
  ) { text throws(BadValue) in
    guard let seed = UInt64(text) else { throw BadValue("It must be a whole number.") }
    return seed
  }
  static let custom = ValueOption<ElectionSetup>(
    "--custom <setup>",
    "Run this setup instead of the table and print its figures (repeatable)"
  ) { text throws(BadValue) in
    do throws(ElectionSetupError) {
      return try ElectionSetup(text)
    } catch {
      throw BadValue(error.reason)
    }
  }

  static let spec = CommandSpec(
    name: "validate-elections",
    summary: "Hold the Raft core's elections against published ones.",
    overview: "Run elections of the Raft core in the setups of published experiments, and compare.",
    usage: "[<options>]",
    options: [elections.spec, seed.spec, custom.spec],
    examples: [
      "fedsim validate-elections --elections 2000",
      "fedsim validate-elections --custom servers=5,timeout=300-600,delay=30-40",
    ],
    tables: [
      .init(
        title: "WORDS OF A SETUP (times in ms)",
        rows: ElectionSetup.words.map { .init($0.usage, $0.help) })
    ],
    note: "Exit status 0 when every figure lies in its band, 1 when one does not.")

  private let elections: Int
  private let seed: UInt64
  private let custom: [ElectionSetup]

  init(_ parsed: ParsedArguments) throws(UsageError) {
    elections = try parsed.last(Self.elections) ?? 10_000
    seed = try parsed.last(Self.seed) ?? 1
    custom = try parsed.all(Self.custom)
  }

  func run(in context: CommandContext) throws(CommandFailure) -> ExitCode {
    do {
      return custom.isEmpty ? try validate(in: context) : try measure(in: context)
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(.simulatorBug, "The core refused an election: \(error).")
    }
  }

  private func validate(in context: CommandContext) throws -> ExitCode {
    let verdicts = try ElectionChecks.run(elections: elections, seed: seed) {
      context.explain("running \($0)")
    }
    let rows = verdicts.map {
      [
        $0.id, $0.title, $0.statistic, $0.published.map(Self.number) ?? "-",
        Self.number($0.value), "\($0.count)",
        "\(Self.number($0.band.lowerBound))..\(Self.number($0.band.upperBound))",
        $0.isInside ? "ok" : "MISS", $0.source,
      ]
    }
    let listing = Listing(
      ["id", "setup", "figure", "paper", "ours", "n", "band", "verdict", "source"], rows,
      textColumns: Array(0..<8))
    let missed = verdicts.count { !$0.isInside }
    try context.publish { format, isFile in
      let table = listing.rendered(as: format, width: context.width(isFile: isFile))
      guard format == .text else { return table }
      return table + "\nSources:\n" + Self.sources(verdicts)
        + Self.deviations(verdicts)
        + "\n\(verdicts.count - missed) of \(verdicts.count) figures inside their bands\n"
    }
    return missed == 0 ? .done : .expectationFailed
  }

  private static func sources(_ verdicts: [ElectionVerdict]) -> String {
    var lines: [String] = []
    for verdict in verdicts {
      let line = "  \(verdict.id)  \(verdict.source)\n"
      if !lines.contains(line) { lines.append(line) }
    }
    return lines.joined()
  }

  private static func deviations(_ verdicts: [ElectionVerdict]) -> String {
    verdicts.reduce(into: "") { text, verdict in
      guard !verdict.isInside, let reason = verdict.deviation else { return }
      text += "\nKnown: \(verdict.id) \(verdict.title) \(verdict.statistic): \(reason)\n"
    }
  }

  private func measure(in context: CommandContext) throws -> ExitCode {
    let rows = try custom.map { setup in
      let sample = try ElectionSample(setup, elections: elections, seed: seed)
      return [
        Self.number(sample.splitShare), Self.number(sample.mean),
        Self.number(sample.standardError),
      ] + [0.5, 0.9, 0.99, 0.999].map { Self.number(sample.quantile($0)) }
        + ["\(sample.count)", "\(sample.undecided)", setup.text]
    }
    let listing = Listing(
      ["split", "mean", "+-", "p50", "p90", "p99", "p99.9", "n", "none", "setup"], rows)
    try context.publish { format, isFile in
      listing.rendered(as: format, width: context.width(isFile: isFile))
    }
    return .done
  }

  /// Four places below 1, one or none above.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "-" : "never" }
    let places = abs(value) < 1 ? 4 : abs(value) < 10 ? 2 : abs(value) < 100 ? 1 : 0
    let scale = [1.0, 10, 100, 1000, 10_000][places]
    let scaled = Int((abs(value) * scale).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    if places == 0 { return "\(sign)\(scaled)" }
    let fraction = "\(scaled % Int(scale))"
    let zeros = String(repeating: "0", count: places - fraction.count)
    return "\(sign)\(scaled / Int(scale)).\(zeros)\(fraction)"
  }
}
