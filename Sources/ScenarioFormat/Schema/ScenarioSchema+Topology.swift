/// Nanoseconds from "1ms" written in code.
private func ns(_ text: String) -> Int64 { (try? UnitTable.duration.reading(text).get()) ?? 0 }

/// Ranges of durations that several keys share.
enum DurationRange {
  static let roundTrip = 0...ns("60s")
  static let cost = 0...ns("1s")
  static let disk = 0...ns("60s")
  static let wait = ns("1ms")...ns("24h")
  static let run = ns("1ms")...ns("1000h")
  static let instant = 0...ns("1000h")
}

extension ScenarioSchema {
  static let region = SchemaType.reference("a region")

  static let regionItem = SchemaType.either([.name, .object(regionObject)])

  static let regionObject = SchemaObject(
    "region", "a region",
    "A place: in the catalogue, near another place, at coordinates, or known by its round trips.",
    [
      SchemaField(
        "name", .name, required: true,
        "A catalogued region (provider:name), or a name of your own."),
      SchemaField("near", region, "The region whose round trips it shares, plus `rtt`."),
      SchemaField(
        "rtt", .either([.duration(DurationRange.roundTrip), .map(keys: "regions", roundTrip)]),
        "Round trip to `near`, or round trips to other regions by name."),
      SchemaField(
        "latitude", .decimal(-90_000_000...90_000_000),
        "Degrees north; round trips are then estimated from distance."),
      SchemaField("longitude", .decimal(-180_000_000...180_000_000), "Degrees east."),
      SchemaField(
        "zones", .integer(1...26), fallback: "3",
        "Zones that members of a group spread over."),
      SchemaField(
        "interZone", roundTrip, fallback: "the catalogue's, else \"1ms\"",
        "Round trip between two zones."),
      SchemaField(
        "intraZone", roundTrip, fallback: "the catalogue's, else \"0.2ms\"",
        "Round trip inside a zone."),
    ])

  static let roundTrip = SchemaType.duration(DurationRange.roundTrip)

  static let jitter = SchemaType.either([
    .choice(["none"] + JitterNames.all),
    .list(.pair(probability, .decimal(0...100_000_000)), 2...64),
  ])

  /// Keys that say how a link behaves, whatever its delay.
  private static let quality: [SchemaField] = [
    SchemaField(
      "jitter", jitter, fallback: "\"cloud-wan\"",
      "Spread of the delay: a profile, or points of [probability, multiple of the median]."),
    SchemaField("loss", .percentage, fallback: "\"0%\"", "Packets lost."),
    SchemaField("bandwidth", .bandwidth, "Most that a direction carries; no limit by default."),
    SchemaField(
      "mode", .choice(["tcp", "datagram"]), fallback: "\"tcp\"",
      "tcp: order is kept and a loss is a delay; datagram: neither."),
  ]

  static let network = SchemaObject(
    "network", "the network", plural: "networks", "Defaults of all links between regions.",
    quality)

  static let link = SchemaObject(
    "link", "a link", "What is different between two regions.",
    [
      SchemaField(
        "between", .list(region, 2...2), "Two regions, both directions."),
      SchemaField("from", region, "One direction only, with `to`."),
      SchemaField("to", region, "One direction only, with `from`."),
      SchemaField("rtt", roundTrip, "Median round trip; half of it is the delay one way."),
      SchemaField(
        "oneWay", .duration(DurationRange.roundTrip), "Median delay one way, each way."),
    ] + quality)

  static let probability = SchemaType.either([.decimal(0...1_000_000), .percentage])

  private static let diskOfOne: [SchemaType] = [
    .choice(DiskNames.all), .duration(DurationRange.disk),
    .list(.pair(probability, .duration(DurationRange.disk)), 2...64),
  ]
  static let disk = SchemaType.either(
    diskOfOne + [.map(keys: "regions", .either(diskOfOne))])

