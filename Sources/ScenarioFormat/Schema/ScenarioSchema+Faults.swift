extension ScenarioSchema {
  private static let target = SchemaType.reference(
    "\"leader\", a member such as \"etcd/us-east-1a\", or a region")
  private static let place = SchemaType.reference("a region or a member")
  private static let places = SchemaType.either([place, .list(place, 1...256)])
  private static let groupOfLeader = SchemaField(
    "group", .reference("a group"), "The group meant by \"leader\", when there are several.")

  static let fault = SchemaObject(
    "fault", "a fault", "Something that goes wrong, once.",
    refusals: [
      "duration": "how long a fault lasts is \"for\"",
      "start": "when a fault begins is \"at\" or \"when\"",
    ],
    variants: SchemaObject.Variants(key: "kind", cases: kindsOfFault),
    [
      SchemaField(
        "kind", .choice(kindsOfFault.map(\.value)), required: true, "What goes wrong."),
      SchemaField("id", .name, "A name for `afterFault` and for charts."),
      SchemaField("at", .duration(DurationRange.instant), "When it begins."),
      SchemaField("when", .object(trigger), "The event that it begins with, instead of `at`."),
      SchemaField(
        "for", .duration(DurationRange.wait), fallback: "the rest of the run", "How long."),
    ])

  static let trigger = SchemaObject(
    "trigger", "a trigger", "An event of the run; one of the first three keys.",
    [
      SchemaField("leaderElected", .integer(1...1_000_000), "The n-th leader of a group."),
      SchemaField("commitReached", .integer(1...1_000_000_000_000), "A log index committed."),
      SchemaField("afterFault", .reference("a fault's id"), "Another fault has begun."),
      SchemaField(
        "delay", .duration(DurationRange.instant), fallback: "\"0s\"",
        "With `afterFault`: this long after it."),
      SchemaField("group", .reference("a group"), fallback: "any", "The group watched."),
    ])

  private static let linkEnds: [SchemaField] = [
    SchemaField("between", .list(region, 2...2), "Two regions, both directions."),
    SchemaField("from", region, "One direction only, with `to`."),
    SchemaField("to", region, "One direction only, with `from`."),
  ]

  private static let kindsOfFault: [SchemaObject.Case] = [
    SchemaObject.Case(
      "crash", "A process dies, losing unsynced writes, and restarts at the end of the fault.",
      [
        SchemaField("target", target, required: true, "Who dies."), groupOfLeader,
        SchemaField("restartAfter", .duration(DurationRange.wait), "The same as `for`."),
      ]),
    SchemaObject.Case(
      "regionLoss", "Everything in a region is gone until the end of the fault.",
      [SchemaField("region", region, required: true, "Which.")]),
    SchemaObject.Case(
      "partition", "No packet passes between two sides.",
      [
        SchemaField("isolate", places, "Regions or members cut off from all others."),
        SchemaField("from", places, "One side, with `to`."),
        SchemaField("to", places, "The other side."),
        SchemaField(
          "oneWay", .boolean, fallback: "false", "Whether packets still pass the other way."),
      ]),
    SchemaObject.Case(
      "linkDelay", "A link's median delay becomes another.",
      linkEnds + [
        SchemaField("rtt", roundTrip, "The new round trip; half of it is the delay one way."),
        SchemaField("oneWay", .duration(DurationRange.roundTrip), "The new delay one way."),
      ]),
    SchemaObject.Case(
      "linkLoss", "A link loses packets.",
      linkEnds + [SchemaField("loss", .percentage, required: true, "How many.")]),
    SchemaObject.Case(
      "pause", "A process handles nothing for a while, then all that piled up.",
      [SchemaField("target", target, required: true, "Who stops."), groupOfLeader]),
    SchemaObject.Case(
      "slowDisk", "Each fsync takes longer.",
      [
        SchemaField("target", target, required: true, "Whose disk."), groupOfLeader,
        SchemaField("extra", .duration(DurationRange.disk), required: true, "How much longer."),
      ]),
    SchemaObject.Case(
      "transferLeader", "Leadership is handed over (etcdctl move-leader).",
      [
        SchemaField(
          "target", .reference("a member such as \"etcd/us-east-1a\", or a region"),
          required: true, "To whom; of a region, its first voter."), groupOfLeader,
      ]),
    SchemaObject.Case(
      "endpoints", "A service's endpoints in one cluster change in number.",
      [
        SchemaField("service", .reference("a service"), required: true, "Which."),
        SchemaField("group", .reference("a group"), required: true, "In which group or region."),
        SchemaField("ready", .integer(0...100_000), required: true, "How many stay ready."),
      ]),
  ]
}
