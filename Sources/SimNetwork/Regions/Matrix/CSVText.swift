/// Text in lines, after the checks that what was brought is text, and of a sensible size.
struct CSVText {
  /// A thousand regions' matrix takes half of it.
  static let maximumSize = 16 << 20
  /// A thousand names of the longest take less.
  static let maximumLine = 256 << 10

  /// One line, with its number from 1, without its end.
  struct Line {
    let number: Int
    let bytes: ArraySlice<UInt8>

    /// The column of a byte's character, from 1.
    func column(of index: Int) -> Int {
      String(decoding: bytes[bytes.startIndex..<index], as: UTF8.self).count + 1
    }
  }

  /// Why bytes are no text.
  struct Refusal: Error {
    let line: Line
    let index: Int
    let message: String
    let expected: String
  }

  private let bytes: [UInt8]
  /// Where the text begins, after the byte order mark.
  private let start: Int

  /// Checks in one pass over `bytes`, and in none when they are too many.
  init(_ bytes: [UInt8]) throws(Refusal) {
    self.bytes = bytes
    self.start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard bytes.count <= CSVText.maximumSize else {
      let size = "\(bytes.count) bytes"
      throw refusal(at: 0, "the text has \(size)", "at most \(CSVText.maximumSize) bytes")
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw refusal(at: 0, "the text is in UTF-16", "UTF-8, as \"CSV UTF-8\" saves it")
    }
    if let index = bytes.firstIndex(where: CSVText.isControl) {
      throw refusal(at: index, "byte \(bytes[index]) is not text", "comma-separated values")
    }
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw refusal(at: error.byteOffsets.lowerBound, "this is not UTF-8", "UTF-8")
    }
    for line in lines() where line.bytes.count > CSVText.maximumLine {
      throw Refusal(
        line: line, index: line.bytes.startIndex, message: "the line has \(line.bytes.count) bytes",
        expected: "at most \(CSVText.maximumLine) bytes")
    }
  }

  /// The lines; each ends with LF, CR LF, or CR.
  func lines() -> some Sequence<Line> {
    var (number, next) = (0, start)
    return AnyIterator {
      guard next < bytes.count else { return nil }
      let first = next
      let end = bytes[first...].firstIndex(where: CSVText.isLineEnd) ?? bytes.count
      next = end + 1
      if next < bytes.count, bytes[end] == UInt8(ascii: "\r"), bytes[next] == UInt8(ascii: "\n") {
        next += 1
      }
      number += 1
      return Line(number: number, bytes: bytes[first..<end])
    }
  }

  private func refusal(at index: Int, _ message: String, _ expected: String) -> Refusal {
    let fallback = Line(number: 1, bytes: bytes[0..<0])
    guard index > start else {
      return Refusal(line: fallback, index: 0, message: message, expected: expected)
    }
    let line = lines().first { $0.bytes.endIndex >= index } ?? fallback
    return Refusal(line: line, index: index, message: message, expected: expected)
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != UInt8(ascii: "\t") && !isLineEnd(byte) || byte == 0x7F
  }
}
