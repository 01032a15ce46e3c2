import RaftCore

// Writes in two halves, crashes and restarts.

extension InteractionScript {
  /// Fails, as far as the script can see, where a node is down.
  func requireUp(_ node: Int) throws(Failure) {
    if nodes[node].isDown { throw .reported("node \(node + 1) is down") }
  }

  /// Fails likewise where a node is down or still writes.
  func requireIdle(_ node: Int) throws(Failure) {
    try requireUp(node)
    if nodes[node].taken != nil {
      throw .reported("node \(node + 1) has a Ready that is not finished")
    }
  }

  /// Takes a Ready whose write takes its time. A leader may send while it still writes (thesis
  /// §10.2.1), as etcd's server lets it.
  mutating func takeReady(_ node: Int) throws(Failure) {
    try requireIdle(node)
    if nodes[node].member.options.asyncStorageWrites {
      throw .reported("node \(node + 1) writes by its storage threads")
    }
    let isLeader = nodes[node].member.isLeader
    var ready = nodes[node].takeReady()
    try writeEvents(of: node)
    output.write(ready.text)
    if ready.isEmpty { return }
    if isLeader {
      messages += ready.messages + ready.messagesAfterPersist
      ready.messages = []
      ready.messagesAfterPersist = []
    }
    nodes[node].taken = ready
    // What is committed may be applied beside the write; changes of the configuration are not yet.
    if nodes[node].holdsConfChanges, ready.snapshot == nil {
      try apply(ready.committedEntries, on: node)
    }
  }

  mutating func finishReady(_ node: Int) throws(Failure) {
    try requireUp(node)
    guard let ready = nodes[node].taken else {
      throw .reported("node \(node + 1) has no Ready to finish")
    }
    try store(ready, of: node)
    (nodes[node].taken, nodes[node].isTakenStored) = (nil, false)
    if !nodes[node].holdsConfChanges || ready.snapshot != nil {
      try apply(ready.committedEntries, on: node)
    }
    messages += ready.messages + ready.messagesAfterPersist
    try step(node) { $0.advance() }
  }

  /// The write of a Ready is durable, before the node is told.
  mutating func storeReady(_ node: Int) throws(Failure) {
    try requireUp(node)
    guard let ready = nodes[node].taken else {
      throw .reported("node \(node + 1) has no Ready to store")
    }
    try store(ready, of: node)
  }

  private mutating func store(_ ready: Ready, of node: Int) throws(Failure) {
    if nodes[node].isTakenStored { return }
    try nodes[node].store(ready.hardState, ready.entries, ready.snapshot)
    nodes[node].isTakenStored = true
  }

  mutating func crash(_ directive: Directive) throws(Failure) {
    try expect(directive, positional: 1...1000)
    let positions = try positions(directive)
    for node in positions {
      try requireUp(node)
      crash(node)
    }
  }

  private mutating func crash(_ node: Int) {
    let id = nodes[node].member.id
    nodes[node].crash()
    messages.removeAll { $0.to == id && ($0.from.isStorageThread || $0.from == id) }
  }

  mutating func restart(_ directive: Directive) throws(Failure) {
    try expect(directive, positional: 1...1000, keys: ["applied"] + NodePlan.optionKeys)
    let positions = try positions(directive)
    for node in positions {
      if !nodes[node].isDown { crash(node) }
      try fatally { () throws(ScriptProblem) in
        let range = nodes[node].restartableIndexes
        let index = try directive.number(
          "applied", in: range.lowerBound.rawValue...range.upperBound.rawValue)
        var plan = NodePlan(options: nodes[node].member.options)
        for argument in directive.arguments where NodePlan.optionKeys.contains(argument.key) {
          for value in argument.values ?? [] { try plan.set(argument.key, value) }
        }
        plan.options.applied = index.map { LogIndex($0) } ?? range.upperBound
        try nodes[node].restart(plan.options)
      }
      try writeEvents(of: node)
    }
  }
}

extension ScriptNode {
  /// Forgets all but what is stored, and stays down.
  mutating func crash() {
    isDown = true
    (taken, isTakenStored) = (nil, false)
    waiting = []
    appendWork = []
    applyWork = []
  }

  /// What may be the last index that the state machine holds after a restart. Without its write,
  /// the commit index may have been applied and not be known any more.
  var restartableIndexes: ClosedRange<LogIndex> {
    let storage = member.storage
    let lowest = max(storage.firstIndex - 1, storage.snapshot.index)
    let known = max(storage.hardState.commit, lowest)
    return lowest...max(lowest, min(stateIndex, known))
  }

  /// Starts from what is stored, with a state machine that holds what the options say is applied.
  mutating func restart(_ options: RaftOptions) throws(ScriptProblem) {
    forget(after: options.applied)
    var storage = member.storage
    // The configuration is that of the state machine, which the storage tells as its snapshot's.
    if stateIndex > storage.snapshot.index, state.confState != storage.snapshot.confState {
      do throws(StorageError) {
        try storage.recordSnapshot(state)
      } catch {
        throw .storage(error)
      }
    }
    storage.outgoingSnapshot = outgoingSnapshot
    do throws(OptionsError) {
      member = try RawNode(options: options, storage: storage)
    } catch {
      throw .options(error)
    }
    isDown = false
  }
}
