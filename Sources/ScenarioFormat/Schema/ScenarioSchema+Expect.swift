import Results

extension ScenarioSchema {
  /// A limit in the metric's own unit.
  private static let limit = SchemaType.either([.decimal(.min ... .max), .text])
  private static let ratio = SchemaType.decimal(0...1_000_000_000_000)

  static let expectation = SchemaObject(
    "expectation", "an expectation",
    "What the author expects of the result; judged after the run.",
    [
      SchemaField("metric", .reference("a metric"), "The metric judged, by name or short form."),
      SchemaField(
        "stat", .choice(Statistic.allCases.map(\.rawValue)),
        fallback: "\"value\" where a run gives one number", "The number taken from it."),
      SchemaField(
        "where", .map(keys: "labels", .reference("a label's value")), "Only samples so labelled."),
      SchemaField("below", limit, "Less than this."),
      SchemaField("above", limit, "More than this."),
      SchemaField("atMost", limit, "This or less."),
      SchemaField("atLeast", limit, "This or more."),
      SchemaField(
        "during", .pair(.duration(DurationRange.instant), .duration(DurationRange.instant)),
        fallback: "the run after its warm-up", "Only operations meant to start in this stretch."),
      SchemaField(
        "minSamples", .integer(1...1_000_000_000_000), fallback: "1",
        "Fewer samples leave it undecided."),
      SchemaField(
        "level", .choice(ExpectRule.Level.allCases.map(\.rawValue)), fallback: "\"error\"",
        "Whether a miss fails the run or only warns."),
      SchemaField(
        "hold", .reference("\"every seed\", \"median\" or \"90% of seeds\""),
        fallback: "\"every seed\"", "In how many seeds it must hold."),
      SchemaField("invariant", .name, "A safety property that must not be violated."),
      SchemaField(
        "versus", .name, "The scenario to divide by; judged by `fedsim compare` only."),
      SchemaField("ratioBelow", ratio, "With `versus`: ratio less than this."),
      SchemaField("ratioAbove", ratio, "With `versus`: ratio more than this."),
      SchemaField("ratioAtMost", ratio, "With `versus`: this or less."),
      SchemaField("ratioAtLeast", ratio, "With `versus`: this or more."),
    ])
}
