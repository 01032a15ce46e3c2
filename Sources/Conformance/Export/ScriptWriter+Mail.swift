import RaftCore

// Messages: which of those under way is meant.

extension ScriptWriter {
  enum Fate { case delivered, dropped }

  /// The directive that delivers or drops `message`, in the plainest form that means it alone.
  func directive(for message: Message, to node: Int, _ fate: Fate) throws(ExportProblem) -> String {
    let wanted = vocabulary.said(message)
    let mail = environment.messages.filter { $0.to == message.to }
    guard let place = mail.firstIndex(where: { $0.isSame(as: wanted) }) else {
      throw .diverged("this message is not under way: \(wanted.text)")
    }
    let id = node + 1
    let plain = fate == .delivered ? "deliver-msgs \(id)" : "deliver-msgs drop=\(id)"
    if mail.count == 1 { return plain }
    if mail.count(where: { $0.type == message.type }) == 1 {
      return "\(plain) type=\(message.type.text)"
    }
    let verb = fate == .delivered ? "x-deliver" : "x-drop"
    let chosen = "\(verb) \(id) from=\(message.from.rawValue)"
    let fromSame = mail.indices.filter { mail[$0].from == message.from }
    if fromSame.count == 1 { return chosen }
    return "\(chosen) nth=\(fromSame.count { $0 <= place })"
  }
}

extension Message {
  /// Whether both say the same. The content of snapshots does not count: the state machines of
  /// scripts are simple ones.
  fileprivate func isSame(as other: Message) -> Bool {
    type == other.type && from == other.from && to == other.to && term == other.term
      && index == other.index && context == other.context && text == other.text
  }
}
