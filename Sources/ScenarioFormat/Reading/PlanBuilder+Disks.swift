import SimKernel
import SimNetwork

extension PlanBuilder {
  /// The disk of each region's members of one group.
  mutating func diskTable(_ view: ObjectView) -> [DistributionPlan] {
    let standard = DistributionPlan.profile(DiskProfile.cloudSSDFleet)
    guard let node = view.node("disk") else {
      return Array(repeating: standard, count: regions.count)
    }
    guard node.members != nil else {
      return Array(repeating: disk(node) ?? standard, count: regions.count)
    }
    let entries = view.entries("disk")
    let others = entries.first { $0.key == "default" }.flatMap { disk($0.value) } ?? standard
    var table = Array(repeating: others, count: regions.count)
    for entry in entries where entry.key != "default" {
      guard let index = region(named: entry.key, at: entry.keySpan) else { continue }
      if let disk = disk(entry.value) { table[index] = disk }
    }
    return table
  }

  private mutating func disk(_ node: JSONNode) -> DistributionPlan? {
    if let name = node.string, let profile = DiskProfile.named(name) { return .profile(profile) }
    let duration = SchemaType.duration(DurationRange.disk)
    if node.elements != nil {
      return points(node, duration).map { DistributionPlan(name: "own points", points: $0) }
    }
    return duration.grainsAssumingUnit(node).map { .constant($0, name: durationText($0)) }
  }
}
