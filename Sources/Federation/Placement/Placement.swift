import SimKernel

/// What placement decided.
public enum PlacementOutcome: Hashable, Sendable {
  /// In order of merit.
  case placed([ClusterID])
  /// Nothing fits (condition Scheduled=False); try again in 1 to 10 s.
  case nothingFits(PlacementRemovals)
}

/// Clusters each filter removed, in the last group tried.
public struct PlacementRemovals: Hashable, Sendable {
  public var affinity = 0
  public var excluded = 0
  public var taint = 0
  public var kind = 0
  /// Passed all filters, but too few of them, or in too few places.
  public var spread = 0
  public init() {}
}

extension PlacementPolicy {
  /// Chooses among `profiles` for an object of `kind` that now stands in `current`. Deterministic;
  /// ties go to the first name. O(n log n) a group.
  public func place(
    _ kind: ResourceKind, among profiles: [ClusterProfile], current: ClusterSet = ClusterSet()
  ) -> PlacementOutcome {
    var removals = PlacementRemovals()
    for group in groups.isEmpty ? [Affinity()] : groups {
      removals = PlacementRemovals()
      let passing = profiles.filter { passes($0, kind, group, &removals) }
      let ranked = ranked(passing, current)
      if let chosen = chosen(from: ranked) { return .placed(chosen) }
      removals.spread = passing.count
    }
    return .nothingFits(removals)
  }

  /// Whether `profile` passes every filter of `group` (the test of invariant F11).
  public func passes(
    _ profile: ClusterProfile, _ kind: ResourceKind, _ group: Affinity,
    _ removals: inout PlacementRemovals
  ) -> Bool {
    let hasName = group.clusters?.contains(profile.id) ?? true
    guard hasName, group.labels.allSatisfy({ profile.labels[$0.path] == $0.value }) else {
      removals.affinity += 1
      return false
    }
    guard !excluded.contains(profile.id) else {
      removals.excluded += 1
      return false
    }
    guard profile.taints.allSatisfy({ tolerations.contains($0) }) else {
      removals.taint += 1
      return false
    }
    guard profile.kinds.contains(kind) else {
      removals.kind += 1
      return false
    }
    return true
  }

  /// The worth of a cluster.
  public func worth(of profile: ClusterProfile, _ current: ClusterSet) -> Int64 {
    let index = Int(profile.id.index)
    var worth = index < score.staticWeights.count ? score.staticWeights[index] : 0
    worth += score.perFreeReplica * Int64(profile.freeReplicas)
    worth -= score.perMillisecondOfRoundTrip * (profile.roundTrip.nanoseconds / 1_000_000)
    if current.contains(profile.id) { worth += score.steadiness }
    return worth
  }

  private func ranked(
    _ profiles: [ClusterProfile], _ current: ClusterSet
  ) -> [ClusterProfile] {
    let worths = profiles.map { worth(of: $0, current) }
    let order = profiles.indices.sorted { a, b in
      if worths[a] != worths[b] { return worths[a] > worths[b] }
      return profiles[a].name != profiles[b].name
        ? profiles[a].name < profiles[b].name : profiles[a].id < profiles[b].id
    }
    return order.map { profiles[$0] }
  }

  /// The best within the bounds, or nil when they cannot be kept: the places of the best clusters
  /// first, one cluster in each, then the best that are left in those places.
  private func chosen(from ranked: [ClusterProfile]) -> [ClusterID]? {
    var (chosen, rest): ([Int], [Int]) = ([], [])
    if let spread {
      var places: [Symbol] = []
      for (i, profile) in ranked.enumerated() {
        let place = profile.place(spread.domain)
        if places.contains(place) {
          rest.append(i)
        } else if places.count < min(spread.places.upperBound, clusters.upperBound) {
          places.append(place)
          chosen.append(i)
        }
      }
      guard places.count >= spread.places.lowerBound else { return nil }
    } else {
      rest = Array(ranked.indices)
    }
    let most = min(clusters.upperBound, ranked.count)
    chosen = (chosen + rest.prefix(max(0, most - chosen.count))).sorted()
    guard chosen.count >= max(1, clusters.lowerBound) else { return nil }
    return chosen.map { ranked[$0].id }
  }
}

extension ClusterProfile {
  func place(_ domain: PlacementPolicy.Spread.Domain) -> Symbol {
    switch domain {
    case .zone: zone
    case .region: region
    case .provider: provider
    }
  }
}
