import RaftCore

// Proposals, and messages between nodes.

extension InteractionScript {
  mutating func propose(_ directive: Directive) throws(Failure) {
    let data = try fatally { () throws(ScriptProblem) in
      _ = try directive.key(at: 1, meaning: "data")
      if directive.arguments.count > 2 { throw .unknownArgument(directive.arguments[2].key) }
      return directive.arguments[1].keyBytes
    }
    try step(try node(directive)) { member throws(StepError) in try member.propose(data) }
  }

  /// Proposes the change that `input` says; as our own directive does if it may have a size.
  mutating func proposeConfChange(
    _ directive: Directive, input: String, hasSize: Bool = false
  ) throws(Failure) {
    let node = try node(directive)
    var change = ConfChange()
    let (settings, size) = try fatally { () throws(ScriptProblem) in
      (
        try directive.settings(from: 1),
        hasSize ? try directive.number("size", in: 0...UInt64(UInt32.max)) : nil
      )
    }
    for (key, value) in settings where !hasSize || key != "size" {
      try Self.set(key, value, &change)
    }
    change.changes = try steps(input)
    if change.isV1, change.changes.count != 1 || change.transition != .auto {
      throw .reported("v1 conf change can only have one operation and no transition")
    }
    var entry = change.entry
    entry.omittedBytes = UInt32((size ?? 0) - min(size ?? 0, entry.payloadSize))
    try step(node) { member throws(StepError) in try member.propose([entry]) }
  }

  private static func set(
    _ key: String, _ value: String, _ change: inout ConfChange
  ) throws(Failure) {
    switch (key, value) {
    case ("v1", _):
      change.isV1 = try fatally { () throws(ScriptProblem) in try boolean(value, of: key) }
    case ("transition", "auto"): change.transition = .auto
    case ("transition", "implicit"): change.transition = .jointImplicit
    case ("transition", "explicit"): change.transition = .jointExplicit
    case ("transition", _): throw .reported("unknown transition \(value)")
    default: throw .reported("unknown command \(key)")
    }
  }

  /// Sends a snapshot of the newest state from one node to another, unknown to both cores.
  mutating func sendSnapshot(_ directive: Directive) throws(Failure) {
    let node = try node(directive)
    let to = try fatally { () throws(ScriptProblem) in try directive.node(at: 1) }
    _ = try position(of: to)
    let message = Message(
      .snapshot, to: to, from: nodes[node].member.id, term: nodes[node].member.term,
      snapshot: nodes[node].newest)
    messages.append(message)
    output.write(message.text)
  }

  mutating func deliverMessages(_ directive: Directive) throws(Failure) {
    let (recipients, type) = try fatally { () throws(ScriptProblem) in
      try Self.delivery(directive)
    }
    var count = 0
    for recipient in recipients {
      count += try deliver(to: recipient.id, type: type, isDrop: recipient.isDrop)
    }
    if count == 0 { output.write("no messages\n") }
  }

  /// Whose messages are delivered or dropped, and of which type.
  private static func delivery(
    _ directive: Directive
  ) throws(ScriptProblem) -> ([(id: MemberID, isDrop: Bool)], MessageType?) {
    var recipients: [(id: MemberID, isDrop: Bool)] = []
    var type: MessageType?
    for argument in directive.arguments {
      let isDrop = argument.values != nil
      switch argument.key {
      case "type" where isDrop:
        for value in argument.values ?? [] {
          type = MessageType(text: value)
          if type == nil {
            throw .badArgument("type", value: value, expected: "a message type, like MsgApp")
          }
        }
        continue
      case _ where isDrop && argument.key != "drop":
        throw .unknownArgument(argument.key)
      default: break
      }
      for text in argument.values ?? [argument.key] {
        let id = MemberID(try unsigned(text, of: "node"))
        if recipients.contains(where: { $0.id == id && $0.isDrop != isDrop }) {
          throw .deliveredAndDropped(id)
        }
        recipients.append((id, isDrop))
      }
    }
    return (recipients, type)
  }

  /// Whether messages for `id` are under way.
  func hasMessages(for id: MemberID) -> Bool { messages.contains { $0.to == id } }

  /// Takes the messages for `id` that are under way now, delivers or drops them, and returns how
  /// many there were. What that brings forth has to wait.
  mutating func deliver(
    to id: MemberID, type: MessageType? = nil, isDrop: Bool = false
  ) throws(Failure) -> Int {
    var taken: [Message] = []
    messages.removeAll { message in
      let isTaken =
        message.to == id && (type == nil || message.type == type)
        && !(isDrop && message.isBetweenThreads)
      if isTaken { taken.append(message) }
      return isTaken
    }
    for message in taken {
      if isDrop {
        output.write("dropped: \(message.text)\n")
        continue
      }
      try deliver(message)
    }
    return taken.count
  }

  /// Hands one message to its node, unless it is lost on the way.
  mutating func deliver(_ message: Message) throws(Failure) {
    if isLost(message) { return output.write("lost: \(message.text)\n") }
    output.write(message.text + "\n")
    do throws(Failure) {
      try step(try position(of: message.to)) { member throws(StepError) in
        try member.step(message)
      }
    } catch {
      guard case .reported(let text) = error else { throw error }
      output.write(text + "\n")
    }
  }
}

extension Message {
  /// Whether it never leaves the node.
  fileprivate var isBetweenThreads: Bool {
    from == to || from.isStorageThread || to.isStorageThread
  }
}
