// Texts of entries, messages and Readys (etcd raft util.go: DescribeEntry, DescribeMessage,
// DescribeReady).

extension Entry {
  /// `1/5 EntryNormal "foo"`: term, index, kind, then the data or the steps of the change.
  public var text: String {
    let head = "\(term)/\(index) \(kind.text)"
    if kind == .normal { return head + " " + data.goQuoted }
    let steps = ConfChange(decoding: self)?.stepsText ?? "undecodable"
    return steps.isEmpty ? head : head + " " + steps
  }
}

extension [Entry] {
  /// One entry a line, each with its newline.
  public var text: String { map { $0.text + "\n" }.joined() }
}

extension Message {
  /// The message on one line or, with several entries, a snapshot or responses, on several. No
  /// newline at the end.
  public var text: String { text(indent: "") }

  private func text(indent: String) -> String {
    var text = "\(indent)\(address(from))->\(address(to)) \(type.text) Term:\(term)"
    text += " Log:\(logTerm)/\(index)"
    if reject { text += " Rejected (Hint: \(rejectHint))" }
    if commit != 0 { text += " Commit:\(commit)" }
    if vote != .none { text += " Vote:\(vote)" }
    if entries.count == 1 {
      text += " Entries:[\(entries[0].text)]"
    } else if entries.count > 1 {
      text += " Entries:["
      for entry in entries { text += "\n\(indent)  \(entry.text)" }
      text += "\n\(indent)]"
    }
    if let snapshot, !snapshot.isEmpty { text += "\n\(indent)  Snapshot: \(snapshot.text)" }
    if !responses.isEmpty {
      text += " Responses:["
      for response in responses { text += "\n" + response.text(indent: indent + "  ") }
      text += "\n\(indent)]"
    }
    return text
  }

  private func address(_ id: MemberID) -> String {
    switch id {
    case .none: "None"
    case .appendThread: "AppendThread"
    case .applyThread: "ApplyThread"
    default: hex(id)
    }
  }
}

extension Ready {
  /// Everything in it, or `<empty Ready>` without a newline.
  public var text: String {
    var body = ""
    if let softState { body += softState.text + "\n" }
    if let hardState, !hardState.isEmpty { body += "HardState \(hardState.text)\n" }
    if !readStates.isEmpty {
      body += "ReadStates [\(readStates.map(\.text).joined(separator: " "))]\n"
    }
    if !entries.isEmpty { body += "Entries:\n" + entries.text }
    if let snapshot, !snapshot.isEmpty { body += "Snapshot \(snapshot.text)\n" }
    if !committedEntries.isEmpty { body += "CommittedEntries:\n" + committedEntries.text }
    let sent = messages + messagesAfterPersist
    if !sent.isEmpty { body += "Messages:\n" + sent.map { $0.text + "\n" }.joined() }
    return body.isEmpty ? "<empty Ready>" : "Ready MustSync=\(mustSync):\n" + body
  }
}
