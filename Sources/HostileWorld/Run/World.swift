import SimKernel

/// A run: nodes, their machines, the network, clients and faults, driven event by event.
///
///     var world = try World(MyNode.self, trial, options: options, observer: NoObserver())
///     let result = world.run()
public struct World<Node: SimulatedNode, Observer: WorldObserver> {
  @usableFromInline typealias Payload = Node.Payload
  @usableFromInline typealias Event = WorldEvent<Node.Payload>

  public let trial: Trial
  public var observer: Observer
  @usableFromInline var agenda: Agenda<Event>
  @usableFromInline var rares = Slab<RareEvent>()
  @usableFromInline var nodes: ContiguousArray<Node?>
  @usableFromInline var machines: ContiguousArray<Machine<Payload>>
  @usableFromInline var io: NodeIO<Payload>
  @usableFromInline var network: NetworkModel
  @usableFromInline var digest = RunDigest()
  @usableFromInline var counts = RunCounts()
  @usableFromInline var recorder: TraceRecorder
  /// The record from which whatever happens now follows.
  @usableFromInline var cause = 0
  /// Messages held back on clogged links.
  @usableFromInline var held = ContiguousArray<Event>()
  @usableFromInline var isOver = false
  /// Why the subject itself ended the run.
  var panic: Finding?
  /// Links are cut, clogged or filtered.
  var isPartitioned = false
  @usableFromInline var hasTriggers: Bool
  var options: [Node.Options]
  var clients: [ClientState]
  var history: [OperationRecord] = []
  var faults: FaultState
  var recovery = Recovery.notTried
  /// The nodes that clients ask: all, or the core once healed.
  var asked: [NodeID]
  var tieDraws: Draws

  /// Sets a run up; throws what is wrong with the trial.
  public init(
    _ subject: Node.Type = Node.self, _ trial: Trial, options: Node.Options, observer: Observer,
    recording: Bool = false
  ) throws(InvalidTrial) {
    var problems = trial.problems
    var each = [Node.Options](repeating: options, count: max(0, min(NodeID.limit, trial.nodes)))
    for word in trial.options {
      for i in each.indices where word.node.map({ $0.index == i }) ?? true {
        guard Node.set(word.name, to: word.value, in: &each[i]) else {
          problems.append("the subject has no option \(word.name)")
          break
        }
      }
    }
    guard problems.isEmpty else { throw InvalidTrial(problems: problems) }
    self.trial = trial
    self.observer = observer
    self.options = each
    let ids = (0..<trial.nodes).map { NodeID($0) }
    agenda = Agenda(actorCount: Actors.count(trial))
    nodes = ContiguousArray(repeating: nil, count: trial.nodes)
    machines = ContiguousArray(ids.map { Machine($0, trial) })
    io = NodeIO(id: NodeID(0), members: Array(ids[..<trial.members]))
    network = NetworkModel(trial)
    recorder = TraceRecorder(isOn: recording)
    clients = ClientState.all(of: trial)
    faults = FaultState(trial)
    hasTriggers = !faults.waiting.isEmpty
    asked = ids
    tieDraws = Draws(seed: trial.seed, .swarm, fnv1a("ties"))
    network.refresh([])
    schedulePlan()
  }

  /// The present.
  @inlinable public var now: SimTime { agenda.now }

  /// Runs to the end of the trial.
  @inlinable public mutating func run() -> RunResult {
    let end = self.end
    let limit = trial.eventLimit
    while !isOver, let event = agenda.next(by: end) {
      digest.combine(agenda.now.nanoseconds)
      handle(event)
      if observer.finding != nil || agenda.delivered >= limit { break }
    }
    return conclude()
  }

  /// The last instant of the run.
  @usableFromInline var end: SimTime {
    SimTime.zero + trial.duration + (trial.healing?.limit ?? .zero)
      + (trial.healing?.settling ?? .zero)
  }

  @inlinable mutating func handle(_ event: consuming Event) {
    switch event {
    case .message(let payload, let link, let cause): receive(payload, link, cause: cause)
    case .timer(let node, let key, let generation): ring(node, key, generation)
    case .rare(let slot): handleRare(slot)
    }
  }

  @inlinable mutating func handleRare(_ slot: UInt32) {
    guard let event = rares.remove(slot) else { return }
    switch event {
    case .start(let node, let starts): startIfDown(node, starts)
    case .disk(let node, let work): completeDisk(node, work)
    case .diskDone(let node, let incarnation, let ticket, let outcome):
      tellDisk(node, incarnation, ticket, outcome)
    case .request(let node, let request, let cause): meet(node, request, cause: cause)
    case .wake(let node): wake(node)
    case .client(let event): handle(event)
    case .world(let event): handle(event)
    }
  }

  @usableFromInline mutating func conclude() -> RunResult {
    observer.finished(at: now)
    var verdict = RunVerdict.pass
    if let finding = observer.finding ?? panic {
      verdict = .violation(finding)
      if recorder.isOn {
        recorder.add(
          .violation, at: finding.time, node: finding.nodes.first, cause: cause, finding.message)
      }
    } else if agenda.delivered >= trial.eventLimit {
      verdict = .undecided("\(trial.eventLimit) events")
    }
    for from in 0..<trial.nodes {
      for to in 0..<trial.nodes {
        digest.combine(network.count(from: NodeID(from), to: NodeID(to)))
      }
      digest.combine(machines[from].draws.count)
    }
    var result = RunResult(
      verdict: verdict, digest: digest, events: agenda.delivered, endedAt: now, history: history,
      recovery: recovery, counts: counts, trace: recorder.records,
      probes: machines.map { $0.isUp ? $0.probe : nil })
    result.unavailability = observer.unavailability
    return result
  }

  /// Schedules an event; with permuted ties its class is drawn.
  @inlinable @discardableResult mutating func schedule(
    _ event: consuming Event, at time: SimTime, _ eventClass: EventClass, actor: Int
  ) -> Agenda<Event>.Ticket {
    let place = trial.ties == .fixed ? eventClass : permuted(eventClass)
    return agenda.schedule(event, at: max(time, agenda.now), place, actor: ActorID(actor))
  }

  /// Schedules a rare event.
  @inlinable mutating func schedule(
    _ event: RareEvent, at time: SimTime, _ eventClass: EventClass, actor: Int
  ) {
    let slot = rares.insert(event)
    schedule(Event.rare(slot), at: time, eventClass, actor: actor)
  }

  @usableFromInline mutating func permuted(_ eventClass: EventClass) -> EventClass {
    switch eventClass {
    case .fault, .control: return eventClass
    default:
      let choices: [EventClass] = [.disk, .message, .timer, .client]
      return choices[Int(tieDraws.below(4))]
    }
  }
}

/// Who is who in the order of events. The numbers stay when others go.
enum Actors {
  static let firstClient = NodeID.limit
  static let firstFault = firstClient + ClientScript.limit + 2

  static func count(_ trial: Trial) -> Int {
    firstFault + 1 + (trial.faults.faults.map(\.id).max() ?? 0)
  }
}
