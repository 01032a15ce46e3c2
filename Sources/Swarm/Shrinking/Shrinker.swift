import HostileWorld
import SimKernel

/// How a trial failed, as far as shrinking cares.
public struct TrialFailure: Hashable, Sendable {
  /// What two failures of the same bug share.
  public var signature: String
  public var time: SimTime
  /// The nodes it speaks of.
  public var nodes: [NodeID]

  public init(signature: String, time: SimTime, nodes: [NodeID] = []) {
    self.signature = signature
    self.time = time
    self.nodes = nodes
  }

  /// Of a finding.
  public init(_ finding: Finding) {
    self.init(signature: finding.signature, time: finding.time, nodes: finding.nodes)
  }
}

/// What a shrinker made of a failing trial.
public struct ShrunkTrial: Sendable {
  public var original: Trial
  public var trial: Trial
  public var failure: TrialFailure
  /// Runs that it took.
  public var runs: Int
}

/// Makes failing trials small: it tries smaller trials, and keeps those that fail with the same
/// signature (simulation-testing.md, section 11).
///
/// The result follows from the trial and the limit alone: time is counted in runs.
public struct Shrinker {
  /// Most runs.
  let limit: Int
  private let run: (Trial) -> TrialFailure?
  private let story: ((Trial) -> [TraceRecord])?
  var best: Trial
  var failure: TrialFailure
  /// Runs so far.
  var runs = 0
  private var seen: Set<Trial> = []
  private let isSafe: Bool

  /// `run` runs a trial; nil if it does not fail. `story` records one, for calls at fixed times
  /// and triggers in place of times.
  public static func shrink(
    _ trial: Trial, limit: Int = 600, story: ((Trial) -> [TraceRecord])? = nil,
    run: @escaping (Trial) -> TrialFailure?
  ) -> ShrunkTrial? {
    guard let failure = run(trial) else { return nil }
    var shrinker = Shrinker(trial, failure, limit: limit, story: story, run: run)
    shrinker.reduce()
    return ShrunkTrial(
      original: trial, trial: shrinker.best, failure: shrinker.failure, runs: shrinker.runs)
  }

  private init(
    _ trial: Trial, _ failure: TrialFailure, limit: Int, story: ((Trial) -> [TraceRecord])?,
    run: @escaping (Trial) -> TrialFailure?
  ) {
    best = trial
    self.failure = failure
    self.limit = limit
    self.story = story
    self.run = run
    isSafe = trial.isQuorumSafe
    runs = 1
    seen.insert(trial)
  }

  var isExhausted: Bool { runs >= limit }

  /// Runs `candidate` and keeps it if it fails alike.
  @discardableResult mutating func attempt(_ candidate: Trial) -> Bool {
    guard !isExhausted, seen.insert(candidate).inserted, candidate.problems.isEmpty,
      !isSafe || candidate.isQuorumSafe
    else { return false }
    runs += 1
    guard let found = run(candidate), found.signature == failure.signature else { return false }
    best = candidate
    failure = found
    return true
  }

  /// The same, with up to `seeds` other seeds: what is removed may have shifted the draws that
  /// mattered.
  @discardableResult mutating func attempt(_ candidate: Trial, seeds: Int) -> Bool {
    if attempt(candidate) { return true }
    for number in 0..<seeds {
      var other = candidate
      // Exact in every language that reads the file.
      other.seed = mixed(best.seed &+ UInt64(number &+ 1) &* 0x9E37_79B9_7F4A_7C15) >> 11
      if attempt(other) { return true }
    }
    return false
  }

  /// The story of the best trial so far; counts as a run.
  mutating func tell() -> ShrinkStory? {
    guard let story, !isExhausted else { return nil }
    runs += 1
    return ShrinkStory(story(best))
  }

  /// Removes as many of `items` as it can: all, then ever smaller runs of neighbours, until no
  /// single one can go (after Zeller's ddmin).
  mutating func remove<Item>(
    _ items: [Item], seeds: Int = 0, from build: (Trial, _ gone: [Item]) -> Trial?
  ) {
    guard !items.isEmpty else { return }
    if let none = build(best, items), attempt(none, seeds: seeds) { return }
    var left = items
    var size = max(1, left.count / 2)
    while !left.isEmpty {
      var start = left.count - size
      var hasRemoved = false
      while !isExhausted, size < left.count || size == 1 {
        // The last first: what came late is likelier to be beside the point.
        let range = max(0, start)..<min(left.count, max(0, start) + size)
        if let candidate = build(best, Array(left[range])), attempt(candidate, seeds: seeds) {
          left.removeSubrange(range)
          hasRemoved = true
        }
        if start <= 0 { break }
        start -= size
      }
      if size == 1 {
        if !hasRemoved || isExhausted { return }
      } else {
        size /= 2
      }
    }
  }
}
