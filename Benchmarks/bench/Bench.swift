/// Measures how fast the simulator is, and prints a table: medians over several runs on one core,
/// in processor time, each with the digest of what it computed. A digest that changes says that a
/// change of speed is none of speed alone.
@main enum Bench {
  static func main() {
    do throws(UsageError) {
      let options = try BenchOptions(arguments: Array(CommandLine.arguments.dropFirst()))
      if options.wantsHelp { return print(BenchOptions.help) }
      var rows: [BenchRow] = []
      for benchmark in try benchmarks(options) where options.includes(benchmark.name) {
        let row = benchmark.row(runs: options.runs)
        print(BenchTable.line(row))
        rows.append(row)
      }
      if let path = options.jsonPath { try BenchJSON.write(rows, to: path) }
    } catch {
      Terminal.fail("Error: \(error.message)\n\n" + BenchOptions.help)
    }
  }

  private static func benchmarks(_ options: BenchOptions) throws(UsageError) -> [Benchmark] {
    var benchmarks: [Benchmark] = [16, 256, 4_096].map(HoldModel.benchmark)
    for (members, batch) in [(3, 1), (3, 64), (5, 1), (5, 64)] {
      benchmarks.append(CommitRounds.benchmark(members: members, batch: batch))
    }
    for minutes in options.minutes {
      benchmarks.append(try StretchedRun.benchmark(simulatedMinutes: minutes))
    }
    return benchmarks
  }
}
