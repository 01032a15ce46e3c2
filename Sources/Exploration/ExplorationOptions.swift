import RaftCore

/// The small configuration whose every history is visited.
public struct ExplorationOptions: Hashable, Sendable {
  /// Members, 1 to 8.
  public var members = 3
  /// Entries that clients propose in all.
  public var proposals = 2
  /// No member campaigns beyond this term.
  public var maxTerm = 3
  /// Messages that arrive twice, and crashes, in all. A message that is lost is one that never
  /// arrives: every search has those.
  public var duplicates = 0
  public var crashes = 0
  /// Messages under way at the same time; what would send more is not done.
  public var inFlight = 64
  /// Distinct states after which the search is given up.
  public var states = 10_000_000
  /// Faults planted in the core.
  public var mutations = CoreMutations()

  public init() {}
}

/// One thing that happens. Messages are named by what they say, not by a number.
public enum ExplorationStep: Hashable, Sendable {
  /// How the member that acts goes on.
  public enum Fate: Hashable, Sendable {
    case lives
    /// What need not wait for the disk leaves; then it crashes, nothing is written, and it starts
    /// again.
    case crashesBeforeWriting
  }

  case start
  case campaign(Int, Fate)
  case propose(Int, Fate)
  case deliver(String, from: Int, to: Int, keepsCopy: Bool, Fate)
  /// Crashes and starts again; `losing` without the writes that no sync was asked for.
  case crash(Int, losing: Bool)
}
