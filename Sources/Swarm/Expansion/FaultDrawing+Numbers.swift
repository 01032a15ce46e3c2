import HostileWorld
import SimKernel

extension FaultDrawing {
  func setNumbers(of fault: inout Fault, _ draws: inout Draws) {
    switch fault.kind.rule.subject {
    case .links: setLinkNumbers(of: &fault, &draws)
    case .nodes: setNodeNumbers(of: &fault, &draws)
    }
  }

  private var scale: Int64 { timescale.nanoseconds }

  private func setLinkNumbers(of fault: inout Fault, _ draws: inout Draws) {
    func drawn(_ low: Int64, _ high: Int64) -> Int64 { draws.number(in: low...max(low, high)) }
    switch fault.kind {
    case .delay:
      fault.numbers = [.addNs: drawn(scale / 100, scale), .meanNs: drawn(scale / 100, scale / 2)]
      fault.numbers[.shape] = Int64(draws.below(UInt64(LatencyShape.allCases.count)))
    case .loss:
      fault.numbers = [.ratePPM: drawn(1_000, 400_000)]
      if draws.below(2) == 0 { fault.numbers[.burst] = drawn(2, 50) }
    case .duplicate:
      fault.numbers = [.ratePPM: drawn(10_000, 500_000), .meanNs: drawn(scale / 100, scale * 3)]
    case .corrupt: fault.numbers = [.ratePPM: drawn(1_000, 100_000)]
    case .bandwidth:
      fault.numbers = [
        .bytesPerSecond: drawn(10_000, 1_000_000), .queueBytes: drawn(1_000, 1_000_000),
      ]
    case .cut, .clog:
      let direction = Int64(draws.below(4))
      if direction < 3, direction > 0 { fault.numbers[.direction] = direction }
    case .filter:
      fault.words = messageKinds.isEmpty ? ["none"] : draws.some(messageKinds)
    default: break
    }
  }

  private func setNodeNumbers(of fault: inout Fault, _ draws: inout Draws) {
    func drawn(_ low: Int64, _ high: Int64) -> Int64 { draws.number(in: low...max(low, high)) }
    switch fault.kind {
    case .swizzle: fault.numbers = [.staggerNs: drawn(scale / 20, scale * 2)]
    case .clockDrift: fault.numbers = [.driftPPM: drift(&draws)]
    case .clockStep:
      let step = drawn(1_000_000, 300_000_000_000)
      fault.numbers = [.stepNs: draws.below(2) == 0 ? step : -step]
    case .clockJump: fault.numbers = [.stepNs: drawn(scale / 10, scale * 20)]
    case .slowCPU: fault.numbers = [.costNs: drawn(scale / 1_000, scale / 30)]
    case .crash:
      fault.numbers = [.power: draws.isOne(in: 4) ? 0 : 1, .garbage: Int64(draws.below(2))]
    case .crashAtStep: setStep(of: &fault, &draws)
    case .diskSlow: fault.numbers = [.scalePPM: drawn(2_000_000, 200_000_000)]
    case .diskReadError: fault.numbers = [.ratePPM: drawn(10_000, 1_000_000)]
    case .overload: fault.numbers = [.ratePerSecond: min(drawn(50, 1_000), mostRate(of: fault))]
    case .upgrade:
      guard !upgrades.isEmpty else {
        fault.words = ["none"]
        return
      }
      let choice = draws.pick(upgrades)
      fault.words = [choice.name]
      let value = draws.pick(choice.values)
      fault.numbers = [
        .value: choice.isPerTimescale ? value * (scale / 1_000) / 1_000 : value,
        .staggerNs: drawn(scale / 2, scale * 4),
      ]
      fault.duration = SimDuration(nanoseconds: drawn(scale / 50, scale))
    case .admin: fault.words = ["none"]
    default: break
    }
  }

  /// What a group that appends one entry at a time can work off within its time to recover.
  private func mostRate(of fault: Fault) -> Int64 {
    let milliseconds = (fault.duration ?? .seconds(1)).nanoseconds / 1_000_000
    return max(1, 400_000 / max(1, milliseconds))
  }

  private func drift(_ draws: inout Draws) -> Int64 {
    let size = max(1, driftPPM)
    var drifts = [-size, -size / 10, size / 10, size]
    if breaksClocks { drifts += [-200_000, 200_000] }
    return draws.pick(drifts)
  }

  private func setStep(of fault: inout Fault, _ draws: inout Draws) {
    let effect = draws.pick([StepPoint.Effect.send, .send, .write, .sync, .sync, .reply, .timer])
    fault.words = [draws.below(2) == 0 ? "before" : "after", effect.rawValue]
    if draws.isOne(in: 3) { fault.words.append(draws.pick(StepPoint.Handler.allCases).rawValue) }
    fault.numbers = [.count: draws.logUniform(in: 1...60), .garbage: Int64(draws.below(2))]
  }
}
