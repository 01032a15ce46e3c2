import SimKernel

/// What can happen in a run: small, because most events are messages and timers.
@usableFromInline enum WorldEvent<Payload: SimPayload> {
  /// `cause` is the number of the record of the send, if anyone records.
  case message(Payload, Link, cause: Int32)
  case timer(NodeID, TimerKey, generation: UInt64)
  /// Everything else, by its slot among the rare events.
  case rare(UInt32)
}

/// What happens seldom, or takes many words.
@usableFromInline enum RareEvent: Sendable {
  /// A node starts if it is down and has started this often before.
  case start(NodeID, Int)
  case disk(NodeID, DiskWork)
  /// The end of a sync or read, for a process that had to wait to hear of it.
  case diskDone(NodeID, incarnation: Int, DiskTicket, DiskOutcome)
  case request(NodeID, ClientRequest, cause: Int)
  /// A node that paused or was busy takes up what has piled up.
  case wake(NodeID)
  case client(ClientEvent)
  case world(ControlEvent)
}

/// What happens to a client; `slot` is its place among the clients of the run.
@usableFromInline enum ClientEvent: Sendable {
  /// Its next call is due, or another attempt at the one it makes.
  case turn(slot: Int, turn: Int)
  case answer(RequestID, ClientReply, logIndex: UInt64?, node: NodeID, slot: Int, cause: Int)
  case timeout(slot: Int, RequestID)
}

/// What happens to the world.
@usableFromInline enum ControlEvent: Sendable {
  /// Faults by their place in the plan.
  case begin(Int, trigger: NodeID?)
  case end(Int)
  /// A node of a swizzle is clogged or released.
  case clog(Int, NodeID, Bool)
  /// A node takes its changed option and restarts.
  case upgrade(Int, NodeID)
  /// The n-th extra operation of an overload arrives.
  case overload(Int, Int)
  /// A lease may be about to end.
  case lease(NodeID, fault: Int)
  case heal
  case deadline
  /// The time to settle after the last answer is over.
  case settled
}

/// A timer that runs.
@usableFromInline struct RunningTimer<Payload: SimPayload> {
  @usableFromInline var key: TimerKey
  @usableFromInline var generation: UInt64
  /// On the node's own clock.
  @usableFromInline var deadline: SimTime
  /// Nil while the clock stands still.
  @usableFromInline var ticket: Agenda<WorldEvent<Payload>>.Ticket?

  @inlinable init(
    key: TimerKey, generation: UInt64, deadline: SimTime,
    ticket: Agenda<WorldEvent<Payload>>.Ticket?
  ) {
    self.key = key
    self.generation = generation
    self.deadline = deadline
    self.ticket = ticket
  }
}

/// A node's machine: all that is not the node's own value.
@usableFromInline struct Machine<Payload: SimPayload> {
  @usableFromInline var clock = NodeClock()
  @usableFromInline var draws: Draws
  /// Disk tickets given out; none is given twice.
  @usableFromInline var ticketCount: UInt64 = 0
  @usableFromInline var isUp = false
  /// Starts so far; the first is number 0.
  @usableFromInline var starts = 0
  @usableFromInline var isPaused = false
  @usableFromInline var cost: Int64 = 0
  @usableFromInline var busyUntil = SimTime.zero
  /// What waits for a process that stands still, in order.
  @usableFromInline var inbox = ContiguousArray<WorldEvent<Payload>>()
  @usableFromInline var isWaking = false
  @usableFromInline var timers = ContiguousArray<RunningTimer<Payload>>()
  @usableFromInline var timerGeneration: UInt64 = 0
  @usableFromInline var probe: ConsensusProbe?
  /// A crash at a step is armed.
  @usableFromInline var isArmed = false
  var armed: [ArmedCrash] = []
  var conditions = NodeConditions(NodeID(0), [])
  @usableFromInline var storage: NodeStorage
  /// When it last became leader: the number of that election; 0 for never.
  @usableFromInline var lastElection = 0
  /// How many events had happened when it last answered a client; 0 for never.
  @usableFromInline var lastAnswer: UInt64 = 0

  init(_ node: NodeID, _ trial: Trial) {
    draws = Draws(seed: trial.seed, .nodeUser, UInt64(node.index), 0)
    storage = NodeStorage(node, trial)
  }

  /// Whether events have to wait.
  @inlinable func isHeldUp(at now: SimTime) -> Bool {
    isPaused || busyUntil > now || !inbox.isEmpty
  }
}

/// A crash that waits for its step.
struct ArmedCrash: Sendable {
  var fault: Int
  var point: StepPoint
  var seen = 0
}
