import RaftCore

// Creating nodes, and looking at them.

extension InteractionScript {
  /// The most nodes that a script may have.
  private static let nodeLimit: UInt64 = 1000

  mutating func addNodes(_ directive: Directive) throws(Failure) {
    let (count, options, snapshot) = try fatally { () throws(ScriptProblem) in
      let text = try directive.key(at: 0, meaning: "count")
      let room = Self.nodeLimit - UInt64(nodes.count)
      let count = try number(text, of: "count", in: 0...room)
      let (options, snapshot) = try Self.plan(directive.settings(from: 1))
      return (count, options, snapshot)
    }
    for _ in 0..<count {
      var snapshot = snapshot
      if snapshot != Snapshot() {
        if snapshot.index <= 1 {
          throw .reported("index must be specified as > 1 due to bootstrap")
        }
        snapshot.term = 1
      }
      var options = options
      options.id = MemberID(UInt64(nodes.count) + 1)
      let node = try fatally { () throws(ScriptProblem) in
        try ScriptNode(options: options, snapshot: snapshot)
      }
      nodes.append(node)
      try writeEvents(of: nodes.count - 1)
    }
  }

  /// What nodes are made of: options, and the snapshot they start from.
  private static func plan(
    _ settings: [(key: String, value: String)]
  ) throws(ScriptProblem) -> (RaftOptions, Snapshot) {
    var options = RaftOptions(id: 1, electionTick: 3, heartbeatTick: 1)
    options.maxInflightMessages = Int(Int32.max)
    options.recordsEvents = true
    var snapshot = Snapshot()
    for (key, value) in settings { try set(key, value, &options, &snapshot) }
    return (options, snapshot)
  }

  private static func set(
    _ key: String, _ value: String, _ options: inout RaftOptions, _ snapshot: inout Snapshot
  ) throws(ScriptProblem) {
    switch key {
    case "voters":
      snapshot.confState.voters.append(MemberID(try unsigned(value, of: key)))
    case "learners":
      snapshot.confState.learners.append(MemberID(try unsigned(value, of: key)))
    case "index":
      snapshot.index = LogIndex(try number(value, of: key, in: 0...largestCount))
      options.applied = snapshot.index
    case "content":
      snapshot.data = Array(value.utf8)
    case "inflight":
      options.maxInflightMessages = Int(try number(value, of: key, in: 0...largestCount))
    case "async-storage-writes":
      options.asyncStorageWrites = try boolean(value, of: key)
    case "prevote":
      options.preVote = try boolean(value, of: key)
    case "checkquorum":
      options.checkQuorum = try boolean(value, of: key)
    case "max-committed-size-per-ready":
      options.maxCommittedSizePerReady = try unsigned(value, of: key)
    case "disable-conf-change-validation":
      options.disableConfChangeValidation = try boolean(value, of: key)
    case "step-down-on-removal":
      options.stepDownOnRemoval = try boolean(value, of: key)
    case "read-only":
      switch value {
      case "safe": options.readOnly = .safe
      case "lease-based": options.readOnly = .leaseBased
      default: throw .badArgument(key, value: value, expected: "safe or lease-based")
      }
    default:
      throw .unknownArgument(key)
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
      let isVoter = member.configuration.voters.contains(member.id)
      output.write(
        "\(member.id): \(member.role.text) (\(isVoter ? "Voter" : "Non-Voter")) "
          + "Term:\(member.term) Lead:\(member.lead)\n")
    }
  }
}
