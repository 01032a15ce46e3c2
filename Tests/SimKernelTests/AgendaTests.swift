import SimKernel
import TestSupport
import XCTest

/// The agenda against a list that is sorted anew for every event.
final class AgendaTests: XCTestCase {
  func testDeliversInTheOrderOfASortedListWhateverIsScheduledAndCancelled() {
    forEverySeed(count: 300) { draws in
      var pair = AgendaPair(actorCount: draws.int(in: 1...5))
      for _ in 0..<draws.int(in: 1...250) {
        switch draws.below(10) {
        case 0..<6: pair.schedule(&draws)
        case 6: pair.cancel(&draws)
        default: pair.take(within: Int64(draws.below(12)))
        }
      }
      while pair.take(within: 1 << 40) {}
      XCTAssertEqual(pair.agenda.pendingCount, 0)
      XCTAssertEqual(pair.agenda.delivered, UInt64(pair.taken))
    }
  }

  func testAtOneInstantClassesComeInTheirOrderThenActorsThenOrdinals() {
    var agenda = Agenda<String>(actorCount: 2)
    let time = SimTime(nanoseconds: 5)
    for eventClass in EventClass.allCases.reversed() {
      for actor in [1, 0] {
        for n in 1...2 {
          agenda.schedule(
            "\(eventClass) \(actor) \(n)", at: time, eventClass, actor: ActorID(actor))
        }
      }
    }
    var seen: [String] = []
    while let event = agenda.next(by: time) { seen.append(event) }
    let expected = ["fault", "disk", "message", "timer", "client", "control"].flatMap { name in
      [0, 1].flatMap { actor in [1, 2].map { "\(name) \(actor) \($0)" } }
    }
    XCTAssertEqual(seen, expected)
  }

  func testNothingAfterTheLimitIsTakenAndTimeStaysWithTheEventTakenLast() {
    var agenda = Agenda<Int>(actorCount: 1)
    agenda.schedule(1, at: SimTime(nanoseconds: 10), .timer, actor: ActorID(0))
    agenda.schedule(2, at: SimTime(nanoseconds: 11), .timer, actor: ActorID(0))
    XCTAssertEqual(agenda.next(by: SimTime(nanoseconds: 10)), 1)
    XCTAssertNil(agenda.next(by: SimTime(nanoseconds: 10)))
    XCTAssertEqual(agenda.now, SimTime(nanoseconds: 10))
    XCTAssertEqual(agenda.pendingCount, 1)
    XCTAssertEqual(agenda.next(by: .distantFuture), 2)
    XCTAssertNil(agenda.next(by: .distantFuture))
    XCTAssertEqual(agenda.now, SimTime(nanoseconds: 11))
  }

  func testSaysWhereItIs() {
    var agenda = Agenda<Int>(actorCount: ActorID.limit)
    for (n, eventClass) in EventClass.allCases.enumerated() {
      let actor = n.isMultiple(of: 2) ? n : ActorID.limit - 1 - n
      agenda.schedule(
        n, at: SimTime(nanoseconds: Int64(n)), eventClass, actor: ActorID(actor))
    }
    for (n, eventClass) in EventClass.allCases.enumerated() {
      XCTAssertEqual(agenda.next(by: .distantFuture), n)
      XCTAssertEqual(agenda.currentClass, eventClass)
      XCTAssertEqual(
        Int(agenda.currentActor.index), n.isMultiple(of: 2) ? n : ActorID.limit - 1 - n)
    }
  }

  func testATicketCancelsItsOwnEventOnly() {
    var agenda = Agenda<Int>(actorCount: 1)
    let time = SimTime(nanoseconds: 1)
    let first = agenda.schedule(1, at: time, .timer, actor: ActorID(0))
    XCTAssertTrue(agenda.cancel(first))
    let second = agenda.schedule(2, at: time, .timer, actor: ActorID(0))
    XCTAssertFalse(agenda.cancel(first), "the slot is another event's now")
    XCTAssertEqual(agenda.next(by: time), 2)
    XCTAssertFalse(agenda.cancel(second), "it has happened")
    XCTAssertNil(agenda.next(by: time))
  }

