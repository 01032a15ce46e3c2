import SimKernel

extension PlanBuilder {
  /// A short name for charts: "cut eu-west-1".
  func faultText(_ kind: FaultPlan.Kind) -> String {
    switch kind {
    case .crash(let target): "crash \(text(of: target))"
    case .pause(let target): "pause \(text(of: target))"
    case .slowDisk(let target, _): "slow disk \(text(of: target))"
    case .regionLoss(let region): "lose \(regions[region].shortName)"
    case .partition(let from, let to, let bothWays):
      cutText(from, to) + (bothWays ? "" : " one way")
    case .linkDelay(let from, let to, let oneWay, let bothWays):
      "\(linkText(from, to, bothWays)) at \(durationText(oneWay.nanoseconds * (bothWays ? 2 : 1)))"
    case .linkLoss(let from, let to, let loss, let bothWays):
      "\(linkText(from, to, bothWays)) loses \(UnitTable.percentage.text(loss))"
    case .transferLeader(let group, let member):
      "lead by \(memberText(group, member))"
    case .endpoints(let service, _, let ready):
      "\(ready) endpoints of \(federation?.services[service].name ?? "")"
    }
  }

  private func cutText(_ from: [FaultPlan.Endpoint], _ to: [FaultPlan.Endpoint]) -> String {
    let names = from.map(text(of:)).joined(separator: "+")
    let isWhole = from.count + to.count >= regions.count
    return isWhole
      ? "cut \(names)" : "cut \(names) from \(to.map(text(of:)).joined(separator: "+"))"
  }

  private func linkText(_ from: Int, _ to: Int, _ bothWays: Bool) -> String {
    regions[from].shortName + (bothWays ? " - " : " to ") + regions[to].shortName
  }

  func text(of target: FaultPlan.MemberTarget) -> String {
    switch target {
    case .member(let group, let member): memberText(group, member)
    case .leader(let group): groups.count == 1 ? "leader" : "\(groups[group].plan.name)/leader"
    case .region(let region): regions[region].shortName
    }
  }

  func text(of endpoint: FaultPlan.Endpoint) -> String {
    switch endpoint {
    case .region(let region): regions[region].shortName
    case .member(let group, let member): memberText(group, member)
    }
  }

  func memberText(_ group: Int, _ member: Int) -> String {
    let name = groups[group].plan.members[member].name
    return groups.count == 1 ? name : "\(groups[group].plan.name)/\(name)"
  }
}
