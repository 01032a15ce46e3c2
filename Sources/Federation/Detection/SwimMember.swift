import SimKernel

/// What members tell each other about a member, spread by gossip.
public enum SwimRumour: Hashable, Sendable {
  case alive(ClusterID, incarnation: UInt32)
  case suspect(ClusterID, incarnation: UInt32, by: ClusterID)
  case dead(ClusterID, incarnation: UInt32)
}

public enum SwimInput: Hashable, Sendable {
  /// A wake asked for; a needless one does nothing.
  case wake
  /// The probe of this round was answered, directly or through a helper.
  case acknowledged(ClusterID, round: UInt32)
  case heard(SwimRumour)
}

public enum SwimEffect: Hashable, Sendable {
  case probe(ClusterID, round: UInt32)
  /// Ask each of these to probe the target.
  case ask([ClusterID], toProbe: ClusterID, round: UInt32)
  case spread(SwimRumour)
  case wake(at: SimTime)
  case verdict(ClusterID, HealthVerdict)
}

/// One member of a SWIM group, with its own view of the others. A value.
///
/// Deviation: the list of others is walked in one random order that is not drawn anew after each
/// round; so each other is probed at an even pace, once in (members - 1) intervals.
public struct SwimMember: Sendable {
  public let id: ClusterID
  public let rule: SwimRule
  public let memberCount: Int

  enum Status: UInt8 { case alive, suspect, dead }

  struct Suspicion: Sendable {
    var target: ClusterID
    var since: SimTime
    var deadline: SimTime
    /// In order of arrival; the first suspected, the others confirm.
    var accusers: [ClusterID]
  }

  var status: [Status]
  var incarnations: [UInt32]
  var suspicions: [Suspicion] = []
  private var order: [ClusterID]
  private var position = 0
  private var round: UInt32 = 0
  private var nextProbe = SimTime.distantFuture
  private var target: ClusterID?
  /// When helpers are asked; `distantFuture` once they were.
  private var helpAt = SimTime.distantFuture

  /// A member of a group of `memberCount`, who all know each other.
  public init(_ id: ClusterID, of memberCount: Int, rule: SwimRule, draws: inout Draws) {
    self.id = id
    self.rule = rule
    self.memberCount = memberCount
    status = Array(repeating: .alive, count: memberCount)
    incarnations = Array(repeating: 0, count: memberCount)
    order = (0..<memberCount).map { ClusterID($0) }.filter { $0 != id }
    for i in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(i, Int(draws.below(UInt64(i + 1))))
    }
  }

  /// Begins to probe `phase` after `now`.
  public mutating func start(
    at now: SimTime, phase: SimDuration, into effects: inout [SwimEffect]
  ) {
    nextProbe = now + phase
    effects.append(.wake(at: nextProbe))
  }

  /// The verdict on a member; a suspect is still good.
  public func verdict(on member: ClusterID) -> HealthVerdict {
    status[Int(member.index)] == .dead ? .bad : .good
  }

  /// Meets one input.
  public mutating func step(
    _ input: SwimInput, at now: SimTime, draws: inout Draws, into effects: inout [SwimEffect]
  ) {
    switch input {
    case .wake: break
    case .acknowledged(let member, round) where member == target: target = nil
    case .acknowledged: break
    case .heard(let rumour): hear(rumour, at: now, into: &effects)
    }
    expireSuspicions(at: now, into: &effects)
    if helpAt <= now { askForHelp(&draws, into: &effects) }
    if nextProbe <= now { endRoundAndProbe(at: now, into: &effects) }
  }

  private mutating func askForHelp(_ draws: inout Draws, into effects: inout [SwimEffect]) {
    helpAt = .distantFuture
    guard let target else { return }
    var able = order.filter { $0 != target && status[Int($0.index)] == .alive }
    var helpers: [ClusterID] = []
    while helpers.count < rule.helpers, !able.isEmpty {
      helpers.append(able.remove(at: Int(draws.below(UInt64(able.count)))))
    }
    if !helpers.isEmpty { effects.append(.ask(helpers, toProbe: target, round: round)) }
  }

  private mutating func endRoundAndProbe(at now: SimTime, into effects: inout [SwimEffect]) {
    if let silent = target {
      let incarnation = incarnations[Int(silent.index)]
      hear(.suspect(silent, incarnation: incarnation, by: id), at: now, into: &effects)
    }
    target = nextTarget()
    helpAt = target == nil ? .distantFuture : now + rule.probeTimeout
    nextProbe = now + rule.probeInterval
    if let target {
      round += 1
      effects.append(.probe(target, round: round))
      effects.append(.wake(at: helpAt))
    }
    effects.append(.wake(at: nextProbe))
  }

  private mutating func nextTarget() -> ClusterID? {
    for _ in order.indices {
      let candidate = order[position]
      position = (position + 1) % order.count
      if status[Int(candidate.index)] != .dead { return candidate }
    }
    return nil
  }
}
