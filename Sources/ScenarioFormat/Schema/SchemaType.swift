/// What a key of a scenario takes.
public indirect enum SchemaType: Sendable {
  /// Any text.
  case text
  /// The name of something declared here: 1 to 64 characters.
  case name
  case boolean
  case integer(ClosedRange<Int64>)
  /// A decimal number; the range is in parts per million.
  case decimal(ClosedRange<Int64>)
  /// A text such as "30s"; the range is in nanoseconds.
  case duration(ClosedRange<Int64>)
  /// A text such as "200/s".
  case rate
  /// A text such as "0.01%", from 0% to 100%.
  case percentage
  /// Bytes as a number, or a text such as "4KiB".
  case size(ClosedRange<Int64>)
  /// A text such as "100Mbit/s".
  case bandwidth
  /// One of these names.
  case choice([String])
  /// The name of something declared elsewhere, such as "a region"; the word is for people.
  case reference(String)
  case list(SchemaType, ClosedRange<Int>)
  /// A list of exactly two values.
  case pair(SchemaType, SchemaType)
  /// An object whose keys are names of, say, regions.
  case map(keys: String, SchemaType)
  case object(SchemaObject)
  /// The first of these that the JSON value could be.
  case either([SchemaType])

  /// JSON's own types, to choose among alternatives.
  enum JSONKind: Sendable { case string, number, boolean, array, object }

  func accepts(_ kind: JSONKind) -> Bool {
    switch self {
    case .text, .name, .duration, .rate, .percentage, .bandwidth, .choice, .reference:
      kind == .string
    case .boolean: kind == .boolean
    case .integer, .decimal: kind == .number
    case .size: kind == .string || kind == .number
    case .list, .pair: kind == .array
    case .map, .object: kind == .object
    case .either(let types): types.contains { $0.accepts(kind) }
    }
  }

  /// The table of units for quantities.
  var units: UnitTable? {
    switch self {
    case .duration: .duration
    case .rate: .rate
    case .percentage: .percentage
    case .size: .size
    case .bandwidth: .bandwidth
    default: nil
    }
  }

  /// What it is, for messages: `a duration such as "80ms"`.
  var described: String {
    switch self {
    case .text: "a text"
    case .name: "a name"
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .decimal: "a number"
    case .duration: "a duration such as \"80ms\""
    case .rate: "a rate such as \"200/s\""
    case .percentage: "a percentage such as \"0.1%\""
    case .size: "a size such as 256 or \"4KiB\""
    case .bandwidth: "a bandwidth such as \"100Mbit/s\""
    case .choice(let names): names.count > 4 ? "one of its names" : alternatives(names.map(quoted))
    case .reference(let word): word
    case .list(let element, _): "a list of \(element.plural)"
    case .pair(let first, let second): "a pair of \(first.described) and \(second.described)"
    case .map(let keys, let value): "an object from \(keys) to \(value.described)"
    case .object(let object): object.phrase
    case .either(let types): alternatives(types.map(\.described))
    }
  }

  private var plural: String {
    switch self {
    case .text, .name, .choice: "names"
    case .reference(let word): word.split(separator: " ").dropFirst().joined(separator: " ") + "s"
    case .object(let object): object.plural
    case .list: "lists"
    case .pair: "pairs"
    case .either(let types): types[0].plural
    default: "values"
    }
  }
}

/// One key of an object.
public struct SchemaField: Sendable {
  public let key: String
  public let type: SchemaType
  public let isRequired: Bool
  /// What holds when the key is left out, as it would be written; empty when nothing does.
  public let fallback: String
  /// One sentence.
  public let summary: String

  init(
    _ key: String, _ type: SchemaType, required: Bool = false, fallback: String = "",
    _ summary: String
  ) {
    self.key = key
    self.type = type
    self.isRequired = required
    self.fallback = fallback
    self.summary = summary
  }
}

/// An object of a scenario and its keys.
public struct SchemaObject: Sendable {
  /// Its name in the JSON Schema: "link".
  public let name: String
  /// With its article, for messages: "a link".
  public let phrase: String
  let plural: String
  public let summary: String
  public let fields: [SchemaField]
  /// Further keys that depend on the value of one key.
  public let variants: Variants?
  /// Keys that people try and that need more than did-you-mean: what to write instead.
  let refusals: [String: String]

  public struct Variants: Sendable {
    /// The deciding key, which is among `fields`.
    public let key: String
    public let cases: [Case]
  }
  public struct Case: Sendable {
    public let value: String
    public let summary: String
    public let fields: [SchemaField]

    init(_ value: String, _ summary: String, _ fields: [SchemaField] = []) {
      self.value = value
      self.summary = summary
      self.fields = fields
    }
  }

  init(
    _ name: String, _ phrase: String, plural: String? = nil, _ summary: String,
    refusals: [String: String] = [:], variants: Variants? = nil, _ fields: [SchemaField]
  ) {
    self.name = name
    self.phrase = phrase
    self.plural = plural ?? name + "s"
    self.summary = summary
    self.refusals = refusals
    self.variants = variants
    self.fields = fields
  }

  /// The keys of an object whose deciding key has this value; when it is unknown, all of them, and
  /// only those needed that every case needs.
  func fields(variant: String?) -> [SchemaField] {
    guard let variants else { return fields }
    let chosen = variants.cases.filter { $0.value == variant }
    var result = fields
    if chosen.isEmpty {
      for field in variants.cases.flatMap(\.fields)
      where !result.contains(where: { $0.key == field.key }) {
        result.append(SchemaField(field.key, field.type, field.summary))
      }
      return result
    }
    for field in chosen.flatMap(\.fields)
    where !result.contains(where: { $0.key == field.key }) {
      result.append(field)
    }
    return result
  }
}
