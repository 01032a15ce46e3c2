import RaftCore

/// Readable words in place of the payloads of entries and reads, the same for the same bytes and
/// different ones for different bytes.
struct Vocabulary: Sendable {
  private var words: [[UInt8]: [UInt8]] = [:]
  /// What the heartbeats of the script carry in place of reads: some cores put a digest of the
  /// read's bytes there.
  private var positions: [UInt64: UInt64] = [:]

  /// The word for `payload`, which is made of what it means: "put-k17#5".
  mutating func word(for payload: [UInt8], meaning: String) -> String {
    if let known = words[payload] { return String(decoding: known, as: UTF8.self) }
    // A directive would take spaces and signs of equality for its own.
    let plain = meaning.map { letter in
      letter.isASCII && (letter.isLetter || letter.isNumber || "-+.:".contains(letter))
        ? letter : "-"
    }
    let word = "\(String(plain))#\(words.count + 1)"
    words[payload] = Array(word.utf8)
    return word
  }

  /// Notes that a message of the script carries `mine` where one that was sent carried `theirs`.
  mutating func learn(
    _ theirs: MessageContext, as mine: MessageContext
  ) throws(ExportProblem) {
    if case .readPosition(let old) = theirs, case .readPosition(let new) = mine,
      positions[old] ?? new == new
    {
      positions[old] = new
    } else if theirs != mine {
      throw .diverged("a message carries \(mine), should \(theirs)")
    }
  }

  // MARK: What happened, with words in place of payloads

  func said(_ context: MessageContext) -> MessageContext {
    guard case .readPosition(let old) = context else { return context }
    return .readPosition(positions[old] ?? old)
  }

  func said(_ entries: [Entry]) -> [Entry] {
    entries.map { entry in
      guard entry.kind == .normal, let word = words[entry.data] else { return entry }
      var entry = entry
      entry.data = word
      return entry
    }
  }

  func said(_ message: Message) -> Message {
    var message = message
    message.entries = said(message.entries)
    return message
  }

  func said(_ ready: Ready) -> Ready {
    var ready = ready
    ready.entries = said(ready.entries)
    ready.committedEntries = said(ready.committedEntries)
    ready.messages = ready.messages.map(said)
    ready.messagesAfterPersist = ready.messagesAfterPersist.map(said)
    for place in ready.readStates.indices {
      let context = ready.readStates[place].context
      ready.readStates[place].context = words[context] ?? context
    }
    return ready
  }
}
