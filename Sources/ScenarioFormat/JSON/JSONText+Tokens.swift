extension JSONText {
  /// Skips white space, and comments where they are allowed; where not, reports the first.
  mutating func skipSpace() throws(Stop) {
    if findings.errorCount >= Findings.errorLimit { throw Stop() }
    while offset < bytes.count {
      switch bytes[offset] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        offset += 1
      case UInt8(ascii: "/") where byte(after: offset) == UInt8(ascii: "/"):
        skipComment()
      default:
        return
      }
    }
  }

  private mutating func skipComment() {
    let start = offset
    while offset < bytes.count && bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
    guard !allowsComments && !reportedComment else { return }
    reportedComment = true
    report(
      .comment, "comments are allowed only in .jsonc files", at: start..<offset,
      help: "rename the file to end with .jsonc, or use a key that starts with x-")
  }

  func byte(after position: Int) -> UInt8? {
    position + 1 < bytes.count ? bytes[position + 1] : nil
  }

  /// Steps over `character` if it stands here.
  mutating func take(_ character: Character) -> Bool {
    guard offset < bytes.count, bytes[offset] == character.asciiValue else { return false }
    offset += 1
    tokenEnd = offset
    return true
  }

  func startsValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: isWordStart(byte)
    }
  }

  func isWordStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"), UInt8(ascii: "$"):
      true
    default: false
    }
  }

  private func isWordPart(_ byte: UInt8) -> Bool {
    isWordStart(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  mutating func takeWord() -> Range<Int> {
    let start = offset
    while offset < bytes.count && isWordPart(bytes[offset]) { offset += 1 }
    tokenEnd = offset
    return start..<offset
  }

  // MARK: - Numbers

  mutating func number() -> JSONNode {
    let start = offset
    while offset < bytes.count, isNumberPart(offset) { offset += 1 }
    tokenEnd = offset
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    switch JSONNumber.reading(text) {
    case .success(let number):
      return node(.number(number), from: start)
    case .failure(.tooLarge(let why)):
      report(.numberTooLarge, why, at: start..<offset)
    case .failure(.quantity):
      report(
        .badNumber, "a quantity with a unit is a string", at: start..<offset,
        help: "write \(quoted(text)), with double quotes")
      return node(.string(text), from: start)
    case .failure(.malformed(let why)):
      report(.badNumber, why, at: start..<offset, help: "JSON writes numbers like 12, -0.5 or 1e3")
    }
    return node(.invalid, from: start)
  }

  private func isNumberPart(_ position: Int) -> Bool {
    switch bytes[position] {
    case UInt8(ascii: "+"), UInt8(ascii: "%"): true
    case UInt8(ascii: "/"): byte(after: position) != UInt8(ascii: "/")
    case let byte: isWordPart(byte)
    }
  }

  // MARK: - Strings

  /// Reads a string in double quotes, or reports single ones; nil when it is not closed.
  mutating func quotedString() -> String? {
    let start = offset
    let quote = bytes[offset]
    if quote != UInt8(ascii: "\"") {
      report(.syntax, "strings and keys need double quotes", at: offset..<offset + 1)
    }
    offset += 1
    var content: [UInt8] = []
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == quote {
        offset += 1
        tokenEnd = offset
        return String(decoding: content, as: UTF8.self)
      }
      if byte == UInt8(ascii: "\n") { break }
      if byte == UInt8(ascii: "\\") {
        escape(into: &content)
      } else {
        if byte < 0x20 { reportControl() }
        content.append(byte)
        offset += 1
      }
    }
    tokenEnd = offset
    excusesMissingComma = true
    isReliable = false
    report(
      .unterminated, "this string is not closed on its line", at: start..<offset,
      help: "close it with a double quote; write a line break as \\n")
    return nil
  }

  private mutating func reportControl() {
    if bytes[offset] == UInt8(ascii: "\r"), byte(after: offset) == UInt8(ascii: "\n") { return }
    let hint = bytes[offset] == UInt8(ascii: "\t") ? "write \\t" : ""
    report(
      .badString, "control character \(describedByte) in a string", at: byteRange, help: hint)
  }

  private mutating func escape(into content: inout [UInt8]) {
    let start = offset
    guard let byte = byte(after: offset), byte >= 0x20 else {
      offset += 1
      return
    }
    offset += 2
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"): content += unicodeEscape(from: start)
    default:
      report(
        .badString, "\(quoted("\\" + String(Character(Unicode.Scalar(byte))))) is no escape",
        at: start..<offset, help: "a backslash itself is written \\\\")
    }
  }

  private mutating func unicodeEscape(from start: Int) -> [UInt8] {
    guard let first = hexadecimal() else {
      report(.badString, "\\u needs four hexadecimal digits", at: start..<offset)
      return []
    }
    var value = UInt32(first)
    if 0xD800..<0xDC00 ~= first, offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
      bytes[offset + 1] == UInt8(ascii: "u")
    {
      let back = offset
      offset += 2
      if let second = hexadecimal(), 0xDC00..<0xE000 ~= second {
        value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
      } else {
        offset = back
      }
    }
    guard let scalar = Unicode.Scalar(value) else {
      report(
        .badString, "half a surrogate pair", at: start..<offset,
        help: "characters beyond U+FFFF take two escapes, or are written as they are")
      return [0xEF, 0xBF, 0xBD]
    }
    return Array(String(Character(scalar)).utf8)
  }

  private mutating func hexadecimal() -> UInt16? {
    var result: UInt16 = 0
    for _ in 0..<4 {
      guard offset < bytes.count, let digit = Character(Unicode.Scalar(bytes[offset])).hexDigitValue
      else { return nil }
      result = result << 4 | UInt16(digit)
      offset += 1
    }
    return result
  }

  /// Steps over a string without reporting anything in it.
  mutating func skipQuietly() {
    offset += 1
    while offset < bytes.count && bytes[offset] != UInt8(ascii: "\n") {
      let byte = bytes[offset]
      offset += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "\"") { break }
    }
    offset = min(offset, bytes.count)
    tokenEnd = offset
  }
}
