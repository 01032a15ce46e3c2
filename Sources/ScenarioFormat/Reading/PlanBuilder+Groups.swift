import SimKernel
import SimNetwork

extension PlanBuilder {
  /// Members of one group at most; more would be no etcd.
  private static let memberLimit = 51

  mutating func readGroups() {
    for view in root.views("groups", ScenarioSchema.group) {
      if let each = view.node("perRegion") {
        readGroupsPerRegion(view, each)
      } else {
        readSingleGroup(view)
      }
    }
  }

  private mutating func readSingleGroup(_ view: ObjectView) {
    guard let name = view.text("name") else { return }
    guard let node = view.node("members") else {
      if view.node["members"] == nil {
        findings.add(
          .missingKey, "a group needs \"members\" or \"perRegion\"", at: view.node.span.opening,
          help: "\"members\": { REGION: 3 } is one group, \"perRegion\": 3 one group a region")
      }
      return
    }
    if let only = view.node("regions") {
      findings.add(.conflictingKeys, "\"regions\" goes with \"perRegion\"", at: only.caret)
    }
    let errorsBefore = findings.errorCount
    let voters = seats(node)
    let learners = view.node("learners").map { seats($0, areLearners: true) } ?? []
    if voters.isEmpty {
      if findings.errorCount == errorsBefore && node.members?.isEmpty == true {
        findings.add(.outOfRange, "the group has no members", at: node.caret)
      }
      return
    }
    addGroup(name, view, voters + learners, at: view.nameSpan)
  }

  private mutating func readGroupsPerRegion(_ view: ObjectView, _ each: JSONNode) {
    for key in ["members", "leader", "learners"] {
      guard let other = view.node(key) else { continue }
      findings.add(
        .conflictingKeys, "\"\(key)\" does not go with \"perRegion\"", at: other.caret,
        related: [(each.span, "one group a region")])
    }
    guard let count = view.integer("perRegion") else { return }
    var chosen = Array(regions.indices)
    if view.node("regions") != nil {
      chosen = []
      for node in view.elements("regions") {
        if let index = region(node), !chosen.contains(index) { chosen.append(index) }
      }
    }
    for index in chosen {
      let seats = Array(repeating: Seat(region: index), count: count)
      addGroup(regions[index].name, view, seats, at: view.nameSpan)
    }
  }

  /// Members by region, in the file's order.
  private mutating func seats(_ node: JSONNode, areLearners: Bool = false) -> [Seat] {
    var seats: [Seat] = []
    for member in node.members ?? [] where !member.key.hasPrefix("x-") {
      let count = SchemaType.integer(1...51).grainsAssumingUnit(member.value) ?? 1
      guard let index = region(named: member.key, at: member.keySpan) else { continue }
      let seat = Seat(region: index, isLearner: areLearners)
      seats += Array(repeating: seat, count: Int(count))
    }
    for element in node.elements ?? [] {
      let view = element.members == nil ? nil : ObjectView(element, ScenarioSchema.member)
      guard let index = region(view?.node("region") ?? element) else { continue }
      let zone = view?.integer("zone")
      if let zone, zone >= regions[index].zones {
        findings.add(
          .outOfRange, "region \(quoted(regions[index].name)) has no zone \(zone)",
          at: view?.caret("zone") ?? element.caret,
          help: "its zones are 0 to \(regions[index].zones - 1)")
      }
      seats.append(Seat(region: index, zone: zone, isLearner: areLearners))
    }
    return seats
  }

  private mutating func addGroup(
    _ name: String, _ view: ObjectView, _ seats: [Seat], at span: SourceSpan
  ) {
    if let twin = groups.first(where: { $0.plan.name == name }) {
      findings.add(
        .duplicateName, "group \(quoted(name)) is declared twice", at: span,
        related: [(twin.span, "first here")])
      return
    }
    let membersSpan = view.caret(view.node("members") == nil ? "perRegion" : "members")
    guard seats.count <= Self.memberLimit else {
      findings.add(
        .outOfRange, "group \(quoted(name)) has \(seats.count) members", at: membersSpan,
        label: "at most \(Self.memberLimit)")
      return
    }
    let preset = view.text("preset").flatMap(GroupPreset.named) ?? GroupPreset.all[0]
    let timing = readTiming(view, preset)
    var plan = GroupPlan(
      name: name, members: members(seats, view),
      preferredLeaderRegion: leaderRegion(view, seats),
      heartbeat: SimDuration(nanoseconds: timing.heartbeat), electionTicks: timing.ticks,
      preVote: view.flag("preVote") ?? true, checkQuorum: view.flag("checkQuorum") ?? true,
      snapshotEvery: view.integer("snapshotEvery") ?? preset.snapshotEvery,
      snapshotKeep: view.integer("snapshotKeep") ?? preset.snapshotKeep,
      compactEvery: compaction(view),
      machine: machine(view, preset.machine),
      requestTimeout: requestTimeout(view, timing), preset: preset.name,
      readRetryReusesContext: view.flag("readRetryReusesContext")
        ?? preset.readRetryReusesContext)
    plan.quota = view.grains("quota") ?? plan.quota
    groups.append(
      GroupDraft(
        plan: plan, disks: diskTable(view), span: span, membersSpan: membersSpan,
        electionSpan: view.node("electionTimeout")?.caret ?? span,
        heartbeatSpan: view.node("heartbeat")?.caret ?? span,
        writesHeartbeat: view.node("heartbeat") != nil, hasDoubtfulTiming: timing.isDoubtful))
  }

