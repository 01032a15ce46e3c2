import Federation
import SimKernel

/// A SWIM group of which one member crashes; everything else is reachable without delay.
struct SwimTrial {
  private enum Event { case wake, crash }

  private let victim: ClusterID
  private var members: [SwimMember] = []
  private var draws: Draws
  private var agenda: Agenda<Event>
  private var crashedAt: SimTime?
  private var declaredAt: SimTime?
  /// Rumours on their way, in order; they arrive at everyone alive at once.
  private var rumours: [(from: ClusterID, rumour: SwimRumour)] = []

  init(members count: Int, rule: SwimRule, draws: Draws) {
    self.draws = draws
    victim = ClusterID(count - 1)
    agenda = Agenda(actorCount: count)
    for i in 0..<count {
      members.append(SwimMember(ClusterID(i), of: count, rule: rule, draws: &self.draws))
    }
  }

  /// Seconds from the crash until the first member declares the victim dead.
  mutating func run() -> Double? {
    let interval = members[0].rule.probeInterval
    for i in members.indices {
      var effects: [SwimEffect] = []
      members[i].start(at: .zero, phase: uniform(below: interval), into: &effects)
      carryOut(effects, of: i)
    }
    let crash = SimTime.zero + interval + uniform(below: interval * Int64(members.count))
    agenda.schedule(.crash, at: crash, .control, actor: ActorID(0))
    let end = crash + .seconds(3_600)
    while declaredAt == nil, let event = agenda.next(by: end) {
      switch event {
      case .crash: crashedAt = agenda.now
      case .wake: step(Int(agenda.currentActor.index), .wake)
      }
      spread()
    }
    guard let crashedAt, let declaredAt else { return nil }
    return Double((declaredAt - crashedAt).nanoseconds) / 1e9
  }

  private func isDown(_ i: Int) -> Bool { crashedAt != nil && i == Int(victim.index) }

  private mutating func step(_ i: Int, _ input: SwimInput) {
    guard !isDown(i) else { return }
    var effects: [SwimEffect] = []
    members[i].step(input, at: agenda.now, draws: &draws, into: &effects)
    carryOut(effects, of: i)
  }

  private mutating func carryOut(_ effects: [SwimEffect], of i: Int) {
    for effect in effects {
      switch effect {
      case .probe(let target, let round):
        if !isDown(Int(target.index)) { step(i, .acknowledged(target, round: round)) }
      case .ask: break  // helpers reach the victim no better
      case .spread(let rumour): rumours.append((ClusterID(i), rumour))
      case .wake(let at):
        agenda.schedule(.wake, at: max(at, agenda.now), .timer, actor: ActorID(i))
      case .verdict(victim, .bad): declaredAt = declaredAt ?? agenda.now
      case .verdict: break
      }
    }
  }

  private mutating func spread() {
    while !rumours.isEmpty {
      let batch = rumours
      rumours.removeAll()
      for (from, rumour) in batch {
        for i in members.indices where ClusterID(i) != from { step(i, .heard(rumour)) }
      }
    }
  }

  private mutating func uniform(below span: SimDuration) -> SimDuration {
    SimDuration(nanoseconds: Int64(draws.below(UInt64(span.nanoseconds))))
  }
}
