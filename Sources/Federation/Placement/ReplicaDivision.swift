/// How many replicas each of several clusters gets (federation-model.md section 9).
public struct ReplicaDivision: Hashable, Sendable {
  /// One cluster that may get replicas. Candidates stand in the order of their names, which is the
  /// last tie-breaker.
  public struct Candidate: Hashable, Sendable {
    public var cluster: ClusterID
    /// At least 0; a cluster of weight 0 gets no more than its least.
    public var weight: Int64
    /// Replicas it may hold.
    public var bounds: ClosedRange<Int>

    public init(_ cluster: ClusterID, weight: Int64, bounds: ClosedRange<Int> = 0...Int.max) {
      precondition(weight >= 0 && bounds.lowerBound >= 0, "weight \(weight), bounds \(bounds)")
      self.cluster = cluster
      self.weight = weight
      self.bounds = bounds
    }
  }

  /// Per candidate.
  public var counts: [Int]
  /// Replicas that no candidate may hold.
  public var unplaced: Int
  public var total: Int { counts.reduce(unplaced, +) }

  /// Everyone gets all of them.
  public static func duplicated(_ replicas: Int, over count: Int) -> [Int] {
    Array(repeating: replicas, count: count)
  }

  /// By weight, after Webster: the next replica goes to the largest weight / (2 held + 1); ties to
  /// the one that holds fewer, then to the first name. Leasts are filled first. O(replicas x log
  /// candidates).
  public static func weighted(_ replicas: Int, over candidates: [Candidate]) -> ReplicaDivision {
    var result = ReplicaDivision(
      counts: Array(repeating: 0, count: candidates.count), unplaced: replicas)
    result.fill(candidates) { $0.bounds.lowerBound }
    result.fill(candidates) { $0.weight > 0 ? $0.bounds.upperBound : 0 }
    return result
  }

  /// On as few clusters as fit: the largest room first, ties to the first name. O(n log n).
  public static func aggregated(_ replicas: Int, rooms: [Int]) -> ReplicaDivision {
    var counts = Array(repeating: 0, count: rooms.count)
    var rest = replicas
    let order = rooms.indices.sorted { a, b in rooms[a] != rooms[b] ? rooms[a] > rooms[b] : a < b }
    for i in order where rest > 0 {
      counts[i] = min(rest, max(0, rooms[i]))
      rest -= counts[i]
    }
    return ReplicaDivision(counts: counts, unplaced: rest)
  }

  /// From `current` to `replicas` in all: more keep what runs and divide the rest by weight; fewer
  /// are divided by what runs now, so that nobody gains.
  public static func rebalanced(
    _ current: [Int], to replicas: Int, over candidates: [Candidate]
  ) -> ReplicaDivision {
    precondition(current.count == candidates.count, "\(current.count) of \(candidates.count)")
    let running = current.reduce(0, +)
    if replicas < running {
      let shares = zip(candidates, current).map { candidate, count in
        Candidate(candidate.cluster, weight: Int64(count), bounds: 0...count)
      }
      return weighted(replicas, over: shares)
    }
    let rooms = zip(candidates, current).map { candidate, count in
      let bounds = candidate.bounds
      let most = max(0, bounds.upperBound - count)
      return Candidate(
        candidate.cluster, weight: candidate.weight,
        bounds: min(most, max(0, bounds.lowerBound - count))...most)
    }
    let rest = weighted(replicas - running, over: rooms)
    return ReplicaDivision(
      counts: zip(current, rest.counts).map { $0 + $1 }, unplaced: rest.unplaced)
  }

  /// The ordinals of a StatefulSet that each candidate runs: disjoint ranges that cover all placed.
  public var ordinals: [Range<Int>] {
    var next = 0
    return counts.map { count in
      defer { next += count }
      return next..<(next + count)
    }
  }

  private struct Claim: Sendable {
    var index: Int
    var held: Int
    var weight: Int64

    func precedes(_ other: Claim) -> Bool {
      let mine = Int128(weight) * Int128(2 * other.held + 1)
      let theirs = Int128(other.weight) * Int128(2 * held + 1)
      if mine != theirs { return mine > theirs }
      return held != other.held ? held < other.held : index < other.index
    }
  }

  /// Gives out what is unplaced, to nobody more than `limit` says.
  private mutating func fill(_ candidates: [Candidate], limit: (Candidate) -> Int) {
    var claims = BinaryHeap<Claim> { $0.precedes($1) }
    for (i, candidate) in candidates.enumerated() where counts[i] < limit(candidate) {
      claims.insert(Claim(index: i, held: counts[i], weight: candidate.weight))
    }
    while unplaced > 0, var claim = claims.removeFirst() {
      unplaced -= 1
      counts[claim.index] += 1
      claim.held += 1
      if claim.held < limit(candidates[claim.index]) { claims.insert(claim) }
    }
  }
}
