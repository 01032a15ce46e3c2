/// The labels of a sample: names in ascending order, each once.
public struct Labels: Hashable, Sendable, Comparable {
  public let pairs: [Pair]

  public struct Pair: Hashable, Sendable, Comparable {
    public let name: LabelName
    public let value: String
    public init(_ name: LabelName, _ value: String) {
      self.name = name
      self.value = value
    }
    public static func < (a: Pair, b: Pair) -> Bool {
      a.name != b.name ? a.name < b.name : a.value < b.value
    }
  }

  public init(_ pairs: [Pair] = []) { self.pairs = pairs.sorted() }

  /// No label: the sum over everything.
  public static let none = Labels()

  /// The value of `name`, if it is there.
  public subscript(name: LabelName) -> String? { pairs.first { $0.name == name }?.value }

  /// Whether every pair of `filter` is among these.
  public func matches(_ filter: Labels) -> Bool { filter.pairs.allSatisfy { pairs.contains($0) } }

  public static func < (a: Labels, b: Labels) -> Bool {
    a.pairs.lexicographicallyPrecedes(b.pairs)
  }
}
