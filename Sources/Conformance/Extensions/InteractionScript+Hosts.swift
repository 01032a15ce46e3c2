import RaftCore

// What etcd's server does around its core: it applies beside the Raft loop, takes snapshots, and
// sends newer ones than the core asked for.

extension InteractionScript {
  /// Puts a configuration change that is held back in force, or refuses it, and applies on.
  mutating func applyHeld(_ directive: Directive) throws(Failure) {
    try expect(directive, positional: 1...2)
    let node = try node(directive)
    try requireUp(node)
    let isRefused = directive.arguments.count == 2
    if isRefused, directive.arguments[1].key != "refused" {
      throw .fatal(
        .badArgument("outcome", value: directive.arguments[1].key, expected: "refused"))
    }
    if nodes[node].waiting.isEmpty {
      throw .reported("node \(node + 1) holds no configuration change back")
    }
    let change = nodes[node].waiting.removeFirst()
    try nodes[node].apply(change, isRefused: isRefused)
    try writeEvents(of: node)
    try apply([], on: node)
  }

  mutating func storeSnapshot(_ directive: Directive) throws(Failure) {
    try expect(directive, positional: 1...1, keys: ["index", "compact"])
    let node = try node(directive)
    try requireUp(node)
    let (index, base) = try fatally { () throws(ScriptProblem) in
      (
        try directive.number("index", in: 1...largestCount),
        try directive.number("compact", in: 1...largestCount)
      )
    }
    let state = try nodes[node].state(
      at: index.map { LogIndex($0) } ?? nodes[node].member.applied)
    do throws(StorageError) {
      try nodes[node].member.storage.recordSnapshot(state)
      if let base { try nodes[node].member.storage.compact(to: LogIndex(base)) }
    } catch {
      throw .storage(error)
    }
    let storage = nodes[node].member.storage
    output.write("Snapshot \(storage.snapshot.text)\nFirstIndex \(storage.firstIndex)\n")
  }

  mutating func mergeSnapshot(_ directive: Directive) throws(Failure) {
    try expect(directive, positional: 1...1, keys: ["from", "nth", "index"])
    let index = try fatally { () throws(ScriptProblem) in
      try directive.number("index", in: 1...largestCount)
    }
    for place in try places(directive, type: .snapshot) {
      let sender = try position(of: messages[place].from)
      let state = try nodes[sender].state(
        at: index.map { LogIndex($0) } ?? nodes[sender].stateIndex)
      messages[place].snapshot = state
      output.write("\(messages[place].text)\n")
    }
  }
}
