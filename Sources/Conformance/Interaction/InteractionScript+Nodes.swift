import RaftCore

// Creating nodes, and looking at them.

extension InteractionScript {
  /// The most nodes that a script may have.
  private static let nodeLimit: UInt64 = 1000

  /// Creates nodes; `isExtended` as our own directive does, which takes more.
  mutating func addNodes(_ directive: Directive, isExtended: Bool = false) throws(Failure) {
    let (count, plan) = try fatally { () throws(ScriptProblem) in
      let text = try directive.key(at: 0, meaning: "count")
      let room = Self.nodeLimit - UInt64(nodes.count)
      let count = try number(text, of: "count", in: 0...room)
      var plan = NodePlan(isExtended: isExtended)
      for (key, value) in try directive.settings(from: 1) { try plan.set(key, value) }
      return (count, plan)
    }
    for _ in 0..<count {
      var plan = plan
      if plan.snapshot != Snapshot(), !isExtended, plan.snapshot.index <= 1 {
        throw .reported("index must be specified as > 1 due to bootstrap")
      }
      if !plan.snapshot.isEmpty { plan.snapshot.term = 1 }
      plan.options.id = MemberID(UInt64(nodes.count) + 1)
      let node = try fatally { () throws(ScriptProblem) in
        try ScriptNode(plan)
      }
      nodes.append(node)
      try writeEvents(of: nodes.count - 1)
    }
  }

  // MARK: Looking

  mutating func compact(_ directive: Directive) throws(Failure) {
    let node = try node(directive)
    let index = try fatally { () throws(ScriptProblem) in
      LogIndex(try unsigned(try directive.key(at: 1, meaning: "index"), of: "index"))
    }
    do throws(StorageError) {
      try nodes[node].member.storage.compact(to: index)
    } catch {
      throw .storage(error)
    }
    try writeLog(of: node)
  }

  /// Writes the stored entries; what is not durable yet is not shown.
  mutating func writeLog(of node: Int) throws(Failure) {
    let storage = nodes[node].member.storage
    if storage.entries.isEmpty {
      output.write(
        "log is empty: first index=\(storage.firstIndex), last index=\(storage.lastIndex)")
    } else {
      output.write(storage.entries.text)
    }
  }

  mutating func writeStates() {
    for node in nodes {
      let member = node.member
      if node.isDown {
        output.write("\(member.id): down\n")
        continue
      }
      let isVoter = member.configuration.voters.contains(member.id)
      output.write(
        "\(member.id): \(member.role.text) (\(isVoter ? "Voter" : "Non-Voter")) "
          + "Term:\(member.term) Lead:\(member.lead)\n")
    }
  }
}
