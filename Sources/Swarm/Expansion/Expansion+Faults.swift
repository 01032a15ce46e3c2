import HostileWorld
import SimKernel

extension Expansion {
  /// The plan: what the recipe says, and single faults of the kinds of this trial.
  mutating func drawFaults() {
    guard family != .calm else { return }
    var draws = draws("faults")
    let most = max(1, profile.maximumFaults)
    let isLong = draws.isOne(in: 2)
    var count = isLong ? draws.count(in: 1...max(1, most / 3)) : draws.count(in: 1...most)
    if case .recipe(let recipe) = family {
      follow(recipe)
      count = Int(draws.below(4))
    }
    var drawing = FaultDrawing(for: trial, timescale: timescale)
    drawing.rhythm = isLong ? .fewAndLong : .manyAndShort
    drawing.messageKinds = profile.messageKinds
    drawing.upgrades = profile.options.filter { $0.isMixable && !$0.values.isEmpty }
    drawing.driftPPM = profile.driftPPM
    drawing.breaksClocks = profile.breaksClocks
    for _ in 0..<count {
      faultCount += 1
      trial.faults.faults.append(drawing.fault(id: faultCount, draws.pick(kinds)))
    }
    chain(&draws)
    stretch(&draws)
  }

  /// Lets one fault in eight follow another: trouble seldom comes alone.
  private mutating func chain(_ draws: inout Draws) {
    for i in trial.faults.faults.indices.dropFirst() where draws.isOne(in: 8) {
      guard case .at = trial.faults.faults[i].start else { continue }
      let other = trial.faults.faults[Int(draws.below(UInt64(i)))].id
      trial.faults.faults[i].start = .when(
        .after(fault: other, draws.duration(of: timescale, perMille: 10...2_000)))
    }
  }

  /// Lets one trial in eight have a fault of a minority that lasts until the end.
  private mutating func stretch(_ draws: inout Draws) {
    guard draws.isOne(in: 8), trial.members > 2 else { return }
    let places = trial.faults.faults.indices.filter {
      if case .nodes(let nodes) = trial.faults.faults[$0].target {
        return nodes.count == 1 && !trial.faults.faults[$0].kind.rule.isInstant
          && trial.faults.faults[$0].kind != .upgrade
      }
      return false
    }
    if let place = places.first { trial.faults.faults[place].duration = nil }
  }

  // MARK: Building recipes

  /// Adds a fault and returns its ID.
  @discardableResult mutating func add(
    _ kind: FaultKind, _ target: FaultTarget, _ start: FaultStart,
    for duration: SimDuration? = nil, _ numbers: FaultNumbers = [:], words: [String] = []
  ) -> Int {
    faultCount += 1
    trial.faults.faults.append(
      Fault(
        id: faultCount, kind, target, at: start, for: duration, numbers: numbers, words: words))
    return faultCount
  }

  /// An instant of phase 1, in parts per thousand of its length.
  func time(_ perMille: Int64) -> FaultStart {
    .at(SimTime(nanoseconds: trial.duration.nanoseconds / 1_000 * perMille))
  }

  /// Times the trial's timescale, in tenths.
  func tenths(_ count: Int64) -> SimDuration { timescale * count / 10 }

  func member(_ draws: inout Draws) -> NodeID {
    NodeID(Int(draws.below(UInt64(trial.members))))
  }

  /// Two different members; the same one twice if there is only one.
  func pair(_ draws: inout Draws) -> (NodeID, NodeID) {
    let a = member(&draws)
    let step = 1 + Int(draws.below(UInt64(max(1, trial.members - 1))))
    return (a, NodeID((a.index + step) % trial.members))
  }
}
