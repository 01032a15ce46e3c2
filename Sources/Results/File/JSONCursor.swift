/// A place in a result file: asks for what must be there, and says where it is not.
struct JSONCursor {
  let node: JSONNode
  let path: String
  private let bytes: [UInt8]

  /// The document in `bytes`.
  init(parsing bytes: [UInt8]) throws(ResultFileError) {
    var reader = JSONReader(bytes)
    do {
      self.init(try reader.readDocument(), path: "", bytes)
    } catch {
      throw Self.error(.syntax(error.text), "", bytes, error.offset)
    }
  }

  private init(_ node: JSONNode, path: String, _ bytes: [UInt8]) {
    self.node = node
    self.path = path
    self.bytes = bytes
  }

  private static func error(
    _ reason: ResultFileError.Reason, _ path: String, _ bytes: [UInt8], _ offset: Int
  ) -> ResultFileError {
    let before = bytes[..<offset]
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return ResultFileError(
      reason: reason, path: path, line: before.count { $0 == 0x0A } + 1,
      column: String(decoding: before[lineStart...], as: UTF8.self).count + 1)
  }

  /// An error at this place.
  func error(_ reason: ResultFileError.Reason) -> ResultFileError {
    Self.error(reason, path, bytes, node.offset)
  }

  func expected(_ what: String) -> ResultFileError {
    error(.shape("\(what) is expected, not \(node.kind)"))
  }

  /// The member `key`, or nil where it is missing.
  func find(_ key: String) throws(ResultFileError) -> JSONCursor? {
    guard case .object(let members) = node.value else { throw expected("an object") }
    guard let member = members.first(where: { $0.key == key }) else { return nil }
    return JSONCursor(member.value, path: path.isEmpty ? key : "\(path).\(key)", bytes)
  }

  /// The member `key`, which must be there.
  subscript(key: String) -> JSONCursor {
    get throws(ResultFileError) {
      guard let found = try find(key) else {
        throw error(.shape("the key \"\(key)\" is missing"))
      }
      return found
    }
  }

  var elements: [JSONCursor] {
    get throws(ResultFileError) {
      guard case .array(let elements) = node.value else { throw expected("a list") }
      return elements.enumerated().map { JSONCursor($1, path: "\(path)[\($0)]", bytes) }
    }
  }

  /// The members in the file's order.
  var members: [(key: String, value: JSONCursor)] {
    get throws(ResultFileError) {
      guard case .object(let members) = node.value else { throw expected("an object") }
      return members.map { ($0.key, JSONCursor($0.value, path: "\(path).\($0.key)", bytes)) }
    }
  }

  var isNull: Bool { if case .null = node.value { true } else { false } }

  var string: String {
    get throws(ResultFileError) {
      guard case .string(let text) = node.value else { throw expected("a text") }
      return text
    }
  }

  var bool: Bool {
    get throws(ResultFileError) {
      guard case .bool(let flag) = node.value else { throw expected("true or false") }
      return flag
    }
  }

  /// A whole number that fits `Number` and is at least `least`.
  func integer<Number: FixedWidthInteger>(
    _ type: Number.Type = Number.self, atLeast least: Number = .min
  ) throws(ResultFileError) -> Number {
    guard case .number(let text) = node.value else { throw expected("a whole number") }
    guard let number = Number(text), number >= least else {
      throw error(.shape("\(text) is not a whole number in range"))
    }
    return number
  }

  /// A time, an amount or a count: 0 to 2^56, so that sums over seeds cannot overflow.
  var amount: Int64 {
    get throws(ResultFileError) {
      let number = try integer(Int64.self, atLeast: 0)
      guard number <= 1 << 56 else { throw error(.shape("\(number) is too large")) }
      return number
    }
  }

  /// A whole number, or nil for null.
  var optionalInteger: Int64? {
    get throws(ResultFileError) { isNull ? nil : try integer(Int64.self) }
  }

  /// An amount, or nil for null.
  var optionalAmount: Int64? { get throws(ResultFileError) { isNull ? nil : try amount } }

  /// The case of `Choice` that is written here.
  func choice<Choice: RawRepresentable>(
    _ type: Choice.Type, _ what: String
  ) throws(ResultFileError) -> Choice where Choice.RawValue == String {
    let text = try string
    guard let choice = Choice(rawValue: text) else {
      throw error(.shape("unknown \(what) \"\(text)\""))
    }
    return choice
  }

  /// Each element of this list, read by `read`.
  func list<Element>(
    _ read: (JSONCursor) throws(ResultFileError) -> Element
  ) throws(ResultFileError) -> [Element] {
    var result: [Element] = []
    for element in try elements { result.append(try read(element)) }
    return result
  }
}
