import Statistics

/// What one seed says of a rule: its value, or why it says nothing.
struct Vote {
  var seed: UInt64
  var value: Int64?
  var reason = ""
}

/// Judges one rule of one outcome.
struct RuleJudge {
  var outcome: Outcome
  var others: [Outcome]

  func judge(_ rule: ExpectRule, index: Int) -> Judgement.Item {
    switch rule.subject {
    case .invariant(let name): judge(rule, index: index, invariant: name)
    case .metric(let metric, let statistic):
      judge(rule, index: index, metric: metric, statistic: statistic)
    }
  }

  private func judge(_ rule: ExpectRule, index: Int, invariant: String) -> Judgement.Item {
    var item = Judgement.Item(rule, index: index)
    var breaches: [(seed: UInt64, count: Int)] = []
    for run in outcome.runs {
      let count = run.violations.count { $0.invariant == invariant }
      breaches.append((run.seed, count))
      if count > 0 {
        item.failedSeeds.append(run.seed)
      } else if run.isComplete {
        item.metSeeds.append(run.seed)
      } else {
        item.undecidedSeeds.append(run.seed)
      }
    }
    item.actual = Int64(breaches.reduce(0) { $0 + $1.count })
    item.samples = Int64(outcome.runs.count)
    item.worstSeed = item.failedSeeds.first
    if !item.failedSeeds.isEmpty {
      item.verdict = .failed
    } else if item.metSeeds.isEmpty || !item.undecidedSeeds.isEmpty {
      item.reason = outcome.runs.isEmpty ? "no runs" : "the run was interrupted"
    } else {
      item.verdict = .met
    }
    return item
  }

  private func judge(
    _ rule: ExpectRule, index: Int, metric: Metric, statistic: Statistic
  ) -> Judgement.Item {
    var item = Judgement.Item(rule, index: index)
    let own = outcome.value(metric, statistic, filter: rule.filter, window: rule.window)
    item.samples = own.samples
    var votes = outcome.votes(own, atLeast: rule.minSamples)
    if let name = rule.versus {
      guard let other = others.first(where: { $0.name == name }) else {
        item.verdict = .notJudged
        item.reason = "judged by compare, with \(name)"
        return item
      }
      let theirs = other.votes(
        other.value(metric, statistic, filter: rule.filter, window: rule.window),
        atLeast: rule.minSamples)
      votes = Self.ratios(votes, theirs, name)
    }
    decide(votes, into: &item)
    return item
  }

  /// Paired ratios in parts per million; a seed that only one side ran does not count.
  private static func ratios(_ mine: [Vote], _ theirs: [Vote], _ name: String) -> [Vote] {
    let bySeed = Dictionary(theirs.map { ($0.seed, $0) }, uniquingKeysWith: { first, _ in first })
    return mine.compactMap { vote in
      guard let other = bySeed[vote.seed] else { return nil }
      guard let a = vote.value else { return vote }
      guard let b = other.value else {
        return Vote(seed: vote.seed, reason: "\(name): \(other.reason)")
      }
      if b == 0 {
        return a == 0
          ? Vote(seed: vote.seed, value: 1_000_000)
          : Vote(seed: vote.seed, reason: "0 in \(name)")
      }
      let ratio = (Int128(a) * 1_000_000 + Int128(b) / 2) / Int128(b)
      return Vote(seed: vote.seed, value: Int64(clamping: ratio))
    }
  }

  private func decide(_ votes: [Vote], into item: inout Judgement.Item) {
    let rule = item.rule
    var values: [Int64] = []
    for vote in votes {
      guard let value = vote.value else {
        item.undecidedSeeds.append(vote.seed)
        continue
      }
      values.append(value)
      if rule.comparison.holds(value, rule.limit) {
        item.metSeeds.append(vote.seed)
      } else {
        item.failedSeeds.append(vote.seed)
      }
    }
    let isUpperLimit = rule.comparison.isUpperLimit
    let best = values.sorted { isUpperLimit ? $0 < $1 : $0 > $1 }
    if let worst = best.last, !rule.comparison.holds(worst, rule.limit) {
      item.worstSeed = votes.first { $0.value == worst }?.seed
    }
    let undecided = votes.first { $0.value == nil }?.reason
    item.actual = rule.hold.deciding(best, of: votes.count, isUpperLimit)
    item.verdict = rule.hold.verdict(rule, best, seeds: votes.count)
    if item.verdict == .undecided { item.reason = undecided ?? "no seed in common" }
  }
}

extension Judgement.Item {
  /// A rule not decided yet.
  init(_ rule: ExpectRule, index: Int) {
    self.init(
      index: index, rule: rule, verdict: .undecided, actual: nil, samples: 0, metSeeds: [],
      failedSeeds: [], undecidedSeeds: [], worstSeed: nil, reason: "")
  }
}

extension ExpectRule.Comparison {
  /// Whether small values are the good ones.
  public var isUpperLimit: Bool { self == .below || self == .atMost }
}

extension Outcome {
  /// A value only for seeds that ran to their end and have enough samples.
  func votes(_ values: MetricValues, atLeast minSamples: Int64) -> [Vote] {
    zip(runs, values.perSeed).map { run, own in
      if !run.isComplete {
        return Vote(seed: run.seed, reason: "the run was interrupted")
      }
      guard let value = own.value else {
        return Vote(seed: run.seed, reason: "no data")
      }
      if own.samples < minSamples {
        return Vote(
          seed: run.seed, reason: "\(own.samples) samples of \(minSamples) asked for")
      }
      return Vote(seed: run.seed, value: value)
    }
  }
}

extension ExpectRule.Hold {
  /// How many of `seeds` must meet the limit; 0 when the median decides.
  func needed(of seeds: Int) -> Int {
    switch self {
    case .everySeed: seeds
    case .percent(let share): (seeds * Swift.min(Swift.max(share, 0), 100) + 99) / 100
    case .median: 0
    }
  }

  /// The value that decides: `best` holds the decided seeds' values, the best first.
  func deciding(_ best: [Int64], of seeds: Int, _ isUpperLimit: Bool) -> Int64? {
    guard let worst = best.last else { return nil }
    switch self {
    case .everySeed: return worst
    case .median: return Interval(of: best)?.median
    case .percent:
      let rank = needed(of: seeds)
      return rank == 0 ? best.first : best[Swift.min(rank, best.count) - 1]
    }
  }

  /// Failed or met only when no undecided seed could turn it.
  func verdict(_ rule: ExpectRule, _ best: [Int64], seeds: Int) -> Judgement.Verdict {
    guard seeds > 0, !best.isEmpty else { return .undecided }
    let holding = best.count { rule.comparison.holds($0, rule.limit) }
    let failing = best.count - holding
    switch self {
    case .everySeed, .percent:
      let needed = needed(of: seeds)
      if failing > seeds - needed { return .failed }
      return holding >= needed ? .met : .undecided
    case .median:
      guard best.count == seeds, let median = Interval(of: best)?.median else { return .undecided }
      return rule.comparison.holds(median, rule.limit) ? .met : .failed
    }
  }
}
