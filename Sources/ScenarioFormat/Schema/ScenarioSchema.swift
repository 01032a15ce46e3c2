/// The keys of a scenario file: one table for the decoder, for did-you-mean, for the JSON Schema
/// and for documentation.
public enum ScenarioSchema {
  /// The version that this reader reads, as written in a file's `format`.
  public static let format = "fedsim.scenario/1"

  /// The whole file.
  public static let root = SchemaObject(
    "scenario", "a scenario", "A question, the world to ask it in, and what is expected.",
    refusals: [
      "clusters": "clusters are declared in \"groups\"",
      "seeds": "one seed is \"seed\"; several are given on the command line: --seeds 1..16",
    ],
    [
      SchemaField(
        "format", .choice([format]), fallback: "\"\(format)\"", "Version of the file's format."),
      SchemaField("title", .text, "One line for the report's head."),
      SchemaField("question", .text, "What the scenario is to answer."),
      SchemaField(
        "duration", .duration(DurationRange.run), required: true, "Simulated time."),
      SchemaField(
        "warmup", .duration(DurationRange.instant), fallback: "\"0s\"",
        "Time at the start that is simulated and not measured."),
      SchemaField(
        "seed", .integer(0...9_007_199_254_740_991), fallback: "1",
        "The seed, unless the command line gives one."),
      SchemaField("regions", .list(regionItem, 1...256), required: true, "The places."),
      SchemaField(
        "matrix", .text, "A CSV file of round trips in ms, beside the scenario."),
      SchemaField("network", .object(network), "Defaults of all links."),
      SchemaField("links", .list(.object(link), 0...65_536), "What is different between regions."),
      SchemaField("groups", .list(.object(group), 1...256), required: true, "The Raft groups."),
      SchemaField("load", .list(.object(load), 0...1_000), "What clients do."),
      SchemaField("federation", .object(federation), "How clusters exchange objects."),
      SchemaField("faults", .list(.object(fault), 0...1_000), "What goes wrong."),
      SchemaField("steps", .list(.object(step), 0...1_000), "What operators do."),
      SchemaField("expect", .list(.object(expectation), 0...1_000), "What must hold."),
    ])

  /// The JSON Schema (2020-12) of a scenario file, ending with a newline.
  public static var jsonSchema: String {
    JSONSchemaText.text(of: root, identifier: "fedsim-scenario.schema.json")
  }

  /// The kinds of faults, for `fedsim list faults`.
  public static var faultKinds: [SchemaObject.Case] { fault.variants?.cases ?? [] }

  /// The safety properties that every run watches, by the names that violations carry.
  public static let invariants: [(name: String, meaning: String)] = [
    ("raft.election-safety", "No term has two leaders (Raft §5.2)."),
    (
      "raft.state-machine-safety",
      "No two members apply different entries at one index (Raft §5.4.3)."
    ),
    ("raft.core", "No member's core meets what etcd's would panic on."),
    ("raft.restart", "A member that restarts can go on from what its disk holds."),
    ("lease.never-early", "No lease expires before its time to live has passed."),
    ("watch.ordered", "A watch tells revisions in ascending order."),
    ("watch.unique", "A watch tells no change twice."),
    ("watch.atomic", "A watch tells all its changes of a revision together."),
    ("watch.complete", "A watch leaves no change of its range out, not over reconnecting either."),
    ("watch.resumable", "A watch from a revision that is not compacted is not refused as such."),
    ("watch.bookmark", "A progress notice comes after every change up to its revision."),
    ("watch.filtered", "A watch tells no change outside its range."),
    ("watch.content", "An event brings what was written, and says whether the key is new."),
    ("watch.previous", "An event brings what the key held before, if it brings anything."),
    ("watch.not-from-the-future", "A watch tells nothing that no member has applied."),
    (
      "client.linearizable-read",
      "A linearizable read in one cluster lacks no write acknowledged before it began."
    ),
  ]

  /// The presets of groups by name, with what they stand for.
  public static var presets: [(name: String, summary: String)] {
    GroupPreset.all.map { ($0.name, $0.summary) }
  }
}
