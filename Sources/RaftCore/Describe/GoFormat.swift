// The few formats of Go's fmt that etcd's texts use.

/// `value` as lower-case hexadecimal, without a prefix.
func hex(_ value: MemberID) -> String { String(value.rawValue, radix: 16) }

/// `value` in decimal.
func decimal(_ value: MemberID) -> String { String(value.rawValue) }

extension Term: CustomStringConvertible {
  public var description: String { String(rawValue) }
}

extension LogIndex: CustomStringConvertible {
  public var description: String { String(rawValue) }
}

extension MemberID: CustomStringConvertible {
  public var description: String { String(rawValue) }
}

extension [UInt8] {
  /// The bytes between double quotes, as Go writes them (strconv.Quote): printable text as it is,
  /// the rest escaped, bytes that are not UTF-8 as `\x..`.
  public var goQuoted: String {
    var text = "\""
    var rest = self[...]
    while let byte = rest.first {
      if let scalar = decodeScalar(rest) {
        text += quoted(scalar)
        rest = rest.dropFirst(UTF8.width(scalar))
      } else {
        text += "\\x" + padded(UInt32(byte), 2)
        rest = rest.dropFirst()
      }
    }
    return text + "\""
  }
}

private func quoted(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\"": return "\\\""
  case "\\": return "\\\\"
  case "\u{7}": return "\\a"
  case "\u{8}": return "\\b"
  case "\u{C}": return "\\f"
  case "\n": return "\\n"
  case "\r": return "\\r"
  case "\t": return "\\t"
  case "\u{B}": return "\\v"
  default:
    if isPrintable(scalar) { return String(scalar) }
    if scalar.value < 0x80 { return "\\x" + padded(scalar.value, 2) }
    if scalar.value < 0x10000 { return "\\u" + padded(scalar.value, 4) }
    return "\\U" + padded(scalar.value, 8)
  }
}

/// Letters, marks, numbers, punctuation, symbols, and of all spaces the plain one
/// (unicode.IsPrint).
private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
    .paragraphSeparator:
    false
  case .spaceSeparator:
    scalar == " "
  default:
    true
  }
}

private func padded(_ value: UInt32, _ width: Int) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// The scalar that `bytes` begin with; nil if they are not well-formed UTF-8 there.
private func decodeScalar(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
  guard let lead = bytes.first else { return nil }
  let width: Int
  switch lead {
  case 0x00...0x7F: return Unicode.Scalar(lead)
  case 0xC2...0xDF: width = 2
  case 0xE0...0xEF: width = 3
  case 0xF0...0xF4: width = 4
  default: return nil
  }
  if bytes.count < width { return nil }
  var value = UInt32(lead) & (0x7F >> UInt32(width))
  for byte in bytes.dropFirst().prefix(width - 1) {
    if byte & 0xC0 != 0x80 { return nil }
    value = value << 6 | UInt32(byte & 0x3F)
  }
  // Refuses surrogates and what is beyond Unicode; overlong forms encode to another width.
  guard let scalar = Unicode.Scalar(value), UTF8.width(scalar) == width else { return nil }
  return scalar
}
