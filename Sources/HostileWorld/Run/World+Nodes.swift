import SimKernel

extension World {
  // MARK: Events of nodes

  @inlinable mutating func receive(_ payload: Payload, _ link: Link, cause: Int32) {
    switch network.obstacle(from: link.from, to: link.to) {
    case 1: return lose(payload, link, cause, "cut")
    case 2: held.append(.message(payload, link, cause: cause))
    default: arrive(payload, link, cause: cause)
    }
  }

  @inlinable mutating func arrive(_ payload: Payload, _ link: Link, cause: Int32) {
    let to = link.to.index
    guard machines[to].isUp else { return lose(payload, link, cause, "down") }
    if machines[to].isHeldUp(at: now) {
      return wait(link.to, .message(payload, link, cause: cause))
    }
    digest.combine(1 &+ UInt64(to) << 8 &+ UInt64(link.from.index) << 16)
    payload.combine(into: &digest)
    counts.messagesDelivered &+= 1
    if recorder.isOn { note(received: payload, link, cause) }
    deliver(.message(payload, from: link.from), to: to, .message)
  }

  @inlinable mutating func ring(_ node: NodeID, _ key: TimerKey, _ generation: UInt64) {
    let i = node.index
    guard
      let place = machines[i].timers.firstIndex(where: {
        $0.key == key && $0.generation == generation
      })
    else { return }
    if machines[i].isHeldUp(at: now) {
      return wait(node, .timer(node, key, generation: generation))
    }
    machines[i].timers.remove(at: place)
    digest.combine(2 &+ UInt64(i) << 8)
    digest.combine(Int64(key.number))
    if recorder.isOn { note(timer: key, of: node) }
    deliver(.timer(key), to: i, .timer)
  }

  /// Lets the node meet `event` and carries out what it asks for.
  @inlinable mutating func deliver(
    _ event: consuming NodeEvent<Payload>, to i: Int, _ handler: StepPoint.Handler
  ) {
    prepareIO(i)
    nodes[i]?.step(event, io: &io)
    finish(i, handler)
  }

  @inlinable mutating func prepareIO(_ i: Int) {
    io.currentID = NodeID(i)
    io.localNow = machines[i].clock.local(at: now)
    io.wallOffset = machines[i].clock.wallOffset
    io.currentIncarnation = machines[i].starts &- 1
    io.draws = machines[i].draws
    io.ticketCount = machines[i].ticketCount
  }

  /// After a handler: effects, probe, processor time.
  @inlinable mutating func finish(_ i: Int, _ handler: StepPoint.Handler) {
    machines[i].draws.count = io.draws.count
    machines[i].ticketCount = io.ticketCount
    applyEffects(of: i, handler)
    if let probe = nodes[i]?.show(), probe != machines[i].probe { probed(i, probe) }
    if machines[i].cost > 0 {
      machines[i].busyUntil = now + SimDuration(nanoseconds: machines[i].cost)
    }
  }

  // MARK: Standing still

  /// Puts an event behind those that wait for the node already.
  @usableFromInline mutating func wait(_ node: NodeID, _ event: consuming Event) {
    machines[node.index].inbox.append(event)
    scheduleWake(node)
  }

  @usableFromInline mutating func wait(_ node: NodeID, _ event: RareEvent) {
    let slot = rares.insert(event)
    wait(node, Event.rare(slot))
  }

  @usableFromInline mutating func scheduleWake(_ node: NodeID) {
    let i = node.index
    guard !machines[i].isPaused, !machines[i].isWaking, !machines[i].inbox.isEmpty else { return }
    machines[i].isWaking = true
    schedule(RareEvent.wake(node), at: machines[i].busyUntil, .timer, actor: i)
  }

  /// The node meets what has piled up, until something holds it up again.
  @usableFromInline mutating func wake(_ node: NodeID) {
    let i = node.index
    machines[i].isWaking = false
    var waiting = ContiguousArray<Event>()
    swap(&waiting, &machines[i].inbox)
    var next = 0
    while next < waiting.count, !machines[i].isPaused, machines[i].busyUntil <= now {
      if case .message(let payload, let link, let cause) = waiting[next] {
        arrive(payload, link, cause: cause)
      } else {
        handle(waiting[next])
      }
      next += 1
    }
    machines[i].inbox.insert(contentsOf: waiting[next...], at: 0)
    scheduleWake(node)
  }

  // MARK: Timers

  @inlinable mutating func setTimer(_ i: Int, _ key: TimerKey, after delay: SimDuration) {
    cancelTimer(i, key)
    precondition(delay >= .zero, "a timer set \(delay.nanoseconds) ns from now")
    let deadline = machines[i].clock.local(at: now) + delay
    machines[i].timerGeneration &+= 1
    let generation = machines[i].timerGeneration
    machines[i].timers.append(
      RunningTimer(key: key, generation: generation, deadline: deadline, ticket: nil))
    scheduleTimer(i, machines[i].timers.count &- 1)
  }

  @inlinable mutating func cancelTimer(_ i: Int, _ key: TimerKey) {
    guard let place = machines[i].timers.firstIndex(where: { $0.key == key }) else { return }
    if let ticket = machines[i].timers[place].ticket { agenda.cancel(ticket) }
    machines[i].timers.remove(at: place)
  }

  @inlinable mutating func scheduleTimer(_ i: Int, _ place: Int) {
    let timer = machines[i].timers[place]
    guard let time = machines[i].clock.instant(showing: timer.deadline) else { return }
    machines[i].timers[place].ticket = schedule(
      .timer(NodeID(i), timer.key, generation: timer.generation), at: time, .timer, actor: i)
  }

  /// The clock of node `i` changed: its timers ring when it shows their deadlines.
  mutating func rescheduleTimers(_ i: Int) {
    for place in machines[i].timers.indices {
      if let ticket = machines[i].timers[place].ticket {
        // One that rang already waits in the inbox.
        guard agenda.cancel(ticket) else { continue }
        machines[i].timers[place].ticket = nil
      }
      scheduleTimer(i, place)
    }
  }
}
