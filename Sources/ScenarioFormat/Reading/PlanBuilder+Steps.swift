import SimKernel

extension PlanBuilder {
  /// Declares the members that join later, so that any fault and any step may name them.
  mutating func readNewMembers() {
    for view in root.views("steps", ScenarioSchema.step) { newcomers.append(newMembers(of: view)) }
  }

  mutating func readSteps() {
    let views = root.views("steps", ScenarioSchema.step)
    var ids: [String: Int] = [:]
    var chains: [(step: Int, name: String, delay: SimDuration, span: SourceSpan)] = []
    for (view, newcomers) in zip(views, newcomers) {
      guard let kind = stepKind(view, newcomers), let start = stepStart(view) else { continue }
      let id = view.text("id")
      if let id, let first = ids[id] {
        findings.add(
          .duplicateName, "step \(quoted(id)) is declared twice", at: view.caret("id"),
          related: [(steps[first].span, "first here")])
      } else if let id {
        ids[id] = steps.count
      }
      if case .afterStep(let name, let delay, let span) = start {
        chains.append((steps.count, name, delay, span))
      }
      var plan = StepPlan(kind: kind, start: start.plain, text: "")
      plan.text = id ?? stepText(plan)
      if let patience = view.duration("patience") { plan.patience = patience }
      steps.append(
        StepDraft(
          plan: plan, span: view.caret("do"),
          startSpan: view.caret(view.node("at") == nil ? "do" : "at"), id: id))
      refuseInFederation(plan, at: view.caret("do"))
    }
    linkSteps(chains, ids)
  }

  private mutating func refuseInFederation(_ plan: StepPlan, at span: SourceSpan) {
    guard plan.isRecovery, root.node("federation") != nil else { return }
    findings.add(
      .conflictingKeys, "a cluster of a federation cannot begin anew", at: span,
      help: "its mirrors would meet revisions that go backwards, which is not modelled")
  }

  // MARK: - When

  private enum Start {
    case known(StepPlan.Start)
    case afterStep(String, delay: SimDuration, SourceSpan)

    var plain: StepPlan.Start {
      if case .known(let start) = self { start } else { .event(.at(.zero)) }
    }
  }

  private mutating func stepStart(_ view: ObjectView) -> Start? {
    guard let trigger = view.view("when", ScenarioSchema.stepTrigger) else {
      if view.node["at"] == nil && view.node["when"] == nil {
        findings.add(
          .missingKey, "a step needs \"at\" or \"when\"", at: view.node.span.opening,
          help: "\"at\": \"40s\" or \"when\": { \"afterStep\": \"ID\" }")
      }
      return view.duration("at").map { .known(.event(.at($0))) }
    }
    if let at = view.node("at") {
      findings.add(
        .conflictingKeys, "either \"at\" or \"when\"", at: view.caret("when"),
        related: [(at.caret, "\"at\" is given here")])
      return nil
    }
    return stepTriggered(trigger)
  }

  private mutating func stepTriggered(_ view: ObjectView) -> Start? {
    let keys = ["afterStep", "leaderElected", "commitReached", "afterFault"]
    let written = keys.filter { view.node[$0] != nil }
    guard written.count == 1 else {
      findings.add(
        written.isEmpty ? .missingKey : .conflictingKeys,
        "a step's trigger is one of \(alternatives(keys.map(quoted)))",
        at: written.isEmpty ? view.node.span.opening : view.caret(written[1]))
      return nil
    }
    let delay = view.duration("delay") ?? .zero
    if !written[0].hasPrefix("after"), let node = view.node("delay") {
      findings.add(
        .conflictingKeys, "\"delay\" goes with \"afterStep\" or \"afterFault\"", at: node.caret)
    }
    let watched = group(view.node("group"))
    switch written[0] {
    case "afterStep":
      return view.text("afterStep").map { .afterStep($0, delay: delay, view.caret("afterStep")) }
    case "leaderElected":
      return view.integer("leaderElected").map {
        .known(.event(.leaderElected($0, group: watched)))
      }
    case "commitReached":
      return view.integer("commitReached").map {
        .known(.event(.commitReached($0, group: watched)))
      }
    default:
      guard let name = view.text("afterFault") else { return nil }
      let ids = faults.indices.compactMap { number in faults[number].id.map { ($0, number) } }
      let table = NameTable(
        noun: "fault", code: .unknownReference,
        index: Dictionary(ids, uniquingKeysWith: { first, _ in first }), names: ids.map(\.0),
        declaration: nil)
      return table.find(name, at: view.caret("afterFault"), &findings)
        .map { .known(.event(.afterFault($0, delay: delay))) }
    }
  }

  /// Resolves `afterStep`, and reports steps that wait for one another.
  private mutating func linkSteps(
    _ chains: [(step: Int, name: String, delay: SimDuration, span: SourceSpan)],
    _ ids: [String: Int]
  ) {
    let table = NameTable(
      noun: "step", code: .unknownReference, index: ids, names: steps.compactMap(\.id),
      declaration: nil)
    var previous: [Int: Int] = [:]
    for chain in chains {
      guard let other = table.find(chain.name, at: chain.span, &findings) else { continue }
      steps[chain.step].plan.start = .afterStep(other, delay: chain.delay)
      previous[chain.step] = other
      var current: Int? = other
      for _ in 0...chains.count where current != nil {
        if current == chain.step {
          findings.add(.conflictingKeys, "steps wait for one another in a circle", at: chain.span)
          previous[chain.step] = nil
          break
        }
        current = current.flatMap { previous[$0] }
      }
    }
  }
}
