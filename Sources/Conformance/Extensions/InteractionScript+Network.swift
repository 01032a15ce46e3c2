import RaftCore

// Links that lose, delay, repeat and reorder.

/// A link that is cut in one direction.
struct CutLink: Hashable {
  var from: MemberID
  var to: MemberID
}

/// Some of the messages under way to one node.
private struct MessageChoice {
  var to: MemberID
  var from: MemberID?
  var type: MessageType?
  /// Only that one of those that match, from 1.
  var nth: Int?

  init(_ directive: Directive) throws(ScriptProblem) {
    to = try directive.node()
    switch try directive.value("from") {
    case nil: break
    case "AppendThread"?: from = .appendThread
    case "ApplyThread"?: from = .applyThread
    case let text?: from = MemberID(try unsigned(text, of: "from"))
    }
    if let text = try directive.value("type") {
      type = MessageType(text: text)
      if type == nil {
        throw .badArgument("type", value: text, expected: "a message type, like MsgApp")
      }
    }
    nth = try directive.number("nth", in: 1...largestCount).map { Int($0) }
  }

  /// The places of the messages in `list`.
  func places(in list: [Message]) -> [Int] {
    let matching = list.indices.filter { place in
      let message = list[place]
      return message.to == to && (from == nil || message.from == from)
        && (type == nil || message.type == type)
    }
    guard let nth else { return matching }
    return nth <= matching.count ? [matching[nth - 1]] : []
  }
}

extension InteractionScript {
  /// Whether nothing that `message` says arrives.
  func isLost(_ message: Message) -> Bool {
    let (from, to) = (message.from, message.to)
    if to.rawValue >= 1, to.rawValue <= UInt64(nodes.count), nodes[Int(to.rawValue) - 1].isDown {
      return true
    }
    return !cuts.isEmpty && cuts.contains(CutLink(from: from, to: to))
  }

  mutating func partition(_ directive: Directive) throws(Failure) {
    try expect(directive, positional: 1...1000)
    let side = try positions(directive)
    for other in nodes.indices where !side.contains(other) {
      for node in side {
        let (inside, outside) = (nodes[node].member.id, nodes[other].member.id)
        cut(CutLink(from: inside, to: outside))
        cut(CutLink(from: outside, to: inside))
      }
    }
  }

  mutating func cutLink(_ directive: Directive) throws(Failure) {
    try expect(directive, positional: 0...0, keys: ["from", "to"])
    let (from, to) = try fatally { () throws(ScriptProblem) in
      guard let from = try directive.value("from") else { throw .missingArgument("from") }
      guard let to = try directive.value("to") else { throw .missingArgument("to") }
      return (MemberID(try unsigned(from, of: "from")), MemberID(try unsigned(to, of: "to")))
    }
    _ = try position(of: from)
    _ = try position(of: to)
    cut(CutLink(from: from, to: to))
  }

  private mutating func cut(_ link: CutLink) {
    if !cuts.contains(link) { cuts.append(link) }
  }

  mutating func writeMessages(_ directive: Directive) throws(Failure) {
    let chosen = try nodesOrAll(directive).map { nodes[$0].member.id }
    let isAll = directive.arguments.isEmpty
    var isEmpty = true
    for message in messages where isAll || chosen.contains(message.to) {
      output.write(message.text + "\n")
      isEmpty = false
    }
    if isEmpty { output.write("no messages\n") }
  }

  mutating func deliverChosen(_ directive: Directive) throws(Failure) {
    let taken = try takeChosen(directive)
    for message in taken { try deliver(message) }
  }

  mutating func dropChosen(_ directive: Directive) throws(Failure) {
    for message in try takeChosen(directive) { output.write("dropped: \(message.text)\n") }
  }

  mutating func duplicateChosen(_ directive: Directive) throws(Failure) {
    let copies = try chosenPlaces(directive).map { messages[$0] }
    for copy in copies { output.write("duplicated: \(copy.text)\n") }
    messages += copies
  }

  /// Takes the messages that a directive chooses from those under way.
  private mutating func takeChosen(_ directive: Directive) throws(Failure) -> [Message] {
    let places = try chosenPlaces(directive)
    let taken = places.map { messages[$0] }
    for place in places.reversed() { messages.remove(at: place) }
    return taken
  }

  private mutating func chosenPlaces(_ directive: Directive) throws(Failure) -> [Int] {
    try expect(directive, positional: 1...1, keys: ["from", "type", "nth"])
    return try places(directive)
  }

  /// The places of the messages that a directive chooses, all of one type if it is given.
  mutating func places(
    _ directive: Directive, type: MessageType? = nil
  ) throws(Failure) -> [Int] {
    _ = try node(directive)
    var choice = try fatally { () throws(ScriptProblem) in try MessageChoice(directive) }
    if let type { choice.type = type }
    let places = choice.places(in: messages)
    if places.isEmpty { output.write("no messages\n") }
    return places
  }
}
