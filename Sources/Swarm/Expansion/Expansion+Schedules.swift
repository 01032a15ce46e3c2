import HostileWorld
import SimKernel

/// Recipes that aim at single steps of a protocol.
extension Expansion {
  mutating func snapshotStorm(_ draws: inout Draws) {
    set(.snapshotEvery) { $0.first }
    set(.snapshotKeep) { $0.first }
    for episode in 0..<(3 + Int64(draws.below(2))) {
      let start = time(60 + episode * 200 + Int64(draws.below(100)))
      add(
        draws.pick([.cut, .pause, .crash, .clog]), .nodes([member(&draws)]), start,
        for: draws.duration(of: timescale, perMille: 1_500...8_000))
    }
    switch draws.below(4) {
    case 0: add(.crash, .trigger, .when(.snapshotSending), for: tenths(5))
    case 1:
      add(
        .duplicate, .all, .when(.snapshotSending), for: tenths(40),
        [.ratePPM: 300_000, .meanNs: tenths(10).nanoseconds])
    case 2:
      add(
        .crashAtStep, .nodes([member(&draws)]), .when(.snapshotSending), for: tenths(8),
        [.count: 1 + Int64(draws.below(12))],
        words: [draws.pick(["before", "after"]), draws.pick(["write", "sync"])])
    default: add(.cut, .trigger, .when(.snapshotSending), for: tenths(15))
    }
  }

  mutating func leaseBoundary(_ draws: inout Draws) {
    set(.leaseReads) { $0.last }
    set(.checkQuorum) { $0.last }
    let drift = profile.driftPPM
    add(.clockDrift, .leader, .when(.leaderElected(1)), [.driftPPM: -drift])
    for node in 0..<trial.members where draws.isOne(in: 2) {
      add(.clockDrift, .nodes([NodeID(node)]), time(0), [.driftPPM: drift])
    }
    for episode in 0..<(2 + Int64(draws.below(3))) {
      let length = draws.duration(of: timescale, perMille: 1_000...5_000)
      let within = draws.duration(of: timescale, perMille: 10...900)
      let start = episode == 0 ? FaultStart.when(.leaseWithin(within)) : time(100 + episode * 220)
      let isOwn = episode == 0 && draws.isOne(in: 2)
      switch draws.below(4) {
      case 0: add(.pause, isOwn ? .trigger : .leader, start, for: length)
      case 1: add(.cut, isOwn ? .trigger : .leader, start, for: length, [.direction: 1])
      default: add(.cut, isOwn ? .trigger : .leader, start, for: length)
      }
    }
  }

  mutating func figureEight(_ draws: inout Draws) {
    set(.messageSize) { draws.isOne(in: 4) ? draws.pick($0) : $0.first }
    let downtime = draws.duration(of: timescale, perMille: 800...3_000)
    var index: UInt64 = 2
    for round in 0..<(4 + Int(draws.below(4))) {
      index += 1 + draws.below(5)
      let start = FaultStart.when(.entryAppended(index))
      if draws.isOne(in: 2) {
        // It reaches one other node before it goes.
        let near = NodeID(Int(draws.below(UInt64(trial.members))))
        add(
          .loss, .nodes((0..<trial.members).map { NodeID($0) }.filter { $0 != near }), start,
          for: tenths(6), [.ratePPM: 900_000, .direction: 1])
      }
      let kind = draws.pick([FaultKind.crash, .crashAtStep, .cut, .pause])
      let target: FaultTarget = round % 2 == 0 ? .trigger : .leader
      if kind == .crashAtStep {
        add(
          kind, target, start, for: downtime, [.count: 1 + Int64(draws.below(6))],
          words: ["after", "send"])
      } else {
        add(kind, target, start, for: downtime)
      }
    }
  }

  mutating func applyLag(_ draws: inout Draws) {
    let slow = draws.some((0..<trial.nodes).map { NodeID($0) })
    set(.applyCost, on: slow) { $0.last }
    churn(&draws)
    add(
      .slowCPU, .nodes([member(&draws)]), time(100),
      for: draws.duration(of: timescale, perMille: 3_000...15_000),
      [.costNs: timescale.nanoseconds / 100])
    for episode in 0..<2 as Range<Int64> {
      let start = episode == 0 ? FaultStart.when(.configEntryUnapplied) : time(500)
      let target: FaultTarget = episode == 0 && draws.isOne(in: 2) ? .trigger : .leader
      add(
        draws.pick([.crash, .cut, .pause]), target, start,
        for: draws.duration(of: timescale, perMille: 1_000...4_000))
    }
  }

