// Configuration changes as entry data, in protobuf like etcd's (raftpb: ConfChange has fields id 1,
// type 2, node 3, context 4; ConfChangeV2 has transition 1, changes 2, context 3, and each change
// type 1, node 2). Fields of value 0 are left out.

extension ConfChange {
  /// The entry that proposes this change.
  public var entry: Entry {
    Entry(kind: isV1 ? .confChange : .confChangeV2, data: isV1 ? encodedV1 : encodedV2)
  }

  /// The change in an entry; nil if there is none or it cannot be read.
  public init?(decoding entry: Entry) {
    switch entry.kind {
    case .normal: return nil
    case .confChange: self.init(decodingV1: entry.data)
    case .confChangeV2: self.init(decodingV2: entry.data)
    }
  }

  private var encodedV1: [UInt8] {
    precondition(
      changes.count == 1 && transition == .auto, "\(changes.count) steps in a change of one")
    var bytes: [UInt8] = []
    bytes.appendField(2, changes[0].type.rawValue)
    bytes.appendField(3, changes[0].nodeID.rawValue)
    bytes.appendField(4, context)
    return bytes
  }

  private var encodedV2: [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendField(1, transition.rawValue)
    for change in changes {
      var inner: [UInt8] = []
      inner.appendField(1, change.type.rawValue)
      inner.appendField(2, change.nodeID.rawValue)
      bytes.appendField(2, inner, evenIfEmpty: true)
    }
    bytes.appendField(3, context)
    return bytes
  }

  private init?(decodingV1 bytes: [UInt8]) {
    var step = ConfChangeSingle(.addNode, .none)
    var context: [UInt8] = []
    var reader = FieldReader(bytes[...])
    while let field = reader.next() {
      switch field {
      case (2, .number(let value)): step.type = ConfChangeType(rawValue: value)
      case (3, .number(let value)): step.nodeID = MemberID(value)
      case (4, .bytes(let value)): context = Array(value)
      default: break
      }
    }
    if reader.isBroken { return nil }
    self.init([step], context: context, isV1: true)
  }

  private init?(decodingV2 bytes: [UInt8]) {
    self.init()
    var reader = FieldReader(bytes[...])
    while let field = reader.next() {
      switch field {
      case (1, .number(let value)):
        guard let transition = ConfChangeTransition(rawValue: value) else { return nil }
        self.transition = transition
      case (2, .bytes(let value)):
        guard let step = ConfChangeSingle(decoding: value) else { return nil }
        changes.append(step)
      case (3, .bytes(let value)): context = Array(value)
      default: break
      }
    }
    if reader.isBroken { return nil }
  }
}

extension ConfChangeSingle {
  fileprivate init?(decoding bytes: ArraySlice<UInt8>) {
    self.init(.addNode, .none)
    var reader = FieldReader(bytes)
    while let field = reader.next() {
      switch field {
      case (1, .number(let value)): type = ConfChangeType(rawValue: value)
      case (2, .number(let value)): nodeID = MemberID(value)
      default: break
      }
    }
    if reader.isBroken { return nil }
  }
}

extension [UInt8] {
  fileprivate mutating func appendVarint(_ value: UInt64) {
    var value = value
    while value >= 0x80 {
      append(UInt8(value & 0x7F) | 0x80)
      value >>= 7
    }
    append(UInt8(value))
  }

  fileprivate mutating func appendField(_ number: UInt64, _ value: UInt64) {
    if value == 0 { return }
    appendVarint(number << 3)
    appendVarint(value)
  }

  fileprivate mutating func appendField(
    _ number: UInt64, _ value: [UInt8], evenIfEmpty: Bool = false
  ) {
    if value.isEmpty, !evenIfEmpty { return }
    appendVarint(number << 3 | 2)
    appendVarint(UInt64(value.count))
    append(contentsOf: value)
  }
}

/// Reads the fields of a protobuf message, one by one.
private struct FieldReader {
  enum Value {
    case number(UInt64)
    case bytes(ArraySlice<UInt8>)
  }

  private var rest: ArraySlice<UInt8>
  /// Whether the message ended in the middle of a field or holds a kind that is not expected.
  private(set) var isBroken = false

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func next() -> (UInt64, Value)? {
    if rest.isEmpty || isBroken { return nil }
    guard let key = varint(), let value = varint() else { return broken() }
    switch key & 7 {
    case 0: return (key >> 3, .number(value))
    case 2 where value <= UInt64(rest.count):
      defer { rest = rest.dropFirst(Int(value)) }
      return (key >> 3, .bytes(rest.prefix(Int(value))))
    default: return broken()
    }
  }

  private mutating func broken() -> (UInt64, Value)? {
    isBroken = true
    return nil
  }

  private mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }
}
