/// A stretch of bytes in one of the texts that make up a scenario.
struct SourceSpan: Hashable, Sendable {
  enum Origin: Int, Hashable, Sendable { case file, matrix, overrides, expectation }

  var origin: Origin
  var start: Int
  /// One past the last byte; at least `start`.
  var end: Int

  init(_ range: Range<Int>, in origin: Origin) {
    self.origin = origin
    start = range.lowerBound
    end = range.upperBound
  }

  /// The first byte alone: for values that may run over many lines.
  var opening: SourceSpan { SourceSpan(start..<min(start + 1, end), in: origin) }
  /// The last byte alone.
  var closing: SourceSpan { SourceSpan(max(start, end - 1)..<end, in: origin) }
}

/// A text and where its lines begin.
struct SourceText: Sendable {
  let name: String
  let bytes: [UInt8]
  private let lineStarts: [Int]

  /// Characters of a line shown on each side of a place.
  private static let excerptReach = 160

  init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// Where `start ..< end` stands; the part after its first line is left out.
  func place(from start: Int, to end: Int) -> Diagnostic.Place {
    let start = pulledInside(start)
    let index = lineIndex(of: start)
    let lineStart = lineStarts[index]
    let lineEnd = endOfLine(index)
    let first = min(scalarStart(start, notBefore: lineStart), lineEnd)
    let last = max(first, min(scalarEnd(end), lineEnd))
    let column = characterCount(lineStart..<first) + 1
    let length = max(1, characterCount(first..<last))
    return Diagnostic.Place(
      file: name, line: index + 1, column: column, length: length, offset: start,
      excerpt: excerpt(of: lineStart..<lineEnd, around: first..<last))
  }

  /// The number of the line that holds `offset`, from 1. O(log lines).
  func line(of offset: Int) -> Int { lineIndex(of: pulledInside(offset)) + 1 }

  /// The offset of a line and column, both from 1; the nearest there is when they lie outside.
  func offset(line: Int, column: Int) -> Int {
    let index = max(0, min(line, lineStarts.count) - 1)
    let part = String(decoding: bytes[lineStarts[index]..<endOfLine(index)], as: UTF8.self)
    return lineStarts[index] + part.prefix(max(0, column - 1)).utf8.count
  }

  /// An offset past the end means the last byte, so that every place lies inside the text.
  private func pulledInside(_ offset: Int) -> Int { max(0, min(offset, bytes.count - 1)) }

  private func lineIndex(of offset: Int) -> Int {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private func endOfLine(_ index: Int) -> Int {
    guard index + 1 < lineStarts.count else { return bytes.count }
    let newline = lineStarts[index + 1] - 1
    let hasReturn = newline > lineStarts[index] && bytes[newline - 1] == UInt8(ascii: "\r")
    return hasReturn ? newline - 1 : newline
  }

  private func isContinuation(_ offset: Int) -> Bool { bytes[offset] & 0xC0 == 0x80 }

  private func scalarStart(_ offset: Int, notBefore least: Int) -> Int {
    var offset = offset
    while offset > least && offset < bytes.count && isContinuation(offset) { offset -= 1 }
    return offset
  }

  private func scalarEnd(_ offset: Int) -> Int {
    var offset = min(offset, bytes.count)
    while offset < bytes.count && isContinuation(offset) { offset += 1 }
    return offset
  }

  private func characterCount(_ range: Range<Int>) -> Int {
    let part = bytes[range]
    return part.allSatisfy { $0 < 0x80 }
      ? part.count : String(decoding: part, as: UTF8.self).count
  }

  private func excerpt(of line: Range<Int>, around place: Range<Int>) -> Diagnostic.Excerpt {
    let reach = 4 * Self.excerptReach
    let from = scalarStart(
      max(line.lowerBound, place.lowerBound - reach), notBefore: line.lowerBound)
    let to = scalarEnd(min(line.upperBound, place.lowerBound + reach))
    let before = String(decoding: bytes[from..<place.lowerBound], as: UTF8.self)
    let after = String(decoding: bytes[place.lowerBound..<max(to, place.lowerBound)], as: UTF8.self)
    let shownBefore = before.suffix(Self.excerptReach)
    let shownAfter = after.prefix(Self.excerptReach)
    return Diagnostic.Excerpt(
      text: String(shownBefore) + shownAfter, indent: shownBefore.count,
      isCutBefore: from > line.lowerBound || shownBefore.count < before.count,
      isCutAfter: to < line.upperBound || shownAfter.count < after.count)
  }
}
