import HostileWorld
import SimKernel

/// What a share of a campaign came to. Shares may be run in any order, on any number of threads,
/// and merged in any order: the sum is the same.
public struct SweepSummary: Hashable, Sendable {
  /// All findings of one signature, and the one to look at: that with the fewest events, then the
  /// lowest seed.
  public struct Cluster: Hashable, Sendable {
    public var signature: String
    public var count: Int
    /// The lowest of all.
    public var firstSeed: UInt64
    public var seed: UInt64
    public var events: UInt64
    public var finding: Finding
  }

  public private(set) var passed = 0
  /// Runs in which no progress was possible.
  public private(set) var unavailable = 0
  /// Seeds without a verdict, ascending.
  public private(set) var undecided: [UInt64] = []
  /// Sorted by signature.
  public private(set) var clusters: [Cluster] = []
  public private(set) var health = GeneratorHealth()
  public private(set) var counts = RunCounts()
  public private(set) var events: UInt64 = 0
  /// Simulated time of all runs.
  public private(set) var simulated = SimDuration.zero

  public init() {}

  public var runs: Int { health.runs }

  /// Runs with a finding.
  public var failed: Int { clusters.reduce(0) { $0 + $1.count } }

  public mutating func add(seed: UInt64, _ result: RunResult) {
    health.add(result)
    counts.add(result.counts)
    events += result.events
    simulated += result.endedAt - .zero
    switch result.verdict {
    case .pass: passed += 1
    case .unavailableByDesign: unavailable += 1
    case .undecided: insert(undecided: seed)
    case .violation(let finding):
      add(
        Cluster(
          signature: finding.signature, count: 1, firstSeed: seed, seed: seed,
          events: result.events, finding: finding))
    }
  }

  /// Adds the runs of another share; no seed may be in both.
  public mutating func merge(_ other: SweepSummary) {
    passed += other.passed
    unavailable += other.unavailable
    for seed in other.undecided { insert(undecided: seed) }
    for cluster in other.clusters { add(cluster) }
    health.merge(other.health)
    counts.add(other.counts)
    events += other.events
    simulated += other.simulated
  }

  private mutating func insert(undecided seed: UInt64) {
    undecided.insert(seed, at: undecided.firstIndex { $0 > seed } ?? undecided.count)
  }

  private mutating func add(_ cluster: Cluster) {
    guard let place = clusters.firstIndex(where: { $0.signature >= cluster.signature }) else {
      return clusters.append(cluster)
    }
    guard clusters[place].signature == cluster.signature else {
      return clusters.insert(cluster, at: place)
    }
    let old = clusters[place]
    if (cluster.events, cluster.seed) < (old.events, old.seed) { clusters[place] = cluster }
    clusters[place].count = old.count + cluster.count
    clusters[place].firstSeed = min(old.firstSeed, cluster.firstSeed)
  }
}

/// The seeds of a campaign. Seed `i` follows from the campaign and `i` alone; share `k` of `n`
/// takes every n-th.
public struct SweepSeeds: Hashable, Sendable {
  public var campaign: UInt64

  public init(campaign: UInt64) { self.campaign = campaign }

  /// The seed numbered `number`, 0 to 2^53 - 1, which every language reads exactly.
  public func seed(_ number: Int) -> UInt64 {
    mixed(campaign &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15) >> 11
  }

  /// The numbers in `range` that share `index` of `count` runs.
  public static func share(_ index: Int, of count: Int, in range: Range<Int>) -> [Int] {
    range.filter { $0 % max(1, count) == index }
  }
}
