import RaftCore

// Our own directives. What they are for is told by `ScriptExtension.all`.

extension InteractionScript {
  static let extensionPrefix = "x-"

  mutating func performExtension(_ directive: Directive) throws(Failure) {
    switch directive.command {
    case "x-add-nodes": try addNodes(directive, isExtended: true)
    case "x-apply": try applyHeld(directive)
    case "x-crash": try crash(directive)
    case "x-cut": try cutLink(directive)
    case "x-deliver": try deliverChosen(directive)
    case "x-disk": try writeDisk(directive)
    case "x-drop": try dropChosen(directive)
    case "x-duplicate": try duplicateChosen(directive)
    case "x-finish-ready": try finishReady(try onlyNode(directive))
    case "x-heal":
      try expect(directive, positional: 0...0)
      cuts.removeAll()
    case "x-machine":
      for node in try nodesOrAll(directive) { writeMachine(of: node) }
    case "x-messages": try writeMessages(directive)
    case "x-partition": try partition(directive)
    case "x-propose": try proposeTogether(directive)
    case "x-read": try read(directive)
    case "x-report-snapshot": try reportSnapshot(directive)
    case "x-restart": try restart(directive)
    case "x-merge-snapshot": try mergeSnapshot(directive)
    case "x-snapshot": try storeSnapshot(directive)
    case "x-store-ready": try storeReady(try onlyNode(directive))
    case "x-state":
      for node in try nodesOrAll(directive) { writeState(of: node) }
    case "x-take-ready": try takeReady(try onlyNode(directive))
    case "x-tick": try tickSingly(directive)
    default: throw .fatal(.unknownExtension(directive.command))
    }
  }

  // MARK: Inputs

  private mutating func tickSingly(_ directive: Directive) throws(Failure) {
    try expect(directive, positional: 1...2)
    let node = try node(directive)
    var count: UInt64 = 1
    if directive.arguments.count == 2 {
      count = try fatally { () throws(ScriptProblem) in
        try number(try directive.key(at: 1, meaning: "count"), of: "count", in: 1...mostTicks)
      }
    }
    for _ in 0..<count { try step(node) { $0.tick() } }
  }

  private mutating func proposeTogether(_ directive: Directive) throws(Failure) {
    try expect(directive, positional: 2...1000, keys: ["size"])
    let node = try node(directive)
    let entries = try fatally { () throws(ScriptProblem) in
      let size = try directive.number("size", in: 0...UInt64(UInt32.max)) ?? 0
      return directive.arguments.dropFirst().filter { $0.values == nil }.map { argument in
        let data = argument.keyBytes
        let missing = size - min(size, UInt64(data.count))
        return Entry(data: data, omittedBytes: UInt32(missing))
      }
    }
    try step(node) { member throws(StepError) in try member.propose(entries) }
  }

  private mutating func read(_ directive: Directive) throws(Failure) {
    try expect(directive, positional: 2...2)
    let context = directive.arguments[1].keyBytes
    try step(try node(directive)) { $0.readIndex(context: context) }
  }

  private mutating func reportSnapshot(_ directive: Directive) throws(Failure) {
    try expect(directive, positional: 3...3)
    let (peer, succeeded) = try fatally { () throws(ScriptProblem) in
      let peer = try directive.node(at: 1)
      let outcome = try directive.key(at: 2, meaning: "outcome")
      guard outcome == "ok" || outcome == "failed" else {
        throw .badArgument("outcome", value: outcome, expected: "ok or failed")
      }
      return (peer, outcome == "ok")
    }
    try step(try node(directive)) { $0.reportSnapshot(to: peer, succeeded: succeeded) }
  }

  // MARK: Looking

  private mutating func writeState(of node: Int) {
    let (id, member) = (node + 1, nodes[node].member)
    if nodes[node].isDown { return output.write("\(id): down\n") }
    let last = member.term(at: member.lastIndex) ?? 0
    output.write(
      "\(id): \(member.role.text) Term:\(member.term) Vote:\(member.vote) Lead:\(member.lead) "
        + "Commit:\(member.commit) Applied:\(member.applied) Last:\(last)/\(member.lastIndex)\n")
  }

  private mutating func writeDisk(_ directive: Directive) throws(Failure) {
    let node = try onlyNode(directive)
    let storage = nodes[node].member.storage
    output.write("HardState \(storage.hardState.text)\nFirstIndex \(storage.firstIndex)\n")
    output.write(storage.entries.text)
  }

  private mutating func writeMachine(of node: Int) {
    let state = nodes[node].state
    output.write("\(node + 1): \(state.index) \(state.data.goQuoted)\n")
  }

  // MARK: Arguments

  /// Refuses what a directive does not take: plain arguments come in `positional` number, and those
  /// with one value have one of `keys`, each at most once.
  func expect(
    _ directive: Directive, positional: ClosedRange<Int>, keys: [String] = []
  ) throws(Failure) {
    var seen: [String] = []
    var count = 0
    for argument in directive.arguments {
      guard let values = argument.values else {
        count += 1
        if count > positional.upperBound { throw .fatal(.unknownArgument(argument.key)) }
        if !seen.isEmpty { throw .fatal(.argumentOrder(argument.key)) }
        continue
      }
      guard keys.contains(argument.key), !seen.contains(argument.key) else {
        throw .fatal(.unknownArgument(argument.key))
      }
      if values.count != 1 {
        throw .fatal(
          .badArgument(
            argument.key, value: "(\(values.joined(separator: ", ")))", expected: "one value"))
      }
      seen.append(argument.key)
    }
    if count < positional.lowerBound {
      throw .fatal(.missingArgument(count == 0 ? "node" : "argument \(count + 1)"))
    }
  }

  /// The node that the only argument names.
  func onlyNode(_ directive: Directive) throws(Failure) -> Int {
    try expect(directive, positional: 1...1)
    return try node(directive)
  }

  /// The nodes that the arguments name, or all if there are none.
  func nodesOrAll(_ directive: Directive) throws(Failure) -> [Int] {
    try expect(directive, positional: 0...1000)
    let named = try positions(directive)
    return named.isEmpty ? Array(nodes.indices) : named
  }
}

/// Far more ticks than a script can need.
private let mostTicks: UInt64 = 1_000_000

extension Directive {
  /// The value of `key` as a number; nil if it is not there.
  func number(_ key: String, in range: ClosedRange<UInt64>) throws(ScriptProblem) -> UInt64? {
    guard let text = try value(key) else { return nil }
    return try Conformance.number(text, of: key, in: range)
  }
}
