/// Something that is measured by running it.
struct Benchmark {
  /// One figure of a run, such as nanoseconds an event.
  struct Figure {
    var unit: String
    var value: Double
  }

  /// What one run gave.
  struct Outcome {
    var figures: [Figure]
    /// Of everything that was computed.
    var digest: String
  }

  var name: String
  /// Carries out one run.
  var run: () -> Outcome

  /// The medians over `runs` runs.
  func row(runs: Int) -> BenchRow {
    let outcomes = (0..<runs).map { _ in run() }
    let digests = Set(outcomes.map(\.digest))
    let figures = outcomes[0].figures.indices.map { i in
      let values = outcomes.map { $0.figures[i].value }.sorted()
      return BenchRow.Figure(
        unit: outcomes[0].figures[i].unit, median: values[values.count / 2],
        least: values[0], most: values[values.count - 1])
    }
    return BenchRow(
      name: name, runs: runs, figures: figures,
      digest: digests.count == 1 ? outcomes[0].digest : "differs between runs")
  }
}

/// One line of the table.
struct BenchRow {
  struct Figure {
    var unit: String
    var median: Double
    var least: Double
    var most: Double
  }
  var name: String
  var runs: Int
  var figures: [Figure]
  var digest: String
}