  // MARK: - Members

  private mutating func members(_ seats: [Seat], _ view: ObjectView) -> [MemberPlan] {
    let disks = diskTable(view)
    var taken = Array(repeating: 0, count: regions.count)
    return seats.map { seat in
      let region = regions[seat.region]
      let number = taken[seat.region]
      taken[seat.region] += 1
      return MemberPlan(
        name: memberName(region.shortName, number), region: seat.region,
        zone: min(seat.zone ?? number % region.zones, region.zones - 1),
        isLearner: seat.isLearner, disk: disks[seat.region])
    }
  }

  /// "us-east-1a"; a region that ends with a letter gets a hyphen between: "lab-a".
  func memberName(_ region: String, _ number: Int) -> String {
    let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
    let suffix = number < 26 ? letters[number] : letters[number / 26 - 1] + letters[number % 26]
    return region + (region.last?.isNumber == true ? "" : "-") + suffix
  }

  private mutating func leaderRegion(_ view: ObjectView, _ seats: [Seat]) -> Int? {
    // A local group starts out led by its first member, beside the clients of its region.
    if view.node("perRegion") != nil { return seats.first?.region }
    guard let node = view.node("leader") else { return nil }
    guard let index = region(node) else { return nil }
    if seats.contains(where: { $0.region == index && !$0.isLearner }) { return index }
    findings.add(
      .unknownMember, "the group has no voter in \(quoted(regions[index].name)) to lead it",
      at: node.span, related: [(view.caret("members"), "its members")])
    return nil
  }

  // MARK: - Times

  private struct Timing {
    var heartbeat: Int64
    var ticks: Int
    var isDoubtful = false
  }

  private mutating func readTiming(_ view: ObjectView, _ preset: GroupPreset) -> Timing {
    let heartbeat = view.grains("heartbeat") ?? preset.heartbeat.nanoseconds
    let election = view.grains("electionTimeout") ?? preset.electionTimeout.nanoseconds
    let ticks = election / heartbeat
    let key = view.node("electionTimeout") != nil ? "electionTimeout" : "heartbeat"
    let span = view.node(key)?.caret ?? view.nameSpan
    if ticks < 2 {
      findings.add(
        .impossibleTiming, "the election timeout is shorter than two heartbeats", at: span,
        label: "\(durationText(election)) against a heartbeat of \(durationText(heartbeat))",
        help: "etcd asks for at least 5 heartbeats")
      return Timing(heartbeat: heartbeat, ticks: 2, isDoubtful: true)
    }
    guard election % heartbeat != 0 else { return Timing(heartbeat: heartbeat, ticks: Int(ticks)) }
    findings.add(
      .withoutEffect, "electionTimeout is no multiple of heartbeat", at: span,
      label: "\(ticks) ticks, thus \(durationText(ticks * heartbeat))",
      note: "etcd counts whole heartbeats and drops the rest")
    return Timing(heartbeat: heartbeat, ticks: Int(ticks))
  }

  /// etcd waits 5 s and two election timeouts (server/config/config.go, ReqTimeout).
  private func requestTimeout(_ view: ObjectView, _ timing: Timing) -> SimDuration {
    let election = timing.heartbeat * Int64(timing.ticks)
    return view.duration("requestTimeout")
      ?? SimDuration.seconds(5) + SimDuration(nanoseconds: election * 2)
  }

  /// An API server compacts every 5 minutes (k8s.io/apiserver, storagebackend).
  private func compaction(_ view: ObjectView) -> SimDuration? {
    if view.text("compactEvery") == "never" { return nil }
    return view.duration("compactEvery") ?? .seconds(300)
  }
}
