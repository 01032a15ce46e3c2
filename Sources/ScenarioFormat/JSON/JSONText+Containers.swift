extension JSONText {
  /// What follows a value inside an object or a list.
  private enum Follower { case comma, end, assumedComma }

  mutating func object() throws(Stop) -> JSONNode {
    let start = offset
    enter(start)
    var members: [JSONMember] = []
    var known: [String: Int] = [:]
    var comma: Int?
    while true {
      try skipSpace()
      try requireMore(after: "'{'", opened: start)
      if bytes[offset] == UInt8(ascii: "}") {
        reportTrailing(comma)
        break
      }
      if closesOther(start) { break }
      guard let (key, keySpan) = key(opened: start) else {
        try resynchronise()
        excusesMissingComma = false
        comma = take(",") ? offset - 1 : nil
        continue
      }
      let value = try valueOfKey(keySpan)
      if let first = known[key] {
        report(
          .duplicateKey, "key \(quoted(key)) stands twice in this object",
          at: keySpan.start..<keySpan.end, related: [(members[first].keySpan, "first here")])
      } else {
        known[key] = members.count
        members.append(JSONMember(key: key, keySpan: keySpan, value: value))
      }
      switch try follower(of: value, closing: "}", opened: start) {
      case .end: return close(.object(members), from: start)
      case .comma: comma = offset - 1
      case .assumedComma: comma = nil
      }
    }
    return close(.object(members), from: start)
  }

  mutating func array() throws(Stop) -> JSONNode {
    let start = offset
    enter(start)
    var elements: [JSONNode] = []
    var comma: Int?
    while true {
      try skipSpace()
      try requireMore(after: "'['", opened: start)
      if bytes[offset] == UInt8(ascii: "]") {
        reportTrailing(comma)
        break
      }
      if closesOther(start) { break }
      let before = offset
      let element = try value()
      elements.append(element)
      if offset == before { try resynchronise() }
      switch try follower(of: element, closing: "]", opened: start) {
      case .end: return close(.array(elements), from: start)
      case .comma: comma = offset - 1
      case .assumedComma: comma = nil
      }
    }
    return close(.array(elements), from: start)
  }

  private mutating func enter(_ start: Int) {
    open.append(bytes[start])
    offset += 1
    tokenEnd = offset
  }

  /// Steps over the closing bracket, unless it belongs to an outer object or list.
  private mutating func close(_ value: JSONValue, from start: Int) -> JSONNode {
    let closing = closer(of: open.removeLast())
    if offset < bytes.count && bytes[offset] == closing {
      offset += 1
      tokenEnd = offset
    }
    return node(value, from: start)
  }

  private func closer(of opener: UInt8) -> UInt8 {
    opener == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
  }

  private mutating func reportTrailing(_ comma: Int?) {
    guard let comma else { return }
    report(
      .trailingComma, "a comma after the last value", at: comma..<comma + 1,
      help: "remove it")
  }

  /// Ends the parse at the end of the file, which comes too early here.
  private mutating func requireMore(after what: String, opened start: Int) throws(Stop) {
    guard offset >= bytes.count else { return }
    let closing = bytes[start] == UInt8(ascii: "{") ? "'}'" : "']'"
    let last = max(0, tokenEnd - 1)
    report(
      .unterminated, "the file ends before \(closing)", at: last..<tokenEnd,
      related: [opening(start)])
    throw Stop()
  }

  private func opening(_ start: Int) -> (span: SourceSpan, label: String) {
    let noun = bytes[start] == UInt8(ascii: "{") ? "object" : "list"
    return (SourceSpan(start..<start + 1, in: origin), "\(noun) opened here")
  }

  /// Whether a bracket stands here that cannot close what was opened at `start`. It is stepped over
  /// when nothing else is open that it could close.
  private mutating func closesOther(_ start: Int) -> Bool {
    let byte = bytes[offset]
    let isCloser = byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
    guard isCloser, byte != closer(of: bytes[start]) else { return false }
    let wanted = Character(Unicode.Scalar(closer(of: bytes[start])))
    fail(
      "expected '\(wanted)', found \(describedByte)", at: byteRange, related: [opening(start)])
    if !open.dropLast().contains(where: { closer(of: $0) == byte }) {
      offset += 1
      tokenEnd = offset
    }
    return true
  }

  private mutating func key(opened start: Int) -> (String, SourceSpan)? {
    let first = offset
    let byte = bytes[offset]
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      guard let text = quotedString() else { return nil }
      return (text, SourceSpan(first..<tokenEnd, in: origin))
    }
    if isWordStart(byte) {
      let range = takeWord()
      let text = String(decoding: bytes[range], as: UTF8.self)
      report(
        .syntax, "a key needs double quotes", at: range, help: "write \(quoted(text))")
      return (text, SourceSpan(range, in: origin))
    }
    fail(
      "expected a key in double quotes", at: byteRange, label: "found \(describedByte)",
      related: [opening(start)])
    return nil
  }

  private mutating func valueOfKey(_ keySpan: SourceSpan) throws(Stop) -> JSONNode {
    try skipSpace()
    let atEnd = offset >= bytes.count
    if !take(":") {
      let isEquals = !atEnd && bytes[offset] == UInt8(ascii: "=")
      fail(
        "expected ':' after this key", at: keySpan.start..<keySpan.end,
        label: isEquals ? "followed by '='" : "")
      if atEnd { throw Stop() }
      if isEquals {
        offset += 1
      } else if !startsValue(bytes[offset]) {
        return JSONNode(value: .invalid, span: keySpan)
      }
      try skipSpace()
    } else {
      try skipSpace()
    }
    guard offset < bytes.count else {
      report(.unterminated, "the file ends before a value", at: tokenEnd - 1..<tokenEnd)
      throw Stop()
    }
    return try value()
  }

  /// Looks past a value for a comma or the end of what holds it, and reports their absence at the
  /// end of the value.
  private mutating func follower(
    of value: JSONNode, closing: Character, opened start: Int
  ) throws(Stop) -> Follower {
    let end = tokenEnd
    try skipSpace()
    let isExcused = excusesMissingComma
    excusesMissingComma = false
    if offset < bytes.count {
      if take(",") { return .comma }
      if bytes[offset] == closing.asciiValue || closesOther(start) { return .end }
    }
    if !isExcused {
      let cleanNext = offset < bytes.count && startsValue(bytes[offset])
      if !cleanNext { isReliable = false }
      report(
        offset < bytes.count ? .syntax : .unterminated,
        "expected ',' or '\(closing)' after this value", at: max(0, end - 1)..<end,
        related: [opening(start)])
    }
    guard offset < bytes.count else { throw Stop() }
    if startsValue(bytes[offset]) { return .assumedComma }
    try resynchronise()
    guard offset < bytes.count else { throw Stop() }
    return take(",") ? .comma : (bytes[offset] == closing.asciiValue ? .end : .assumedComma)
  }

  /// Skips to the next comma or closing bracket of the present level, or to the end.
  private mutating func resynchronise() throws(Stop) {
    isReliable = false
    var level = 0
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: "\""):
        skipQuietly()
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): level += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if level == 0 { return }
        level -= 1
      case UInt8(ascii: ","): if level == 0 { return }
      default: break
      }
      offset += 1
      tokenEnd = offset
    }
  }
}
