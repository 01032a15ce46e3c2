import SimKernel

extension PlanBuilder {
  mutating func faultKind(_ view: ObjectView) -> FaultPlan.Kind? {
    switch view.text("kind") {
    case "crash": return target(view).map { .crash($0) }
    case "pause": return target(view).map { .pause($0) }
    case "slowDisk":
      guard let target = target(view), let extra = view.duration("extra") else { return nil }
      return .slowDisk(target, extra: extra)
    case "regionLoss": return region(view.node("region")).map { .regionLoss(region: $0) }
    case "partition": return partition(view)
    case "linkDelay":
      let oneWay = oneWay(of: view)
      guard let ends = linkEnds(view) else { return nil }
      guard let oneWay else {
        if view.node["rtt"] == nil && view.node["oneWay"] == nil {
          findings.add(
            .missingKey, "a linkDelay needs \"rtt\" or \"oneWay\"", at: view.node.span.opening)
        }
        return nil
      }
      return .linkDelay(
        from: ends.from, to: ends.to, oneWay: SimDuration(nanoseconds: oneWay),
        bothWays: ends.bothWays)
    case "linkLoss":
      guard let ends = linkEnds(view), let loss = view.grains("loss") else { return nil }
      return .linkLoss(
        from: ends.from, to: ends.to, partsPerMillion: loss, bothWays: ends.bothWays)
    case "transferLeader": return transfer(view)
    case "endpoints": return endpoints(view)
    default: return nil
    }
  }

  // MARK: - Targets

  mutating func target(_ view: ObjectView) -> FaultPlan.MemberTarget? {
    guard let node = view.node("target"), let text = node.string else { return nil }
    let chosen = view.node("group")
    if text == "leader" {
      if chosen != nil { return group(chosen).map { .leader(group: $0) } }
      if groups.count == 1 { return .leader(group: 0) }
      findings.add(
        .missingKey, "\"leader\" of which group?", at: node.span,
        help: "write \"GROUP/leader\", or add \"group\"")
      return nil
    }
    if let index = regionIndex[text] { return .region(index) }
    if text.hasSuffix("/leader") {
      return group(named: String(text.dropLast("/leader".count)), at: node.span)
        .map { .leader(group: $0) }
    }
    return namedMember(text, in: chosen, at: node.span, orElse: ["leader"])
      .map { .member(group: $0.group, member: $0.member) }
  }

  /// A member by its path, by its name in the only or the chosen group; anything else is reported
  /// against all that could stand there.
  mutating func namedMember(
    _ text: String, in chosen: JSONNode?, at span: SourceSpan, orElse others: [String]
  ) -> (group: Int, member: Int)? {
    if text.contains("/") { return member(text, at: span) }
    if chosen != nil {
      guard let number = group(chosen) else { return nil }
      return member("\(groups[number].plan.name)/\(text)", at: span)
    }
    let owners = groups.indices.filter { number in
      groups[number].plan.members.contains { $0.name == text }
    }
    if owners.count == 1 { return member("\(groups[owners[0]].plan.name)/\(text)", at: span) }
    if owners.count > 1 {
      findings.add(
        .unknownMember, "several groups have a member \(quoted(text))", at: span,
        help: "write \(quoted(groups[owners[0]].plan.name + "/" + text)), for example")
      return nil
    }
    let members = groups.flatMap { group in
      groups.count == 1
        ? group.plan.members.map(\.name)
        : group.plan.members.map { "\(group.plan.name)/\($0.name)" }
    }
    let candidates = others + regions.map(\.name) + members
    _ = NameTable(
      noun: "member or region", code: .unknownMember, index: [:], names: candidates,
      declaration: nil
    ).find(text, at: span, &findings)
    return nil
  }

