import HostileWorld
import SimKernel

/// Draws single faults. Each depends on the trial's seed and shape, its ID and its kind alone.
public struct FaultDrawing: Sendable {
  /// How long faults last, and thereby how many there are.
  public enum Rhythm: Sendable { case fewAndLong, manyAndShort }

  var seed: UInt64
  var nodes: Int
  var members: Int
  var regions: Int
  var span: UInt64
  /// Durations and delays are drawn relative to it.
  var timescale: SimDuration
  public var rhythm = Rhythm.manyAndShort
  /// What filters may drop.
  public var messageKinds: [String] = []
  /// What upgrades may change: names and values.
  public var upgrades: [OptionChoice] = []
  /// Largest drift of a clock that is not broken.
  public var driftPPM: Int64 = 500
  public var breaksClocks = true

  public init(for trial: Trial, timescale: SimDuration) {
    seed = trial.seed
    nodes = trial.nodes
    members = trial.members
    regions = trial.network.oneWay.count
    span = UInt64(max(10, trial.duration.nanoseconds))
    self.timescale = timescale
  }

  /// The fault numbered `id`.
  public func fault(id: Int, _ kind: FaultKind) -> Fault {
    var draws = Draws(seed: seed, .plan, UInt64(id))
    let start = start(&draws)
    let isTriggered = if case .when = start { true } else { false }
    let target =
      kind.rule.subject == .links
      ? linkTarget(isTriggered, &draws) : nodeTarget(isTriggered, &draws)
    var fault = Fault(id: id, kind, target, at: start)
    if !kind.rule.isInstant { fault.duration = duration(of: kind, &draws) }
    setNumbers(of: &fault, &draws)
    return fault
  }

  private func duration(of kind: FaultKind, _ draws: inout Draws) -> SimDuration {
    switch (kind, rhythm) {
    // Weather may last.
    case (.loss, .fewAndLong), (.duplicate, .fewAndLong), (.delay, .fewAndLong),
      (.clockDrift, _), (.corrupt, .fewAndLong):
      return draws.duration(of: timescale, perMille: 1_000...30_000)
    case (_, .fewAndLong): return draws.duration(of: timescale, perMille: 1_000...10_000)
    case (_, .manyAndShort): return draws.duration(of: timescale, perMille: 50...2_500)
    }
  }

  // MARK: When

  /// Three faults in ten wait for a moment; the others start in the first nine tenths.
  private func start(_ draws: inout Draws) -> FaultStart {
    guard draws.below(10) < 3 else {
      return .at(SimTime(nanoseconds: Int64(draws.below(span / 10 * 9 + 1))))
    }
    return .when(trigger(&draws))
  }

  func trigger(_ draws: inout Draws) -> FaultTrigger {
    switch draws.below(10) {
    case 0, 1: .leaderElected(1 + Int(draws.below(4)))
    case 2, 3, 4: .entryAppended(1 + draws.below(40))
    case 5, 6: .commitAdvanced(1 + draws.below(40))
    case 7: .snapshotSending
    case 8: .configEntryUnapplied
    default: .leaseWithin(draws.duration(of: timescale, perMille: 10...500))
    }
  }

  // MARK: Whom

  private func node(_ draws: inout Draws) -> NodeID {
    NodeID(Int(draws.below(UInt64(nodes))))
  }

  private func nodeTarget(_ isTriggered: Bool, _ draws: inout Draws) -> FaultTarget {
    switch draws.below(10) {
    case 0, 1: .leader
    case 2: .all
    case 3: .nodes(some(&draws))
    case 4: .regions([Int(draws.below(UInt64(regions)))])
    case 5, 6, 7: isTriggered ? .trigger : .nodes([node(&draws)])
    default: .nodes([node(&draws)])
    }
  }

  private func linkTarget(_ isTriggered: Bool, _ draws: inout Draws) -> FaultTarget {
    switch draws.below(12) {
    case 0, 1: return .leader
    case 2: return .nodes([node(&draws)])
    case 3: return .all
    case 4, 5: return links(&draws)
    case 6: return .regions([Int(draws.below(UInt64(regions)))])
    case 7: return shape(&draws)
    case 8 where isTriggered, 9 where isTriggered: return .trigger
    default:
      let side = some(&draws)
      return .groups([side, ids.filter { !side.contains($0) }])
    }
  }

  private var ids: [NodeID] { (0..<nodes).map { NodeID($0) } }

  /// One to three directed links.
  private func links(_ draws: inout Draws) -> FaultTarget {
    var links: [Link] = []
    for _ in 0...draws.below(3) {
      let link = Link(from: node(&draws), to: node(&draws))
      if link.from != link.to, !links.contains(link) { links.append(link) }
    }
    return .links(links)
  }

  /// A bridge, a ring, a chain or a pair that lost each other.
  private func shape(_ draws: inout Draws) -> FaultTarget {
    let never = FaultStart.at(.zero)
    let a = node(&draws)
    let b = NodeID((a.index + 1 + Int(draws.below(UInt64(max(1, nodes - 1))))) % nodes)
    return switch draws.below(4) {
    case 0: Fault.bridge(id: 0, nodes: nodes, bridge: a, at: never).target
    case 1: Fault.majoritiesRing(id: 0, nodes: nodes, at: never).target
    case 2: Fault.chain(id: 0, nodes: nodes, at: never).target
    default: a == b ? .links([]) : Fault.partialPair(id: 0, a, b, at: never).target
    }
  }

  /// Each node with probability 1/2, but not none.
  private func some(_ draws: inout Draws) -> [NodeID] {
    let chosen = ids.filter { _ in draws.below(2) == 0 }
    return chosen.isEmpty ? [node(&draws)] : chosen
  }
}
