import Federation
import SimKernel

/// Clusters that write one key each as a Poisson process, reading before they write, and the share
/// of acknowledged writes that are no ancestors of what shows in the end.
struct LostUpdateTrial {
  private enum Event {
    case write
    case arrival(KeyState)
  }

  private let terms = WriteTerms(policy: .lastWriter, manager: Symbol(0))
  private let path = Symbol(0)
  /// Mean time between the writes of one cluster.
  private let pause: SimDuration
  private let delay: SimDuration
  private var agenda: Agenda<Event>
  private var draws: [Draws]
  private var states: [KeyState]
  private var clocks: [HybridClock]
  private var ancestry = WriteAncestry()
  /// By stamp order of acknowledgement.
  private var names: [Stamp: WriteAncestry.WriteID] = [:]

  /// `rateTimesDelay` in thousandths: writes a cluster makes within one one-way delay.
  init(members: Int, rateTimesDelay: Int64, draws: (Int) -> Draws) {
    pause = .seconds(1)
    delay = .milliseconds(rateTimesDelay)
    agenda = Agenda(actorCount: members)
    self.draws = (0..<members).map(draws)
    states = Array(repeating: KeyState(), count: members)
    clocks = (0..<members).map { HybridClock(cluster: ClusterID($0)) }
  }

  /// The fates of about `writes` acknowledged writes.
  mutating func run(writes: Int) -> WriteAncestry.Fates {
    create()
    for i in states.indices { scheduleWrite(of: i) }
    while let event = agenda.next(by: .distantFuture) {
      let i = Int(agenda.currentActor.index)
      switch event {
      case .write:
        guard ancestry.count < writes else { continue }
        write(at: i)
        scheduleWrite(of: i)
      case .arrival(let state):
        _ = states[i].merge(state, clock: &clocks[i], at: agenda.now)
      }
    }
    let finals = states[0].visible(under: .lastWriter)?.writes.compactMap { names[$0] } ?? []
    return ancestry.fates(finals: finals)
  }

  private mutating func create() {
    let uid = ObjectUID(origin: ClusterID(0), counter: 0)
    _ = states[0].write(.create(uid, Fields()), terms, clock: &clocks[0], at: agenda.now)
    for i in states.indices.dropFirst() {
      _ = states[i].merge(states[0], clock: &clocks[i], at: agenda.now)
    }
  }

  private mutating func scheduleWrite(of i: Int) {
    let wait = draws[i].exponential(mean: pause)
    agenda.schedule(.write, at: agenda.now + wait, .client, actor: ActorID(i))
  }

  private mutating func write(at i: Int) {
    let edit = FieldEdit(path, .integer(Int64(ancestry.count)))
    let outcome = states[i].write(
      .update([edit]), terms, clock: &clocks[i], at: agenda.now)
    guard case .accepted(let stamp, let over) = outcome else { return }
    names[stamp] = ancestry.acknowledge(over: over.compactMap { names[$0] })
    for other in states.indices where other != i {
      agenda.schedule(
        .arrival(states[i]), at: agenda.now + delay, .message, actor: ActorID(other))
    }
  }
}
