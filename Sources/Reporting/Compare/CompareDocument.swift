import Results
import Statistics

/// A comparison as one JSON document, in the manner of the result file.
struct CompareDocument {
  static let format = "fedsim.compare/1"

  let comparison: Comparison
  let judgements: [Judgement]
  let exitCode: ExitCode

  var text: String {
    let document = JSONText.object([
      ("format", .string(Self.format)),
      (
        "tool",
        .object([("name", .string("fedsim")), ("version", .string(ResultFile.toolVersion))])
      ),
      ("pairedSeeds", .seeds(comparison.pairedSeeds)),
      ("outcomes", .array(comparison.outcomes.enumerated().map(outcome))),
      ("rows", .array(comparison.rows.map(row))),
      (
        "expect",
        .array(
          zip(comparison.outcomes, judgements).flatMap { outcome, judgement in
            judgement.items.map {
              .object([("scenario", .string(outcome.name)), ("rule", $0.encoded)])
            }
          })
      ),
      ("exitCode", .integer(Int64(exitCode.rawValue))),
    ])
    return String(decoding: document.encoded(), as: UTF8.self)
  }

  private func outcome(_ index: Int, _ outcome: Outcome) -> JSONText {
    .object([
      ("letter", .string(letter(index))), ("name", .string(outcome.name)),
      ("summary", .string(outcome.summary)), ("scenarioDigest", .string(outcome.scenarioDigest)),
      (
        "runs",
        .array(
          outcome.runs.map {
            .object([("seed", .number("\($0.seed)")), ("digest", .string($0.digest))])
          })
      ),
      ("warnings", .strings(outcome.warnings)),
    ])
  }

  private func row(_ row: Comparison.Row) -> JSONText {
    let unit = row.measure.isPerSecond ? "bytes/s" : row.measure.metric.entry.unit.rawValue
    return .object([
      ("id", .string(row.measure.metric.rawValue)),
      ("stat", .string(row.measure.statistic.rawValue)),
      ("labels", row.measure.filter.encoded),
      ("title", .string(row.measure.title)), ("unit", .string(unit)),
      ("better", .string(row.measure.better.rawValue)),
      ("values", .array(row.values.map { value($0.interval) })),
      ("changes", .array(row.changes.map(change))),
    ])
  }

  private func value(_ interval: Interval?) -> JSONText {
    guard let interval else { return .null }
    return .object([
      ("median", .integer(interval.median)),
      (
        "ci95",
        interval.isConfidence ? .array([.integer(interval.low), .integer(interval.high)]) : .null
      ),
      ("seeds", .integer(Int64(interval.count))),
    ])
  }

  private func change(_ change: Change) -> JSONText {
    func number(_ ratio: Double?) -> JSONText {
      guard let ratio, ratio.isFinite else { return .null }
      return .number("\(ratio)")
    }
    let isConfidence = change.ratio?.isConfidence ?? false
    return .object([
      ("ratio", number(change.ratio?.median)),
      (
        "ci95",
        isConfidence ? .array([number(change.ratio?.low), number(change.ratio?.high)]) : .null
      ),
      ("text", .string(change.text)), ("verdict", .string(change.verdict.rawValue)),
    ])
  }
}
