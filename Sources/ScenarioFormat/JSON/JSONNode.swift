/// One JSON value and where it stands.
struct JSONNode: Hashable, Sendable {
  var value: JSONValue
  var span: SourceSpan
}

/// A JSON value whose parts know their places.
indirect enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONNode])
  /// In the file's order, each key once.
  case object([JSONMember])
  /// Something that was already reported.
  case invalid
}

struct JSONMember: Hashable, Sendable {
  var key: String
  var keySpan: SourceSpan
  var value: JSONNode
}

extension JSONNode {
  var members: [JSONMember]? {
    if case .object(let members) = value { members } else { nil }
  }
  var elements: [JSONNode]? {
    if case .array(let elements) = value { elements } else { nil }
  }
  var string: String? {
    if case .string(let string) = value { string } else { nil }
  }
  var number: JSONNumber? {
    if case .number(let number) = value { number } else { nil }
  }
  var isInvalid: Bool { value == .invalid }

  /// The value under `key`, if this is an object that has it. O(keys).
  subscript(key: String) -> JSONNode? { members?.first { $0.key == key }?.value }

  /// What the value is, for messages: "a number".
  var kindName: String {
    switch value {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    case .invalid: "something unreadable"
    }
  }

  /// The span to underline: the whole of a short value, the opening bracket of a long one.
  var caret: SourceSpan {
    switch value {
    case .object, .array: span.opening
    default: span
    }
  }
}

/// A decimal number exactly as written: `digits` x 10^`exponent`.
struct JSONNumber: Hashable, Sendable {
  /// Signed, without trailing zeros unless 0.
  var digits: Int64
  var exponent: Int
  /// As written.
  var text: String

  /// The whole number it is, or nil when it has a fraction.
  var integer: Int64? { scaled(by: 0) }

  /// The number times 10^`power`, when that is a whole number that fits.
  func scaled(by power: Int) -> Int64? {
    guard digits != 0 else { return 0 }
    let shift = exponent + power
    guard 0...18 ~= shift else { return nil }
    var result = digits
    for _ in 0..<shift {
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      result = product
    }
    return result
  }
}
