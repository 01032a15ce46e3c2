import RaftCore
import ScenarioFormat
import SimKernel
import XCTest

@testable import Experiments

/// A run as one group lives it: nothing is left out, and watching changes nothing.
final class GroupHistoryTests: XCTestCase {
  private var plan: Plan {
    var builder = PlanBuilder(roundTripsInMilliseconds: [[0, 20], [20, 0]])
    builder.duration = .seconds(4)
    let disks = Array(repeating: SimDuration.milliseconds(2), count: 3)
    builder.groups = [
      PlanBuilder.group("one", regions: [0, 0, 1], disks: disks, leader: 0),
      PlanBuilder.group("two", regions: [1, 0, 1], disks: disks, leader: 1),
    ]
    builder.loads = [
      PlanBuilder.load(region: 0, .fixed(gap: .milliseconds(50))),
      PlanBuilder.load("other", region: 1, group: 1, .fixed(gap: .milliseconds(30))),
    ]
    builder.faults = [
      FaultPlan(
        kind: .crash(.leader(group: 0)), start: .at(.seconds(1)), duration: .seconds(1),
        text: "crash leader"),
      FaultPlan(
        kind: .partition(from: [.region(0)], to: [.region(1)], bothWays: true),
        start: .at(.seconds(3)), duration: nil, text: "cut r0"),
    ]
    return builder.plan
  }

  func testWatchingChangesNothing() throws {
    var plain = try World(plan: plan, seed: 3)
    plain.start()
    var watched = try World(plan: plan, seed: 3)
    watched.follow(group: 0)
    watched.start()
    var steps = 0
    while let event = plain.agenda.next(by: plain.end) {
      plain.handle(event)
      watched.handle(try XCTUnwrap(watched.agenda.next(by: watched.end)))
      steps += watched.follower?.take().count ?? 0
      guard plain.digest == watched.digest else { return XCTFail("at \(plain.now)") }
    }
    XCTAssertGreaterThan(steps, 200)
  }

  /// Told the steps of a history, cores of one's own stand as those of the run do.
  func testTheStepsAreAllThatCoresAreTold() throws {
    var history = try GroupHistory(of: plan, group: 0, seed: 3)
    var replicas = try (0..<3).map { try Replica($0, of: history) }
    var seen: Set<String> = []
    var messages: [Message] = []
    var time = SimTime.zero
    while let step = history.next() {
      XCTAssertGreaterThanOrEqual(step.time, time)
      time = step.time
      seen.insert("\(step.event)".prefix { $0 != "(" }.description)
      switch step.event {
      case .tookReady(let ready): messages += ready.messages + ready.messagesAfterPersist
      case .received(let message), .lost(let message), .missed(let message):
        let place = try XCTUnwrap(messages.firstIndex(of: message), "\(message)")
        messages.remove(at: place)
      case .remarked(let text):
        XCTAssertNil(step.member)
        XCTAssertTrue(
          ["fault: crash leader", "fault: crash leader ends", "fault: cut r0"].contains(text))
      default: break
      }
      guard let member = step.member, let core = step.core else { continue }
      try replicas[member].meet(step.event, core)
      XCTAssertEqual(replicas[member].node.status, core.status, "\(step)")
      XCTAssertEqual(replicas[member].node.lastIndex, core.lastIndex, "\(step)")
    }
    XCTAssertEqual(
      seen,
      [
        "started", "ticked", "requested", "received", "tookReady", "finishedReady", "lost",
        "missed", "crashed", "remarked",
      ])
    XCTAssertEqual(replicas.map(\.node.storage.entries), history.logs)
    XCTAssertGreaterThan(time, .zero + .milliseconds(3_900))
  }
}

/// A core of a test's own that is told what a member's core was told.
private struct Replica {
  private(set) var node: RawNode
  private var taken = Ready()

  init(_ member: Int, of history: GroupHistory) throws {
    var options = history.raftOptions
    options.id = MemberID(UInt64(member + 1))
    node = try RawNode(
      options: options, storage: MemoryStorage(confState: history.confState))
  }

  mutating func meet(_ event: GroupStep.Event, _ core: GroupStep.Core) throws {
    switch event {
    case .started(let options):
      node = try RawNode(options: options, storage: node.storage)
    case .ticked: node.tick()
    case .requested(let message, _) where message.type == .hup: node.campaign()
    case .requested(let message, _): try? node.propose(message.entries)
    case .received(let message): try? node.step(message)
    case .tookReady(let expected):
      XCTAssertTrue(node.takeReady(into: &taken))
      XCTAssertEqual(taken, expected)
    case .finishedReady:
      try node.store(hardState: taken.hardState, entries: taken.entries)
      node.advance()
    default: XCTFail("\(event)")
    }
    node.setElectionTimeout(ticks: core.electionTimeout)
  }
}
