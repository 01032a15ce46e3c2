extension Diagnostic {
  /// `{"diagnostics": [...], "errors": n, "file": "...", "warnings": n}`, keys sorted.
  static func jsonDocument(
    _ diagnostics: [Diagnostic], of name: String, omitted: Int
  ) -> String {
    let errors = diagnostics.count { $0.severity == .error }
    let list = diagnostics.map { "    " + $0.jsonObject }.joined(separator: ",\n")
    return """
      {
        "diagnostics": [\(list.isEmpty ? "" : "\n" + list + "\n  ")],
        "errors": \(errors + omitted),
        "file": \(jsonString(name)),
        "warnings": \(diagnostics.count - errors)
      }

      """
  }

  private var jsonObject: String {
    var pairs = [("code", jsonString(code.rawValue))]
    pairs += place.jsonPairs
    if !help.isEmpty { pairs.append(("help", jsonString(help))) }
    if !label.isEmpty { pairs.append(("label", jsonString(label))) }
    pairs.append(("message", jsonString(message)))
    if !note.isEmpty { pairs.append(("note", jsonString(note))) }
    let others = related.map { other in
      jsonObjectText(other.place.jsonPairs + [("label", jsonString(other.label))])
    }
    if !others.isEmpty { pairs.append(("related", "[" + others.joined(separator: ", ") + "]")) }
    pairs.append(("severity", jsonString(severity.rawValue)))
    return jsonObjectText(pairs)
  }
}

extension Diagnostic.Place {
  fileprivate var jsonPairs: [(String, String)] {
    [
      ("column", String(column)), ("file", jsonString(file)), ("length", String(length)),
      ("line", String(line)),
    ]
  }
}

/// An object on one line, keys sorted.
private func jsonObjectText(_ pairs: [(String, String)]) -> String {
  let sorted = pairs.sorted { $0.0 < $1.0 }
  return "{" + sorted.map { "\(jsonString($0.0)): \($0.1)" }.joined(separator: ", ") + "}"
}

/// `text` as a JSON string, with everything beyond printable text escaped.
func jsonString(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    case _ where scalar.value < 0x20 || 0x7F..<0xA0 ~= scalar.value:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
