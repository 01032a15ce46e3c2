/// The future of one run: events still to happen, in their one order (`EventKey`).
///
/// `while let event = agenda.next(by: end) { model.handle(event, &agenda) }` is a whole simulation.
public struct Agenda<Event> {
  /// The present: the time of the event taken last.
  @inlinable public var now: SimTime { SimTime(nanoseconds: current.time) }
  /// Class of the event taken last.
  @inlinable public var currentClass: EventClass {
    EventClass(rawValue: UInt8(truncatingIfNeeded: current.order >> 60)) ?? .control
  }
  /// Actor of the event taken last.
  @inlinable public var currentActor: ActorID {
    ActorID(Int(truncatingIfNeeded: (current.order >> 40) & 0xF_FFFF))
  }
  /// Events taken so far.
  @inlinable public var delivered: UInt64 { deliveredCount }

  @usableFromInline var deliveredCount: UInt64 = 0
  @usableFromInline var current = EventKey(time: 0, order: 0, slot: 0, generation: 0)
  @usableFromInline var heap = KeyHeap()
  @usableFromInline var events = Slab<Event>()
  @usableFromInline var ordinals: ContiguousArray<UInt64>

  /// An empty agenda for `actorCount` actors, numbered from 0.
  @inlinable public init(actorCount: Int) {
    precondition(actorCount <= ActorID.limit, "\(actorCount) actors exceed \(ActorID.limit)")
    ordinals = ContiguousArray(repeating: 0, count: actorCount)
  }

  /// Names a scheduled event, for cancelling it.
  @frozen public struct Ticket: Hashable, Sendable {
    @usableFromInline var slot: UInt32
    @usableFromInline var generation: UInt32
    @inlinable init(slot: UInt32, generation: UInt32) {
      self.slot = slot
      self.generation = generation
    }
  }

  /// Events waiting to happen.
  @inlinable public var pendingCount: Int { events.count }

  /// Schedules `event` at `time`, which must not be before `now`. O(log n).
  @inlinable @discardableResult public mutating func schedule(
    _ event: consuming Event, at time: SimTime, _ eventClass: EventClass, actor: ActorID
  ) -> Ticket {
    precondition(time >= now, "scheduled at \(time.nanoseconds), before \(now.nanoseconds)")
    let ordinal = ordinals[Int(actor.index)]
    ordinals[Int(actor.index)] = ordinal &+ 1
    let slot = events.insert(event)
    let generation = events.generation(of: slot)
    heap.insert(
      EventKey(
        time: time.nanoseconds, order: EventKey.order(eventClass, actor, ordinal), slot: slot,
        generation: generation))
    return Ticket(slot: slot, generation: generation)
  }

  /// Takes a scheduled event back; false when it has happened or was cancelled before. O(1).
  @inlinable @discardableResult public mutating func cancel(_ ticket: Ticket) -> Bool {
    guard events.generation(of: ticket.slot) == ticket.generation else { return false }
    return events.remove(ticket.slot) != nil
  }

  /// Removes the earliest event due by `limit`, if any, and moves `now` to its instant. O(log n).
  @inlinable public mutating func next(by limit: SimTime) -> Event? {
    while let key = heap.first, key.time <= limit.nanoseconds {
      _ = heap.removeFirst()
      guard events.generation(of: key.slot) == key.generation,
        let event = events.remove(key.slot)
      else { continue }
      current = key
      deliveredCount &+= 1
      return event
    }
    return nil
  }
}

extension Agenda: Sendable where Event: Sendable {}
