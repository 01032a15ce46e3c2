import Results

/// The JSON Schema (2020-12) of a saved result. A file may have more keys than these; readers of
/// version 1 pass over what they do not know.
enum ResultSchema {
  static var text: String { document.rendered() + "\n" }

  private static var document: JSONTree {
    let head: [(key: String, value: JSONTree)] = [
      ("$schema", "https://json-schema.org/draft/2020-12/schema"),
      ("$id", "fedsim-result.schema.json"),
      ("title", "A fedsim result"),
      ("description", "Everything that the runs of one scenario gave, as --save writes it."),
    ]
    guard case .object(let members) = root else { return root }
    return .object(head + members)
  }

  private static var root: JSONTree {
    object([
      ("format", ["const": .text(ResultFile.format)]),
      ("tool", object([("name", ["const": "fedsim"]), ("version", string)])),
      ("scenario", scenario),
      (
        "plan", object([("seeds", list(seed)), ("durationNs", whole), ("warmupNs", whole)])
      ),
      ("exitCode", described(integer, "What the process ended with; see help exit-codes.")),
      ("warnings", list(string)),
      ("runs", list(run)),
      (
        "violations",
        list(object([("seed", seed), ("invariant", string), ("tNs", whole), ("text", string)]))
      ),
      ("metrics", list(metric)),
      ("attribution", list(attribution)),
      ("series", list(series)),
      ("timeline", list(timeline)),
      ("expect", list(expectation)),
    ])
  }

  private static var scenario: JSONTree {
    object([
      ("name", string), ("title", string), ("question", string), ("summary", string),
      ("digest", digest),
      ("document", described(string, "The scenario file as it was read.")),
      ("load", described(string, "Equal texts are comparable loads.")),
      ("regions", list(string)),
      ("clusters", list(object([("name", string), ("members", list(string))]))),
      ("roundTripsNs", list(list(whole))),
      ("estimatedLinks", list(string)), ("sources", list(string)), ("federation", boolean),
      (
        "faults",
        list(object([("text", string), ("startNs", optional(whole)), ("endNs", optional(whole))]))
      ),
    ])
  }

  private static var run: JSONTree {
    object([
      ("seed", seed), ("digest", digest),
      ("complete", described(boolean, "False when the run was interrupted.")),
      ("events", whole), ("endNs", whole),
    ])
  }

  /// Distributions have a count and buckets, scalars a value.
  private static var metric: JSONTree {
    let histogram = histogramMembers
    let both: [(key: String, value: JSONTree)] = [
      ("id", oneOf(Metric.allCases.map(\.rawValue))), ("labels", labels),
      ("window", optional(list(whole))), ("kind", oneOf(["histogram", "scalar"])),
      ("unit", oneOf(["ns", "count", "bytes", "milli/s", "ppm"])),
      ("better", oneOf(["lower", "higher", "neither"])),
      (
        "perSeed",
        list(
          object([("seed", seed)], optional: [("value", optional(integer))] + histogram))
      ),
    ]
    let quantile = object([
      ("q", number), ("value", optional(integer)), ("ci95", optional(list(integer))),
    ])
    return object(
      both,
      optional: [
        ("value", optional(integer)), ("ci95", optional(list(integer))),
        ("quantiles", list(quantile)),
      ] + histogram.filter { $0.key != "quantiles" })
  }

  private static var histogramMembers: [(key: String, value: JSONTree)] {
    [
      ("count", whole), ("min", optional(whole)), ("max", optional(whole)), ("sum", whole),
      ("quantiles", list(list(optional(number)))),
      (
        "buckets",
        described(
          object([
            ("scheme", ["const": "hdr"]), ("subBucketCount", whole), ("nonZero", list(list(whole))),
          ]),
          "Pairs of the highest value of a bucket and the number of samples in it.")
      ),
    ]
  }
}
