import RaftCore

// Messages: which of those under way is meant.

extension ScriptWriter {
  enum Fate { case delivered, dropped }

  /// The messages under way to a member, in order; those of one sender and type if they are given.
  func mail(
    to: MemberID, from: MemberID? = nil, _ type: MessageType? = nil
  ) -> [Message] {
    environment.messages.filter { message in
      message.to == to && (from == nil || message.from == from)
        && (type == nil || message.type == type)
    }
  }

  /// The directive that delivers or drops `message`, in the plainest form that means it alone.
  func directive(for message: Message, _ fate: Fate) throws(ExportProblem) -> String {
    let mail = mail(to: message.to)
    guard let place = mail.firstIndex(where: { isSame($0, message) }) else {
      throw .diverged("this message is not under way: \(vocabulary.said(message).text)")
    }
    let id = message.to.rawValue
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

  /// Whether a message of the script says what one that was sent said. The content of snapshots
  /// does not count: the state machines of scripts are simple ones.
  private func isSame(_ mine: Message, _ theirs: Message) -> Bool {
    mine.type == theirs.type && mine.from == theirs.from && mine.to == theirs.to
      && mine.term == theirs.term && mine.index == theirs.index
      && mine.context == vocabulary.said(theirs.context)
      && mine.text == vocabulary.said(theirs).text
  }
}
