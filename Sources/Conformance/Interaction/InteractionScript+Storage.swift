import RaftCore

// Readys, storage threads, and going on until nothing is left to do.

extension InteractionScript {
  /// Takes a Ready and does all that it asks for; with asynchronous writes, only hands it on.
  mutating func processReady(_ node: Int) throws(Failure) {
    try requireIdle(node)
    let ready = nodes[node].takeReady()
    try writeEvents(of: node)
    output.write(ready.text)
    let isAsync = nodes[node].member.options.asyncStorageWrites
    if !isAsync {
      try nodes[node].store(ready.hardState, ready.entries, ready.snapshot)
      try apply(ready.committedEntries, on: node)
    }
    for message in ready.messages + ready.messagesAfterPersist {
      switch message.to {
      case .appendThread where isAsync: nodes[node].appendWork.append(message)
      case .applyThread where isAsync: nodes[node].applyWork.append(message)
      case .appendThread, .applyThread: throw .fatal(.strayMessage(message.type))
      default: messages.append(message)
      }
    }
    if !isAsync { try step(node) { $0.advance() } }
  }

  /// Applies entries, up to a configuration change on a node that holds those back.
  mutating func apply(_ entries: [Entry], on node: Int) throws(Failure) {
    var entries = entries[...]
    if nodes[node].holdsConfChanges {
      let all = nodes[node].waiting + entries
      let end = all.firstIndex(where: \.kind.isConfChange) ?? all.endIndex
      (entries, nodes[node].waiting) = (all[..<end], Array(all[end...]))
    }
    // One by one, so that what a change logs is shown before it can end the script.
    for entry in entries {
      try nodes[node].apply(entry)
      try writeEvents(of: node)
    }
  }

  /// Does the first piece of work of the append thread.
  mutating func processAppendThread(_ node: Int) throws(Failure) {
    if nodes[node].appendWork.isEmpty { return output.write("no append work to perform") }
    var work = nodes[node].appendWork.removeFirst()
    let responses = begin(&work)
    let hardState = HardState(term: work.term, vote: work.vote, commit: work.commit)
    try nodes[node].store(hardState, work.entries, work.snapshot)
    finish(responses)
  }

  /// Does the first piece of work of the apply thread.
  mutating func processApplyThread(_ node: Int) throws(Failure) {
    if nodes[node].applyWork.isEmpty { return output.write("no apply work to perform") }
    var work = nodes[node].applyWork.removeFirst()
    let responses = begin(&work)
    try apply(work.entries, on: node)
    finish(responses)
  }

  private mutating func begin(_ work: inout Message) -> [Message] {
    let responses = work.responses
    work.responses = []
    output.write("Processing:\n\(work.text)\n")
    return responses
  }

  private mutating func finish(_ responses: [Message]) {
    output.write("Responses:\n")
    for response in responses { output.write(response.text + "\n") }
    messages += responses
  }

  // MARK: Stabilizing

  mutating func stabilize(_ directive: Directive) throws(Failure) {
    let old = output.level
    defer { output.level = old }
    for argument in directive.arguments {
      for value in argument.values ?? [] {
        guard argument.key == "log-level" else { throw .fatal(.unknownArgument(argument.key)) }
        output.level = try OutputBuffer.Level(name: value)
      }
    }
    let named = try positions(directive)
    let chosen = named.isEmpty ? Array(nodes.indices) : named
    let limit = 10_000
    for _ in 0..<limit {
      if try !stabilizeOnce(chosen) { return }
    }
    throw .fatal(.tooLong(passes: limit))
  }

  /// One pass over the nodes; false if there was nothing to do.
  private mutating func stabilizeOnce(_ chosen: [Int]) throws(Failure) -> Bool {
    var isBusy = false
    for node in chosen where nodes[node].member.hasReady && !nodes[node].isDown {
      isBusy = true
      try indented("> \(node + 1) handling Ready\n") { script throws(Failure) in
        try script.processReady(node)
      }
    }
    for node in chosen where hasMessages(for: nodes[node].member.id) {
      isBusy = true
      let id = nodes[node].member.id
      try indented("> \(node + 1) receiving messages\n") { script throws(Failure) in
        _ = try script.deliver(to: id)
      }
    }
    for node in chosen where !nodes[node].appendWork.isEmpty {
      isBusy = true
      output.write("> \(node + 1) processing append thread\n")
      while !nodes[node].appendWork.isEmpty {
        try indented("") { script throws(Failure) in try script.processAppendThread(node) }
      }
    }
    for node in chosen where !nodes[node].applyWork.isEmpty {
      isBusy = true
      output.write("> \(node + 1) processing apply thread\n")
      while !nodes[node].applyWork.isEmpty {
        try indented("") { script throws(Failure) in try script.processApplyThread(node) }
      }
    }
    return isBusy
  }
}
