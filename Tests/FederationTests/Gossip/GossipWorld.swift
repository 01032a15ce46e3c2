import Federation
import KeyValue
import SimKernel

/// Clusters that share keys by gossip, with cuts between them; rumours alone or with anti-entropy.
struct GossipWorld {
  enum Event {
    case wake
    case states([(KeyID, KeyState)])
    case digest(from: Int, [UInt64])
    case difference(from: Int, buckets: [Int], [ReplicaStore.SummaryEntry])
    case wanted(from: Int, [KeyID])
  }

  let terms: WriteTerms
  let hasAntiEntropy: Bool
  var stores: [ReplicaStore]
  var agents: [GossipAgent]
  var agenda: Agenda<Event>
  var draws: Draws
  /// Clusters below this number and the others do not reach each other, while it is not nil.
  var cut: Int?
  var lost = 0
  private let delay = SimDuration.milliseconds(40)

  init(_ count: Int, _ terms: WriteTerms, hasAntiEntropy: Bool, draws: Draws) {
    self.terms = terms
    self.hasAntiEntropy = hasAntiEntropy
    self.draws = draws
    stores = (0..<count).map { ReplicaStore(clock: HybridClock(cluster: ClusterID($0))) }
    agents = (0..<count).map { GossipAgent(ClusterID($0), of: count) }
    agenda = Agenda(actorCount: count)
    for i in 0..<count {
      var effects: [GossipEffect] = []
      agents[i].start(at: .zero, draws: &self.draws, into: &effects)
      carryOut(effects, of: i)
    }
  }

  /// Lets time pass until `limit`.
  mutating func run(until limit: SimTime) {
    while let event = agenda.next(by: limit) { handle(event, at: Int(agenda.currentActor.index)) }
  }

  mutating func write(_ i: Int, _ key: KeyID, _ change: LocalChange) -> LocalWriteOutcome {
    let outcome = stores[i].write(change, to: key, terms, at: agenda.now)
    if case .accepted = outcome { learn(i, key) }
    return outcome
  }

  private mutating func learn(_ i: Int, _ key: KeyID) {
    step(i, .learned(key, sizeInBytes: 300, sharers: nil))
  }

  private mutating func step(_ i: Int, _ input: GossipInput) {
    var effects: [GossipEffect] = []
    agents[i].step(input, at: agenda.now, draws: &draws, into: &effects)
    carryOut(effects, of: i)
  }

  private mutating func handle(_ event: Event, at i: Int) {
    switch event {
    case .wake: step(i, .wake)
    case .states(let states):
      for (key, state) in states where stores[i].merge(state, into: key, at: agenda.now) == .merged
      {
        learn(i, key)
      }
    case .digest(let from, let digest):
      let buckets = stores[i].differingBuckets(from: digest)
      let summary = stores[i].summary(of: buckets)
      send(.difference(from: i, buckets: buckets, summary), from: i, to: from)
    case .difference(let from, let buckets, let summary):
      let (offers, wants) = stores[i].difference(from: summary, in: buckets)
      send(.states(offers.map { ($0, stores[i].state(of: $0)) }), from: i, to: from)
      send(.wanted(from: i, wants), from: i, to: from)
    case .wanted(let from, let keys):
      send(.states(keys.map { ($0, stores[i].state(of: $0)) }), from: i, to: from)
    }
  }

  private mutating func carryOut(_ effects: [GossipEffect], of i: Int) {
    for effect in effects {
      switch effect {
      case .wake(let at): agenda.schedule(.wake, at: at, .timer, actor: ActorID(i))
      case .send(let to, let items):
        send(
          .states(items.map { ($0.key, stores[i].state(of: $0.key)) }), from: i, to: Int(to.index))
      case .exchange(let peer):
        if hasAntiEntropy {
          send(.digest(from: i, stores[i].digest), from: i, to: Int(peer.index))
        }
      }
    }
  }

  private mutating func send(_ event: Event, from: Int, to: Int) {
    if let cut, (from < cut) != (to < cut) {
      lost += 1
      return
    }
    agenda.schedule(event, at: agenda.now + delay, .message, actor: ActorID(to))
  }
}
