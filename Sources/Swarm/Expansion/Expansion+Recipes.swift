import HostileWorld
import SimKernel

extension SwarmRecipe {
  /// Sizes below it make no sense.
  var leastMembers: Int {
    switch self {
    case .figureEight, .majoritiesRing: 5
    default: 3
    }
  }

  var changesMembership: Bool { self == .applyLag || self == .heldJoint }

  var needsRegions: Bool { self == .regionLoss || self == .leaderFarAway }
}

extension Expansion {
  /// Adds the faults of `recipe`, and sets what it needs.
  mutating func follow(_ recipe: SwarmRecipe) {
    var draws = draws("recipe")
    switch recipe {
    case .partialLink: partialLink(&draws)
    case .swizzle: swizzle(&draws)
    case .majoritiesRing: majoritiesRing(&draws)
    case .rollingRestart: rollingRestart(&draws)
    case .regionLoss: regionLoss(&draws)
    case .leaderFarAway: leaderFarAway(&draws)
    case .snapshotStorm: snapshotStorm(&draws)
    case .leaseBoundary: leaseBoundary(&draws)
    case .preVoteMigration: preVoteMigration(&draws)
    case .figureEight: figureEight(&draws)
    case .applyLag: applyLag(&draws)
    case .heldJoint: heldJoint(&draws)
    case .slowDisks: slowDisks(&draws)
    case .lateDuplicate: lateDuplicate(&draws)
    case .lateMail: lateMail(&draws)
    }
  }

  // MARK: Networks

  private mutating func partialLink(_ draws: inout Draws) {
    for episode in 0..<(1 + Int64(draws.below(3))) {
      let (a, b) = pair(&draws)
      let start = time(50 + episode * 300 + Int64(draws.below(200)))
      let length = draws.duration(of: timescale, perMille: 2_000...10_000)
      guard a != b else { return }
      switch draws.below(3) {
      case 0: add(.cut, .links([Link(from: a, to: b)]), start, for: length)
      case 1: add(.cut, .leader, start, for: length, [.direction: 1 + Int64(draws.below(2))])
      default:
        add(.cut, .links([Link(from: a, to: b), Link(from: b, to: a)]), start, for: length)
      }
    }
  }

  private mutating func swizzle(_ draws: inout Draws) {
    for episode in 0..<(2 + Int64(draws.below(2))) {
      var nodes = draws.some((0..<trial.nodes).map { NodeID($0) })
      if nodes.count < 2 { nodes = (0..<trial.nodes).map { NodeID($0) } }
      add(
        .swizzle, .nodes(nodes), time(50 + episode * 250 + Int64(draws.below(150))),
        for: draws.duration(of: timescale, perMille: 300...4_000),
        [.staggerNs: draws.duration(of: timescale, perMille: 50...1_000).nanoseconds])
    }
  }

  private mutating func majoritiesRing(_ draws: inout Draws) {
    for episode in 0..<(2 + Int64(draws.below(2))) {
      let start = time(50 + episode * 280 + Int64(draws.below(100)))
      let length = draws.duration(of: timescale, perMille: 2_000...8_000)
      let fault =
        switch draws.below(3) {
        case 0: Fault.majoritiesRing(id: 0, nodes: trial.nodes, at: start)
        case 1: Fault.chain(id: 0, nodes: trial.nodes, at: start)
        default: Fault.bridge(id: 0, nodes: trial.nodes, bridge: member(&draws), at: start)
        }
      add(.cut, fault.target, start, for: length)
    }
  }

  private mutating func regionLoss(_ draws: inout Draws) {
    let regions = UInt64(trial.network.oneWay.count)
    for episode in 0..<(2 + Int64(draws.below(2))) {
      let region = FaultTarget.regions([Int(draws.below(regions))])
      let start = time(50 + episode * 280 + Int64(draws.below(100)))
      let length = draws.duration(of: timescale, perMille: 1_000...6_000)
      switch draws.below(3) {
      case 0: add(.crash, region, start, for: length, [.power: 1])
      case 1: add(.cut, region, start, for: length)
      default:
        add(
          .delay, region, start, for: length,
          [.scalePPM: 3_000_000 + Int64(draws.below(5)) * 1_000_000])
      }
    }
  }

  private mutating func leaderFarAway(_ draws: inout Draws) {
    let far = tenths(1)
    for i in trial.network.oneWay.indices.dropFirst() {
      trial.network.oneWay[0][i] = far
      trial.network.oneWay[i][0] = far
    }
    for episode in 0..<3 as Range<Int64> {
      let start = time(80 + episode * 280)
      let id = add(
        .delay, .leader, start, for: draws.duration(of: timescale, perMille: 2_000...8_000),
        [.addNs: tenths(1 + Int64(draws.below(4))).nanoseconds])
      let delay = draws.duration(of: timescale, perMille: 500...2_000)
      add(
        draws.isOne(in: 2) ? .pause : .cut, .leader, .when(.after(fault: id, delay)),
        for: draws.duration(of: timescale, perMille: 1_000...3_000))
    }
  }

  // MARK: Processes

  private mutating func rollingRestart(_ draws: inout Draws) {
    let downtime = draws.duration(of: timescale, perMille: 50...1_500)
    let pause = draws.duration(of: timescale, perMille: 200...3_000)
    let power = Int64(draws.below(2))
    var last: Int?
    for round in 0..<(2 + Int(draws.below(2))) {
      for i in 0..<trial.nodes {
        let start = last.map { FaultStart.when(.after(fault: $0, pause)) } ?? time(50)
        let node = NodeID(round % 2 == 0 ? i : trial.nodes - 1 - i)
        last = add(.crash, .nodes([node]), start, for: downtime, [.power: power])
      }
    }
  }

  private mutating func preVoteMigration(_ draws: inout Draws) {
    let before = Int64(draws.below(2))
    set(.preVote) { $0.contains(before) ? before : nil }
    let names = profile.options.filter { $0.role == .preVote && $0.isMixable }.map(\.name)
    guard let name = names.first else { return partialLink(&draws) }
    for round in 0..<2 as Range<Int64> {
      let start = time(80 + round * 420)
      add(
        .upgrade, .all, start, for: draws.duration(of: timescale, perMille: 50...1_000),
        [
          .value: round == 0 ? 1 - before : before,
          .staggerNs: draws.duration(of: timescale, perMille: 1_000...5_000).nanoseconds,
        ], words: [name])
      add(
        .cut, .nodes([member(&draws)]), time(100 + round * 420 + Int64(draws.below(200))),
        for: draws.duration(of: timescale, perMille: 1_000...5_000))
      add(
        .crash, .leader, time(150 + round * 420 + Int64(draws.below(200))),
        for: draws.duration(of: timescale, perMille: 100...2_000))
    }
  }
}
