import HostileWorld
import SimKernel

extension Expansion {
  /// Regions, what lies between them, and who lives where.
  mutating func drawNetwork() {
    var draws = draws("network")
    var count = draws.count(in: profile.regions)
    if case .recipe(let recipe) = family, recipe.needsRegions {
      count = max(count, min(3, max(2, profile.regions.upperBound)))
    }
    let near = draws.duration(of: timescale, perMille: 1...20)
    var oneWay = Array(repeating: Array(repeating: near, count: count), count: count)
    for a in 0..<count {
      for b in 0..<a {
        // Round trips of a fifth of the timescale at most: elections stay possible.
        let far = draws.duration(of: timescale, perMille: 5...100)
        oneWay[a][b] = far
        oneWay[b][a] = far
      }
    }
    trial.network = NetworkPlan(
      oneWay: oneWay,
      regionOfNode: draws.isOne(in: 3)
        ? (0..<trial.nodes).map { _ in Int(draws.below(UInt64(count))) } : [],
      jitter: draws.duration(of: timescale, perMille: 1...40),
      shape: draws.pick(LatencyShape.allCases), isOrdered: draws.isOne(in: 3))
  }

  // MARK: Options

  /// Words of the subject's vocabulary, each option in with probability 1/2.
  mutating func drawOptions() {
    for (number, choice) in profile.options.enumerated() where !choice.values.isEmpty {
      var draws = Draws(seed: seed, .swarm, fnv1a("option"), Self.key(choice.name))
      guard choice.isAlwaysSet || draws.isOne(in: 2) else { continue }
      let value = scaled(draws.pick(choice.values), choice)
      set(OptionWord(choice.name, value), profile.options[number])
      guard choice.isMixable, draws.isOne(in: 4) else { continue }
      for i in 0..<trial.nodes where draws.isOne(in: 2) {
        let own = scaled(draws.pick(choice.values), choice)
        if own != value { set(OptionWord(choice.name, own, node: NodeID(i)), choice) }
      }
    }
  }

  func scaled(_ value: Int64, _ choice: OptionChoice) -> Int64 {
    choice.isPerTimescale ? value * (timescale.nanoseconds / 1_000) / 1_000 : value
  }

  /// Sets a word in place of one of the same name and node, and those it needs.
  private mutating func set(_ word: OptionWord, _ choice: OptionChoice) {
    trial.options.removeAll { $0.name == word.name && $0.node == word.node }
    trial.options.append(word)
    if word.value != 0 { require(choice.needs) }
  }

  private mutating func require(_ words: [OptionWord]) {
    for word in words {
      trial.options.removeAll { $0.name == word.name }
      trial.options.append(word)
    }
  }

  /// Sets the option of `role`, if the vocabulary has one, on `nodes` or on all.
  mutating func set(
    _ role: OptionChoice.Role, on nodes: [NodeID]? = nil, to pick: ([Int64]) -> Int64?
  ) {
    for choice in profile.options where choice.role == role {
      guard let value = pick(choice.values).map({ scaled($0, choice) }) else { continue }
      guard let nodes else {
        trial.options.removeAll { $0.name == choice.name }
        set(OptionWord(choice.name, value), choice)
        continue
      }
      for node in nodes { set(OptionWord(choice.name, value, node: node), choice) }
    }
  }

  /// FNV-1a, for names that the subject chooses.
  static func key(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
