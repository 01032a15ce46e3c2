extension ScenarioSchema {
  static let txn = SchemaObject(
    "txn", "a transaction", "A transaction that puts several keys.",
    [
      SchemaField(
        "puts", .integer(1...1_000), fallback: "1",
        "Keys it puts, the chosen one and those after it; etcd refuses more than 128.")
    ])

  static let range = SchemaObject(
    "range", "a range", "The keys from the chosen one on.",
    [
      SchemaField(
        "keys", .integer(1...10_000_000), fallback: "all",
        "How many keys it spans, those that exist or not."),
      SchemaField(
        "limit", .integer(0...10_000_000), fallback: "0", "Most records returned; 0 for all."),
    ])

  static let lease = SchemaObject(
    "lease", "a lease", "A lease that each client holds and keeps alive each third of its TTL.",
    [
      SchemaField(
        "ttl", .duration(1_000_000_000...86_400_000_000_000), fallback: "\"10s\"",
        "Its time to live, in whole seconds; etcd grants no less than 1.5 election timeouts."),
      SchemaField(
        "keys", .integer(0...1_000), fallback: "1", "Keys of its own that hang on each lease."),
    ])

  static let watch = SchemaObject(
    "watch", "a watch", plural: "watches", "A watch that each client holds.",
    [
      SchemaField(
        "processing", .duration(DurationRange.instant), fallback: "\"0s\"",
        "What a client takes for each event before it reads on."),
      SchemaField(
        "progressEvery", .duration(DurationRange.wait), fallback: "never",
        "How often it hears of progress when nothing happens; etcd's members do each 10 m."),
      SchemaField(
        "requireLeader", .boolean, fallback: "true",
        "Whether a member without a leader ends it, as an API server asks."),
      SchemaField(
        "previousValue", .boolean, fallback: "false",
        "Whether events bring what the key held before."),
    ])
}
