import Results
import ScenarioFormat
import SimKernel

extension ResolvedPlan {
  func fault(_ fault: FaultPlan) -> JSONTree {
    .object(
      [(key: "text", value: JSONTree.text(fault.text)), ("start", start(fault.start))]
        + [("for", time(fault.duration, orElse: "the rest of the run"))] + kind(fault.kind))
  }

  func start(_ start: FaultPlan.Start) -> JSONTree {
    switch start {
    case .at(let instant): ["at": time(instant)]
    case .leaderElected(let number, let group):
      ["leaderElected": .count(number), "group": groupName(group)]
    case .commitReached(let index, let group):
      ["commitReached": .count(index), "group": groupName(group)]
    case .afterFault(let number, let delay):
      ["afterFault": .text(plan.faults[number].text), "delay": time(delay)]
    }
  }

  private func groupName(_ number: Int?) -> JSONTree {
    number.map { .text(plan.groups[$0].name) } ?? "any"
  }

  private func kind(_ kind: FaultPlan.Kind) -> [(key: String, value: JSONTree)] {
    switch kind {
    case .crash(let target): [("kind", "crash"), ("target", name(target))]
    case .regionLoss(let region):
      [("kind", "regionLoss"), ("region", .text(regionName(region)))]
    case .partition(let from, let to, let bothWays):
      [
        ("kind", "partition"), ("from", .list(from.map(name))), ("to", .list(to.map(name))),
        ("bothWays", .bool(bothWays)),
      ]
    case .linkDelay(let from, let to, let oneWay, let bothWays):
      [("kind", "linkDelay")] + ends(from, to, bothWays) + [("oneWay", time(oneWay))]
    case .linkLoss(let from, let to, let share, let bothWays):
      [("kind", "linkLoss")] + ends(from, to, bothWays) + [("lossPpm", .count(share))]
    case .pause(let target): [("kind", "pause"), ("target", name(target))]
    case .slowDisk(let target, let extra):
      [("kind", "slowDisk"), ("target", name(target)), ("extra", time(extra))]
    case .transferLeader(let group, let member):
      [("kind", "transferLeader"), ("to", .text(memberName(group, member)))]
    case .endpoints(let service, let group, let ready):
      [
        ("kind", "endpoints"),
        ("service", .text(plan.federation?.services[service].name ?? "")),
        ("group", .text(plan.groups[group].name)), ("ready", .count(ready)),
      ]
    }
  }

  private func ends(
    _ from: Int, _ to: Int, _ bothWays: Bool
  ) -> [(key: String, value: JSONTree)] {
    [
      ("from", .text(regionName(from))), ("to", .text(regionName(to))),
      ("bothWays", .bool(bothWays)),
    ]
  }

  func name(_ target: FaultPlan.MemberTarget) -> JSONTree {
    switch target {
    case .member(let group, let member): .text(memberName(group, member))
    case .leader(let group): .text("leader of \(plan.groups[group].name)")
    case .region(let region): .text(regionName(region))
    }
  }

  private func name(_ endpoint: FaultPlan.Endpoint) -> JSONTree {
    switch endpoint {
    case .region(let region): .text(regionName(region))
    case .member(let group, let member): .text(memberName(group, member))
    }
  }

  /// Limits are in the metric's own unit, which stands beside them.
  func rule(_ rule: ExpectRule) -> JSONTree {
    var members: [(key: String, value: JSONTree)] = []
    switch rule.subject {
    case .invariant(let name): members.append(("invariant", .text(name)))
    case .metric(let metric, let statistic):
      let unit = rule.versus == nil ? metric.entry.unit.rawValue : "ppm"
      members += [("metric", .text(metric.rawValue)), ("stat", .text(statistic.rawValue))]
      members += [(rule.comparison.rawValue, .count(rule.limit)), ("unit", .text(unit))]
      members.append(("minSamples", .count(rule.minSamples)))
    }
    if !rule.filter.pairs.isEmpty {
      members.append(
        ("where", .object(rule.filter.pairs.map { ($0.name.rawValue, .text($0.value)) })))
    }
    if let window = rule.window {
      let ends = [window.from, window.to].map { JSONTree.text(DurationText.exact($0)) }
      members.append(("during", .list(ends)))
    }
    if let versus = rule.versus { members.append(("versus", .text(versus))) }
    members += [("level", .text(rule.level.rawValue)), ("hold", .text(rule.hold.text))]
    return .object(members)
  }
}
