/// A history, or the part of it that concerns some keys, that no order explains.
public struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
  /// The operations of the shortest prefix of events that fails, as indices into the history in
  /// the order of their calls. Those still under way at its end count as of unknown outcome.
  public var operations: [Int]
  /// The operation whose return makes the prefix fail; all before it can be explained.
  public var culprit: Int
  /// The longest order that explains as much of the prefix as possible, as indices.
  public var longestOrder: [Int]
  /// What could not come next: the culprit, as a rule, and others that were under way.
  public var unplaceable: [Int]
  /// Whether the prefix was shown to be the shortest that fails; else the budget was spent on
  /// shorter ones.
  public var isShortest: Bool
  /// The story for people, at most 80 columns wide.
  public let description: String
}
