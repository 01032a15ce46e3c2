extension JSONNode {
  /// The value as JSON with two spaces a level; short lists and objects stay on one line.
  func documentText(indent: Int = 0) -> String {
    let margin = String(repeating: " ", count: indent + 2)
    let end = "\n" + String(repeating: " ", count: indent)
    switch value {
    case .null, .invalid: return "null"
    case .bool(let flag): return flag ? "true" : "false"
    case .number(let number): return number.text
    case .string(let text): return jsonString(text)
    case .array(let elements):
      if isFlat { return "[" + elements.map { $0.documentText() }.joined(separator: ", ") + "]" }
      let lines = elements.map { margin + $0.documentText(indent: indent + 2) }
      return "[\n" + lines.joined(separator: ",\n") + end + "]"
    case .object(let members):
      if members.isEmpty { return "{}" }
      if isFlat && indent > 0 {
        let pairs = members.map { "\(jsonString($0.key)): \($0.value.documentText())" }
        return "{ " + pairs.joined(separator: ", ") + " }"
      }
      let lines = members.map { member in
        "\(margin)\(jsonString(member.key)): \(member.value.documentText(indent: indent + 2))"
      }
      return "{\n" + lines.joined(separator: ",\n") + end + "}"
    }
  }

  /// Whether it holds no lists or objects, and few values.
  private var isFlat: Bool {
    let parts = elements ?? members?.map(\.value) ?? []
    return parts.count <= 4 && parts.allSatisfy { $0.elements == nil && $0.members == nil }
  }
}
