extension PlanBuilder {
  private var groupTable: NameTable {
    var index: [String: Int] = [:]
    for (number, group) in groups.enumerated() { index[group.plan.name] = number }
    for region in regions where index[region.shortName] == nil {
      index[region.shortName] = index[region.name]
    }
    return NameTable(
      noun: "group", code: .unknownGroup, index: index, names: groups.map(\.plan.name),
      declaration: nil)
  }

  /// The group called `name`; one that stands for a region also answers to its short name.
  mutating func group(named name: String, at span: SourceSpan) -> Int? {
    groupTable.find(name, at: span, &findings)
  }

  mutating func group(_ node: JSONNode?) -> Int? {
    guard let node, let name = node.string else { return nil }
    return group(named: name, at: node.span)
  }

  /// The group called `name`, or else the one group that is at home in the region of that name.
  mutating func groupOrRegion(named name: String, at span: SourceSpan) -> Int? {
    if groups.contains(where: { $0.plan.name == name }) { return group(named: name, at: span) }
    guard let region = regionIndex[name] else { return group(named: name, at: span) }
    let local = groups.indices.filter { number in
      groups[number].plan.members.allSatisfy { $0.region == region }
    }
    let present = groups.indices.filter { number in
      groups[number].plan.members.contains { $0.region == region }
    }
    let found = local.isEmpty ? present : local
    if found.count == 1 { return found[0] }
    let names = found.map { quoted(groups[$0].plan.name) }
    findings.add(
      .unknownGroup,
      found.isEmpty
        ? "no group has a member in \(quoted(name))"
        : "several groups are in \(quoted(name))", at: span,
      help: found.isEmpty ? "" : "name one: \(alternatives(names))")
    return nil
  }

  /// The member written "group/member", or "member" alone where there is one group; nil after a
  /// report, or without one where several groups leave it open.
  mutating func member(_ text: String, at span: SourceSpan) -> (group: Int, member: Int)? {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let number: Int?
    if parts.count == 2 {
      number = group(named: String(parts[0]), at: span)
    } else {
      number = groups.count == 1 ? 0 : nil
    }
    guard let number else { return nil }
    let names = groups[number].plan.members.map(\.name)
    let wanted = String(parts[parts.count - 1])
    let table = NameTable(
      noun: "member", code: .unknownMember,
      index: Dictionary(
        zip(names, names.indices), uniquingKeysWith: { first, _ in first }),
      names: names, declaration: groups[number].membersSpan)
    return table.find(wanted, at: span, &findings).map { (number, $0) }
  }
}