  func testAnEventRemovedElsewhereNeverFlipsATie() {
    forEverySeed(count: 200) { draws in
      // Few instants and classes, so that nearly everything is a tie.
      let plan = (0..<draws.int(in: 10...80)).map { n in
        Planned(
          id: n, time: SimTime(nanoseconds: Int64(draws.below(4))),
          eventClass: draws.pick([.message, .timer]), actor: Int(draws.below(4)),
          children: draws.oneIn(3) ? 2 : 0)
      }
      let removed = Int(draws.below(4))
      let all = Self.run(plan, without: nil).filter { $0.actor != removed }
      XCTAssertEqual(Self.run(plan, without: removed), all, "without actor \(removed)")
    }
  }

  private struct Planned {
    var id: Int
    var time: SimTime
    var eventClass: EventClass
    var actor: Int
    /// Events it schedules at its own actor when it happens, at the same instant.
    var children: Int
  }

  private struct Happened: Equatable {
    var id: Int
    var actor: Int
    var time: SimTime
  }

  private static func run(_ plan: [Planned], without removed: Int?) -> [Happened] {
    var agenda = Agenda<Planned>(actorCount: 4)
    for event in plan where event.actor != removed {
      agenda.schedule(event, at: event.time, event.eventClass, actor: ActorID(event.actor))
    }
    var seen: [Happened] = []
    while let event = agenda.next(by: .distantFuture) {
      seen.append(Happened(id: event.id, actor: event.actor, time: agenda.now))
      for n in 0..<event.children {
        var child = event
        child.children = 0
        child.id = 1_000 * (n + 1) + event.id
        agenda.schedule(child, at: agenda.now, child.eventClass, actor: ActorID(child.actor))
      }
    }
    return seen
  }
}

/// An agenda and the list that says what it should do.
private struct AgendaPair {
  struct Entry {
    var time: Int64
    var eventClass: EventClass
    var actor: Int
    var ordinal: Int
    var id: Int
    var ticket: Agenda<Int>.Ticket
  }

  var agenda: Agenda<Int>
  var taken = 0
  private var list: [Entry] = []
  private var ordinals: [Int]
  private var nextID = 0

  init(actorCount: Int) {
    agenda = Agenda(actorCount: actorCount)
    ordinals = Array(repeating: 0, count: actorCount)
  }

  mutating func schedule(_ draws: inout Draws) {
    let time = agenda.now + SimDuration(nanoseconds: Int64(draws.below(6)))
    let eventClass = draws.pick(EventClass.allCases)
    let actor = Int(draws.below(UInt64(ordinals.count)))
    let ticket = agenda.schedule(nextID, at: time, eventClass, actor: ActorID(actor))
    list.append(
      Entry(
        time: time.nanoseconds, eventClass: eventClass, actor: actor, ordinal: ordinals[actor],
        id: nextID, ticket: ticket))
    ordinals[actor] += 1
    nextID += 1
  }

  mutating func cancel(_ draws: inout Draws) {
    guard !list.isEmpty else { return }
    let entry = list.remove(at: Int(draws.below(UInt64(list.count))))
    XCTAssertTrue(agenda.cancel(entry.ticket))
    XCTAssertFalse(agenda.cancel(entry.ticket))
    XCTAssertEqual(agenda.pendingCount, list.count)
  }

  @discardableResult mutating func take(within span: Int64) -> Bool {
    let limit = agenda.now + SimDuration(nanoseconds: span)
    list.sort {
      ($0.time, $0.eventClass.rawValue, $0.actor, $0.ordinal)
        < ($1.time, $1.eventClass.rawValue, $1.actor, $1.ordinal)
    }
    let expected = list.first.flatMap { $0.time <= limit.nanoseconds ? $0 : nil }
    let before = agenda.now
    XCTAssertEqual(agenda.next(by: limit), expected?.id)
    XCTAssertEqual(agenda.now.nanoseconds, expected?.time ?? before.nanoseconds)
    guard expected != nil else { return false }
    taken += 1
    list.removeFirst()
    return true
  }
}
