/// A JSON parser (RFC 8259) that keeps the place of every key and value, names every mistake, and
/// goes on after those that leave no doubt about the rest.
struct JSONText {
  /// Largest input in bytes.
  static let sizeLimit = 4 << 20
  static let depthLimit = 64
  /// Most values in one text.
  static let valueLimit = 100_000

  /// What was understood of a text.
  struct Document {
    /// nil when the text could not be read to its end.
    var root: JSONNode?
    /// Whether every key and value stands where its author meant it, so that a missing key is
    /// missing indeed.
    var isReliable: Bool
  }

  /// Thrown once nothing more can be learned from the text; the reason is among the findings.
  struct Stop: Error {}

  let bytes: [UInt8]
  let origin: SourceSpan.Origin
  let allowsComments: Bool
  var findings: Findings
  var offset = 0
  /// One past the last byte of the last token, where something missing is looked for.
  var tokenEnd = 0
  var depth = 0
  var valueCount = 0
  var isReliable = true
  /// A comma is not asked for after a value that was missing or swallowed it.
  var excusesMissingComma = false
  var reportedComment = false
  /// The brackets that are open, outermost first.
  var open: [UInt8] = []

  private init(
    bytes: [UInt8], origin: SourceSpan.Origin, allowsComments: Bool, findings: Findings
  ) {
    self.bytes = bytes
    self.origin = origin
    self.allowsComments = allowsComments
    self.findings = findings
  }

  /// Parses the whole of `bytes`, adding what is wrong to `findings`. Time and memory are linear in
  /// the size, which is limited. What stands before `start` is not looked at.
  static func parse(
    _ bytes: [UInt8], from start: Int = 0, origin: SourceSpan.Origin = .file,
    allowsComments: Bool = false, findings: inout Findings
  ) -> Document {
    var parser = JSONText(
      bytes: bytes, origin: origin, allowsComments: allowsComments, findings: findings)
    parser.offset = start
    parser.tokenEnd = start
    defer { findings = parser.findings }
    guard parser.acceptsEncoding() else { return Document(root: nil, isReliable: false) }
    do throws(Stop) {
      let root = try parser.document()
      return Document(root: root, isReliable: parser.isReliable)
    } catch {
      return Document(root: nil, isReliable: false)
    }
  }

  private mutating func acceptsEncoding() -> Bool {
    if bytes.count > Self.sizeLimit {
      report(
        .inputTooLarge, "the file is larger than \(Self.sizeLimit >> 20) MiB", at: 0..<1,
        label: "\(bytes.count) bytes")
      return false
    }
    if let bad = firstInvalidUTF8() {
      let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      report(
        .notUTF8, "the file is not UTF-8 text", at: bad,
        label: "byte 0x" + String(bytes[bad.lowerBound], radix: 16, uppercase: true),
        help: isUTF16 ? "this looks like UTF-16: save the file as UTF-8" : "")
      return false
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      report(
        .byteOrderMark, "the file starts with a byte order mark", at: 0..<3,
        help: "save it as UTF-8 without a mark; it was left out")
      offset = 3
      tokenEnd = 3
    }
    return true
  }

  private func firstInvalidUTF8() -> Range<Int>? {
    do {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return error.byteOffsets
    }
  }

  private mutating func document() throws(Stop) -> JSONNode {
    try skipSpace()
    guard offset < bytes.count else {
      report(
        .syntax, bytes.isEmpty ? "the file is empty" : "the file holds no value",
        at: offset..<offset, help: "fedsim new three-regions writes a scenario to start from")
      throw Stop()
    }
    let root = try value()
    try skipSpace()
    if offset < bytes.count {
      fail("expected the end of the file after this value", at: offset..<offset + 1)
    }
    return root
  }

  // MARK: - Values

  mutating func value() throws(Stop) -> JSONNode {
    valueCount += 1
    guard valueCount <= Self.valueLimit else {
      report(.inputTooLarge, "the file holds more than \(Self.valueLimit) values", at: byteRange)
      throw Stop()
    }
    let start = offset
    switch bytes[offset] {
    case UInt8(ascii: "{"):
      return try nested { parser throws(Stop) in try parser.object() }
    case UInt8(ascii: "["):
      return try nested { parser throws(Stop) in try parser.array() }
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let string = quotedString()
      return node(string.map(JSONValue.string) ?? .invalid, from: start)
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      return number()
    case let byte where isWordStart(byte):
      return word()
    default:
      fail("expected a value", at: byteRange, label: "found \(describedByte)")
      excusesMissingComma = true
      return node(.invalid, from: start)
    }
  }

  private mutating func nested(
    _ parse: (inout JSONText) throws(Stop) -> JSONNode
  ) throws(Stop) -> JSONNode {
    guard depth < Self.depthLimit else {
      report(.inputTooLarge, "nesting is deeper than \(Self.depthLimit) levels", at: byteRange)
      throw Stop()
    }
    depth += 1
    let result = try parse(&self)
    depth -= 1
    return result
  }

  func node(_ value: JSONValue, from start: Int) -> JSONNode {
    JSONNode(value: value, span: SourceSpan(start..<max(start, tokenEnd), in: origin))
  }

  private mutating func word() -> JSONNode {
    let range = takeWord()
    let text = String(decoding: bytes[range], as: UTF8.self)
    switch text {
    case "true": return node(.bool(true), from: range.lowerBound)
    case "false": return node(.bool(false), from: range.lowerBound)
    case "null": return node(.null, from: range.lowerBound)
    default: break
    }
    let literals = [
      "true": "true", "false": "false", "none": "null", "nil": "null", "null": "null",
    ]
    let literal = literals[text.lowercased()]
    report(
      .syntax, "expected a value, found \(quoted(text)) without quotes", at: range,
      help: literal.map { "write \($0)" } ?? "write \(quoted(text)), with double quotes")
    return node(.invalid, from: range.lowerBound)
  }

  // MARK: - Reporting

  var byteRange: Range<Int> { offset..<min(offset + 1, bytes.count) }

  /// What stands at `offset`, for a label.
  var describedByte: String {
    guard offset < bytes.count else { return "the end of the file" }
    var end = offset + 1
    while end < bytes.count && bytes[end] & 0xC0 == 0x80 { end += 1 }
    let scalar = String(decoding: bytes[offset..<end], as: UTF8.self).unicodeScalars.first
    guard let scalar else { return "nothing" }
    if 0x21..<0x7F ~= scalar.value { return "'\(Character(scalar))'" }
    let hexadecimal = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
  }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, at range: Range<Int>, label: String = "",
    related: [(span: SourceSpan, label: String)] = [], help: String = ""
  ) {
    findings.add(
      code, message, at: SourceSpan(range, in: origin), label: label, related: related, help: help)
  }

  /// Reports a mistake after which the structure is a guess.
  mutating func fail(
    _ message: String, at range: Range<Int>, label: String = "",
    related: [(span: SourceSpan, label: String)] = [], help: String = ""
  ) {
    isReliable = false
    report(.syntax, message, at: range, label: label, related: related, help: help)
  }
}
