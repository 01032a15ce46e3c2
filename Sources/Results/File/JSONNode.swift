/// A JSON value that was read, with the place where it began.
struct JSONNode {
  indirect enum Value {
    case null
    case bool(Bool)
    /// As it stands in the file.
    case number(String)
    case string(String)
    case array([JSONNode])
    /// In the file's order.
    case object([(key: String, value: JSONNode)])
  }
  var value: Value
  /// Byte offset in the file.
  var offset: Int

  /// "a number", for messages.
  var kind: String {
    switch value {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// Reads JSON (RFC 8259) strictly: no comments, no trailing commas, no duplicate keys, one value.
struct JSONReader {
  struct Failure: Error {
    var text: String
    var offset: Int
  }

  /// Deeper nesting is refused, so that no input exhausts the stack.
  static let deepest = 64

  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The one value of the document.
  mutating func readDocument() throws(Failure) -> JSONNode {
    let node = try readValue(depth: 0)
    skipSpace()
    if at < bytes.count { throw Failure(text: "nothing may follow the document", offset: at) }
    return node
  }

  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  private mutating func readValue(depth: Int) throws(Failure) -> JSONNode {
    skipSpace()
    let start = at
    guard depth < Self.deepest else { throw Failure(text: "nested too deeply", offset: at) }
    switch next {
    case nil: throw Failure(text: "the file ends where a value is expected", offset: at)
    case UInt8(ascii: "{"): return JSONNode(value: try readObject(depth), offset: start)
    case UInt8(ascii: "["): return JSONNode(value: try readArray(depth), offset: start)
    case UInt8(ascii: "\""): return JSONNode(value: .string(try readString()), offset: start)
    case UInt8(ascii: "t"): return JSONNode(value: try readWord("true", .bool(true)), offset: start)
    case UInt8(ascii: "f"):
      return JSONNode(value: try readWord("false", .bool(false)), offset: start)
    case UInt8(ascii: "n"): return JSONNode(value: try readWord("null", .null), offset: start)
    default: return JSONNode(value: .number(try readNumber()), offset: start)
    }
  }

  private mutating func readWord(
    _ word: String, _ value: JSONNode.Value
  ) throws(Failure) -> JSONNode.Value {
    guard bytes[at...].starts(with: word.utf8) else {
      throw Failure(text: "a value is expected", offset: at)
    }
    at += word.utf8.count
    return value
  }

  private mutating func readArray(_ depth: Int) throws(Failure) -> JSONNode.Value {
    at += 1
    var elements: [JSONNode] = []
    skipSpace()
    if take("]") { return .array(elements) }
    while true {
      elements.append(try readValue(depth: depth + 1))
      skipSpace()
      if take("]") { return .array(elements) }
      guard take(",") else { throw Failure(text: "',' or ']' is expected", offset: at) }
    }
  }

  private mutating func readObject(_ depth: Int) throws(Failure) -> JSONNode.Value {
    at += 1
    var members: [(key: String, value: JSONNode)] = []
    var keys: Set<String> = []
    skipSpace()
    if take("}") { return .object(members) }
    while true {
      skipSpace()
      let start = at
      guard next == UInt8(ascii: "\"") else {
        throw Failure(text: "a key in quotes is expected", offset: at)
      }
      let key = try readString()
      guard keys.insert(key).inserted else {
        throw Failure(text: "the key \"\(key)\" stands here twice", offset: start)
      }
      skipSpace()
      guard take(":") else { throw Failure(text: "':' is expected", offset: at) }
      members.append((key, try readValue(depth: depth + 1)))
      skipSpace()
      if take("}") { return .object(members) }
      guard take(",") else { throw Failure(text: "',' or '}' is expected", offset: at) }
    }
  }

  private mutating func readNumber() throws(Failure) -> String {
    let start = at
    _ = take("-")
    let whole = at
    skipDigits()
    if at == whole { throw Failure(text: "a value is expected", offset: start) }
    if at > whole + 1, bytes[whole] == UInt8(ascii: "0") {
      throw Failure(text: "a number cannot begin with 0", offset: start)
    }
    if take(".") {
      let fraction = at
      skipDigits()
      if at == fraction { throw Failure(text: "a digit is expected", offset: at) }
    }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      let exponent = at
      skipDigits()
      if at == exponent { throw Failure(text: "a digit is expected", offset: at) }
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func skipDigits() {
    while let byte = next, 0x30...0x39 ~= byte { at += 1 }
  }
}

extension JSONReader {
  private mutating func readString() throws(Failure) -> String {
    let start = at
    at += 1
    var text: [UInt8] = []
    while let byte = next {
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw Failure(text: "not UTF-8", offset: start)
        }
        return string
      case UInt8(ascii: "\\"): text.append(contentsOf: try readEscape())
      case 0..<0x20:
        throw Failure(text: "a text must end on its line", offset: at - 1)
      default: text.append(byte)
      }
    }
    throw Failure(text: "the text does not end", offset: start)
  }

  private mutating func readEscape() throws(Failure) -> [UInt8] {
    let start = at - 1
    guard let byte = next else { throw Failure(text: "the text does not end", offset: start) }
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "u"):
      var code = try readHex(start)
      if 0xD800...0xDBFF ~= code, take("\\"), take("u") {
        let low = try readHex(start)
        code = 0xDC00...0xDFFF ~= low ? 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00) : 0xD800
      }
      guard let scalar = Unicode.Scalar(code) else {
        throw Failure(text: "half of a surrogate pair", offset: start)
      }
      return Array(String(scalar).utf8)
    default: throw Failure(text: "no such escape", offset: start)
    }
  }

  private mutating func readHex(_ start: Int) throws(Failure) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw Failure(text: "four hexadecimal digits are expected", offset: start)
      }
      code = code << 4 + UInt32(digit)
      at += 1
    }
    return code
  }
}
