import Federation
import KeyValue
import SimKernel

/// One update spread by gossip among clusters one delay apart.
struct GossipTrial {
  private enum Event { case wake, arrival }

  private var agents: [GossipAgent] = []
  private var agenda: Agenda<Event>
  private var draws: Draws
  private var learnedAt: [SimTime?]
  private let delay: SimDuration
  private let key = KeyID(0)

  init(members: Int, rule: GossipRule, delay: SimDuration, draws: Draws) {
    self.draws = draws
    self.delay = delay
    agenda = Agenda(actorCount: members)
    learnedAt = Array(repeating: nil, count: members)
    for i in 0..<members { agents.append(GossipAgent(ClusterID(i), of: members, rule: rule)) }
  }

  /// Seconds until everyone had it, nil when rumours alone missed someone; and all sends.
  mutating func run() -> (everyone: Double?, sends: UInt64) {
    for i in agents.indices {
      var effects: [GossipEffect] = []
      agents[i].start(at: .zero, draws: &draws, into: &effects)
      carryOut(effects, of: i)
    }
    let begin = SimTime.zero + agents[0].rule.interval * 2
    agenda.schedule(.arrival, at: begin, .message, actor: ActorID(0))
    while let event = agenda.next(by: begin + .seconds(30)) {
      let i = Int(agenda.currentActor.index)
      var effects: [GossipEffect] = []
      switch event {
      case .wake: agents[i].step(.wake, at: agenda.now, draws: &draws, into: &effects)
      case .arrival:
        guard learnedAt[i] == nil else { continue }
        learnedAt[i] = agenda.now
        agents[i].step(
          .learned(key, sizeInBytes: 200, sharers: nil), at: agenda.now, draws: &draws,
          into: &effects)
      }
      carryOut(effects, of: i)
      if learnedAt.allSatisfy({ $0 != nil }), agents.allSatisfy({ $0.pendingCount == 0 }) { break }
    }
    let sends = agents.reduce(0) { $0 + $1.sends }
    guard learnedAt.allSatisfy({ $0 != nil }) else { return (nil, sends) }
    let last = learnedAt.compactMap { $0 }.max() ?? begin
    return (Double((last - begin).nanoseconds) / 1e9, sends)
  }

  private mutating func carryOut(_ effects: [GossipEffect], of i: Int) {
    for effect in effects {
      switch effect {
      case .send(let to, _):
        agenda.schedule(
          .arrival, at: agenda.now + delay, .message, actor: ActorID(Int(to.index)))
      case .wake(let at): agenda.schedule(.wake, at: at, .timer, actor: ActorID(i))
      case .exchange: break  // rumours alone are measured
      }
    }
  }
}
