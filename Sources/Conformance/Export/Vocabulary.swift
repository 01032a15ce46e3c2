import RaftCore

/// Readable words in place of the payloads of entries and reads, the same for the same bytes and
/// different ones for different bytes.
struct Vocabulary: Sendable {
  private var words: [[UInt8]: [UInt8]] = [:]

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

  // MARK: What happened, with words in place of payloads

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
