import SimKernel

extension PlanBuilder {
  /// The members that a step brings in, appended to their group; empty for most steps, nil after a
  /// report.
  mutating func newMembers(of view: ObjectView) -> (group: Int, members: [Int])? {
    switch view.text("do") {
    case "addLearner", "addMember":
      guard let region = region(view.node("region")), let group = stepGroup(view) else {
        return nil
      }
      return (group, [join(group, region)])
    case "replaceMember":
      guard let old = stepMember(view) else { return nil }
      let home = groups[old.group].plan.members[old.member].region
      let region = view.node("region") == nil ? home : region(view.node("region"))
      return region.map { (old.group, [join(old.group, $0)]) }
    case "restoreSnapshot":
      guard let group = stepGroup(view) else { return nil }
      var members: [Int] = []
      for entry in view.entries("members") {
        guard let index = region(named: entry.key, at: entry.keySpan) else { continue }
        let count = SchemaType.integer(1...51).grainsAssumingUnit(entry.value) ?? 1
        for _ in 0..<count { members.append(join(group, index)) }
      }
      return (group, members)
    default: return nil
    }
  }

  /// A member of `group` that joins in the course of the run.
  private mutating func join(_ group: Int, _ region: Int) -> Int {
    let number = groups[group].plan.members.count(where: { $0.region == region })
    groups[group].plan.members.append(
      MemberPlan(
        name: memberName(regions[region].shortName, number), region: region,
        zone: number % regions[region].zones, isLearner: false, disk: groups[group].disks[region],
        joinsLater: true))
    return groups[group].plan.members.count - 1
  }

  mutating func stepKind(
    _ view: ObjectView, _ new: (group: Int, members: [Int])?
  ) -> StepPlan.Kind? {
    let word = view.text("do") ?? ""
    switch word {
    case "addLearner", "addMember":
      guard let new, let member = new.members.first else { return nil }
      return .addMember(group: new.group, member: member, isLearner: word == "addLearner")
    case "replaceMember":
      // What is wrong with the target was said when its successor was declared.
      guard let new, let member = new.members.first, let name = view.text("target"),
        let old = position(named: name, in: new.group)
      else { return nil }
      return .replaceMember(group: new.group, old: old, new: member)
    case "promoteMember":
      return stepMember(view).map { .promoteMember(group: $0.group, member: $0.member) }
    case "removeMember": return stepTarget(view).map { .removeMember($0) }
    case "loseForever": return stepTarget(view, regions: true).map { .loseForever($0) }
    case "transferLeader":
      guard case .transferLeader(let group, let member)? = transfer(view) else { return nil }
      return .transferLeader(group: group, member: member)
    case "restart", "upgrade": return restart(view)
    case "restoreSnapshot":
      guard let new else { return nil }
      return .restoreSnapshot(
        group: new.group, members: new.members,
        savedEvery: view.duration("savedEvery") ?? .seconds(300),
        takes: view.duration("takes") ?? .seconds(30))
    case "forceNewCluster":
      return stepMember(view).map {
        .forceNewCluster(
          group: $0.group, member: $0.member, takes: view.duration("takes") ?? .seconds(30))
      }
    default: return nil
    }
  }

  private func position(named text: String, in group: Int) -> Int? {
    let name = text.split(separator: "/").last.map(String.init) ?? text
    return groups[group].plan.members.firstIndex { $0.name == name }
  }

  private mutating func restart(_ view: ObjectView) -> StepPlan.Kind? {
    var change = StepPlan.MemberChange()
    if view.text("do") == "upgrade" {
      if let preset = view.text("preset").flatMap(GroupPreset.named) {
        change.snapshotEvery = preset.snapshotEvery
        change.readRetryReusesContext = preset.readRetryReusesContext
      }
      change.preVote = view.flag("preVote")
      if change == StepPlan.MemberChange() {
        findings.add(
          .missingKey, "an upgrade needs \"preset\" or \"preVote\"",
          at: view.node.span.opening, help: "without either it is a \"restart\"")
        return nil
      }
    }
    let down = view.duration("downFor") ?? .seconds(2)
    guard view.node("target") != nil else {
      return stepGroup(view).map {
        .restart(group: $0, members: Array(groups[$0].plan.members.indices), down: down, change)
      }
    }
    switch stepTarget(view) {
    case .member(let group, let member):
      return .restart(group: group, members: [member], down: down, change)
    case .leader(let group):
      return .restart(group: group, members: [], down: down, change)
    case .region, nil: return nil
    }
  }

  // MARK: - Whom

  private mutating func stepGroup(_ view: ObjectView) -> Int? {
    if let node = view.node("group") { return group(node) }
    if groups.count == 1 { return 0 }
    if view.node["group"] == nil, !groups.isEmpty {
      findings.add(
        .missingKey, "which group?", at: view.node.span.opening, help: "add \"group\"")
    }
    return nil
  }

  private mutating func stepMember(_ view: ObjectView) -> (group: Int, member: Int)? {
    guard let node = view.node("target"), let text = node.string else { return nil }
    return namedMember(text, in: view.node("group"), at: node.span, orElse: [])
  }

  private mutating func stepTarget(
    _ view: ObjectView, regions allowsRegions: Bool = false
  ) -> FaultPlan.MemberTarget? {
    guard let found = target(view) else { return nil }
    if case .region = found, !allowsRegions {
      findings.add(
        .unknownMember, "a step is about one member here", at: view.caret("target"),
        label: "a region")
      return nil
    }
    return found
  }

  // MARK: - Words

  /// A short name for charts: "replace us-east-1a".
  func stepText(_ step: StepPlan) -> String {
    switch step.kind {
    case .addMember(let group, let member, _): "add \(memberText(group, member))"
    case .promoteMember(let group, let member): "promote \(memberText(group, member))"
    case .removeMember(let target): "remove \(text(of: target))"
    case .replaceMember(let group, let old, let new):
      "replace \(memberText(group, old)) by \(groups[group].plan.members[new].name)"
    case .transferLeader(let group, let member): "lead by \(memberText(group, member))"
    case .restart(let group, let members, _, _):
      "\(step.word) \(restartText(group, members))"
    case .loseForever(let target): "lose \(text(of: target)) for good"
    case .restoreSnapshot(let group, _, _, _): "restore \(groups[group].plan.name)"
    case .forceNewCluster(let group, let member, _):
      "new cluster of \(memberText(group, member))"
    }
  }

  private func restartText(_ group: Int, _ members: [Int]) -> String {
    if members.isEmpty { return text(of: .leader(group: group)) }
    return members.count == 1 ? memberText(group, members[0]) : groups[group].plan.name
  }
}
