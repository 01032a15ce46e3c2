import Federation
import SimKernel

extension FederationOracle {
  private static func uniform(_ span: SimDuration, _ draws: inout Draws) -> SimDuration {
    SimDuration(nanoseconds: Int64(draws.below(UInt64(span.nanoseconds))))
  }

  private static func seconds(_ span: SimDuration) -> Double { Double(span.nanoseconds) / 1e9 }

  /// Polls, caches, limits, backoff, division and the bill of full-state objects.
  static func arithmetic(seed: UInt64, samples: Int) -> [OracleRow] {
    [
      polls([.seconds(10)], seed, samples), polls([.seconds(10), .seconds(4)], seed, samples),
      cachedAges(seed, samples), lastUseOfDeadAddress(seed, samples), backlog(), drain(),
      waitAfterHeal(.karmada, expectedMean: 500, seed, samples),
      waitAfterHeal(.fedsim, expectedMean: 0, seed, samples), fullStateBill(),
    ] + webster()
  }

  /// The lag of a change that is found by polls in series, each one way of 50 ms away.
  private static func polls(_ periods: [SimDuration], _ seed: UInt64, _ samples: Int) -> OracleRow {
    let delay = SimDuration.milliseconds(50)
    let lags = (0..<samples).map { n in
      var draws = draws(seed, 500 + UInt64(periods.count), n)
      let change = SimTime.zero + .seconds(100) + uniform(.seconds(100), &draws)
      var present = change
      for period in periods {
        var poll = PollSchedule(
          period: period, first: .zero + uniform(period, &draws))
        while poll.next < present { _ = poll.poll(at: poll.next, draws: &draws) }
        present = poll.next + delay
      }
      return seconds(present - change)
    }
    let (most, least) = (seconds(periods.reduce(.zero, +)), 0.05 * Double(periods.count))
    return OracleRow(
      name: "poll lag, \(periods.count) in series", rule: "found by the first poll at or after it",
      unit: "s", expected: .init(range: least...(least + most), mean: least + most / 2),
      simulated: .init(lags), source: "federation-model.md 16")
  }

  private static func cachedAges(_ seed: UInt64, _ samples: Int) -> OracleRow {
    var draws = draws(seed, 510, 0)
    var cache = CachedAnswer<Int>(timeToLive: .seconds(5))
    var (now, ages) = (SimTime.zero, [Double]())
    for _ in 0..<max(5_000, samples * 20) {
      now = now + draws.exponential(mean: .milliseconds(20))
      ages.append(seconds(cache.lookUp(at: now) { 0 }.age))
    }
    return OracleRow(
      name: "age of a cached answer, TTL 5 s", rule: "steady lookups; fetched anew at age >= TTL",
      unit: "s", expected: .init(range: 0...5, mean: 2.5, p50: 2.5, p99: 4.95),
      simulated: .init(ages), source: "federation-model.md 16")
  }

  private static func lastUseOfDeadAddress(_ seed: UInt64, _ samples: Int) -> OracleRow {
    let lags = (0..<samples).map { n in
      var draws = draws(seed, 511, n)
      var cache = CachedAnswer<Bool>(timeToLive: .seconds(5))
      let death = SimTime.zero + .seconds(20) + uniform(.seconds(5), &draws)
      var (now, last) = (SimTime.zero, death)
      while now < death + .seconds(6) {
        now = now + draws.exponential(mean: .milliseconds(20))
        let isAlive = cache.lookUp(at: now) { now < death }.answer
        if isAlive && now > death { last = now }
      }
      return seconds(last - death)
    }
    return OracleRow(
      name: "last use of a dead address, TTL 5 s", rule: "as above; from the change on", unit: "s",
      expected: .init(range: 0...5, mean: 2.5), simulated: .init(lags),
      source: "federation-model.md 16")
  }

  private static func backlog() -> OracleRow {
    var bucket = TokenBucket.karmada
    let calls = (0..<1_000).map { _ in seconds(bucket.reserve(at: .zero) - .zero) }
    return OracleRow(
      name: "backlog of 1,000 objects at 40/s, burst 60", rule: "(q - b) / r for the last",
      unit: "s", expected: .init(range: 23.5...23.5, tolerance: 0),
      simulated: .init([calls[calls.count - 1]]), source: "federation-model.md 16")
  }

  private static func drain() -> OracleRow {
    var bucket = TokenBucket.karmadaEviction
    var last = SimTime.zero
    for _ in 0..<500 { last = bucket.reserve(at: .zero) }
    return OracleRow(
      name: "drain of 500 objects at 0.5/s", rule: "q / 0.5; the first goes at once", unit: "s",
      expected: .init(mean: 1_000, tolerance: 0.01), simulated: .init([seconds(last - .zero)]),
      source: "federation-model.md 16; karmada eviction rate")
  }

  /// A key fails at once at each try during a cut longer than twice the longest backoff.
  private static func waitAfterHeal(
    _ rule: RetryRule, expectedMean: Double, _ seed: UInt64, _ samples: Int
  ) -> OracleRow {
    let longest = rule.longest
    let waits = (0..<samples).map { n in
      var draws = draws(seed, rule.resetsOnReconnect ? 521 : 520, n)
      var backoff = RetryBackoff(rule)
      let heal = SimTime.zero + longest * 3 + uniform(longest * 4, &draws)
      var next = SimTime.zero + uniform(longest, &draws)
      while next < heal { next = next + (backoff.fail(0) ?? longest) }
      if !backoff.reconnect([0]).isEmpty { next = heal }
      return seconds(next - heal)
    }
    let most = seconds(longest)
    return OracleRow(
      name: rule.resetsOnReconnect
        ? "wait after heal with reset on reconnect" : "wait after heal, longest backoff 1,000 s",
      rule: "next try of a key that failed throughout a cut of 3 to 7 times the longest backoff",
      unit: "s", expected: .init(range: 0...most, mean: expectedMean), simulated: .init(waits),
      source: "federation-model.md 16")
  }

  private static func fullStateBill() -> OracleRow {
    var mesh = WatchFanOut(.perNode, nodes: Array(repeating: 1_000, count: 11))
    let service = UInt64(ResourceKind.endpointSlice.defaultPayloadBytes) + 5_000 * 161
    mesh.publish(from: ClusterID(4), bytes: service)
    return OracleRow(
      name: "one change of a service of 5,000 backends, 11 clusters of 1,000 nodes",
      rule:
        "each node of the 10 others gets the whole object (300 + 161 a backend = 787 KiB) in one"
        + " message of 100 bytes more",
      unit: "GiB", expected: .init(mean: 7.5, tolerance: 0.02),
      simulated: .init([Double(mesh.wanBytes) / 1_073_741_824]), source: "Cilium CFP-41953")
  }

  private static func webster() -> [OracleRow] {
    let table = [(3, [1, 1, 1]), (4, [2, 1, 1]), (6, [3, 2, 1]), (7, [4, 2, 1])]
    let candidates = [3, 2, 1].enumerated().map {
      ReplicaDivision.Candidate(ClusterID($0), weight: $1)
    }
    return table.map { replicas, expected in
      let counts = ReplicaDivision.weighted(replicas, over: candidates).counts
      let text = expected.map { "\($0)" }.joined(separator: ":")
      return OracleRow(
        name: "Webster 3:2:1, \(replicas) replicas -> \(text)",
        rule: "largest w / (2s + 1), ties to fewer, then name; shown: clusters that are right",
        unit: "clusters", expected: .init(range: 3...3),
        simulated: .init([Double(zip(counts, expected).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) })]),
        source: "federation-model.md 9, 16")
    }
  }
}
