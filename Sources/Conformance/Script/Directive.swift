import RaftCore

/// The first line of a case: a command and its arguments (cockroachdb/datadriven).
public struct Directive: Equatable, Sendable {
  /// One argument: `key`, `key=value`, or `key=(value, value)`.
  public struct Argument: Equatable, Sendable {
    public var key: String
    /// Nil in the first form.
    public var values: [String]?
    /// The key as it stands in the file, which need not be UTF-8.
    let keyBytes: [UInt8]
  }

  public var command: String
  public var arguments: [Argument]
  /// The line as it was read, trimmed, with continuation lines joined.
  public var text: String

  init(parsing line: String) throws(ScriptProblem) { try self.init(parsing: Array(line.utf8)) }

  /// Reads a directive line.
  init(parsing line: [UInt8]) throws(ScriptProblem) {
    text = String(decoding: line, as: UTF8.self)
    var reader = LineReader(line)
    command = reader.word { $0 == " " }
    arguments = []
    reader.skipSpaces()
    while !reader.isAtEnd {
      arguments.append(try reader.argument())
      reader.skipSpaces()
    }
  }
}

/// Takes a directive line apart.
private struct LineReader {
  private let line: [UInt8]
  private var position = 0

  init(_ line: [UInt8]) { self.line = line }

  var isAtEnd: Bool { position == line.count }

  /// Skips white space; only a space ends a word, though.
  mutating func skipSpaces() {
    while position < line.count, Unicode.Scalar(line[position]).properties.isWhitespace,
      line[position] < 0x80
    {
      position += 1
    }
  }

  /// Everything up to the first byte that `ends` the word.
  mutating func word(_ ends: (Character) -> Bool) -> String {
    String(decoding: bytes(ends), as: UTF8.self)
  }

  private mutating func bytes(_ ends: (Character) -> Bool) -> [UInt8] {
    let start = position
    while position < line.count, !ends(Character(Unicode.Scalar(line[position]))) { position += 1 }
    return Array(line[start..<position])
  }

  mutating func argument() throws(ScriptProblem) -> Directive.Argument {
    let key = bytes { $0 == " " || $0 == "=" }
    if key.isEmpty { throw problem("an argument needs a name before '='") }
    func argument(_ values: [String]?) -> Directive.Argument {
      Directive.Argument(
        key: String(decoding: key, as: UTF8.self), values: values, keyBytes: key)
    }
    guard take("=") else { return argument(nil) }
    guard take("(") else { return argument([word { $0 == " " }]) }
    let values = try list()
    if !isAtEnd, line[position] != UInt8(ascii: " ") {
      throw problem("a space must follow the closing parenthesis")
    }
    return argument(values)
  }

  /// The values of a list whose opening parenthesis is read; inner parentheses are kept.
  private mutating func list() throws(ScriptProblem) -> [String] {
    let opened = position
    var values: [String] = []
    var start = position
    var depth = 1
    while position < line.count {
      switch line[position] {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: ",") where depth == 1:
        values.append(text(start..<position))
        position += 1
        skipSpaces()
        start = position
        continue
      default: break
      }
      if depth == 0 {
        if !values.isEmpty || start < position { values.append(text(start..<position)) }
        position += 1
        return values
      }
      position += 1
    }
    position = opened
    throw problem("a list is not closed")
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard position < line.count, line[position] == UInt8(scalar.value) else { return false }
    position += 1
    return true
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: line[range], as: UTF8.self) }

  private func problem(_ message: String) -> ScriptProblem {
    .syntax(message, column: position + 1)
  }
}

// MARK: - Arguments as numbers

extension Directive {
  /// The arguments without values, which name nodes.
  func nodes() throws(ScriptProblem) -> [MemberID] {
    var ids: [MemberID] = []
    for argument in arguments where argument.values == nil {
      ids.append(MemberID(try unsigned(argument.key, of: "node")))
    }
    return ids
  }

  /// The argument at `position`, which names a node.
  func node(at position: Int = 0) throws(ScriptProblem) -> MemberID {
    MemberID(try unsigned(try key(at: position, meaning: "node"), of: "node"))
  }

  /// The argument at `position`, which has no value.
  func key(at position: Int, meaning: String) throws(ScriptProblem) -> String {
    guard position < arguments.count else { throw .missingArgument(meaning) }
    guard arguments[position].values == nil else {
      throw .badArgument(meaning, value: text(of: arguments[position]), expected: "no '='")
    }
    return arguments[position].key
  }

  /// The only value of the argument `key`; nil if it is not there.
  func value(_ key: String) throws(ScriptProblem) -> String? {
    guard let argument = arguments.first(where: { $0.key == key }) else { return nil }
    guard let values = argument.values, values.count == 1 else {
      throw .badArgument(key, value: text(of: argument), expected: "one value")
    }
    return values[0]
  }

  /// The arguments from `position` on, each with one of its values. All must have some.
  func settings(from position: Int) throws(ScriptProblem) -> [(key: String, value: String)] {
    var settings: [(key: String, value: String)] = []
    for argument in arguments.dropFirst(position) {
      guard let values = argument.values else {
        throw .badArgument(argument.key, value: "", expected: "followed by '=' and a value")
      }
      settings += values.map { (argument.key, $0) }
    }
    return settings
  }

  private func text(of argument: Argument) -> String {
    guard let values = argument.values else { return argument.key }
    return "\(argument.key)=(\(values.joined(separator: ", ")))"
  }
}

/// `text` as a decimal number of 64 bits.
func unsigned(_ text: String, of name: String) throws(ScriptProblem) -> UInt64 {
  guard let first = text.utf8.first, first != UInt8(ascii: "+"), let value = UInt64(text) else {
    throw .badArgument(name, value: text, expected: "a number from 0 to 18446744073709551615")
  }
  return value
}

/// `text` as a decimal number within `range`.
func number(
  _ text: String, of name: String, in range: ClosedRange<UInt64>
) throws(ScriptProblem) -> UInt64 {
  guard let value = try? unsigned(text, of: name), range.contains(value) else {
    throw .badArgument(
      name, value: text, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
  }
  return value
}

/// `text` as a truth value, in the spellings that Go's strconv.ParseBool takes.
func boolean(_ text: String, of name: String) throws(ScriptProblem) -> Bool {
  switch text {
  case "1", "t", "T", "TRUE", "true", "True": return true
  case "0", "f", "F", "FALSE", "false", "False": return false
  default: throw .badArgument(name, value: text, expected: "true or false")
  }
}
