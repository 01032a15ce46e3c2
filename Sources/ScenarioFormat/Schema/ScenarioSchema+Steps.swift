extension ScenarioSchema {
  private static let oneMember = SchemaType.reference("a member such as \"etcd/us-east-1a\"")
  private static let memberOrLeader = SchemaType.reference(
    "\"leader\", or a member such as \"etcd/us-east-1a\"")
  private static let ofGroup = SchemaField(
    "group", .reference("a group"), fallback: "the only one", "The group meant.")
  private static let newMember: [SchemaField] = [
    SchemaField("region", region, required: true, "Where the new member runs."), ofGroup,
  ]
  private static let takes = SchemaField(
    "takes", .duration(DurationRange.wait), fallback: "\"30s\"",
    "From the decision until the first process starts.")
  private static let rolling: [SchemaField] = [
    SchemaField(
      "target", memberOrLeader, fallback: "all, one after the other",
      "The member; without it the whole group, which waits for each."),
    ofGroup,
    SchemaField(
      "downFor", .duration(DurationRange.wait), fallback: "\"2s\"", "How long each is down."),
  ]

  static let step = SchemaObject(
    "step", "a step", "Something that an operator does, once.",
    refusals: [
      "kind": "what a step does is \"do\"",
      "for": "how long an operator tries is \"patience\"",
    ],
    variants: SchemaObject.Variants(key: "do", cases: kindsOfStep),
    [
      SchemaField("do", .choice(kindsOfStep.map(\.value)), required: true, "What is done."),
      SchemaField("id", .name, "A name for `afterStep` and for charts."),
      SchemaField("at", .duration(DurationRange.instant), "When it begins."),
      SchemaField(
        "when", .object(stepTrigger), "The event that it begins with, instead of `at`."),
      SchemaField(
        "patience", .duration(DurationRange.wait), fallback: "\"5m\"",
        "How long it is tried before it counts as failed."),
    ])

  static let stepTrigger = SchemaObject(
    "stepTrigger", "a trigger", "An event of the run; one of the first four keys.",
    [SchemaField("afterStep", .reference("a step's id"), "Another step has ended.")]
      + trigger.fields.map { field in
        field.key == "delay"
          ? SchemaField(
            "delay", .duration(DurationRange.instant), fallback: "\"0s\"",
            "With `afterStep` or `afterFault`: this long after it.") : field
      })

  private static let kindsOfStep: [SchemaObject.Case] = [
    SchemaObject.Case(
      "addLearner", "A new member without a vote joins and catches up.", newMember),
    SchemaObject.Case(
      "addMember", "A new voter joins, and catches up while it counts already.", newMember),
    SchemaObject.Case(
      "promoteMember", "A learner gets a vote, as soon as it has nine tenths of the log.",
      [SchemaField("target", oneMember, required: true, "Which."), ofGroup]),
    SchemaObject.Case(
      "removeMember", "A member leaves for ever.",
      [SchemaField("target", memberOrLeader, required: true, "Which."), ofGroup]),
    SchemaObject.Case(
      "replaceMember", "A member leaves; a new one joins as a learner and is promoted.",
      [
        SchemaField("target", oneMember, required: true, "Who leaves."), ofGroup,
        SchemaField(
          "region", region, fallback: "that of `target`", "Where the new member runs."),
      ]),
    SchemaObject.Case(
      "transferLeader", "Leadership is handed over (etcdctl move-leader).",
      [
        SchemaField(
          "target", .reference("a member such as \"etcd/us-east-1a\", or a region"),
          required: true, "To whom; of a region, its first voter."), ofGroup,
      ]),
    SchemaObject.Case("restart", "Members are stopped and started again.", rolling),
    SchemaObject.Case(
      "upgrade", "The same, and they come back with other options.",
      rolling + [
        SchemaField(
          "preset", .choice(GroupPreset.all.map(\.name)), fallback: "as before",
          "The etcd they are from then on; times and processing stay."),
        SchemaField("preVote", .boolean, fallback: "as before", "Ask before entering a term."),
      ]),
    SchemaObject.Case(
      "loseForever", "A member, or a whole region, is lost with its disks.",
      [
        SchemaField(
          "target",
          .reference("\"leader\", a member such as \"etcd/us-east-1a\", or a region"),
          required: true, "Who is lost."), ofGroup,
      ]),
    SchemaObject.Case(
      "restoreSnapshot", "A new cluster begins with the last snapshot saved.",
      [
        ofGroup,
        SchemaField(
          "members", .map(keys: "regions", .integer(1...51)), fallback: "those not lost",
          "New members by region; they take the place of all others."),
        SchemaField(
          "savedEvery", .duration(DurationRange.wait), fallback: "\"5m\"",
          "How often a snapshot is saved from the start of the run on."), takes,
      ]),
    SchemaObject.Case(
      "forceNewCluster", "One member goes on alone with what it has.",
      [SchemaField("target", oneMember, required: true, "Which."), ofGroup, takes]),
  ]

  /// What steps can do, for listings.
  public static var stepKinds: [SchemaObject.Case] { step.variants?.cases ?? [] }
}