  mutating func transfer(_ view: ObjectView) -> FaultPlan.Kind? {
    guard let node = view.node("target"), let text = node.string else { return nil }
    let chosen = view.node("group")
    var found: (group: Int, member: Int)?
    if let region = regionIndex[text] {
      guard let number = chosen == nil ? (groups.count == 1 ? 0 : nil) : group(chosen) else {
        if chosen == nil {
          findings.add(
            .missingKey, "leadership of which group?", at: node.span, help: "add \"group\"")
        }
        return nil
      }
      let first = groups[number].plan.members.firstIndex { $0.region == region && !$0.isLearner }
      guard let first else {
        findings.add(
          .unknownMember,
          "group \(quoted(groups[number].plan.name)) has no voter in \(quoted(text))",
          at: node.span)
        return nil
      }
      found = (number, first)
    } else {
      found = namedMember(text, in: chosen, at: node.span, orElse: [])
    }
    guard let found else { return nil }
    if groups[found.group].plan.members[found.member].isLearner {
      findings.add(.unknownMember, "a learner cannot lead", at: node.span)
      return nil
    }
    return .transferLeader(group: found.group, member: found.member)
  }

  private mutating func endpoints(_ view: ObjectView) -> FaultPlan.Kind? {
    let found = service(view.node("service"))
    guard let number = found, let node = view.node("group"), let name = node.string,
      let group = groupOrRegion(named: name, at: node.span), let ready = view.integer("ready"),
      let service = federation?.services[number]
    else { return nil }
    guard service.backends.contains(where: { $0.group == group }) else {
      findings.add(
        .unknownReference,
        "service \(quoted(service.name)) is not exported from \(quoted(name))", at: node.span)
      return nil
    }
    return .endpoints(service: number, group: group, ready: ready)
  }

  // MARK: - Partitions

  private mutating func partition(_ view: ObjectView) -> FaultPlan.Kind? {
    let bothWays = !(view.flag("oneWay") ?? false)
    let (from, to) = (view.node("from"), view.node("to"))
    if let isolated = view.node("isolate") {
      if let other = from ?? to {
        findings.add(
          .conflictingKeys, "either \"isolate\", or \"from\" and \"to\"", at: other.caret,
          related: [(isolated.caret, "\"isolate\" is given here")])
        return nil
      }
      let inside = places(isolated)
      if inside.isEmpty { return nil }
      let outside = complement(of: inside)
      if outside.isEmpty {
        findings.add(
          .conflictingKeys, "nothing is left to be cut off from", at: isolated.caret)
      }
      return .partition(from: inside, to: outside, bothWays: bothWays)
    }
    guard let from, let to else {
      if ["isolate", "from", "to"].allSatisfy({ view.node[$0] == nil }) || (from ?? to) != nil {
        findings.add(
          .missingKey, "a partition needs \"isolate\", or \"from\" and \"to\"",
          at: view.node.span.opening)
      }
      return nil
    }
    let sides = (places(from), places(to))
    if let both = sides.0.first(where: sides.1.contains) {
      findings.add(
        .conflictingKeys, "\(text(of: both)) is on both sides", at: to.caret,
        related: [(from.caret, "the first side")])
    }
    guard !sides.0.isEmpty, !sides.1.isEmpty else { return nil }
    return .partition(from: sides.0, to: sides.1, bothWays: bothWays)
  }

  private mutating func places(_ node: JSONNode) -> [FaultPlan.Endpoint] {
    var found: [FaultPlan.Endpoint] = []
    for name in node.elements ?? [node] {
      guard let text = name.string else { continue }
      if let index = regionIndex[text] {
        found.append(.region(index))
      } else if let (group, member) = namedMember(text, in: nil, at: name.span, orElse: []) {
        found.append(.member(group: group, member: member))
      }
    }
    return found
  }

  /// Everything else. One member alone is cut off from its own region too; of several, a region
  /// that they share keeps its clients on both sides, so that they stay together.
  private func complement(of inside: [FaultPlan.Endpoint]) -> [FaultPlan.Endpoint] {
    if inside.count == 1, case .member = inside[0] {
      return regions.indices.map { .region($0) }
    }
    var outside: [FaultPlan.Endpoint] = []
    for region in regions.indices where !inside.contains(.region(region)) {
      var isShared = false
      var others: [FaultPlan.Endpoint] = []
      for (group, draft) in groups.enumerated() {
        for (member, plan) in draft.plan.members.enumerated() where plan.region == region {
          let endpoint = FaultPlan.Endpoint.member(group: group, member: member)
          if inside.contains(endpoint) { isShared = true } else { others.append(endpoint) }
        }
      }
      outside += isShared ? others : [.region(region)]
    }
    return outside
  }
}
