/// A data-driven file, taken apart (cockroachdb/datadriven v1.0.2).
struct Script {
  /// A case: a directive, its input, and what it should print.
  struct Case {
    var directive: Directive
    var input: String
    var expected: [UInt8]
    /// Position of the directive's line.
    var start: Int
    /// Positions of the lines between the first separator and the end of the case.
    var expectedLines: Range<Int>
    /// Position of the first line of `expected`.
    var firstExpectedLine: Int
  }

  /// The lines as they are in the file, with their newlines.
  let lines: [ArraySlice<UInt8>]
  private(set) var cases: [Case] = []
  /// What kept the rest of the file from being read, and the position of the line.
  private(set) var problem: (ScriptProblem, Int)?

  init(_ bytes: [UInt8]) {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: newline).map { $0 + 1 } ?? bytes.count
      lines.append(bytes[start..<end])
      start = end
    }
    self.lines = lines
    var position = 0
    do throws(ScriptProblem) {
      while let next = try nextCase(from: &position) { cases.append(next) }
      if cases.isEmpty { problem = (.empty, 0) }
    } catch {
      problem = (error, position)
    }
  }

  /// Reads one case. After an error, `position` is that of the line to blame.
  private func nextCase(from position: inout Int) throws(ScriptProblem) -> Case? {
    while position < lines.count, isBlankOrComment(position) { position += 1 }
    guard position < lines.count else { return nil }
    let start = position
    var line = trimmed(position)
    position += 1
    while line.last == UInt8(ascii: "\\"), position < lines.count {
      line = line.dropLast() + [UInt8(ascii: " ")] + trimmed(position)
      position += 1
    }
    let directive: Directive
    do throws(ScriptProblem) {
      directive = try Directive(parsing: line)
    } catch {
      position = start
      throw error
    }
    var input: [UInt8] = []
    while position < lines.count, !isSeparator(position) {
      input += content(position) + [newline]
      position += 1
    }
    guard position < lines.count else {
      position = start
      throw .truncated
    }
    position += 1
    let first = position
    let (expected, firstExpectedLine) = try expectation(from: &position, start: start)
    return Case(
      directive: directive, input: String(decoding: trim(input), as: UTF8.self),
      expected: expected, start: start,
      expectedLines: first..<position, firstExpectedLine: firstExpectedLine)
  }

  /// Reads the expected text: up to a blank line, or between doubled separators.
  private func expectation(
    from position: inout Int, start: Int
  ) throws(ScriptProblem) -> ([UInt8], Int) {
    var expected: [UInt8] = []
    guard position < lines.count, isSeparator(position) else {
      let first = position
      while position < lines.count, !isBlank(position) {
        expected += content(position) + [newline]
        position += 1
      }
      return (expected, first)
    }
    position += 1
    let first = position
    while position + 1 < lines.count, !(isSeparator(position) && isSeparator(position + 1)) {
      expected += content(position) + [newline]
      position += 1
    }
    guard position + 1 < lines.count else {
      position = start
      throw .unterminated
    }
    position += 2
    if position < lines.count, !isBlank(position) { throw .missingBlankLine }
    return (expected, first)
  }

  // MARK: Lines

  /// A line without its end.
  private func content(_ position: Int) -> ArraySlice<UInt8> {
    var line = lines[position]
    if line.last == newline { line = line.dropLast() }
    if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
    return line
  }

  private func trimmed(_ position: Int) -> [UInt8] { trim(content(position)) }

  private func isBlank(_ position: Int) -> Bool { trimmed(position).isEmpty }

  private func isBlankOrComment(_ position: Int) -> Bool {
    let line = trimmed(position)
    return line.isEmpty || line[0] == UInt8(ascii: "#")
  }

  private func isSeparator(_ position: Int) -> Bool { content(position).elementsEqual("----".utf8) }
}

let newline = UInt8(ascii: "\n")

/// `bytes` without the white space around them, as Go's strings.TrimSpace sees it. What is not
/// UTF-8 is no white space.
func trim(_ bytes: some Collection<UInt8>) -> [UInt8] {
  let text = String(decoding: bytes, as: UTF8.self).unicodeScalars
  let leading = text.prefix { $0.properties.isWhitespace }
  if leading.count == text.count { return [] }
  let trailing = text.reversed().prefix { $0.properties.isWhitespace }
  func size(_ space: some Sequence<Unicode.Scalar>) -> Int {
    space.reduce(0) { $0 + UTF8.width($1) }
  }
  return Array(bytes.dropFirst(size(leading)).dropLast(size(trailing)))
}
