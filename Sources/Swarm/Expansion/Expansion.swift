import HostileWorld
import SimKernel

extension SwarmProfile {
  /// The trial of `seed`.
  public func trial(seed: UInt64) -> Trial { expanded(seed: seed).trial }

  /// The trial of `seed` and what it was drawn as.
  public func expanded(seed: UInt64) -> (trial: Trial, family: SwarmFamily) {
    var expansion = Expansion(self, seed: seed)
    expansion.run()
    return (expansion.trial, expansion.family)
  }
}

/// The making of one trial. Each part draws under a key of its own, so that parts do not shift
/// each other.
struct Expansion {
  let profile: SwarmProfile
  let seed: UInt64
  let family: SwarmFamily
  /// The trial's own.
  let timescale: SimDuration
  /// Kinds of faults that may strike.
  let kinds: [FaultKind]
  var trial: Trial
  /// IDs given to faults so far.
  var faultCount = 0

  init(_ profile: SwarmProfile, seed: UInt64) {
    self.profile = profile
    self.seed = seed
    let family = Self.family(profile, seed)
    self.family = family
    var draws = Draws(seed: seed, .swarm, fnv1a("timescale"))
    let range = profile.timescale
    timescale = SimDuration(
      nanoseconds: draws.number(
        in: range.lowerBound.nanoseconds...range.upperBound.nanoseconds))
    kinds = Self.kinds(profile, family, seed)
    trial = Trial(seed: seed)
  }

  /// The draws of one part.
  func draws(_ part: StaticString, _ number: Int = 0) -> Draws {
    Draws(seed: seed, .swarm, fnv1a(part), UInt64(number))
  }

  mutating func run() {
    drawShape()
    drawNetwork()
    drawOptions()
    drawFaults()
    giveCommands()
    drawClients()
    drawHealing()
  }

  // MARK: Family

  private static func family(_ profile: SwarmProfile, _ seed: UInt64) -> SwarmFamily {
    var draws = Draws(seed: seed, .swarm, fnv1a("family"))
    let weights = profile.weights
    let shares = [
      weights.calm, weights.single, weights.swarm, weights.everything,
      profile.recipes.isEmpty ? 0 : weights.recipe,
    ].map { max(0, $0) }
    let possible = profile.possibleFaultKinds
    guard !possible.isEmpty, shares.contains(where: { $0 > 0 }) else { return .calm }
    var place = Int(draws.below(UInt64(shares.reduce(0, +))))
    var index = 0
    while place >= shares[index] {
      place -= shares[index]
      index += 1
    }
    switch index {
    case 0: return .calm
    case 1: return .single(draws.pick(possible))
    case 2: return .swarm
    case 3: return .everything
    default: return .recipe(draws.pick(profile.recipes))
    }
  }

  private static func kinds(
    _ profile: SwarmProfile, _ family: SwarmFamily, _ seed: UInt64
  ) -> [FaultKind] {
    let possible = profile.possibleFaultKinds
    var draws = Draws(seed: seed, .swarm, fnv1a("kinds"))
    switch family {
    case .calm: return []
    case .single(let kind): return [kind]
    case .swarm, .recipe: return draws.some(possible)
    case .everything: return possible
    }
  }

  // MARK: Shape

  /// Sizes, duration, disks.
  private mutating func drawShape() {
    var draws = draws("shape")
    let sizes = profile.members.filter { 1...9 ~= $0 }.flatMap {
      Array(repeating: $0, count: Self.sizeWeight($0))
    }
    let members = sizes.isEmpty ? 3 : draws.pick(sizes)
    let spares = wantsSpares ? draws.count(in: profile.spares) : 0
    trial.members = recipeSize(members)
    trial.nodes = trial.members + spares
    trial.duration = timescale * Int64(draws.count(in: profile.length))
    trial.eventLimit = profile.eventLimit
    trial.budget = profile.budget
    trial.ties = draws.isOne(in: 4) ? .permuted : .fixed
    let disks: [DiskPlan] = [.nvme, .nvme, .ssd, .ssd, .cloud, .hdd]
    trial.disk = draws.pick(disks)
  }

  private static func sizeWeight(_ size: Int) -> Int {
    switch size {
    case 3: 8
    case 5: 5
    case 4: 2
    default: 1
    }
  }

  private var wantsSpares: Bool {
    guard profile.possibleFaultKinds.contains(.admin) else { return false }
    if case .recipe(let recipe) = family { return recipe.changesMembership }
    return kinds.contains(.admin)
  }

  private func recipeSize(_ size: Int) -> Int {
    guard case .recipe(let recipe) = family else { return size }
    let least = recipe.leastMembers
    return size >= least || !profile.members.contains(least) ? size : least
  }

  // MARK: Healing

  /// Faults beyond a healed part of the nodes with which it need not make progress: changes of the
  /// members, and messages so late that a leader out there stays one and commits nothing.
  private static let mayHoldUpACore: [FaultKind] = [.admin, .upgrade, .delay]

  private mutating func drawHealing() {
    trial.healing = HealingPlan(limit: profile.recoveryLimit)
    var draws = draws("healing")
    guard let needs = profile.partialHealingNeeds, draws.isOne(in: 3), trial.members > 2,
      needs.allSatisfy({ holds($0) }),
      !trial.faults.faults.contains(where: { Self.mayHoldUpACore.contains($0.kind) })
    else { return }
    var core = (0..<trial.members).map { NodeID($0) }
    let quorum = trial.members / 2 + 1
    for _ in 0..<(1 + draws.below(UInt64(trial.members - quorum))) {
      core.remove(at: Int(draws.below(UInt64(core.count))))
    }
    trial.healing?.core = core
  }

  /// Whether the trial sets `word` on every node.
  private func holds(_ word: OptionWord) -> Bool {
    let own = trial.options.filter { $0.name == word.name }
    return own.contains { $0.value == word.value && $0.node == nil }
      && own.allSatisfy { $0.value == word.value }
  }
}
