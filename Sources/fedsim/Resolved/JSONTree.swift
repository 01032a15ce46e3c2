/// A JSON document whose members keep the order they are given in.
indirect enum JSONTree: Sendable {
  case text(String)
  case number(Int64)
  /// A number already written out.
  case decimal(String)
  case bool(Bool)
  case null
  case list([JSONTree])
  case object([(key: String, value: JSONTree)])

  /// Short lists and objects on one line, others with one element a line.
  func rendered(indent: String = "") -> String {
    let line = oneLine
    if line.count + indent.count <= 80 { return line }
    let inner = indent + "  "
    switch self {
    case .list(let elements):
      let lines = elements.map { inner + $0.rendered(indent: inner) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(indent)]"
    case .object(let members):
      let lines = members.map {
        inner + JSONText.string($0.key) + ": " + $0.value.rendered(indent: inner)
      }
      return "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
    default: return line
    }
  }

  private var oneLine: String {
    switch self {
    case .text(let text): JSONText.string(text)
    case .number(let number): String(number)
    case .decimal(let text): text
    case .bool(let value): value ? "true" : "false"
    case .null: "null"
    case .list(let elements):
      elements.isEmpty ? "[]" : "[\(elements.map(\.oneLine).joined(separator: ", "))]"
    case .object(let members):
      members.isEmpty
        ? "{}"
        : "{ "
          + members.map { "\(JSONText.string($0.key)): \($0.value.oneLine)" }
          .joined(separator: ", ") + " }"
    }
  }
}

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral {
  init(stringLiteral text: String) { self = .text(text) }
  init(dictionaryLiteral members: (String, JSONTree)...) {
    self = .object(members.map { (key: $0.0, value: $0.1) })
  }

  static func count(_ number: some BinaryInteger) -> JSONTree { .number(Int64(number)) }
}
