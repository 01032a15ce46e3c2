import Results
import SimKernel

extension PlanBuilder {
  mutating func readLoads() {
    for view in root.views("load", ScenarioSchema.load) {
      let mix = mix(view)
      let name = loadName(view, mix)
      let clients = loadRegions(view)
      let target = loadTarget(view)
      guard let arrivals = arrivals(view, regions: clients.count) else { continue }
      let keys = view.view("keys", ScenarioSchema.keys)
      let isLookup = mix.contains { $0.operation == .resolve }
      let service = view.node("service") == nil ? nil : service(view.node("service"))
      warnOfIdleKeys(view, mix)
      let shape = shape(view, mix)
      if isLookup && (federation?.services ?? []).isEmpty && view.node("service") == nil {
        findings.add(
          .unknownReference, "\"resolve\" needs a service to look up",
          at: view.caret(view.node("mix") == nil ? "operation" : "mix"),
          help: "declare it in \"services\" of a \"federation\" with a strategy")
      }
      for (position, region) in clients.enumerated() {
        loads.append(
          LoadPlan(
            name: name, region: region, target: target, arrivals: arrivals[position], mix: mix,
            keyCount: keys?.integer("count") ?? leaseKeys(arrivals[position], mix, shape) ?? 1_000,
            keyChoice: keys?.choice("choice") ?? .uniform,
            ownership: view.choice("objects") ?? .own,
            resource: view.choice("resource") ?? .configMap,
            valueSize: view.integer("valueSize") ?? 256, timeout: view.duration("timeout"),
            service: service))
        loads[loads.count - 1].shape = shape
      }
    }
  }

  private mutating func warnOfIdleKeys(_ view: ObjectView, _ mix: [LoadPlan.Share]) {
    if let node = view.node("service"), !mix.contains(where: { $0.operation == .resolve }) {
      findings.add(
        .withoutEffect, "\"service\" counts only for \"resolve\"", at: node.caret)
    }
    if let node = view.node("valueSize"), !mix.contains(where: { $0.operation.writesValue }) {
      findings.add(.withoutEffect, "nothing is written, so no value has a size", at: node.caret)
    }
  }

  private mutating func loadName(_ view: ObjectView, _ mix: [LoadPlan.Share]) -> String {
    let isGiven = view.text("name") != nil
    let base = view.text("name") ?? (mix.count == 1 ? mix[0].operation.rawValue : "mix")
    var name = base
    if loadNames.contains(name) {
      if isGiven {
        findings.add(
          .duplicateName, "load \(quoted(name)) is declared twice", at: view.nameSpan)
      }
      var number = 2
      while loadNames.contains("\(base)-\(number)") { number += 1 }
      name = "\(base)-\(number)"
    }
    loadNames.append(name)
    return name
  }

  private mutating func loadRegions(_ view: ObjectView) -> [Int] {
    guard let node = view.node("from") else { return [] }
    if node.string == "everywhere" && regionIndex["everywhere"] == nil {
      return Array(regions.indices)
    }
    var found: [Int] = []
    for name in node.elements ?? [node] {
      guard let index = region(name) else { continue }
      if found.contains(index) {
        findings.add(
          .duplicateName, "region \(quoted(regions[index].name)) is named twice", at: name.span)
      } else {
        found.append(index)
      }
    }
    return found
  }

  private mutating func loadTarget(_ view: ObjectView) -> LoadPlan.Target {
    guard let node = view.node("to"), let name = node.string else { return .nearest }
    if name == "nearest" && !groups.contains(where: { $0.plan.name == name }) { return .nearest }
    return group(named: name, at: node.span).map { .group($0) } ?? .nearest
  }

