/// A JSON document with keys in the order given, for generated files.
indirect enum JSONTree {
  case text(String)
  /// A number, true or false as it is to stand.
  case literal(String)
  case list([JSONTree])
  case object([(String, JSONTree)])

  func rendered(indent: Int = 0) -> String {
    let margin = String(repeating: " ", count: indent + 2)
    let end = "\n" + String(repeating: " ", count: indent)
    switch self {
    case .text(let text): return jsonString(text)
    case .literal(let text): return text
    case .list(let items):
      if items.allSatisfy(\.isScalar) {
        return "[" + items.map { $0.rendered() }.joined(separator: ", ") + "]"
      }
      return "[\n" + items.map { margin + $0.rendered(indent: indent + 2) }.joined(separator: ",\n")
        + end + "]"
    case .object(let pairs):
      if pairs.isEmpty { return "{}" }
      let lines = pairs.map { "\(margin)\(jsonString($0.0)): \($0.1.rendered(indent: indent + 2))" }
      return "{\n" + lines.joined(separator: ",\n") + end + "}"
    }
  }

  private var isScalar: Bool {
    switch self {
    case .text, .literal: true
    case .list, .object: false
    }
  }
}

/// Writes the table of keys as a JSON Schema.
struct JSONSchemaText {
  private var definitions: [(String, JSONTree)] = []

  /// The schema of `root`, with every object below it among the definitions.
  static func text(of root: SchemaObject, identifier: String) -> String {
    var writer = JSONSchemaText()
    var pairs = writer.pairs(of: root)
    pairs.insert(("$schema", .text("https://json-schema.org/draft/2020-12/schema")), at: 0)
    pairs.insert(("$id", .text(identifier)), at: 1)
    pairs.insert(("title", .text("A fedsim scenario")), at: 2)
    let sorted = writer.definitions.sorted { $0.0 < $1.0 }
    pairs.append(("$defs", .object(sorted)))
    return JSONTree.object(pairs).rendered() + "\n"
  }

  private mutating func pairs(of object: SchemaObject) -> [(String, JSONTree)] {
    var pairs: [(String, JSONTree)] = [
      ("description", .text(object.summary)), ("type", .text("object")),
    ]
    let all = object.fields(variant: nil)
    var properties: [(String, JSONTree)] = [("$schema", .object([("type", .text("string"))]))]
    for field in all { properties.append((field.key, property(field))) }
    pairs.append(("properties", .object(properties)))
    pairs.append(("patternProperties", .object([("^x-", .object([]))])))
    pairs.append(("additionalProperties", .literal("false")))
    let required = all.filter(\.isRequired).map { JSONTree.text($0.key) }
    if !required.isEmpty { pairs.append(("required", .list(required))) }
    if let variants = object.variants {
      pairs.append(("allOf", .list(variants.cases.map { rule(for: $0, of: object, variants.key) })))
    }
    return pairs
  }

  /// What one value of the deciding key asks for, and what it rules out.
  private func rule(
    for choice: SchemaObject.Case, of object: SchemaObject, _ key: String
  ) -> JSONTree {
    let kept = object.fields(variant: choice.value).map(\.key)
    let excluded = object.fields(variant: nil).map(\.key).filter { !kept.contains($0) }
    let required = choice.fields.filter(\.isRequired).map { JSONTree.text($0.key) }
    var consequence: [(String, JSONTree)] = [("description", .text(choice.summary))]
    if !required.isEmpty { consequence.append(("required", .list(required))) }
    let bans = excluded.map { ($0, JSONTree.literal("false")) }
    if !bans.isEmpty { consequence.append(("properties", .object(bans))) }
    let condition = JSONTree.object([
      ("properties", .object([(key, .object([("const", .text(choice.value))]))])),
      ("required", .list([.text(key)])),
    ])
    return .object([("if", condition), ("then", .object(consequence))])
  }

  private mutating func property(_ field: SchemaField) -> JSONTree {
    var description = field.summary
    if !field.fallback.isEmpty { description += " Default: \(field.fallback)." }
    return .object([("description", .text(description))] + pairs(of: field.type))
  }

  private mutating func pairs(of type: SchemaType) -> [(String, JSONTree)] {
    switch type {
    case .text: return [("type", .text("string"))]
    case .reference: return [("type", .text("string")), ("minLength", .literal("1"))]
    case .name:
      return [
        ("type", .text("string")), ("minLength", .literal("1")), ("maxLength", .literal("64")),
        ("pattern", .text("^[^\\s/\"]+$")),
      ]
    case .boolean: return [("type", .text("boolean"))]
    case .integer(let range):
      return [("type", .text("integer"))] + bounds(range) { String($0) }
    case .decimal(let range):
      return [("type", .text("number"))] + bounds(range, decimalText)
    case .duration, .rate, .percentage, .bandwidth, .size: return quantity(type)
    case .choice(let names): return [("enum", .list(names.map { .text($0) }))]
    case .list(let element, let counts):
      return [
        ("type", .text("array")), ("items", .object(pairs(of: element))),
        ("minItems", .literal("\(counts.lowerBound)")),
        ("maxItems", .literal("\(counts.upperBound)")),
      ]
    case .pair(let first, let second):
      return [
        ("type", .text("array")),
        ("prefixItems", .list([.object(pairs(of: first)), .object(pairs(of: second))])),
        ("items", .literal("false")), ("minItems", .literal("2")),
      ]
    case .map(_, let value):
      return [
        ("type", .text("object")), ("patternProperties", .object([("^x-", .object([]))])),
        ("additionalProperties", .object(pairs(of: value))),
      ]
    case .object(let object):
      if !definitions.contains(where: { $0.0 == object.name }) {
        definitions.append((object.name, .object([])))
        let body = pairs(of: object)
        definitions.removeAll { $0.0 == object.name }
        definitions.append((object.name, .object(body)))
      }
      return [("$ref", .text("#/$defs/\(object.name)"))]
    case .either(let types):
      return [("anyOf", .list(types.map { .object(pairs(of: $0)) }))]
    }
  }

  private func quantity(_ type: SchemaType) -> [(String, JSONTree)] {
    guard let units = type.units else { return [] }
    let names = units.unitNames.map { $0.replacing("/", with: "\\/") }.joined(separator: "|")
    let pattern: [(String, JSONTree)] = [
      ("type", .text("string")),
      ("pattern", .text("^(0|[1-9][0-9]*)(\\.[0-9]+)? *(\(names))$")),
    ]
    guard units.allowsBareNumber, case .size(let range) = type else { return pattern }
    let number = [("type", JSONTree.text("integer"))] + bounds(range) { String($0) }
    return [("anyOf", .list([.object(number), .object(pattern)]))]
  }

  private func bounds(
    _ range: ClosedRange<Int64>, _ text: (Int64) -> String
  ) -> [(String, JSONTree)] {
    guard range != .min ... .max else { return [] }
    return [
      ("minimum", .literal(text(range.lowerBound))), ("maximum", .literal(text(range.upperBound))),
    ]
  }
}
