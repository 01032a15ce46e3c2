import Results
import Statistics

/// Everything that a comparison says in numbers; the first outcome is the baseline.
struct Comparison {
  struct Row {
    let measure: Measure
    /// The unit of the whole row.
    let scale: Quantity.Scale
    /// One an outcome.
    let values: [MetricValues]
    /// One for each outcome after the baseline.
    let changes: [Change]

    /// "156 ms", or "-" without data.
    func median(_ outcome: Int) -> String {
      values[outcome].interval.map { scale.text($0.median) } ?? "-"
    }

    /// "[1,348, 1,591]" in the row's unit; "-" for a single seed or one value throughout.
    func interval(_ outcome: Int) -> String {
      guard let interval = values[outcome].interval, interval.low < interval.high else {
        return "-"
      }
      return "[\(scale.number(interval.low)), \(scale.number(interval.high))]"
    }
  }

  let outcomes: [Outcome]
  let rows: [Row]

  init(_ outcomes: [Outcome], _ options: ReportOptions) {
    self.outcomes = outcomes
    let measures = Measure.rows(for: outcomes, options)
    let columns = outcomes.map { Measure.values(of: $0, measures) }
    rows = measures.enumerated().map { index, measure in
      let values = columns.map { $0[index] }
      let medians = values.compactMap { $0.interval?.median }
      return Row(
        measure: measure,
        scale: measure.quantity.scale(for: medians, unit: options.timeUnit), values: values,
        changes: values.dropFirst().map {
          Change(measure, from: values[0], to: $0, noisePercent: options.noisePercent)
        })
    }
  }

  /// Seeds that every outcome ran.
  var pairedSeeds: [UInt64] {
    guard let first = outcomes.first else { return [] }
    return outcomes.dropFirst().reduce(first.runs.map(\.seed)) { seeds, outcome in
      let own = Set(outcome.runs.map(\.seed))
      return seeds.filter { own.contains($0) }
    }
  }

  /// "95% CI", or what stands there when the seeds are too few for one.
  var intervalTitle: String {
    pairedSeeds.count >= Interval.least ? "95% CI" : "range, n<6"
  }
}
