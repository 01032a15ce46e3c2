import SimKernel

extension PlanBuilder {
  mutating func readFaults() {
    let views = root.views("faults", ScenarioSchema.fault)
    var ids: [String: Int] = [:]
    var chains: [(fault: Int, name: String, delay: SimDuration, span: SourceSpan)] = []
    for view in views {
      guard let kind = faultKind(view), let start = faultStart(view) else { continue }
      let id = view.text("id")
      if let id, let first = ids[id] {
        findings.add(
          .duplicateName, "fault \(quoted(id)) is declared twice", at: view.caret("id"),
          related: [(faults[first].span, "first here")])
      } else if let id {
        ids[id] = faults.count
      }
      if case .after(let name, let delay, let span) = start {
        chains.append((faults.count, name, delay, span))
      }
      let plan = FaultPlan(
        kind: kind, start: start.plain, duration: faultDuration(view, kind),
        text: id ?? faultText(kind))
      faults.append(
        FaultDraft(
          plan: plan, span: view.caret("kind"),
          startSpan: view.caret(view.node("at") == nil ? "kind" : "at"), id: id))
    }
    let declared = views.compactMap { $0.text("id") }
    linkChains(chains.filter { ids[$0.name] != nil || !declared.contains($0.name) }, ids)
  }

  /// When a fault begins, before names of other faults are resolved.
  private enum Start {
    case known(FaultPlan.Start)
    case after(String, delay: SimDuration, SourceSpan)

    var plain: FaultPlan.Start {
      if case .known(let start) = self { start } else { .at(.zero) }
    }
  }

  private mutating func faultStart(_ view: ObjectView) -> Start? {
    let trigger = view.view("when", ScenarioSchema.trigger)
    if let at = view.node("at"), trigger != nil {
      findings.add(
        .conflictingKeys, "either \"at\" or \"when\"", at: view.caret("when"),
        related: [(at.caret, "\"at\" is given here")])
      return nil
    }
    if let trigger { return triggered(trigger) }
    if view.node["at"] == nil && view.node["when"] == nil {
      findings.add(
        .missingKey, "a fault needs \"at\" or \"when\"", at: view.node.span.opening,
        help: "\"at\": \"40s\" or \"when\": { \"leaderElected\": 2 }")
    }
    return view.duration("at").map { .known(.at($0)) }
  }

  private mutating func triggered(_ view: ObjectView) -> Start? {
    let written = ["leaderElected", "commitReached", "afterFault"].filter { view.node[$0] != nil }
    guard written.count == 1 else {
      findings.add(
        written.isEmpty ? .missingKey : .conflictingKeys,
        "a trigger is one of \"leaderElected\", \"commitReached\" and \"afterFault\"",
        at: written.isEmpty ? view.node.span.opening : view.caret(written[1]))
      return nil
    }
    if written[0] != "afterFault", let delay = view.node("delay") {
      findings.add(
        .conflictingKeys, "\"delay\" goes with \"afterFault\"", at: delay.caret)
    }
    let watched = group(view.node("group"))
    switch written[0] {
    case "leaderElected":
      return view.integer("leaderElected").map { .known(.leaderElected($0, group: watched)) }
    case "commitReached":
      return view.integer("commitReached").map { .known(.commitReached($0, group: watched)) }
    default:
      guard let name = view.text("afterFault") else { return nil }
      return .after(name, delay: view.duration("delay") ?? .zero, view.caret("afterFault"))
    }
  }

  /// Resolves `afterFault`, and reports faults that wait for one another.
  private mutating func linkChains(
    _ chains: [(fault: Int, name: String, delay: SimDuration, span: SourceSpan)],
    _ ids: [String: Int]
  ) {
    let table = NameTable(
      noun: "fault", code: .unknownReference, index: ids, names: faults.compactMap(\.id),
      declaration: nil)
    var previous: [Int: Int] = [:]
    for chain in chains {
      guard let other = table.find(chain.name, at: chain.span, &findings) else { continue }
      faults[chain.fault].plan.start = .afterFault(other, delay: chain.delay)
      previous[chain.fault] = other
      var current: Int? = other
      for _ in 0...chains.count where current != nil {
        if current == chain.fault {
          findings.add(
            .conflictingKeys, "faults wait for one another in a circle", at: chain.span)
          previous[chain.fault] = nil
          break
        }
        current = current.flatMap { previous[$0] }
      }
    }
  }

  private mutating func faultDuration(_ view: ObjectView, _ kind: FaultPlan.Kind) -> SimDuration? {
    var node = view.node("for")
    var duration = view.duration("for")
    if case .crash = kind, let restart = view.node("restartAfter") {
      if let node {
        findings.add(
          .conflictingKeys, "either \"for\" or \"restartAfter\"", at: restart.caret,
          related: [(node.caret, "\"for\" is given here")])
      }
      node = restart
      duration = view.duration("restartAfter")
    }
    if case .transferLeader = kind, let node {
      findings.add(
        .withoutEffect, "handing leadership over takes no time of its own", at: node.caret,
        label: "not counted")
      return nil
    }
    return duration
  }
}