  static let group = SchemaObject(
    "group", "a group", "One Raft group: the etcd of one cluster.",
    refusals: [
      "voters": "voters are counted in \"members\"",
      "snapshotCount": "etcd's --snapshot-count is \"snapshotEvery\"",
      "zones": "zones are a key of a region",
    ],
    [
      SchemaField("name", .name, required: true, "Unique among groups."),
      SchemaField(
        "members",
        .either([
          .map(keys: "regions", .integer(1...51)),
          .list(.either([region, .object(member)]), 1...51),
        ]), "Voters by region, or one by one."),
      SchemaField(
        "perRegion", .integer(1...51),
        "Instead of `members`: one group of so many voters in each region, named after it."),
      SchemaField(
        "regions", .list(region, 1...256), fallback: "all",
        "With `perRegion`: the regions that get a group."),
      SchemaField(
        "learners",
        .either([.map(keys: "regions", .integer(1...51)), .list(region, 1...51)]),
        "Members without a vote."),
      SchemaField(
        "leader", region, "The region that leads at the start; by default whoever wins."),
      SchemaField(
        "preset", .choice(GroupPreset.all.map(\.name)), fallback: "\"etcd-3.6\"",
        "The etcd that the group's defaults are taken from."),
      SchemaField(
        "heartbeat", .duration(1_000_000...10_000_000_000), fallback: "\"100ms\"",
        "One tick (etcd --heartbeat-interval)."),
      SchemaField(
        "electionTimeout", .duration(2_000_000...100_000_000_000), fallback: "\"1s\"",
        "Least time without a leader before a campaign (etcd --election-timeout)."),
      SchemaField(
        "preVote", .boolean, fallback: "true", "Ask before entering a term (thesis §9.6)."),
      SchemaField(
        "readRetryReusesContext", .boolean, fallback: "the preset's",
        "Whether a read asked again after 500 ms is the same to Raft, as in etcd 3.5."),
      SchemaField(
        "checkQuorum", .boolean, fallback: "true", "A leader that hears no quorum steps down."),
      SchemaField(
        "disk", disk, fallback: "\"cloud-ssd-fleet\"",
        "Duration of a WAL fsync: a profile, a fixed duration, points, or one of these by region."),
      SchemaField("processing", .object(processing), "What handling costs a member."),
      SchemaField(
        "snapshotEvery", .integer(1...100_000_000), fallback: "10000",
        "Entries applied between snapshots (etcd --snapshot-count)."),
      SchemaField(
        "snapshotKeep", .integer(0...100_000_000), fallback: "5000",
        "Entries kept behind a snapshot for slow followers."),
      SchemaField(
        "compactEvery", .either([.duration(DurationRange.wait), .choice(["never"])]),
        fallback: "\"5m\"", "How often old revisions are dropped, as an API server asks."),
      SchemaField(
        "quota", .size(1...1_000_000_000_000), fallback: "\"2GiB\"",
        "Size of a member's backend from which writes are refused."),
      SchemaField(
        "requestTimeout", .duration(DurationRange.wait),
        fallback: "5 s and twice the election timeout",
        "Longest that a member works on a request."),
    ])

  static let member = SchemaObject(
    "member", "a member", "One voter.",
    [
      SchemaField("region", region, required: true, "Where it runs."),
      SchemaField("zone", .integer(0...25), fallback: "the next", "Zone of the region, from 0."),
    ])

  static let processing = SchemaObject(
    "processing", "processing costs", plural: "costs",
    "Time of a member's machine beside its disk; what is left out is the preset's.",
    [
      cost("request", "Processor time of each client request."),
      cost("message", "Processor time of each peer message."),
      cost("clientHop", "Median delay of a hop to or from a client: gRPC and network stack."),
      cost("peerHop", "Median delay of a hop between members."),
      SchemaField(
        "hopSpread", .list(.pair(probability, .decimal(0...100_000_000)), 2...64),
        fallback: "the preset's", "Multipliers of both hops, as points of their distribution."),
      cost("walWrite", "Writing a batch to the WAL, before its fsync."),
      cost("wakeUp", "Waking an idle processor."),
      cost("idleAfter", "How long a processor does nothing until it must be woken."),
      cost("backendCommit", "How long a commit of the backend holds up writes."),
      cost("apply", "Applying one entry, beside the processor."),
    ])

  private static func cost(_ key: String, _ summary: String) -> SchemaField {
    SchemaField(key, .duration(DurationRange.cost), fallback: "the preset's", summary)
  }
}
