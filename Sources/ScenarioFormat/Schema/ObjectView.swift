import SimKernel

/// An object of the file read by its table of keys. It gives what fits and is silent about the
/// rest, which `SchemaChecker` reports.
struct ObjectView {
  let node: JSONNode
  let object: SchemaObject
  private let fields: [SchemaField]

  init(_ node: JSONNode, _ object: SchemaObject) {
    self.node = node
    self.object = object
    fields = object.fields(variant: object.variants.flatMap { node[$0.key]?.string })
  }

  /// The type of `key`, which must be in the table.
  private func type(_ key: String) -> SchemaType {
    guard let field = fields.first(where: { $0.key == key }) else {
      preconditionFailure("\(object.name) has no key \(key)")
    }
    return field.type
  }

  /// The value of `key`, unless it is absent or unreadable.
  func node(_ key: String) -> JSONNode? {
    _ = type(key)
    return node[key].flatMap { $0.isInvalid ? nil : $0 }
  }

  /// The number behind `key`: nanoseconds, bytes, parts per million or a count.
  func grains(_ key: String) -> Int64? {
    node[key].flatMap { type(key).grainsAssumingUnit($0) }
  }

  func duration(_ key: String) -> SimDuration? {
    grains(key).map { SimDuration(nanoseconds: $0) }
  }

  func integer(_ key: String) -> Int? { grains(key).map { Int($0) } }

  func text(_ key: String) -> String? { node(key)?.string }

  func flag(_ key: String) -> Bool? {
    if case .bool(let flag)? = node(key)?.value { flag } else { nil }
  }

  func choice<Choice: RawRepresentable<String>>(_ key: String) -> Choice? {
    text(key).flatMap(Choice.init(rawValue:))
  }

  func elements(_ key: String) -> [JSONNode] { node(key)?.elements ?? [] }

  /// The members of an object with free keys; keys that start with x- are the author's.
  func entries(_ key: String) -> [JSONMember] {
    (node(key)?.members ?? []).filter { !$0.key.hasPrefix("x-") && !$0.value.isInvalid }
  }

  func views(_ key: String, _ object: SchemaObject) -> [ObjectView] {
    elements(key).filter { $0.members != nil }.map { ObjectView($0, object) }
  }

  func view(_ key: String, _ object: SchemaObject) -> ObjectView? {
    node(key).flatMap { $0.members == nil ? nil : ObjectView($0, object) }
  }

  /// What to underline for `key`: its value when it is written, else the object's beginning.
  func caret(_ key: String) -> SourceSpan { node(key)?.caret ?? node.span.opening }

  /// Where the name of the object stands, else its beginning.
  var nameSpan: SourceSpan { node["name"]?.span ?? node.span.opening }
}