  private mutating func mix(_ view: ObjectView) -> [LoadPlan.Share] {
    let single: LoadPlan.Operation? = view.choice("operation")
    guard let node = view.node("mix") else {
      return [LoadPlan.Share(operation: single ?? .put, weight: 1)]
    }
    if view.node("operation") != nil {
      findings.add(
        .conflictingKeys, "either \"operation\" or \"mix\"", at: node.caret,
        related: [(view.caret("operation"), "\"operation\" is given here")])
    }
    let names = LoadPlan.Operation.allCases.map(\.rawValue)
    var shares: [LoadPlan.Share] = []
    for entry in view.entries("mix") {
      let weight = SchemaType.integer(1...1_000_000).grainsAssumingUnit(entry.value) ?? 1
      if let operation = LoadPlan.Operation(rawValue: entry.key) {
        shares.append(LoadPlan.Share(operation: operation, weight: Int(weight)))
        continue
      }
      let near = nearestName(to: entry.key, among: names)
      let list = "operations: \(names.joined(separator: ", "))"
      findings.add(
        .unknownChoice, "no operation is called \(quoted(entry.key))", at: entry.keySpan,
        help: near.map { "did you mean \(quoted($0))? (\(list))" } ?? list)
    }
    if shares.isEmpty && node.members?.isEmpty == true {
      findings.add(.outOfRange, "\"mix\" names no operation", at: node.caret)
    }
    return shares.isEmpty ? [LoadPlan.Share(operation: .put, weight: 1)] : shares
  }

  // MARK: - Arrivals

  /// One for each of the load's regions.
  private mutating func arrivals(_ view: ObjectView, regions count: Int) -> [LoadPlan.Arrivals]? {
    let splits = view.flag("split") ?? false
    if let node = view.node("arrivals") {
      for key in ["clients", "think"] {
        guard let other = view.node(key) else { continue }
        findings.add(
          .conflictingKeys, "either \"arrivals\" or \"\(key)\"", at: other.caret,
          related: [(node.caret, "an open loop")])
      }
      guard let view = view.view("arrivals", ScenarioSchema.arrivals) else { return nil }
      return openLoop(view, parts: splits ? count : 1)
        .map { Array(repeating: $0, count: count) }
    }
    guard let clients = view.integer("clients") else {
      if view.node["arrivals"] == nil && view.node["clients"] == nil {
        findings.add(
          .missingKey, "a load needs \"arrivals\" or \"clients\"", at: view.node.span.opening,
          help: "\"arrivals\": { \"poisson\": \"200/s\" } or \"clients\": 4")
      }
      return nil
    }
    let think = view.duration("think") ?? .zero
    guard splits else {
      return Array(repeating: .closed(clients: clients, think: think), count: count)
    }
    if clients < count {
      findings.add(
        .outOfRange, "\(counted(clients, "client")) cannot be split among \(count) regions",
        at: view.caret("clients"))
      return nil
    }
    return (0..<count).map { position in
      .closed(clients: clients / count + (position < clients % count ? 1 : 0), think: think)
    }
  }

  private mutating func openLoop(_ view: ObjectView, parts: Int) -> LoadPlan.Arrivals? {
    let written = ["poisson", "fixed", "every"].filter { view.node[$0] != nil }
    guard written.count == 1 else {
      findings.add(
        written.isEmpty ? .missingKey : .conflictingKeys,
        "arrivals take exactly one of \"poisson\", \"fixed\" and \"every\"",
        at: written.isEmpty ? view.node.span.opening : view.caret(written[1]))
      return nil
    }
    guard let grains = view.grains(written[0]) else { return nil }
    let gap = written[0] == "every" ? Int128(grains) : Self.gap(ofRate: grains)
    let share = gap * Int128(max(1, parts))
    guard share >= 1, let nanoseconds = Int64(exactly: share), nanoseconds < Self.longestGap else {
      findings.add(
        .outOfRange, "the gap between two operations is out of range",
        at: view.caret(written[0]), label: "must be 1ns to \(durationText(Self.longestGap))")
      return nil
    }
    let duration = SimDuration(nanoseconds: nanoseconds)
    return written[0] == "poisson" ? .poisson(meanGap: duration) : .fixed(gap: duration)
  }

  /// A thousand hours, as long as a run can be.
  private static let longestGap: Int64 = 3_600_000_000_000_000

  /// Nanoseconds between operations at a rate in thousandths an hour, rounded to the nearest.
  static func gap(ofRate thousandthsAnHour: Int64) -> Int128 {
    guard thousandthsAnHour > 0 else { return 0 }
    let rate = Int128(thousandthsAnHour)
    return (3_600_000_000_000_000 + rate / 2) / rate
  }
}
