extension CSVText.Line {
  /// One field: its text without quotes and blanks about it, and where that begins.
  struct Field {
    let text: String
    /// The index of its first byte that is no blank, the quote included.
    let index: Int
  }

  /// A quote that is out of place.
  struct StrayQuote: Error {
    let index: Int
    let message: String
    let expected: String
  }

  /// Whether there is nothing but blanks in the line.
  var isBlank: Bool { bytes.allSatisfy(CSVText.Line.isBlank) }

  /// What separates the fields: of comma, semicolon and tab the most frequent outside quotes.
  var separator: UInt8 {
    var counts = [0, 0, 0]
    var isQuoted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, let kind = CSVText.Line.separators.firstIndex(of: byte) { counts[kind] += 1 }
    }
    let most = counts.max() ?? 0
    return CSVText.Line.separators[counts.firstIndex(of: most) ?? 0]
  }

  /// The fields of the line (RFC 4180: a quoted field may hold separators, and quotes doubled).
  ///
  /// Deviation: a quoted field ends with its line, so that a forgotten quote is found where it is.
  func fields(separatedBy separator: UInt8) throws(StrayQuote) -> [Field] {
    var fields: [Field] = []
    var next = bytes.startIndex
    repeat {
      let first = skippingBlanks(from: next, before: separator)
      if first < bytes.endIndex, bytes[first] == UInt8(ascii: "\"") {
        let (field, end) = try quotedField(from: first, separator)
        fields.append(field)
        next = end + 1
      } else {
        let end = bytes[first...].firstIndex(of: separator) ?? bytes.endIndex
        if let quote = bytes[first..<end].firstIndex(of: UInt8(ascii: "\"")) {
          throw StrayQuote(
            index: quote, message: "a quote inside a field that does not begin with one",
            expected: "the whole field in quotes, and quotes in it doubled")
        }
        fields.append(Field(text: trimmed(bytes[first..<end]), index: first))
        next = end + 1
      }
    } while next <= bytes.endIndex
    return fields
  }

  /// The field that begins with the quote at `first`, and the index of the separator after it.
  private func quotedField(
    from first: Int, _ separator: UInt8
  ) throws(StrayQuote) -> (Field, end: Int) {
    var text: [UInt8] = []
    var next = first + 1
    while let quote = bytes[next...].firstIndex(of: UInt8(ascii: "\"")) {
      text += bytes[next..<quote]
      next = quote + 1
      if next < bytes.endIndex, bytes[next] == UInt8(ascii: "\"") {
        text.append(UInt8(ascii: "\""))
        next += 1
        continue
      }
      let end = skippingBlanks(from: next, before: separator)
      guard end == bytes.endIndex || bytes[end] == separator else {
        throw StrayQuote(
          index: end, message: "text after the closing quote of a field",
          expected: "the end of the field, or a doubled quote")
      }
      return (Field(text: trimmed(text[...]), index: first), end)
    }
    throw StrayQuote(
      index: first, message: "the quote is not closed", expected: "a closing quote on this line")
  }

  private func skippingBlanks(from start: Int, before separator: UInt8) -> Int {
    bytes[start...].firstIndex { $0 == separator || !CSVText.Line.isBlank($0) } ?? bytes.endIndex
  }

  private func trimmed(_ text: ArraySlice<UInt8>) -> String {
    guard let first = text.firstIndex(where: { !CSVText.Line.isBlank($0) }),
      let last = text.lastIndex(where: { !CSVText.Line.isBlank($0) })
    else { return "" }
    return String(decoding: text[first...last], as: UTF8.self)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
}
