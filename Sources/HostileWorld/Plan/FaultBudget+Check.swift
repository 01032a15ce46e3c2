extension Trial {
  /// Whether the plan stays within what a correct subject must survive and recover from: nobody
  /// lies about durability, and at most a minority of the initial members ever loses synced data.
  /// A wiped member that returns under its own name counts as one that lost them for good: it may
  /// have promised what it no longer knows. A trigger or a role may pick any node, so each such
  /// wipe counts as one more member.
  public var isQuorumSafe: Bool { budgetOffences.isEmpty }

  /// Why not, a sentence each.
  public var budgetOffences: [String] {
    var found: [String] = []
    var wiped = NodeSet()
    var unknown = 0
    for fault in faults.faults {
      if fault.kind == .diskLies {
        found.append("fault \(fault.id): a disk that lies may lose what it acknowledged")
      }
      guard fault.number(.wipe) != 0 else { continue }
      switch fault.target {
      case .all: wiped = .first(members)
      case .nodes(let nodes): nodes.forEach { wiped.insert($0) }
      case .regions(let regions):
        for index in 0..<members where regions.contains(network.region(of: NodeID(index))) {
          wiped.insert(NodeID(index))
        }
      case .leader, .trigger: unknown += 1
      case .links, .groups: break
      }
    }
    wiped.bits &= NodeSet.first(members).bits
    let lost = wiped.count + unknown
    let tolerated = (members - 1) / 2
    if lost > 0, wipedMemberReturns {
      found.append("a member returns without the promises that its disk held")
    } else if lost > tolerated {
      found.append("\(lost) of \(members) members lose synced data; \(tolerated) may")
    }
    return found
  }

  /// A crash with wipe and a duration, or a restart with wipe, brings a member back empty; one
  /// that stays down to the end is brought back by healing unless the core leaves it out.
  private var wipedMemberReturns: Bool {
    faults.faults.contains { fault in
      guard fault.number(.wipe) != 0 else { return false }
      if fault.kind == .restart || fault.duration != nil { return true }
      guard let healing else { return false }
      guard let core = healing.core else { return true }
      guard case .nodes(let nodes) = fault.target else { return true }
      return nodes.contains(where: core.contains)
    }
  }
}
