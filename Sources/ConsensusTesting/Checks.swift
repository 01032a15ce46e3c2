/// What is asked of a subject. By default all of it.
public struct Checks: OptionSet, Hashable, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// With a probe: at most one leader in a term, and terms and commits that never go back within
  /// one life of a node (invariants R1, R7, R9).
  public static let raftSafety = Checks(rawValue: 1)
  /// What clients of get, put and compare-and-swap saw has a legal order on each key.
  public static let linearizable = Checks(rawValue: 2)
  /// Once healed, every client gets an answer within the time allowed.
  public static let recovers = Checks(rawValue: 4)
  /// The same trial goes the same way twice; tried on a sample of runs.
  public static let deterministic = Checks(rawValue: 8)

  public static let all: Checks = [.raftSafety, .linearizable, .recovers, .deterministic]
}
