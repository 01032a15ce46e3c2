/// A JSON value to be written. Keys are sorted when it is.
package enum JSONText {
  case null
  case bool(Bool)
  case integer(Int64)
  /// A number that is written as it stands.
  case number(String)
  case string(String)
  case array([JSONText])
  case object([(String, JSONText)])

  package static func optional(_ value: Int64?) -> JSONText { value.map { .integer($0) } ?? .null }
  package static func strings(_ values: [String]) -> JSONText { .array(values.map { .string($0) }) }
  package static func seeds(_ values: [UInt64]) -> JSONText {
    .array(values.map { .number("\($0)") })
  }
  package static func pairs(_ values: [(Int64, Int64)]) -> JSONText {
    .array(values.map { .array([.integer($0), .integer($1)]) })
  }

  /// `partsPerMillion` as a decimal fraction: 999_900 is "0.9999".
  package static func fraction(_ partsPerMillion: Int64) -> JSONText {
    let digits = String(partsPerMillion % 1_000_000)
    var text = String(repeating: "0", count: 6 - digits.count) + digits
    while text.hasSuffix("0") { text.removeLast() }
    return .number("\(partsPerMillion / 1_000_000)" + (text.isEmpty ? "" : ".\(text)"))
  }

  /// The bytes, a line feed last: one line for each value up to the third level, so that the file
  /// can be read and compared line by line.
  package func encoded() -> [UInt8] {
    var writer = Writer()
    writer.write(self, depth: 0)
    writer.bytes.append(UInt8(ascii: "\n"))
    return writer.bytes
  }

  private struct Writer {
    var bytes: [UInt8] = []

    mutating func write(_ value: JSONText, depth: Int) {
      switch value {
      case .null: put("null")
      case .bool(let flag): put(flag ? "true" : "false")
      case .integer(let number): put(String(number))
      case .number(let text): put(text)
      case .string(let text): quote(text)
      case .array(let elements):
        list("[", elements, "]", depth) { $0.write($1, depth: depth + 1) }
      case .object(let members):
        list("{", members.sorted { $0.0 < $1.0 }, "}", depth) { writer, member in
          writer.quote(member.0)
          writer.put(": ")
          writer.write(member.1, depth: depth + 1)
        }
      }
    }

    private mutating func list<Element>(
      _ open: String, _ elements: [Element], _ close: String, _ depth: Int,
      _ each: (inout Writer, Element) -> Void
    ) {
      put(open)
      let breaks = depth < 2 && !elements.isEmpty
      for (i, element) in elements.enumerated() {
        if i > 0 { put(breaks ? "," : ", ") }
        if breaks { newLine(depth + 1) }
        each(&self, element)
      }
      if breaks { newLine(depth) }
      put(close)
    }

    private mutating func newLine(_ depth: Int) {
      bytes.append(UInt8(ascii: "\n"))
      bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func quote(_ text: String) {
      bytes.append(UInt8(ascii: "\""))
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "\""): put("\\\"")
        case UInt8(ascii: "\\"): put("\\\\")
        case UInt8(ascii: "\n"): put("\\n")
        case UInt8(ascii: "\t"): put("\\t")
        case UInt8(ascii: "\r"): put("\\r")
        case 0..<0x20: put((byte < 16 ? "\\u000" : "\\u00") + String(byte, radix: 16))
        default: bytes.append(byte)
        }
      }
      bytes.append(UInt8(ascii: "\""))
    }
  }
}
