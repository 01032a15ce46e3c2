/// `text` between double quotes, harmless and short enough for a message.
func quoted(_ text: some StringProtocol) -> String {
  var shown = ""
  var count = 0
  for character in text {
    if count == 60 {
      shown += "..."
      break
    }
    shown += visible(
      character, controls: { "\\u{\(String($0.value, radix: 16, uppercase: true))}" })
    count += 1
  }
  return "\"" + shown + "\""
}

/// A list for a sentence: "a, b or c".
func alternatives(_ names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " or " + last
}

/// "1 error", "2 errors".
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// `character`, with every scalar that could move a terminal's cursor or hide text replaced.
func visible(_ character: Character, controls: (Unicode.Scalar) -> String) -> String {
  if character.isASCII, let value = character.asciiValue, 0x20..<0x7F ~= value {
    return String(character)
  }
  var result = ""
  for scalar in character.unicodeScalars {
    result += isHarmful(scalar) ? controls(scalar) : String(Character(scalar))
  }
  return result
}

private func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
  case .format: scalar.value != 0x200D
  default: false
  }
}
