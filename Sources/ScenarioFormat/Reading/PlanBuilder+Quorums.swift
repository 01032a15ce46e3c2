import SimKernel

extension PlanBuilder {
  /// Faults looked at over all questions, at most: the last of very many get no such advice.
  private static let workLimit = 500_000

  /// Reports each fault that leaves a group without a majority of voters that reach one another,
  /// when those before it left one.
  mutating func warnOfLostQuorums() {
    var work = 0
    for number in faults.indices {
      let concerned = groupsConcerned(by: faults[number].plan.kind)
      if concerned.isEmpty { continue }
      var others: [Int] = []
      if case .at(let start) = faults[number].plan.start {
        if start.nanoseconds >= duration { continue }
        others = faults.indices.filter { isActive($0, at: start, before: number) }
      }
      work += faults.count + concerned.count * (others.count + 1)
      if work > Self.workLimit { return }
      let lost = concerned.compactMap { group -> (group: Int, left: Int)? in
        let left = largestUnion(group, under: others + [number])
        let quorum = groups[group].quorum
        let isLost = left < quorum && largestUnion(group, under: others) >= quorum
        return isLost ? (group, left) : nil
      }
      guard let first = lost.first else { continue }
      let group = groups[first.group]
      let more = lost.count > 1 ? " and \(lost.count - 1) more" : ""
      findings.addOnce(
        .quorumLost, "the fault takes the quorum of group \(quoted(group.plan.name))\(more)",
        at: faults[number].span,
        label: "\(first.left) of \(counted(group.voters.count, "voter")) left, "
          + "a quorum is \(group.quorum)")
    }
  }

  /// The groups that a fault can take voters from.
  private func groupsConcerned(by kind: FaultPlan.Kind) -> [Int] {
    func inside(_ region: Int) -> [Int] {
      groups.indices.filter { groups[$0].plan.members.contains { $0.region == region } }
    }
    switch kind {
    case .crash(let target), .pause(let target):
      switch target {
      case .member(let group, _), .leader(let group): return [group]
      case .region(let region): return inside(region)
      }
    case .regionLoss(let region): return inside(region)
    case .partition: return Array(groups.indices)
    case .linkDelay, .linkLoss, .slowDisk, .transferLeader, .endpoints: return []
    }
  }

  private func touches(_ kind: FaultPlan.Kind) -> Bool {
    switch kind {
    case .crash, .pause, .regionLoss, .partition: true
    case .linkDelay, .linkLoss, .slowDisk, .transferLeader, .endpoints: false
    }
  }

  /// Whether a fault at a known time lasts at `instant` and began before fault `number` does.
  private func isActive(_ other: Int, at instant: SimDuration, before number: Int) -> Bool {
    guard other != number, touches(faults[other].plan.kind),
      case .at(let start) = faults[other].plan.start
    else { return false }
    if start > instant || (start == instant && other > number) { return false }
    guard let length = faults[other].plan.duration else { return true }
    return instant - start < length
  }

  /// The most voters that one of them reaches, itself included, under all of the faults.
  private func largestUnion(_ group: Int, under active: [Int]) -> Int {
    let members = groups[group].plan.members
    let voters = members.indices.filter { !members[$0].isLearner }
    var alive = voters
    var victims = 0
    var cuts: [(from: [FaultPlan.Endpoint], to: [FaultPlan.Endpoint])] = []
    for fault in active {
      switch faults[fault].plan.kind {
      case .crash(let target), .pause(let target):
        if target == .leader(group: group) { victims += 1 }
        alive.removeAll { isHit($0, of: group, by: target) }
      case .regionLoss(let region):
        alive.removeAll { members[$0].region == region }
      case .partition(let from, let to, _): cuts.append((from, to))
      default: break
      }
    }
    func contains(_ side: [FaultPlan.Endpoint], _ member: Int) -> Bool {
      side.contains(.region(members[member].region))
        || side.contains(.member(group: group, member: member))
    }
    func reaches(_ a: Int, _ b: Int) -> Bool {
      a == b
        || !cuts.contains { cut in
          (contains(cut.from, a) && contains(cut.to, b))
            || (contains(cut.from, b) && contains(cut.to, a))
        }
    }
    let largest = alive.map { one in alive.count { reaches(one, $0) } }.max() ?? 0
    return max(0, largest - victims)
  }

  private func isHit(_ member: Int, of group: Int, by target: FaultPlan.MemberTarget) -> Bool {
    switch target {
    case .member(let hitGroup, let hit): hitGroup == group && hit == member
    case .region(let region): groups[group].plan.members[member].region == region
    case .leader: false
    }
  }
}
