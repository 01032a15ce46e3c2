/// Draws single faults. Each depends on the trial's seed, its ID and its kind alone.
struct FaultDrawing {
  let trial: Trial
  let timescale: SimDuration

  func fault(id: Int, _ kind: FaultKind) -> Fault {
    var draws = Draws(seed: trial.seed, .plan, UInt64(id))
    let target =
      kind.rule.subject == .links ? linkTarget(&draws) : nodeTarget(&draws)
    var fault = Fault(id: id, kind, target, at: start(&draws))
    if !kind.rule.isInstant { fault.duration = duration(&draws) }
    setNumbers(of: &fault, &draws)
    return fault
  }

  private var span: UInt64 { UInt64(max(1, trial.duration.nanoseconds)) }

  private func duration(_ draws: inout Draws) -> SimDuration {
    let scale = timescale.nanoseconds
    return SimDuration(nanoseconds: logUniform(scale / 20, scale * 10, &draws))
  }

  /// One fault in five waits for a moment; the others start in the first nine tenths.
  private func start(_ draws: inout Draws) -> FaultStart {
    guard draws.below(5) == 0 else {
      return .at(SimTime(nanoseconds: Int64(draws.below(span / 10 * 9 + 1))))
    }
    switch draws.below(3) {
    case 0: return .when(.leaderElected(1 + Int(draws.below(3))))
    case 1: return .when(.entryAppended(1 + draws.below(20)))
    default: return .when(.commitAdvanced(1 + draws.below(20)))
    }
  }

  private func node(_ draws: inout Draws) -> NodeID {
    NodeID(Int(draws.below(UInt64(trial.nodes))))
  }

  private func nodeTarget(_ draws: inout Draws) -> FaultTarget {
    switch draws.below(8) {
    case 0, 1: .leader
    case 2: .all
    case 3: .nodes(some(&draws))
    case 4: .regions([Int(draws.below(UInt64(trial.network.oneWay.count)))])
    default: .nodes([node(&draws)])
    }
  }

  private func linkTarget(_ draws: inout Draws) -> FaultTarget {
    switch draws.below(8) {
    case 0: return .leader
    case 1: return .nodes([node(&draws)])
    case 2: return .all
    case 3, 4: return pairs(&draws)
    case 5: return .regions([Int(draws.below(UInt64(trial.network.oneWay.count)))])
    default:
      let side = some(&draws)
      let rest = (0..<trial.nodes).map { NodeID($0) }.filter { !side.contains($0) }
      return .groups([side, rest])
    }
  }

  /// One to three directed links.
  private func pairs(_ draws: inout Draws) -> FaultTarget {
    var links: [Link] = []
    for _ in 0...draws.below(3) {
      let link = Link(from: node(&draws), to: node(&draws))
      if link.from != link.to, !links.contains(link) { links.append(link) }
    }
    return .links(links)
  }

  /// Each node with probability 1/2, but not none.
  private func some(_ draws: inout Draws) -> [NodeID] {
    let chosen = (0..<trial.nodes).map { NodeID($0) }.filter { _ in draws.below(2) == 0 }
    return chosen.isEmpty ? [node(&draws)] : chosen
  }

  private func setNumbers(of fault: inout Fault, _ draws: inout Draws) {
    let scale = timescale.nanoseconds
    func drawn(_ low: Int64, _ high: Int64) -> Int64 { logUniform(low, high, &draws) }
    switch fault.kind {
    case .delay:
      fault.numbers = [.addNs: drawn(scale / 100, scale), .meanNs: drawn(scale / 100, scale / 2)]
    case .loss:
      fault.numbers = [.ratePPM: drawn(1_000, 400_000)]
      if draws.below(2) == 0 { fault.numbers[.burst] = drawn(2, 50) }
    case .duplicate:
      fault.numbers = [.ratePPM: drawn(10_000, 500_000), .meanNs: drawn(scale / 100, scale * 2)]
    case .corrupt: fault.numbers = [.ratePPM: drawn(1_000, 100_000)]
    case .bandwidth:
      fault.numbers = [
        .bytesPerSecond: drawn(10_000, 1_000_000), .queueBytes: drawn(1_000, 1_000_000),
      ]
    case .cut, .clog:
      let direction = Int64(draws.below(4))
      if direction < 3, direction > 0 { fault.numbers[.direction] = direction }
    case .swizzle: fault.numbers = [.staggerNs: drawn(scale / 20, scale * 2)]
    case .clockDrift:
      let drifts: [Int64] = [-200_000, -500, -50, 50, 500, 200_000]
      fault.numbers = [.driftPPM: drifts[Int(draws.below(6))]]
    case .clockStep:
      let step = drawn(1_000_000, 300_000_000_000)
      fault.numbers = [.stepNs: draws.below(2) == 0 ? step : -step]
    case .clockJump: fault.numbers = [.stepNs: drawn(scale / 10, scale * 20)]
    case .slowCPU: fault.numbers = [.costNs: drawn(scale / 1_000, scale / 10)]
    case .crash: fault.numbers = [.power: 1, .garbage: Int64(draws.below(2))]
    case .crashAtStep: setStep(of: &fault, &draws)
    case .diskSlow: fault.numbers = [.scalePPM: drawn(2_000_000, 200_000_000)]
    case .overload: fault.numbers = [.ratePerSecond: drawn(100, 5_000)]
    default: break
    }
  }

  private func setStep(of fault: inout Fault, _ draws: inout Draws) {
    let effects = StepPoint.Effect.allCases
    let effect = effects[Int(draws.below(UInt64(effects.count)))]
    fault.words = [draws.below(2) == 0 ? "before" : "after", effect.rawValue]
    fault.numbers = [.count: logUniform(1, 30, &draws)]
  }
}
