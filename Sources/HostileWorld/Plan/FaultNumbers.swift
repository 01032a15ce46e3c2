/// The numbers of a fault: a small table sorted by name. In files: an object.
public struct FaultNumbers: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  /// One named number.
  public struct Entry: Hashable, Sendable {
    public var parameter: FaultParameter
    public var value: Int64
  }

  /// Sorted by name; no name twice.
  public private(set) var entries: [Entry] = []

  public init() {}

  public init(dictionaryLiteral elements: (FaultParameter, Int64)...) {
    for (parameter, value) in elements { self[parameter] = value }
  }

  /// The number called `parameter`; nil if it is left to its default.
  public subscript(parameter: FaultParameter) -> Int64? {
    get { entries.first { $0.parameter == parameter }?.value }
    set {
      entries.removeAll { $0.parameter == parameter }
      guard let newValue else { return }
      let place = entries.firstIndex { parameter < $0.parameter } ?? entries.count
      entries.insert(Entry(parameter: parameter, value: newValue), at: place)
    }
  }
}

extension FaultNumbers: Codable {
  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    self.init()
    for key in container.allKeys {
      guard let parameter = FaultParameter(rawValue: key.stringValue) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container,
          debugDescription: "no fault has a parameter called \(key.stringValue)")
      }
      self[parameter] = try container.decode(Int64.self, forKey: key)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    for entry in entries {
      try container.encode(entry.value, forKey: Name(stringValue: entry.parameter.rawValue))
    }
  }
}
