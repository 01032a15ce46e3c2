import SimKernel

extension PlanBuilder {
  mutating func readFederation() {
    guard let view = root.view("federation", ScenarioSchema.federation) else { return }
    let strategy: FederationPlan.Strategy? = view.choice("strategy")
    let services = readServices(view)
    guard let strategy else {
      warnOfUnused(view)
      return
    }
    let defaults = (least: SimDuration.milliseconds(800), most: SimDuration.seconds(30))
    let backoff = view.view("backoff", ScenarioSchema.backoff)
    let least = backoff?.duration("min") ?? defaults.least
    let most = backoff?.duration("max") ?? max(defaults.most, least)
    if most < least {
      findings.add(
        .conflictingKeys, "the longest wait is shorter than the first",
        at: backoff?.caret("max") ?? view.node.span.opening,
        label: "\(durationText(most.nanoseconds)) against \(durationText(least.nanoseconds))")
    }
    federation = FederationPlan(
      strategy: strategy, batchLimit: view.integer("batchLimit") ?? 128,
      backoff: least...max(least, most),
      streamDeadAfter: view.duration("streamDeadAfter") ?? .seconds(45),
      bookmarkEvery: view.duration("bookmarkEvery") ?? .seconds(60),
      endpointChoice: view.choice("endpointChoice") ?? .localFirst, services: services)
    if groups.count == 1 {
      findings.add(
        .withoutEffect, "a federation of one group has nobody to mirror",
        at: view.caret("strategy"), help: "\"perRegion\" in a group makes one in each region")
    }
  }

  private mutating func warnOfUnused(_ view: ObjectView) {
    guard view.text("strategy") == "none" else { return }
    let keys = view.object.fields.map(\.key).filter { $0 != "strategy" && view.node[$0] != nil }
    guard let first = keys.first else { return }
    findings.add(
      .withoutEffect, "\"\(first)\" has no effect without a federation", at: view.caret(first),
      related: [(view.caret("strategy"), "no federation")])
  }

  private mutating func readServices(_ view: ObjectView) -> [ServicePlan] {
    var services: [ServicePlan] = []
    for service in view.views("services", ScenarioSchema.service) {
      guard let name = service.text("name") else { continue }
      let namespace = service.text("namespace") ?? "default"
      if services.contains(where: { $0.name == name && $0.namespace == namespace }) {
        findings.add(
          .duplicateName, "service \(quoted(name)) is declared twice in its namespace",
          at: service.nameSpan)
        continue
      }
      var backends: [ServicePlan.Backend] = []
      for entry in service.entries("endpoints") {
        let count = SchemaType.integer(0...100_000).grainsAssumingUnit(entry.value) ?? 0
        guard let group = groupOrRegion(named: entry.key, at: entry.keySpan) else { continue }
        if backends.contains(where: { $0.group == group }) {
          findings.add(
            .duplicateName, "the endpoints of one group are given twice", at: entry.keySpan)
          continue
        }
        backends.append(ServicePlan.Backend(group: group, endpoints: Int(count)))
      }
      services.append(ServicePlan(name: name, namespace: namespace, backends: backends))
    }
    return services
  }

  /// The service called `name`, or "namespace/name".
  mutating func service(_ node: JSONNode?) -> Int? {
    guard let node, let name = node.string else { return nil }
    let services = federation?.services ?? []
    if services.isEmpty {
      findings.add(
        .unknownReference, "no service is declared", at: node.span,
        help: "declare it in \"services\" of a \"federation\" with a strategy")
      return nil
    }
    var index: [String: Int] = [:]
    for (number, service) in services.enumerated() {
      index["\(service.namespace)/\(service.name)"] = number
      if index[service.name] == nil { index[service.name] = number }
    }
    return NameTable(
      noun: "service", code: .unknownReference, index: index, names: services.map(\.name),
      declaration: nil
    ).find(name, at: node.span, &findings)
  }
}
