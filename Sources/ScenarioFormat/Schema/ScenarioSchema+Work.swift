extension ScenarioSchema {
  static let load = SchemaObject(
    "load", "a load", "One stream of operations from each of its regions.",
    [
      SchemaField("name", .name, fallback: "its operation", "Unique among loads."),
      SchemaField(
        "from", .either([region, .list(region, 1...256)]), required: true,
        "The clients' region, several, or \"everywhere\"."),
      SchemaField(
        "to", .reference("a group"), fallback: "\"nearest\"",
        "The group asked, or \"nearest\": the one with a member nearest to the client."),
      SchemaField(
        "arrivals", .object(arrivals), "Open loop: operations start whether or not others ended."),
      SchemaField(
        "clients", .integer(1...1_000_000),
        "Closed loop: so many clients, each waiting for its answer."),
      SchemaField(
        "think", .duration(DurationRange.instant), fallback: "\"0s\"",
        "Closed loop: pause between an answer and the next operation."),
      SchemaField(
        "split", .boolean, fallback: "false",
        "Whether the rate or the clients are divided among the regions, not given to each."),
      SchemaField(
        "operation", .choice(LoadPlan.Operation.allCases.map(\.rawValue)), fallback: "\"put\"",
        "What every operation is."),
      SchemaField(
        "mix", .map(keys: "operations", .integer(1...1_000_000)),
        "Several operations by weight, instead of `operation`."),
      SchemaField("keys", .object(keys), "Which keys are used."),
      SchemaField(
        "objects", .choice(LoadPlan.Ownership.allCases.map(\.rawValue)), fallback: "\"own\"",
        "Whose keys: those of the client's own region, of the others, or any."),
      SchemaField(
        "resource", .choice(LoadPlan.ResourceKind.allCases.map(\.rawValue)),
        fallback: "\"ConfigMap\"", "Kind of the objects."),
      SchemaField(
        "valueSize", .size(1...16_000_000), fallback: "256", "Bytes of a written value."),
      SchemaField(
        "timeout", .duration(DurationRange.wait), fallback: "the group's requestTimeout and 2 s",
        "Longest that a client waits for an answer."),
      SchemaField("txn", .object(txn), "What a `txn` is like."),
      SchemaField(
        "range", .object(range), "What a range, a `deleteRange` or a `watch` spans."),
      SchemaField("lease", .object(lease), "What a `lease` is like."),
      SchemaField("watch", .object(watch), "What a `watch` is like."),
      SchemaField(
        "service", .reference("a service"), "For `resolve`: the service looked up; else any."),
    ])

  static let arrivals = SchemaObject(
    "arrivals", "arrivals", plural: "arrivals", "How operations start; exactly one key.",
    [
      SchemaField("poisson", .rate, "Exponential gaps of this mean rate, per region."),
      SchemaField("fixed", .rate, "Equal gaps at this rate, per region."),
      SchemaField("every", .duration(1_000...3_600_000_000_000), "Equal gaps of this length."),
    ])

  static let keys = SchemaObject(
    "keys", "keys", plural: "keys", "Which keys a load uses.",
    [
      SchemaField(
        "count", .integer(1...10_000_000), fallback: "1000", "Keys of each owning region."),
      SchemaField(
        "choice", .choice(LoadPlan.KeyChoice.allCases.map(\.rawValue)), fallback: "\"uniform\"",
        "How a key is picked."),
    ])

  static let federation = SchemaObject(
    "federation", "the federation", plural: "federations",
    "How clusters exchange their objects; every group is a member cluster.",
    [
      SchemaField(
        "strategy", .choice(["none"] + FederationPlan.Strategy.allCases.map(\.rawValue)),
        required: true, "none, or peerWatch: each cluster mirrors the others' objects by a watch."),
      SchemaField("services", .list(.object(service), 0...1_000), "Services exported to all."),
      SchemaField(
        "endpointChoice", .choice(FederationPlan.EndpointChoice.allCases.map(\.rawValue)),
        fallback: "\"localFirst\"", "Which endpoints a lookup answers with."),
      SchemaField(
        "backoff", .object(backoff), "Wait before a broken watch is opened again."),
      SchemaField(
        "batchLimit", .integer(1...10_000), fallback: "128",
        "Operations in one transaction of copies (etcd --max-txn-ops)."),
      SchemaField(
        "streamDeadAfter", .duration(DurationRange.wait), fallback: "\"45s\"",
        "How long a black-holed stream looks alive (keepalive 30 s and 15 s)."),
      SchemaField(
        "bookmarkEvery", .duration(DurationRange.wait), fallback: "\"60s\"",
        "How often an idle watch hears a bookmark."),
    ])

  static let backoff = SchemaObject(
    "backoff", "a back-off", plural: "back-offs", "Doubling waits.",
    [
      SchemaField(
        "min", .duration(DurationRange.wait), fallback: "\"800ms\"", "The first wait."),
      SchemaField("max", .duration(DurationRange.wait), fallback: "\"30s\"", "The longest."),
    ])

  static let service = SchemaObject(
    "service", "a service", "A Service exported from some clusters.",
    [
      SchemaField("name", .name, required: true, "Unique with its namespace."),
      SchemaField("namespace", .name, fallback: "\"default\"", "Its namespace."),
      SchemaField(
        "endpoints", .map(keys: "groups or regions", .integer(0...100_000)), required: true,
        "Ready endpoints at the start, by exporting group."),
    ])
}
