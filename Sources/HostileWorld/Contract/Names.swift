import SimKernel

/// A process of a run, numbered from 0; printed and stored as n1, n2, ...
@frozen public struct NodeID: Hashable, Comparable, Sendable {
  @usableFromInline let number: UInt8

  /// `index` must be in 0 ..< `NodeID.limit`.
  @inlinable public init(_ index: Int) {
    precondition(0..<64 ~= index, "node \(index)")
    number = UInt8(truncatingIfNeeded: index)
  }

  /// 0 to `NodeID.limit - 1`.
  @inlinable public var index: Int { Int(number) }

  /// One more than the largest index; sets of nodes are words of 64 bits.
  @inlinable public static var limit: Int { 64 }
  @inlinable public static func < (a: NodeID, b: NodeID) -> Bool { a.number < b.number }
}

extension NodeID: CustomStringConvertible, Codable {
  public var description: String { "n\(index + 1)" }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard text.hasPrefix("n"), let number = Int(text.dropFirst()), 1...Self.limit ~= number else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(text) is no node; they are called n1 to n\(Self.limit)")
    }
    self.init(number - 1)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// A directed connection between two nodes.
@frozen public struct Link: Hashable, Comparable, Sendable, Codable {
  public var from: NodeID
  public var to: NodeID

  @inlinable public init(from: NodeID, to: NodeID) {
    self.from = from
    self.to = to
  }

  public static func < (a: Link, b: Link) -> Bool {
    a.from != b.from ? a.from < b.from : a.to < b.to
  }
}

extension Link: CustomStringConvertible {
  public var description: String { "\(from)>\(to)" }
}

/// Which of a node's timers; a node has at most one of each key.
@frozen public struct TimerKey: Hashable, Sendable, ExpressibleByIntegerLiteral {
  public var number: Int
  @inlinable public init(_ number: Int) { self.number = number }
  @inlinable public init(integerLiteral number: Int) { self.number = number }
}

/// Stands for a sync or read that a node asked of its disk; a node never sees one twice.
@frozen public struct DiskTicket: Hashable, Sendable {
  public var number: UInt64
  @inlinable public init(_ number: UInt64) { self.number = number }
}

/// The name of a file on a node's disk.
@frozen public struct FileName: Hashable, Sendable, ExpressibleByStringLiteral {
  public var text: String
  @inlinable public init(_ text: String) { self.text = text }
  @inlinable public init(stringLiteral text: String) { self.text = text }
}

/// A set of nodes as one word.
@frozen public struct NodeSet: Hashable, Sendable {
  public var bits: UInt64

  @inlinable public init(bits: UInt64 = 0) { self.bits = bits }
  public init(_ nodes: some Sequence<NodeID>) {
    bits = 0
    for node in nodes { insert(node) }
  }

  /// The nodes 0 ..< `count`.
  @inlinable public static func first(_ count: Int) -> NodeSet {
    NodeSet(bits: count >= 64 ? .max : (1 << UInt64(count)) - 1)
  }

  @inlinable public var isEmpty: Bool { bits == 0 }
  @inlinable public var count: Int { bits.nonzeroBitCount }
  @inlinable public func contains(_ node: NodeID) -> Bool {
    bits >> UInt64(truncatingIfNeeded: node.index) & 1 == 1
  }
  @inlinable public mutating func insert(_ node: NodeID) {
    bits |= 1 << UInt64(truncatingIfNeeded: node.index)
  }
  @inlinable public mutating func remove(_ node: NodeID) {
    bits &= ~(1 << UInt64(truncatingIfNeeded: node.index))
  }
  /// Its nodes, ascending.
  public var nodes: [NodeID] { (0..<64).filter { bits >> UInt64($0) & 1 == 1 }.map { NodeID($0) } }
}
