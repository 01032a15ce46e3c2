/// Something that transactions show of each other and that no serial order explains.
public struct TransactionAnomaly: Hashable, Sendable, CustomStringConvertible {
  /// The names are those of Adya's thesis (1999) and of Elle.
  public enum Kind: String, Hashable, Sendable {
    /// A transaction contradicts itself: its second read of a list, or a read after its append.
    case inconsistentInside = "internal"
    /// An element was appended twice, or is in one list twice.
    case duplicate = "duplicate element"
    /// A read found an element that nobody appended.
    case phantom = "phantom element"
    /// Two reads of one list where neither is the beginning of the other.
    case incompatibleOrder = "incompatible order"
    /// A read found what an aborted transaction appended.
    case g1a = "G1a"
    /// A read found a transaction's append without a later one to the same list.
    case g1b = "G1b"
    /// A cycle of write dependencies.
    case g0 = "G0"
    /// A cycle of write and read dependencies.
    case g1c = "G1c"
    /// A cycle with exactly one anti-dependency.
    case gSingle = "G-single"
    /// A cycle with two anti-dependencies or more.
    case g2 = "G2"
    case g0RealTime = "G0-realtime"
    case g1cRealTime = "G1c-realtime"
    case gSingleRealTime = "G-single-realtime"
    case g2RealTime = "G2-realtime"
  }

  public var kind: Kind
  /// Those concerned, as indices into the history; for a cycle in its order.
  public var transactions: [Int]
  /// The story for people, at most 80 columns wide.
  public let description: String
}