  mutating func heldJoint(_ draws: inout Draws) {
    churn(&draws)
    for episode in 0..<3 as Range<Int64> {
      let start = episode == 0 ? FaultStart.when(.configEntryUnapplied) : time(episode * 300)
      let side = draws.some((0..<trial.nodes).map { NodeID($0) })
      let rest = (0..<trial.nodes).map { NodeID($0) }.filter { !side.contains($0) }
      let half = [
        Array((0..<trial.nodes).map { NodeID($0) }.prefix(trial.members / 2 + 1)),
        Array((0..<trial.nodes).map { NodeID($0) }.dropFirst(trial.members / 2 + 1)),
      ]
      add(
        .cut, .groups(draws.isOne(in: 2) && !rest.isEmpty ? [side, rest] : half), start,
        for: draws.duration(of: timescale, perMille: 1_500...6_000))
    }
    let start = draws.isOne(in: 2) ? FaultStart.when(.configEntryUnapplied) : time(450)
    add(.crash, .leader, start, for: draws.duration(of: timescale, perMille: 300...2_000))
  }

  /// Changes of the membership, some of them close together.
  private mutating func churn(_ draws: inout Draws) {
    guard !profile.commands.isEmpty else { return }
    let start = Int64(30 + draws.below(150))
    for number in 0..<(2 + Int64(draws.below(5))) {
      let isClose = draws.isOne(in: 2)
      add(
        .admin, .nodes([NodeID(0)]),
        time(min(900, start + number * (isClose ? 20 : 120) + Int64(draws.below(30)))))
    }
  }

  mutating func slowDisks(_ draws: inout Draws) {
    for node in 0..<trial.members where draws.isOne(in: 2) {
      add(
        draws.pick([.diskSlow, .diskSlow, .diskStall]), .nodes([NodeID(node)]),
        time(30 + Int64(draws.below(300))),
        for: draws.duration(of: timescale, perMille: 2_000...12_000))
    }
    var elections = 1
    for round in 0..<(3 + Int(draws.below(4))) {
      let start =
        draws.isOne(in: 2)
        ? FaultStart.when(.leaderElected(elections)) : time(100 + Int64(round) * 120)
      elections += 1 + Int(draws.below(2))
      add(
        draws.pick([.cut, .pause, .clog]), draws.isOne(in: 2) ? .leader : .nodes([member(&draws)]),
        start, for: draws.duration(of: timescale, perMille: 800...2_500))
    }
  }

  mutating func lateDuplicate(_ draws: inout Draws) {
    trial.network.isOrdered = false
    let spread = draws.duration(of: timescale, perMille: 300...4_000).nanoseconds
    add(.duplicate, .all, time(0), [.ratePPM: draws.number(in: 50_000...500_000), .meanNs: spread])
    var index: UInt64 = 2
    for round in 0..<(3 + Int(draws.below(3))) {
      index += 1 + draws.below(8)
      let start =
        draws.isOne(in: 2)
        ? FaultStart.when(.commitAdvanced(index)) : time(80 + Int64(round) * 160)
      add(
        draws.pick([.crash, .cut, .pause]), draws.isOne(in: 2) ? .leader : .nodes([member(&draws)]),
        start, for: draws.duration(of: timescale, perMille: 600...3_000))
    }
  }

  mutating func lateMail(_ draws: inout Draws) {
    for episode in 0..<(2 + Int64(draws.below(3))) {
      let start = time(60 + episode * 220 + Int64(draws.below(120)))
      let direction = Int64(draws.below(3))
      let id = add(
        .clog, .leader, start, for: draws.duration(of: timescale, perMille: 1_200...4_000),
        [.direction: direction])
      if draws.isOne(in: 2) {
        add(
          .crash, .leader,
          .when(.after(fault: id, draws.duration(of: timescale, perMille: 500...2_500))),
          for: draws.duration(of: timescale, perMille: 300...2_000))
      }
    }
  }
}
